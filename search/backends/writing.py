"""Commits to one generation of the index: documents written, replaced and deleted, small segments merged."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from math import log
from pathlib import Path
from typing import Any

import numpy as np
from haystack.constants import ID
from whoosh import index as whoosh_index
from whoosh.codec.whoosh3 import W3Segment
from whoosh.fields import Schema
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC
from whoosh.writing import IndexingError

from search.backends.batches import Batch, batch_of_segment
from search.backends.bulk import BulkWriter
from search.backends.generations import DAMAGE
from search.backends.names import INDEX
from search.backends.schema import Layout
from search.backends.snapshot import Snapshot, open_segment

# So many segments of about one size are merged into one; a size is so many times the next smaller one.
_TIER = 6
# A merge that happens with a commit writes no more documents than this, so that no change waits long for it.
_MOST_MERGED = 20_000
# A larger segment is written anew once more than half of it was deleted.
_MOST_DELETED = 0.5
# Documents in a segment of a new generation: it bounds the memory that building one takes.
SEGMENT = 50_000


def create(directory: Path, layout: Layout) -> Schema:
    """Make an empty index in the directory."""
    return whoosh_index.create_in(str(directory), layout.schema()).schema


def fill(directory: Path, batches: Iterable[Batch]) -> None:
    """Add documents to the index in the directory, segment by segment; a later one never replaces an earlier one."""
    remaining = iter(batches)
    while batch := next(remaining, None):
        with committed(_writer(directory), lambda _, segments: segments) as writer:
            writer.add_batch(batch)
            while writer.size < SEGMENT and (batch := next(remaining, None)):
                writer.add_batch(batch)


def write(snapshot: Snapshot, batches: Iterable[Batch], gone: Collection[str]) -> None:
    """One commit: documents with the identifiers `gone` deleted, then `batches` added. Nobody else may write."""
    with committed(_writer(snapshot.generation), _merging(snapshot.generation)) as writer:
        for number in snapshot.with_keys(ID, list(gone)).tolist():
            writer.delete_document(number)
        for batch in batches:
            writer.add_batch(batch)


def delete_with_key(snapshot: Snapshot, name: str, values: Collection[str]) -> None:
    """One commit: every document deleted that has one of the keys. Nobody else may write."""
    with committed(_writer(snapshot.generation), _merging(snapshot.generation)) as writer:
        for number in snapshot.with_keys(name, list(values)).tolist():
            writer.delete_document(number)


def copied(source: Snapshot, schema: Schema, identifiers: Collection[str]) -> Iterator[Batch]:
    """What another generation holds of these, as it was analysed there."""
    wanted = np.zeros(source.size, np.bool_)
    wanted[source.with_keys(ID, list(identifiers))] = True
    for segment, offset in source.leaves():
        of_segment = wanted[offset : offset + segment.size]
        if of_segment.any():
            yield batch_of_segment(schema, segment, of_segment)


def _merging(directory: Path) -> Callable[[BulkWriter, list[W3Segment]], list[W3Segment]]:
    """What Whoosh calls at a commit: takes segments up into the one being written, and gives those that stay."""

    def merge(writer: BulkWriter, segments: list[W3Segment]) -> list[W3Segment]:
        merged = _to_merge(segments, writer.size)
        for segment in merged:
            alive = np.ones(segment.doc_count_all(), np.bool_)
            alive[list(segment.deleted_docs())] = False
            writer.add_batch(batch_of_segment(writer.schema, open_segment(directory, segment), alive))
        return [each for each in segments if each not in merged]

    return merge


def _to_merge(segments: Sequence[W3Segment], added: int) -> list[W3Segment]:
    """Segments of which little is left, and those of which there are many of a size; `added` documents are one more."""
    chosen = [each for each in segments if each.deleted_count() > _MOST_DELETED * each.doc_count_all()]
    total = added + sum(each.doc_count() for each in chosen)
    rest = [each for each in segments if each not in chosen]
    for tier in range(_tier(_MOST_MERGED) + 1):
        alike = [each for each in rest if _tier(each.doc_count()) == tier]
        whole = total + sum(each.doc_count() for each in alike)
        if len(alike) + (_tier(total) == tier) >= _TIER and whole <= _MOST_MERGED:
            chosen += alike
            total = whole
    return chosen


def _tier(size: int) -> int:
    return int(log(size, _TIER)) if size else -1


def _writer(directory: Path) -> BulkWriter:
    _tidy(directory)
    return BulkWriter(whoosh_index.open_dir(str(directory)))


def _tidy(directory: Path) -> None:
    """Remove files of commits that failed or were killed: they would keep a full disk full. Nobody else may write."""
    storage = FileStorage(str(directory))
    toc = TOC.read(storage, INDEX)
    whoosh_index.clean_files(storage, INDEX, toc.generation, toc.segments)


@contextmanager
def committed(writer: BulkWriter, merge: Callable[[Any, list[Any]], list[Any]]) -> Iterator[BulkWriter]:
    """Commit what the block wrote; after a failure, at whatever point, nothing of it, and the writer's lock let go."""
    try:
        yield writer
        writer.commit(mergetype=merge)
    except BaseException:
        # a commit that failed half way has closed some of its files, and closing them again fails too
        with suppress(OSError, ValueError, AttributeError, IndexingError):
            writer.cancel()
        if writer.writelock.fd is not None:
            writer.writelock.release()
        with suppress(OSError, *DAMAGE):  # what went wrong is told, not that this did too
            _tidy(Path(writer.storage.folder))
        raise
