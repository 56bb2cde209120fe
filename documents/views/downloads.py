"""A plan as a file."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from documents.exporting import FORMATS, export
from documents.models import Plan


@require_safe
def download(request: HttpRequest, pk: int, extension: str) -> HttpResponse:
    plan = get_object_or_404(Plan.objects.visible().select_related("province").defer("parsed"), pk=pk)
    form = FORMATS.get(extension)
    if form is None:
        raise Http404("没有这种格式。")
    answer = HttpResponse(export(plan, extension, request.build_absolute_uri("/")), content_type=form.content_type)
    name = "".join("_" if character in '\\/:*?"<>|\n\r\t' else character for character in plan.heading)
    disposition = content_disposition_header(True, f"{name[:120]}.{extension}")
    answer["Content-Disposition"] = disposition or "attachment"
    return answer
