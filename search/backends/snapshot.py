"""One state of an index, opened for reading: what was committed to one generation at one moment.

A snapshot is shared by the threads of a process: what it holds is read-only, or kept under a lock. Its documents are
numbered through all segments; the arrays of a segment are shared by all snapshots that hold the segment, so that after
a commit only the new segment has to be read.
"""

from __future__ import annotations

import os
import threading
from bisect import bisect_right
from collections.abc import Callable, Hashable, Iterator, Sequence
from itertools import count, islice, takewhile
from pathlib import Path
from typing import Any, NamedTuple, TypeVar, cast
from weakref import WeakValueDictionary

import numpy as np
from numpy.typing import NDArray
from whoosh.codec.whoosh3 import W3Segment
from whoosh.fields import ID, Schema
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC

from search.backends.generations import DAMAGE, Generations, IndexDamaged, IndexMissing, Signs
from search.backends.keeping import Kept
from search.backends.keys import Column, Numbers
from search.backends.names import IDENTITY, INDEX, STAMP
from search.backends.schema import Layout, line_column
from search.backends.segments import LENGTHS, NO_POSTINGS, Entry, Postings, Segment

KEPT_MATCHES = 64 << 20  # bytes, in a process: which documents hold a word, with scores
_TOC = f"_{INDEX}_"
_NO_SCHEMA = Schema(any=ID)  # that of the index is not needed, and takes time to read
_OPENING_ATTEMPTS = 20
_ROOTS = 4  # indexes whose snapshots a process keeps

T = TypeVar("T")
N = TypeVar("N", bound=np.generic)
Scores = NDArray[np.float64]


class Found(NamedTuple):
    """Every document that a query finds: its number in the snapshot, in order, and its score."""

    numbers: Numbers
    scores: Scores


NONE_FOUND = Found(np.zeros(0, np.intp), np.zeros(0))


class Snapshot:
    """The committed state of `generation`."""

    def __init__(self, generation: Path, layout: Layout) -> None:
        self.generation = generation
        self.layout = layout
        toc = TOC.read(FileStorage(str(generation)), INDEX, schema=_NO_SCHEMA)
        self._commit: int = toc.generation
        self._serial = next(_serials)
        self.segments = [open_segment(generation, each) for each in toc.segments]
        self.offsets = [0, *np.cumsum([each.size for each in self.segments], dtype=int).tolist()]
        self.size: int = self.offsets[-1]  # documents, with those deleted but not yet merged away
        self.alive = np.ones(self.size, np.bool_)
        for segment, offset in zip(toc.segments, self.offsets, strict=False):
            self.alive[[offset + number for number in segment.deleted_docs()]] = False
        self.has_deletions = not self.alive.all()
        self._lock = threading.RLock()
        self._made: dict[Hashable, Any] = {}
        self._signs: Signs | None = None  # with which it was last seen to be current

    def is_current(self, generations: Generations) -> bool:
        """Whether a reader that opened the index now would see the same."""
        signs = generations.signs_of(self.generation)
        if signs is not None and signs == self._signs:
            return True
        current = generations.is_current(self.generation) and self._is_last_commit()
        self._signs = signs if current else None
        return current

    def _is_last_commit(self) -> bool:
        try:
            names = os.listdir(self.generation)  # noqa: PTH208 - twice as fast
        except FileNotFoundError:
            return False
        # as Whoosh finds its latest commit, many times faster
        commits = [name[len(_TOC) : -len(".toc")] for name in names if name.startswith(_TOC) and name.endswith(".toc")]
        return max(map(int, filter(str.isdigit, commits)), default=-1) == self._commit

    def leaves(self) -> Iterator[tuple[Segment, int]]:
        """Each segment, with what is added to its document numbers in the snapshot."""
        return zip(self.segments, self.offsets, strict=False)

    # --- terms ---

    def doc_frequency(self, field: str, term: str) -> int:
        """How many documents hold the term, with those deleted but not yet merged away."""
        return sum(segment.frequency(field, term) for segment in self.segments)

    def postings(self, field: str, term: str) -> Postings:
        """The documents that hold the term, deleted ones left out."""
        return self.joined(segment.postings(field, term) for segment in self.segments)

    def joined(self, parts: Iterator[Postings | None]) -> Postings:
        """One posting list of one of each segment, deleted documents left out."""
        if len(self.segments) == 1 and not self.has_deletions:
            return next(iter(parts)) or NO_POSTINGS
        held = [(part, offset) for part, offset in zip(parts, self.offsets, strict=False) if part is not None]
        if not held:
            return NO_POSTINGS
        numbers, counts = held[0][0]
        if len(held) > 1 or held[0][1]:
            numbers = np.concatenate([part.numbers + offset for part, offset in held])
            counts = np.concatenate([part.counts for part, _ in held])
        if self.has_deletions:
            alive = self.alive[numbers]
            return Postings(numbers[alive], counts[alive])
        return Postings(numbers, counts)

    def with_keys(self, name: str, values: Sequence[str]) -> Numbers:
        """The documents one of whose keys in the field `name` is one of `values`, in order."""
        found = [self.postings(name, value).numbers for value in values]
        if len(found) == 1:
            return found[0]
        return np.unique(np.concatenate(found)) if found else NONE_FOUND.numbers

    def numbers_with(self, name: str, values: Sequence[str]) -> set[int]:
        """As `with_keys`, as a set."""
        return set(self.with_keys(name, values).tolist())

    def keys_in(self, name: str) -> frozenset[str]:
        """Every key of the field `name`."""
        return self.once(
            ("keys", name), lambda: frozenset(key for each in self.segments for key, _ in each.terms(name))
        )

    def terms_beginning(self, field: str, beginning: str, most: int) -> dict[str, int]:
        """Terms of the field that begin so, at most so many of a segment, with `doc_frequency` of each."""
        found = {
            term for each in self.segments for term, _ in takewhile(
                lambda pair: pair[0].startswith(beginning), islice(each.terms(field, beginning), most)
            )
        }  # fmt: skip
        return {term: self.doc_frequency(field, term) for term in found}

    def lengths(self, field: str) -> NDArray[np.int32]:
        """About how many words each document has in the field."""
        return self.once(("lengths", field), lambda: LENGTHS[self.written_lengths(field)])

    def written_lengths(self, field: str) -> NDArray[np.uint8]:
        """As `lengths`; LENGTHS tells what each byte means."""
        return self.once(("bytes", field), lambda: _concatenated([each.lengths(field) for each in self.segments]))

    def average_length(self, field: str) -> float:
        """How many words a document has in the field; 1 where none has any."""
        return sum(segment.total_length(field) for segment in self.segments) / (self.size or 1) or 1.0

    # --- documents ---

    def column(self, facet: str) -> Column:
        """The keys of every document in the faceted field `facet`."""
        return self.once(("column", facet), lambda: Column([each.codes(facet) for each in self.segments]))

    @property
    def order(self) -> NDArray[np.int64]:
        """What sorts documents as their numbers in the database do: equals are listed in this order."""
        return self.once(("order",), self._in_order)

    def _in_order(self) -> NDArray[np.int64]:
        numbers = [each.identities() for each in self.segments]
        if all(each is not None for each in numbers):
            return _concatenated([each for each in numbers if each is not None])
        rows = np.array([row for segment in self.segments for row in segment.rows(IDENTITY)], dtype=bytes)
        return np.unique(rows, return_inverse=True)[1]

    def entry(self, number: int) -> Entry:
        """What was stored of a document."""
        segment, within = self._place_of(number)
        return segment.entry(within)

    def line(self, text: str, number: int) -> str:
        """The line of a document's text field (`search.backends.contiguous`); empty where it has no text there."""
        segment, within = self._place_of(number)
        return segment.rows(line_column(text))[within].decode()

    def _place_of(self, number: int) -> tuple[Segment, int]:
        place = bisect_right(self.offsets, number) - 1
        return self.segments[place], number - self.offsets[place]

    def stamps(self) -> dict[str, str]:
        """The stamp of each document in the index, by its haystack identifier."""
        stamps: dict[str, str] = {}
        for segment, offset in self.leaves():
            rows = segment.rows(STAMP)
            for number in np.flatnonzero(self.alive[offset : offset + segment.size]).tolist():
                stamps[segment.entry(number).identifier] = rows[number].decode()
        return stamps

    # --- what was worked out ---

    def once(self, key: Hashable, make: Callable[[], T]) -> T:
        """What `make` gives, kept for as long as the snapshot."""
        with self._lock:
            if key not in self._made:
                self._made[key] = make()
            return cast("T", self._made[key])

    def kept(self, key: Hashable, find: Callable[[], Found]) -> Found:
        """What `find` gives, kept for as long as there is room."""
        full_key = (self._serial, key)
        found: Found | None = _matches.get(full_key)
        if found is None:
            found = find()
            _matches.put(full_key, found, found.numbers.nbytes + found.scores.nbytes)
        return found


