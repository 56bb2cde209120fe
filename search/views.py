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
from search.forms import SearchForm
from search.query import Query, parse
from search.searching import SORTS, Choice, Outcome, find

PAGE_SIZE = 20
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
    typed, sort, number = SearchForm(request.GET).values()
    query = parse(typed)
    filters, problems = read_filters({name: request.GET.getlist(name) for name in NAMES})
    try:
        outcome, page = _outcome(query, filters, sort, number)
    except IndexMissing:
        return render(request, "search/unavailable.html", {"q": typed}, status=503)
    context = {
        "q": typed,
        "query": query,
        "outcome": outcome,
        "page": page,
        "problems": problems,
        "facets": _facets(request.GET, outcome, filters),
        "chosen": _chosen(request.GET, outcome),
        "sorts": [(name, label, name == sort) for name, (_, label) in SORTS.items()],
        "state": _state(query, outcome, filters),
        "not_collected": not_collected(filters) if outcome.total == 0 else [],
    }
    return render(request, "search/search.html", context)


def _outcome(query: Query, filters: Filters, sort: str, number: int) -> tuple[Outcome, Page[int]]:
    """The page asked for, or the last there is."""
    start = (number - 1) * PAGE_SIZE
    outcome = find(query, filters, start, start + PAGE_SIZE, sort)
    page = Paginator(range(outcome.total), PAGE_SIZE).get_page(number)
    if page.number != number and outcome.total:
        start = (page.number - 1) * PAGE_SIZE
        outcome = find(query, filters, start, start + PAGE_SIZE, sort)
    return outcome, page


def _state(query: Query, outcome: Outcome, filters: Filters) -> str:
    """Which of the page's messages applies."""
    if query.node is None:
        return "not-understood"
    if outcome.total == 0:
        return "nothing-found"
    return "all" if query.is_empty and not filters else "found"


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
