"""The filters of a search as links: those it has, and those that would narrow it further."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import QueryDict

from search.filters import NAMES, Filters, read_filters
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


def chosen(params: QueryDict, outcome: Outcome) -> list[tuple[str, LinkedChoice]]:
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
