"""In which order what was found is listed: by relevance or by keys, and equals by their numbers in the database."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from search.backends.keys import Column
from search.backends.snapshot import Found, Snapshot

SCORE = "-score"  # sorts by relevance; also what is sorted by where nothing is said
_DIGITS = 1e6  # scores that differ by less than the sixth digit are equal
_FEW = 8  # times the page: below it all is sorted at once


def page(
    snapshot: Snapshot, found: Found, sort_by: Sequence[str], span: slice, column: Callable[[str], Column]
) -> list[tuple[int, float]]:
    """The documents `span` of the list, with their scores. `column` gives the keys of a field to sort by."""
    if not len(found.numbers):
        return []
    if list(sort_by) == [SCORE]:
        found = _best(found, span.stop)
    keys: list[NDArray[Any]] = [snapshot.order[found.numbers]]
    for field in reversed(sort_by):
        keys += _keys(found, field, column)
    listed = np.lexsort(keys)[span]
    return list(zip(found.numbers[listed].tolist(), found.scores[listed].tolist(), strict=True))


def _best(found: Found, count: int | None) -> Found:
    """Those that can be among the best `count`."""
    total = len(found.numbers)
    if count is None or count * _FEW > total:
        return found
    least = np.partition(found.scores, total - count)[total - count] if count else np.inf
    kept = found.scores >= least - 1 / _DIGITS  # with all that count as equal to the last of them
    return Found(found.numbers[kept], found.scores[kept])


def _keys(found: Found, field: str, column: Callable[[str], Column]) -> list[NDArray[Any]]:
    """What to sort by, the weightier last."""
    if field == SCORE:
        return [-np.rint(found.scores * _DIGITS)]
    keys = column(field.removeprefix("-"))
    codes = keys.codes[found.numbers]
    ranks = keys.ranks[codes]
    empty = np.array([not values for values in keys.values] or [True])[codes]
    # what has no value comes last either way
    return [-ranks if field.startswith("-") else ranks, empty]
