"""The search page."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe
from django_htmx.middleware import HtmxDetails

from search import unanswered
from search.alternatives import alternatives
from search.filters import Filters
from search.limits import MAX_PAGE, PAGE_SIZE, time_limited
from search.models import UnansweredQuery
from search.requests import Asked, read
from search.searching import SORTS, Outcome, find
from search.views.answers import answered
from search.views.facets import chosen, facets
from search.views.understood import redo, understood


@require_safe
@answered
def search(request: HttpRequest) -> HttpResponse:
    asked = read(request.GET)
    with time_limited():
        outcome, page = _outcome(asked)
        reason = unanswered.reason_of(outcome)
        others = alternatives(asked, outcome) if reason else []
    unanswered.note(outcome, reason)
    context = {
        **_search_in_words(request, asked, outcome, reason),
        "outcome": outcome,
        "page": page,
        "facets": facets(request.GET, outcome, asked.filters),
        "chosen": chosen(request.GET, outcome, asked.filters),
        "unfiltered": f"?{replace(asked, filters=Filters()).address()}",
        "sorts": [(name, label, name == asked.sort) for name, (_, label) in SORTS.items()],
        "alternatives": others,
    }
    answer = render(request, _template(request), context)
    patch_vary_headers(answer, ["HX-Request"])
    return answer


def _template(request: HttpRequest) -> str:
    """The part that changes where the script asks for it; the whole page where a browser does."""
    htmx: HtmxDetails = request.htmx  # type: ignore[attr-defined]  # set by its middleware
    return "search/partial.html" if htmx and not htmx.history_restore_request else "search/search.html"


def _search_in_words(
    request: HttpRequest, asked: Asked, outcome: Outcome, reason: UnansweredQuery.Reason | None
) -> dict[str, Any]:
    """What was asked, as typed and as understood, and the addresses of the same search."""
    address = asked.address()
    return {
        "q": asked.typed,
        "query": outcome.query,
        "parts": understood(request.GET, outcome.query),
        "redo": redo(request.GET, asked.query),
        "notes": _notes(asked),
        "state": reason or ("all" if asked.query.is_empty and not asked.filters else "found"),
        "not_collected": unanswered.missing_provinces(outcome) if reason == "not-collected" else [],
        "address": address,
        "canonical": request.build_absolute_uri(f"{request.path}?{address}" if address else request.path),
    }


def _outcome(asked: Asked) -> tuple[Outcome, Page[int]]:
    """The page asked for, or the last there is."""

    def found(number: int) -> Outcome:
        start = (number - 1) * PAGE_SIZE
        return find(asked.query, asked.filters, start, start + PAGE_SIZE, asked.sort)

    number = min(asked.number, MAX_PAGE)
    outcome = found(number)
    page = Paginator(range(min(outcome.total, MAX_PAGE * PAGE_SIZE)), PAGE_SIZE).get_page(number)
    if page.number != number and outcome.total:
        outcome = found(page.number)
    return outcome, page


def _notes(asked: Asked) -> list[str]:
    """What of the address was not followed, and why."""
    notes = [f"{problem.message}，未按此筛选。" for problem in asked.problems]
    if asked.number > MAX_PAGE:
        furthest = f"最多翻到第{MAX_PAGE}页（前{MAX_PAGE * PAGE_SIZE}条）"
        notes.append(f"{furthest}；请用筛选缩小范围，或导出全部结果。")
    return [*notes, *asked.query.notes]
