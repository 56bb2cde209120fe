"""Facets: how many of the documents found have each key of a field, counted over arrays.

A facet may ignore filters, most often the one on its own field, so that a reader sees what another choice would give.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from search.backends.keys import Column, Numbers, Values


@dataclass(frozen=True, slots=True)
class Facet:
    """`column`: the keys of each document; `keys`: which of a document's to count, each once a document."""

    column: Column
    ignoring: frozenset[str] = frozenset()
    keys: Callable[[Values], Iterable[str]] | None = None


@dataclass(frozen=True, slots=True)
class Filter:
    """Which documents pass, by number; `name` is what facets ignore it by."""

    name: str
    passing: NDArray[np.bool_]


def passing(numbers: Numbers, filters: Sequence[Filter]) -> NDArray[np.bool_]:
    """For each of the documents whether it passes all filters."""
    passed = np.ones(len(numbers), np.bool_)
    for each in filters:
        passed &= each.passing[numbers]
    return passed


def count(numbers: Numbers, filters: Sequence[Filter], facet: Facet) -> list[tuple[str, int]]:
    """Key and number of documents, most first, equals by key."""
    counted = [each for each in filters if each.name not in facet.ignoring]
    held = numbers[passing(numbers, counted)] if counted else numbers
    by_code = np.bincount(facet.column.codes[held], minlength=facet.column.sets)
    return _counted_by(facet.keys, facet.column, by_code) if facet.keys else _counted(facet.column, by_code)


def _counted(column: Column, by_code: NDArray[np.intp]) -> list[tuple[str, int]]:
    keys = column.keys
    if not keys.names:
        return []
    counts = by_code[keys.sets]
    if len(counts) > len(keys.names):  # else each key has a set of its own
        counts = np.add.reduceat(counts, keys.starts)
    order = (-counts).argsort(kind="stable")[: np.count_nonzero(counts)]  # the keys are in order
    return list(zip(map(keys.names.__getitem__, order.tolist()), counts[order].tolist(), strict=True))


def _counted_by(
    keys_of: Callable[[Values], Iterable[str]], column: Column, by_code: NDArray[np.intp]
) -> list[tuple[str, int]]:
    counts: Counter[str] = Counter()
    for code in np.flatnonzero(by_code).tolist():
        for key in set(keys_of(column.values[code])):
            counts[key] += int(by_code[code])
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))
