"""Documents made ready to be written: what a segment will hold of them, in arrays.

A batch is made either of what haystack prepared (`batch_of`), which may happen in another process, or of a segment that
is to be merged (`batch_of_segment`), which takes over what was indexed as it is.
"""

from __future__ import annotations

import pickle
import zlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.fields import Schema

from search import analysis
from search.backends.contiguous import grams_of, line_of
from search.backends.names import PACKED
from search.backends.schema import Layout, grams_field, normalised
from search.backends.segments import LENGTHS, Segment

_SHORT = 120  # characters; titles and names come again and again, long texts do not
_COMPRESSION = 0  # Whoosh wants stored fields compressed; a page is put together in half the time if they are not


@dataclass(slots=True)
class FieldPostings:
    """Posting n says that document `numbers[n]` holds `terms[which[n]]` `counts[n]` times."""

    terms: list[bytes]
    which: NDArray[np.int32]
    numbers: NDArray[np.int32]
    counts: NDArray[np.int32]


@dataclass(slots=True)
class Batch:
    """Documents 0 … size - 1. `stored` are compressed pickles, as Whoosh keeps them."""

    size: int
    postings: dict[str, FieldPostings]
    lengths: dict[str, NDArray[np.int32]]  # by field, how many terms of it each document has
    columns: dict[str, list[bytes]]
    stored: list[bytes]


def batch_of(layout: Layout, schema: Schema, prepared: Sequence[Mapping[str, Any]]) -> Batch:
    """Analyse what haystack prepared."""
    filling = _Filling(layout, schema, len(prepared))
    for number, each in enumerate(prepared):
        filling.add(number, layout.document_of(each))
    return filling.batch()


def batch_of_segment(schema: Schema, segment: Segment, alive: NDArray[np.bool_]) -> Batch:
    """The documents of a segment that are `alive`."""
    kept = np.flatnonzero(alive)
    renumbered = np.cumsum(alive, dtype=np.int32) - 1
    indexed = [name for name, kind in schema.items() if kind.indexed]
    return Batch(
        size=len(kept),
        postings={name: _postings_of(segment, name, alive, renumbered) for name in indexed},
        lengths={name: LENGTHS[segment.lengths(name)[kept]] for name in indexed if schema[name].scorable},
        columns={name: _rows_of(segment, name, kept) for name in _column_names(schema)},
        stored=_rows_of(segment, "_stored", kept),
    )


def _column_names(schema: Schema) -> list[str]:
    """But the one that is made of the others when a segment is written."""
    return [name for name, kind in schema.items() if kind.column_type and name != PACKED]


def _rows_of(segment: Segment, name: str, kept: NDArray[np.intp]) -> list[bytes]:
    rows = segment.rows(name)
    return [rows[number] for number in kept.tolist()]


def _postings_of(segment: Segment, name: str, alive: NDArray[np.bool_], renumbered: NDArray[np.int32]) -> FieldPostings:
    """Terms that no living document holds are left behind."""
    terms: list[bytes] = []
    which, numbers, counts = [], [], []
    for term, found in segment.all_postings(name):
        held = alive[found.numbers]
        if held.any():
            which.append(np.full(int(held.sum()), len(terms), np.int32))
            numbers.append(renumbered[found.numbers[held]])
            counts.append(found.counts[held].astype(np.int32))
            terms.append(term.encode())
    return FieldPostings(terms, *(_joined(arrays) for arrays in (which, numbers, counts)))


def _joined(arrays: list[NDArray[np.int32]]) -> NDArray[np.int32]:
    return np.concatenate(arrays) if arrays else np.zeros(0, np.int32)


class _Filling:
    """A batch while documents are put into it."""

    def __init__(self, layout: Layout, schema: Schema, size: int) -> None:
        self._schema = schema
        self._size = size
        indexed = [name for name, kind in schema.items() if kind.indexed]
        self._postings = {name: _FillingField() for name in indexed}
        self._lengths = {name: np.zeros(size, np.int32) for name in indexed if schema[name].scorable}
        self._columns = {name: [b""] * size for name in _column_names(schema)}
        self._stored: list[bytes] = []
        self._counting = dict.fromkeys(layout.texts, _words_in)
        self._counting |= dict.fromkeys(map(grams_field, layout.texts), _grams_in)

    def add(self, number: int, document: Mapping[str, Any]) -> None:
        """`document` is what `Layout.document_of` gives."""
        stored = {}
        for name, value in document.items():
            if name.startswith("_"):
                continue
            kind = self._schema[name]
            if kind.indexed:
                self._index(number, name, self._counted(name, value))
            if kind.stored:
                stored[name] = document.get(f"_stored_{name}", value)
            if kind.column_type:
                self._columns[name][number] = value
        self._stored.append(zlib.compress(pickle.dumps(stored, 4), _COMPRESSION))

    def _counted(self, name: str, value: Any) -> Mapping[str, int]:
        """How often the field holds each of its terms."""
        if name not in self._counting:
            return Counter(value if isinstance(value, list) else [value])
        count = self._counting[name]
        return count(value) if len(value) <= _SHORT else count.__wrapped__(value)

    def _index(self, number: int, name: str, counted: Mapping[str, int]) -> None:
        self._postings[name].add(number, counted)
        if name in self._lengths:
            self._lengths[name][number] = sum(counted.values())

    def batch(self) -> Batch:
        postings = {name: each.postings() for name, each in self._postings.items()}
        return Batch(self._size, postings, self._lengths, self._columns, self._stored)


class _Places(dict[str, int]):
    """Numbers terms in the order in which they come."""

    def __missing__(self, term: str) -> int:
        return self.setdefault(term, len(self))


class _FillingField:
    """The postings of one field while documents are put into a batch."""

    def __init__(self) -> None:
        self._places = _Places()
        self._which: list[int] = []
        self._counts: list[int] = []
        self._documents: list[tuple[int, int]] = []

    def add(self, number: int, counted: Mapping[str, int]) -> None:
        self._which.extend(map(self._places.__getitem__, counted))
        self._counts.extend(counted.values())
        self._documents.append((number, len(counted)))

    def postings(self) -> FieldPostings:
        numbers, sizes = np.array(self._documents, np.int32).reshape(-1, 2).T
        terms = [term.encode() for term in self._places]
        which, counts = np.array(self._which, np.int32), np.array(self._counts, np.int32)
        return FieldPostings(terms, which, np.repeat(numbers, sizes), counts)


@lru_cache(maxsize=4096)
def _words_in(text: str) -> Mapping[str, int]:
    return analysis.count_words(normalised(text))


@lru_cache(maxsize=4096)
def _grams_in(text: str) -> Mapping[str, int]:
    return Counter(grams_of(line_of(normalised(text))))
