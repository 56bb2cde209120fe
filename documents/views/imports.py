"""Importing in the browser: bring files, look at what they would become, import them; and the files as they came."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath
from typing import Any, cast

from django import forms
from django.contrib.auth.decorators import login_required, permission_required
from django.contrib.auth.models import User
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from documents.extracting import SUFFIXES, Brought, UnreadableText, extract, paste
from documents.extracting.archives import MAX_BYTES as MAX_ARCHIVE
from documents.extracting.archives import brought_from
from documents.extracting.kinds import MAX_BYTES, checked_name, megabytes
from documents.importing import batches
from documents.models import ImportBatch, ImportFile, OriginalFile
from documents.parsing.reading import MAX_BYTES as MAX_TEXT

MAX_REQUEST = 120_000_000  # bytes, of all files sent together
MAX_FILES = 100
DRAINED = 400_000_000
MAY_IMPORT, MAY_DOWNLOAD = "documents.add_importbatch", "documents.view_originalfile"
LATEST = 20


class SeveralFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class ImportForm(forms.Form):
    uploads = forms.FileField(
        label="文件",
        required=False,
        widget=SeveralFiles(attrs={"accept": ",".join([*SUFFIXES, ".zip"])}),
        help_text="可以一次选多个，也可以是一个 .zip。可导入：" + "、".join([*SUFFIXES, ".zip"]) + "。",
    )
    text = forms.CharField(
        label="或者粘贴正文",
        required=False,
        max_length=MAX_TEXT,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 10}),
    )
    name = forms.CharField(
        label="粘贴的正文叫什么", required=False, max_length=100, help_text="可不填；作为文件名留存，例如“某某规划”。"
    )


importing = permission_required(MAY_IMPORT, raise_exception=True)


@csrf_exempt  # the token is looked for below, once it is clear that the body is not too large to be read at all
@login_required
@importing
@require_http_methods(["GET", "HEAD", "POST"])
def imports(request: HttpRequest) -> HttpResponse:
    """The form, and what was brought lately."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    size = int(length) if length.isdecimal() else 0
    if size > MAX_REQUEST:
        _drain(request, size)
        problem = f"一次上传了 {megabytes(size)}，超过上限 {megabytes(MAX_REQUEST)}。请分几次上传；扫描件请先转成文字。"
        return _form(request, ImportForm(label_suffix=""), problem, status=413)
    return _checked(request)


@csrf_protect
def _checked(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _form(request, ImportForm(label_suffix=""))
    form = ImportForm(request.POST, label_suffix="")
    files = request.FILES.getlist("uploads")
    form.is_valid()
    text = form.cleaned_data.get("text", "")
    if form.errors or not (files or text.strip()):
        return _form(request, form, "" if form.errors else "请选择文件，或者粘贴正文。", status=400)
    if len(files) > MAX_FILES:
        return _form(request, form, f"一次最多 {MAX_FILES} 个文件；更多的请放进一个 .zip。", status=400)
    brought = list(_brought(files, text, form.cleaned_data.get("name", "")))
    readable = [each for each in brought if isinstance(each, Brought)]
    if not readable:  # nothing to keep: the reasons are said and that is all
        reasons = [str(each) for each in brought]
        return _form(request, form, "没有可以导入的内容，什么都没有保存。", reasons, status=400)
    return redirect("documents:import-batch", batches.begin(brought, _user(request)).pk)


@login_required
@importing
@require_safe
def batch(request: HttpRequest, pk: int) -> HttpResponse:
    return render(request, "documents/import_batch.html", _batch_context(_own(request, pk)))


@login_required
@importing
@require_POST
def step(request: HttpRequest, pk: int) -> HttpResponse:
    """Does one file more; a page with scripts asks for this again and again."""
    found = _own(request, pk)
    batches.step(found, _user(request))
    if getattr(request, "htmx", False):
        return render(request, "documents/import_files.html", _batch_context(found))
    return redirect("documents:import-batch", pk)


@login_required
@importing
@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Imports the chosen files, or throws all away."""
    found = _own(request, pk)
    if "discard" in request.POST:
        batches.discard(found)
    else:
        numbers = [each for each in request.POST.getlist("file") if each.isdecimal() and len(each) < 19]
        batches.confirm(found, [int(each) for each in numbers])
    return redirect("documents:import-batch", pk)


@login_required
@importing
@require_safe
def preview(request: HttpRequest, pk: int, file: int) -> HttpResponse:
    """What a file would become: its outline and measures, and what would change."""
    row = get_object_or_404(_own(request, pk).files.defer("data"), pk=file, state=ImportFile.State.READY)
    return render(request, "documents/import_preview.html", {"file": row, "preview": row.preview})


@login_required
@permission_required(MAY_DOWNLOAD, raise_exception=True)
@require_safe
def original(request: HttpRequest, pk: int) -> FileResponse:
    """A file as it came: to be saved, never shown, since it may hold scripts and a person's telephone number."""
    row = get_object_or_404(OriginalFile, pk=pk)
    if not row.path.is_file():
        raise Http404("文件不在数据目录中。")
    answer = FileResponse(
        row.path.open("rb"), as_attachment=True, filename=row.name, content_type="application/octet-stream"
    )
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer["Cache-Control"] = "private, no-store"
    return answer


def _brought(files: Iterable[UploadedFile[Any]], text: str, name: str) -> Iterator[Brought | UnreadableText]:
    for file in files:
        try:
            yield from _read(file)
        except UnreadableText as error:
            yield error
    if text.strip():
        try:
            yield paste(text, f"{name.strip() or '粘贴的正文'}.txt")
        except UnreadableText as error:
            yield error


def _read(file: UploadedFile[Any]) -> Iterator[Brought | UnreadableText]:
    name = checked_name(file.name or "")
    size = file.size or 0
    archive = PurePosixPath(name).suffix.lower() == ".zip"
    most = MAX_ARCHIVE if archive else MAX_BYTES
    if size > most:
        raise UnreadableText(f"{name}：文件有 {megabytes(size)}，超过上限 {megabytes(most)}。")
    data = file.read()
    if archive:
        yield from brought_from(data, name)
    else:
        yield extract(data, name)


def _form(
    request: HttpRequest, form: ImportForm, problem: str = "", reasons: Iterable[str] = (), status: int = 200
) -> HttpResponse:
    latest = ImportBatch.objects.filter(made_by=_user(request)).prefetch_related("files")[:LATEST]
    context = {"form": form, "problem": problem, "reasons": reasons, "latest": latest}
    return render(request, "documents/import.html", context, status=status)


def _batch_context(found: ImportBatch) -> dict[str, Any]:
    files = list(found.files.defer("data").select_related("source__plan"))
    state = ImportFile.State
    under_way = [file for file in files if file.state in ImportFile.UNDER_WAY]
    ready = [file for file in files if file.state == state.READY]
    return {
        "batch": found,
        "files": files,
        "under_way": under_way,
        "done": len(files) - len(under_way),
        "ready": ready if not under_way else [],
    }


def _own(request: HttpRequest, pk: int) -> ImportBatch:
    return get_object_or_404(ImportBatch, pk=pk, made_by=_user(request))


def _user(request: HttpRequest) -> User:
    return cast("User", request.user)


def _drain(request: HttpRequest, size: int) -> None:
    """Reads what is sent and throws it away, without which a browser shows a broken connection and no reason."""
    left = min(size, DRAINED)
    while left > 0 and (piece := request.read(min(left, 1 << 20))):
        left -= len(piece)