def open_snapshot(generations: Generations, layout: Layout) -> Snapshot:
    """The current state. Raises IndexMissing where there is none that was made by the present rules."""
    with _opening:
        held = _snapshots.pop(generations.root, None)
        if held is None or not held.is_current(generations):
            held = _opened(generations, layout)
        _snapshots[generations.root] = held  # the one used last stands last
        while len(_snapshots) > _ROOTS:
            del _snapshots[next(iter(_snapshots))]
        return held


def _opened(generations: Generations, layout: Layout) -> Snapshot:
    for attempt in range(_OPENING_ATTEMPTS):
        generation = generations.current()
        if generation is None:
            raise IndexMissing("还没有索引，索引进程正在建立")
        try:
            if not layout.can_read(generations.format_of(generation)):
                raise IndexMissing("索引的格式已旧，索引进程正在重建")
            return Snapshot(generation, layout)
        except (OSError, *DAMAGE) as error:
            # a rebuild or a merge took a file away between our reading its name and opening it: look again
            if attempt == _OPENING_ATTEMPTS - 1:
                raise IndexDamaged(f"索引文件损坏（{type(error).__name__}：{error}）") from error
    raise AssertionError("the last attempt returned or raised")


def open_segment(generation: Path, segment: W3Segment) -> Segment:
    """The segment, read once in a process."""
    key = (generation, segment.segment_id())
    with _opening:
        held = _segments.get(key)
        if held is None:
            held = _segments[key] = Segment(generation, segment)
        return held


def _concatenated(arrays: list[NDArray[N]]) -> NDArray[N]:
    return np.concatenate(arrays) if len(arrays) > 1 else arrays[0] if arrays else np.zeros(0, np.uint8)


def forget() -> None:
    """Let go of all matches that were worked out."""
    _matches.clear()


def close_all() -> None:
    """Let go of all snapshots; who holds one may go on with it."""
    with _opening:
        _snapshots.clear()


_opening = threading.RLock()
_serials = count()
_snapshots: dict[Path, Snapshot] = {}
_segments: WeakValueDictionary[tuple[Path, str], Segment] = WeakValueDictionary()
_matches: Kept[Hashable, Found] = Kept(KEPT_MATCHES)
