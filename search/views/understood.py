"""What was made of the words that were typed, each with the link that undoes it."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import QueryDict

from search.query import Part, Query
from search.requests import UNDO

SHOWN_MEANINGS = 8  # of a part before the rest folds


@dataclass(frozen=True, slots=True)
class ShownPart:
    part: Part
    first: tuple[str, ...]
    rest: tuple[str, ...]
    undo: str  # the address of this search without it


def understood(params: QueryDict, query: Query) -> list[ShownPart]:
    shown = []
    for part in query.parts:
        changed = params.copy()
        changed.pop("page", None)
        changed.appendlist(UNDO, part.key)
        first, rest = part.meaning[:SHOWN_MEANINGS], part.meaning[SHOWN_MEANINGS:]
        shown.append(ShownPart(part, first, rest, f"?{changed.urlencode()}"))
    return shown


def redo(params: QueryDict, query: Query) -> str:
    """The address of this search with nothing undone; empty where nothing is."""
    if not query.undone:
        return ""
    changed = params.copy()
    changed.pop("page", None)
    changed.pop(UNDO, None)
    return f"?{changed.urlencode()}"
