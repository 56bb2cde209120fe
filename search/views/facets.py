"""The filters of a search as links: those it has, and those that would narrow it further."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict

from search.filters import NAMES, Filters, read_filters
from search.requests import UNDO
from search.searching import Choice, Outcome

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


def facets(params: QueryDict, outcome: Outcome, filters: Filters) -> list[ShownFacet]:
    """Facets that offer a choice; chapters only within one plan, since every plan has its own."""
    shown, so_far = [], _first_page(params)
    for name, label in NAMES.items():
        choices = outcome.facets.get(name, [])
        if not choices or (name == "chapter" and len(outcome.filters["plan"]) != 1):
            continue
        every = []
        for choice in _chosen_first(choices):
            made = f"{so_far}{urlencode({name: choice.value})}"
            address = _without(params, outcome, filters, name, choice) if choice.chosen else made
            every.append(LinkedChoice(name, choice, address))
        shown.append(ShownFacet(name, label, every[:SHOWN_CHOICES], every[SHOWN_CHOICES:]))
    return shown


def _chosen_first(choices: Sequence[Choice]) -> list[Choice]:
    return sorted(choices, key=lambda choice: not choice.chosen)


def chosen(params: QueryDict, outcome: Outcome, filters: Filters) -> list[tuple[str, LinkedChoice]]:
    """The filters that were chosen, not those named in the words, with the addresses that take each away."""
    return [
        (label, LinkedChoice(name, choice, _without(params, outcome, filters, name, choice)))
        for name, label in NAMES.items()
        for choice in outcome.facets.get(name, [])
        if choice.value in filters[name]
    ]


def _first_page(params: QueryDict) -> str:
    """The address of this search, to which one more filter can be added."""
    same = urlencode([(name, values) for name, values in params.lists() if name != "page"], doseq=True)
    return f"?{same}&" if same else "?"


def _without(params: QueryDict, outcome: Outcome, filters: Filters, name: str, choice: Choice) -> str:
    """This search with a choice unmade, from its first page; empty where only other words would unmake it."""
    changed = params.copy()
    changed.pop("page", None)
    if choice.value in filters[name]:
        # it may have been named otherwise: 湖南 for 430000
        values = [
            value for value in changed.getlist(name) if choice.value not in read_filters({name: [value]})[0][name]
        ]
        changed.setlist(name, values)
    else:
        naming = [part.key for part in outcome.query.parts if part.field == name and choice.value in part.values]
        if not naming:
            return ""
        changed.setlist(UNDO, [*changed.getlist(UNDO), *naming])
    return "?" + changed.urlencode()
