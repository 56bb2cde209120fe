"""The search page."""

from __future__ import annotations

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from search import unanswered
from search.filters import not_collected
from search.limits import MAX_PAGE, PAGE_SIZE, time_limited
from search.requests import Asked, read
from search.searching import SORTS, Outcome, find
from search.views.answers import answered
from search.views.facets import chosen, facets


@require_safe
@answered
def search(request: HttpRequest) -> HttpResponse:
    asked = read(request.GET)
    with time_limited():
        outcome, page = _outcome(asked)
    reason = unanswered.reason_of(outcome, asked.filters)
    unanswered.note(outcome, reason)
    context = {
        "q": asked.typed,
        "query": asked.query,
        "outcome": outcome,
        "page": page,
        "notes": _notes(asked),
        "facets": facets(request.GET, outcome, asked.filters),
        "chosen": chosen(request.GET, outcome),
        "sorts": [(name, label, name == asked.sort) for name, (_, label) in SORTS.items()],
        "state": reason or ("all" if asked.query.is_empty and not asked.filters else "found"),
        "not_collected": not_collected(asked.filters) if reason == "not-collected" else [],
    }
    return render(request, "search/search.html", context)


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
