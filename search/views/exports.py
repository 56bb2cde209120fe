"""The whole result of a search as a file."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator

from django.http import FileResponse, HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.text import get_valid_filename
from django.views.decorators.http import require_safe

from search.exporting import Entry, csv_lines, entries, write_xlsx
from search.limits import MAX_EXPORTED, time_limited
from search.requests import Asked, read
from search.searching import SORTS, Numbers, choices_of, find_numbers
from search.views.answers import answered
from search.wording import filters_in_words, parts_in_words

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
@answered
def as_csv(request: HttpRequest) -> HttpResponseBase:
    def file(asked: Asked, found: Numbers, rows: Iterator[Entry]) -> HttpResponseBase:
        return StreamingHttpResponse(csv_lines(rows), content_type="text/csv; charset=utf-8")

    return _exported(request, "csv", file)


@require_safe
@answered
def as_xlsx(request: HttpRequest) -> HttpResponseBase:
    def file(asked: Asked, found: Numbers, rows: Iterator[Entry]) -> HttpResponseBase:
        written = tempfile.TemporaryFile()  # noqa: SIM115 - the answer closes it when it has been sent
        write_xlsx(written, rows, _about(request, asked, found))
        written.seek(0)
        return FileResponse(written, content_type=XLSX)

    return _exported(request, "xlsx", file)


def _exported(
    request: HttpRequest, kind: str, file: Callable[[Asked, Numbers, Iterator[Entry]], HttpResponseBase]
) -> HttpResponseBase:
    """The file; where there is nothing, the page that says why; where there is too much, what to do about it."""
    asked = read(request.GET)
    with time_limited():
        found = find_numbers(asked.query, asked.filters, asked.sort, MAX_EXPORTED)
    if not found.total:
        return redirect(f"{reverse('search:search')}?{asked.address()}")
    if found.total > MAX_EXPORTED:
        context = {"total": found.total, "most": MAX_EXPORTED, "address": asked.address()}
        return render(request, "search/too_many.html", context, status=422)
    today = timezone.localdate()
    answer = file(asked, found, entries(found.numbers, request.build_absolute_uri, today))
    name = get_valid_filename(f"健康政策措施-{asked.typed[:30] or '全部'}-{today.isoformat()}.{kind}")
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    return answer


def _about(request: HttpRequest, asked: Asked, found: Numbers) -> list[tuple[str, str]]:
    """What the file is, for who opens it in a year."""
    address = request.build_absolute_uri(f"{reverse('search:search')}?{asked.address()}")
    filters = filters_in_words(choices_of({}, asked.filters))
    return [
        ("检索词", asked.typed or "（全部）"),
        ("理解为", found.query.understood or "全部措施"),
        ("其中", "；".join(parts_in_words(found.query)) or "无补充"),
        ("筛选", "；".join(filters) or "无"),
        ("排序", SORTS[asked.sort][1]),
        ("条数", str(found.total)),
        ("导出时间", timezone.localtime().strftime("%Y-%m-%d %H:%M")),
        ("检索链接", address),
        ("来源", "健康政策知识库。引用请以发文机关公布的文本为准。"),
    ]
