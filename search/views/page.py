"""The search page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_safe

from search.backends.generations import IndexMissing
from search.filters import NAMES, Filters, not_collected, read_filters
from search.limits import MAX_PAGE, PAGE_SIZE, SearchTooLong, time_limited
from search.requests import Asked, read
from search.searching import SORTS, Choice, Outcome, find

SHOWN_CHOICES = 12  # of a facet before the rest folds


@dataclass(frozen=True, slots=True)
class LinkedChoice:
    """A choice with the address that makes or unmakes it."""

    name: str
    choice: Choice
    address: str


@dataclass(frozen=True, slots=True)
class ShownFacet:
    name: str
    label: str
    first: list[LinkedChoice]
    rest: list[LinkedChoice]


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    asked = read(request.GET)
    try:
        with time_limited():
            outcome, page = _outcome(asked)
    except IndexMissing:
        return render(request, "search/unavailable.html", {"q": asked.typed}, status=503)
    except SearchTooLong as error:
        return render(request, "search/too_long.html", {"q": asked.typed, "message": error}, status=503)
    context = {
        "q": asked.typed,
        "query": asked.query,
        "outcome": outcome,
        "page": page,
        "notes": _notes(asked),
        "facets": _facets(request.GET, outcome, asked.filters),
        "chosen": _chosen(request.GET, outcome),
        "sorts": [(name, label, name == asked.sort) for name, (_, label) in SORTS.items()],
        "state": _state(asked, outcome),
        "not_collected": not_collected(asked.filters) if outcome.total == 0 else [],
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


def _state(asked: Asked, outcome: Outcome) -> str:
    """Which of the page's messages applies."""
    if asked.query.node is None:
        return "not-understood"
    if outcome.total == 0:
        return "nothing-found"
    return "all" if asked.query.is_empty and not asked.filters else "found"


def _facets(params: QueryDict, outcome: Outcome, filters: Filters) -> list[ShownFacet]:
    """Facets that offer a choice; chapters only within one plan, since every plan has its own."""
    shown = []
    for name, label in NAMES.items():
        choices = outcome.facets.get(name, [])
        if not choices or (name == "chapter" and len(filters["plan"]) != 1):
            continue
        linked = [LinkedChoice(name, choice, _address(params, name, choice)) for choice in _chosen_first(choices)]
        shown.append(ShownFacet(name, label, linked[:SHOWN_CHOICES], linked[SHOWN_CHOICES:]))
    return shown


def _chosen_first(choices: Sequence[Choice]) -> list[Choice]:
    return sorted(choices, key=lambda choice: not choice.chosen)


def _chosen(params: QueryDict, outcome: Outcome) -> list[tuple[str, LinkedChoice]]:
    """The filters in use, with the addresses that take each away."""
    return [
        (label, LinkedChoice(name, choice, _address(params, name, choice)))
        for name, label in NAMES.items()
        for choice in outcome.facets.get(name, [])
        if choice.chosen
    ]


def _address(params: QueryDict, name: str, choice: Choice) -> str:
    """This search with the choice made, or unmade; from its first page."""
    changed = params.copy()
    changed.pop("page", None)
    values = [value for value in changed.getlist(name) if value != choice.value]
    if choice.chosen:
        # it may have been named otherwise: 湖南 for 430000
        values = [value for value in values if choice.value not in read_filters({name: [value]})[0][name]]
    else:
        values.append(choice.value)
    changed.setlist(name, values)
    return "?" + changed.urlencode()
