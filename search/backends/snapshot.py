"""One state of an index, opened for reading: what was committed to one generation at one moment.

A snapshot belongs to one thread, since Whoosh's readers keep their place in the files they read. The keys of its
documents are loaded once a segment and shared by all threads of a process; a segment never changes once written.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from haystack.constants import ID
from whoosh import index as whoosh_index
from whoosh import query as whoosh_query
from whoosh.scoring import BM25F
from whoosh.searching import SearchContext, Searcher

from search.backends.generations import Generations, IndexMissing
from search.backends.schema import IDENTITY, STAMP, Layout

_OPENING_ATTEMPTS = 20

Values = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """Every document that a query finds: its number in the snapshot, and its score."""

    numbers: list[int]
    scores: list[float]


class Snapshot:
    """The committed state of `generation`. Close it when it is no longer the current one."""

    def __init__(self, generation: Path, layout: Layout) -> None:
        self.generation = generation
        self.layout = layout
        self._index = whoosh_index.open_dir(str(generation))
        self.searcher: Searcher = self._index.searcher(weighting=BM25F())

    def is_current(self, generations: Generations) -> bool:
        """Whether a reader that opened the index now would see the same."""
        return generations.current() == self.generation and bool(self.searcher.up_to_date())

    def close(self) -> None:
        self.searcher.close()

    def leaves(self) -> Iterator[tuple[Searcher, int]]:
        """Each segment's searcher, with what is added to its document numbers in the snapshot."""
        if self.searcher.doc_count_all():
            yield from self.searcher.leaf_searchers()

    def find(self, query: whoosh_query.Query) -> Found:
        """Score every match. Whoosh's shortcuts to the best few go wrong under boosts, and the total is wanted too."""
        found = Found([], [])
        context = SearchContext(needs_current=True, weighting=self.searcher.weighting, top_query=query)
        for searcher, offset in self.leaves():
            matcher = query.matcher(searcher, context)
            while matcher.is_active():
                found.numbers.append(offset + matcher.id())
                found.scores.append(matcher.score())
                matcher.next()
        return found

    def numbers_with(self, name: str, values: tuple[str, ...]) -> set[int]:
        """The documents one of whose keys in the field `name` is one of `values`."""
        return {
            offset + number
            for searcher, offset in self.leaves()
            for number in numbers_with(searcher.reader(), name, values)
        }

    def keys_in(self, name: str) -> set[str]:
        """Every key of the field `name`."""
        return {key for searcher, _ in self.leaves() for key in searcher.reader().field_terms(name)}

    def column(self, facet: str) -> list[Values]:
        """The keys of every document in the faceted field `facet`, by document number."""
        columns = [_segment_column(self.generation, searcher.reader(), facet) for searcher, _ in self.leaves()]
        return columns[0] if len(columns) == 1 else [values for column in columns for values in column]

    def identities(self) -> list[Values]:
        """What sorts each document by its number in the database."""
        return self.column(IDENTITY)

    def stored(self, number: int) -> dict[str, Any]:
        fields: dict[str, Any] = self.searcher.stored_fields(number)
        return fields

    def stamps(self) -> dict[str, str]:
        """The stamp of each document in the index, by its haystack identifier."""
        stamps: dict[str, str] = {}
        for searcher, _ in self.leaves():
            reader = searcher.reader()
            column = reader.column_reader(STAMP) if reader.has_column(STAMP) else None
            for number, fields in reader.iter_docs():
                stamps[fields[ID]] = column[number].decode() if column else ""
        return stamps


def open_snapshot(generations: Generations, layout: Layout) -> Snapshot:
    """The current state. Raises IndexMissing where there is none that was made by the present rules."""
    for attempt in range(_OPENING_ATTEMPTS):
        generation = generations.current()
        if generation is None:
            raise IndexMissing("还没有索引，索引进程正在建立")
        try:
            if not layout.can_read(generations.format_of(generation)):
                raise IndexMissing("索引的格式已旧，索引进程正在重建")
            return Snapshot(generation, layout)
        except (OSError, whoosh_index.EmptyIndexError):
            # a rebuild or a merge took a file away between our reading its name and opening it: look again
            if attempt == _OPENING_ATTEMPTS - 1:
                raise
    raise AssertionError("the last attempt returned or raised")


def numbers_with(reader: Any, name: str, values: tuple[str, ...]) -> set[int]:
    """The documents of one segment one of whose keys in the field `name` is one of `values`."""
    held = (value for value in values if (name, value) in reader)
    return {number for value in held for number in reader.postings(name, value).all_ids()}


_columns: dict[tuple[Path, str], dict[str, list[Values]]] = {}
_columns_lock = threading.Lock()
_COLUMNS_KEPT = 64  # segments


def _segment_column(generation: Path, reader: Any, facet: str) -> list[Values]:
    key = (generation, reader.segment().segment_id())
    with _columns_lock:
        columns = _columns.pop(key, {})
        _columns[key] = columns  # the one used last stands last
        while len(_columns) > _COLUMNS_KEPT:
            del _columns[next(iter(_columns))]
        if facet not in columns:
            columns[facet] = _load_column(reader, facet)
        return columns[facet]


def _load_column(reader: Any, facet: str) -> list[Values]:
    if not reader.has_column(facet):
        return [()] * reader.doc_count_all()
    seen: dict[bytes, Values] = {b"": ()}  # few values stand in very many documents
    column = []
    for raw in reader.column_reader(facet):
        if raw not in seen:
            seen[raw] = tuple(json.loads(raw))
        column.append(seen[raw])
    return column
