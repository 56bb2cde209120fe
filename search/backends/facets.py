"""Facets: how many of the documents found have each key of a field.

A facet may ignore filters, most often the one on its own field, so that a reader sees what another choice would give.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from search.backends.snapshot import Values


@dataclass(frozen=True, slots=True)
class Facet:
    """`column`: the keys of each document; `keys`: which of a document's to count, each once a document."""

    column: Sequence[Values]
    ignoring: frozenset[str] = frozenset()
    keys: Callable[[Values], Iterable[str]] | None = None


@dataclass(frozen=True, slots=True)
class Filter:
    """The documents that pass; `name` is what facets ignore it by."""

    name: str
    numbers: set[int]


def passing(numbers: Iterable[int], filters: Sequence[Filter]) -> list[int]:
    """The documents that pass all filters, in the order they came."""
    return [number for number in numbers if all(number in each.numbers for each in filters)]


def count(numbers: Sequence[int], filters: Sequence[Filter], facet: Facet) -> list[tuple[str, int]]:
    """Key and number of documents, most first, equals by key."""
    held = passing(numbers, [each for each in filters if each.name not in facet.ignoring])
    counts: Counter[str] = Counter()
    for values, documents in Counter(facet.column[number] for number in held).items():
        # many documents have the same keys: each set of keys is taken apart once
        for key in set(facet.keys(values) if facet.keys else values):
            counts[key] += documents
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))
