"""One segment of the index on disk, read in blocks into arrays.

A segment is what Whoosh wrote at one commit: its file never changes, only which of its documents were deleted since is
said elsewhere (in the table of contents). So all that is read of it is shared by the threads of a process and by all
snapshots that hold it. The file is mapped into memory, not read; postings are decoded when first asked for, and as many
are kept as KEPT_POSTINGS allows.

What is known here of how Whoosh 2.7 lays out its files is `whoosh.codec.whoosh3` and `whoosh.columns`; reading them
through Whoosh's own matchers costs a call of Python for every posting.
"""

from __future__ import annotations

import io
import pickle
import threading
import zlib
from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass
from itertools import count, pairwise
from pathlib import Path
from typing import Any, NamedTuple, TypeVar, cast

import numpy as np
from haystack.constants import DJANGO_CT, DJANGO_ID, ID
from numpy.typing import NDArray
from whoosh.codec.whoosh3 import WHOOSH3_HEADER_MAGIC, W3Codec, W3Segment
from whoosh.util.numeric import byte_to_length

from search.backends.keeping import Kept
from search.backends.keys import Codes, Numbers, Packed, codes_of, identities_of
from search.backends.mapped import Part, SegmentFile
from search.backends.names import AS_SEARCHED, IDENTITY, PACKED
from search.backends.terms import Term, Terms

KEPT_POSTINGS = 64 << 20  # bytes, in a process
KEPT_ENTRIES = 16 << 20  # bytes, about
_UNPACKED = 6  # times what it takes on the disk
_TERMS_KEPT = 20_000  # of a segment
LENGTHS = np.array([byte_to_length(byte) for byte in range(256)], dtype=np.int32)
# what Whoosh calls the types of the numbers in its arrays, all of them with the highest byte first
_TYPES = {"B": "u1", "H": ">u2", "i": ">i4", "I": ">u4", "q": ">i8", "Q": ">u8"}

T = TypeVar("T")


class Postings(NamedTuple):
    """The documents that hold a term, in order, and how often each does."""

    numbers: Numbers
    counts: NDArray[np.float32]


NO_POSTINGS = Postings(np.zeros(0, np.intp), np.zeros(0, np.float32))


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a column of bytes: row n stands from `bounds[n]` to `bounds[n + 1]` of the file."""

    file: SegmentFile
    bounds: NDArray[np.int64]

    def __getitem__(self, number: int) -> bytes:
        start, end = self.bounds[number : number + 2].tolist()
        return self.file.read(start, end - start)

    def __iter__(self) -> Iterator[bytes]:
        mapped = self.file.mapped
        return (mapped[start:end] for start, end in pairwise(self.bounds.tolist()))


class Entry(NamedTuple):
    """What was stored of a document, shared by all who ask for it: who changes `fields` copies them first."""

    identifier: str  # haystack's
    model: str
    pk: str
    as_searched: bool  # see `search.backends.names`
    fields: dict[str, Any]


class Segment:
    """A segment that Whoosh assembled into one file in `directory`. Raises OSError where the file is gone."""

    def __init__(self, directory: Path, segment: W3Segment) -> None:
        self.name: str = segment.segment_id()
        self._serial = next(_serials)  # Whoosh's names may come again
        self.size: int = segment.doc_count_all()  # documents, with those deleted since
        self._total_lengths: dict[str, int] = segment._fieldlengths
        self._file = SegmentFile(directory / f"{self.name}.seg")
        self._parts = self._file.parts()
        self._posts = self._parts[f"{self.name}{W3Codec.POSTS_EXT}"].start
        self._terms = Terms(segment.codec(), self._file, self._parts[f"{self.name}{W3Codec.TERMS_EXT}"])
        self._lock = threading.RLock()
        self._columns: dict[str, Any] = {}
        self._found: dict[tuple[str, str], Term | None] = {}

    # --- terms ---

    def frequency(self, field: str, term: str) -> int:
        """How many documents hold the term, with those deleted since."""
        found = self._find(field, term)
        return found.documents if found else 0

    def _find(self, field: str, term: str) -> Term | None:
        key = (field, term)
        if key not in self._found:
            if len(self._found) >= _TERMS_KEPT:
                self._found = {}  # a new one: another thread may be looking into this one
            self._found[key] = self._terms.find(field, term)
        return self._found.get(key)

    def terms(self, field: str, first: str = "") -> Iterator[tuple[str, int]]:
        """Every term of the field, from `first` on, with its frequency, in order."""
        return ((text, term.documents) for text, term in self._terms.beginning(field, first))

    def postings(self, field: str, term: str) -> Postings | None:
        """None where no document holds the term."""
        found = self._find(field, term)
        return self.worked_out((field, term), lambda: self._at(found)) if found else None

    def _at(self, term: Term) -> Postings:
        return _decoded(self._file.read(self._posts + term.offset, term.length))

    def worked_out(self, key: Hashable, find: Callable[[], Postings | None]) -> Postings | None:
        """The postings that `find` gives, kept while there is room."""
        found = _postings.get((self._serial, key))
        if found is None:
            found = find() or NO_POSTINGS
            _postings.put((self._serial, key), found, found.numbers.nbytes + found.counts.nbytes)
        return found if len(found.numbers) else None

    def all_postings(self, field: str) -> Iterator[tuple[str, Postings]]:
        """Every term of the field with its postings, in order; none is kept."""
        for text, term in self._terms.beginning(field, ""):
            yield text, self._at(term)

    # --- documents ---

    def entry(self, number: int) -> Entry:
        """What was stored of the document."""
        known = _entries.look((self._serial, number))
        if known is None:
            packed = self.rows("_stored")[number]
            known = _entry_of(pickle.loads(zlib.decompress(packed)))  # noqa: S301 - we wrote it
            _entries.put((self._serial, number), known, _UNPACKED * len(packed))
        return known

    def total_length(self, field: str) -> int:
        """How many words the field has in all documents."""
        return self._total_lengths.get(field, 0)

    def lengths(self, field: str) -> NDArray[np.uint8]:
        """How many words it has in each, about: as a byte, which LENGTHS tells the meaning of."""
        column = f"_{field}_len"
        return self.once(column, lambda: self._read_lengths(column))

    def _read_lengths(self, column: str) -> NDArray[np.uint8]:
        part = self._parts.get(self._column(column))
        written = np.zeros(0, np.uint8) if part is None else np.frombuffer(self._file.read(*part), np.uint8)
        missing = self.size - len(written)  # a column ends with the last document that has a value
        return np.append(written, np.zeros(missing, np.uint8)) if missing else written

    def rows(self, column: str) -> Rows:
        """A column of bytes; empty rows where the segment has no such column."""
        return self.once(f"{column} rows", lambda: self._read_rows(column))

    def _read_rows(self, column: str) -> Rows:
        part = self._parts.get(self._column(column))
        bounds = np.zeros(self.size + 1, dtype=np.int64)
        if part is not None and self.size:
            np.cumsum(_row_lengths(self._file, part, self.size), out=bounds[1:])
            bounds += part[0]
        return Rows(self._file, bounds)

    def codes(self, column: str) -> Codes:
        """The keys of every document in a faceted field."""
        return self.once(f"{column} codes", lambda: self._read_codes(column))

    def _read_codes(self, column: str) -> Codes:
        written = self._packed()
        return (written and written.codes(column)) or codes_of(self.rows(column))

    def identities(self) -> NDArray[np.int64] | None:
        """What sorts documents as their numbers in the database do; None where these are no numbers."""
        return self.once("identities", self._read_identities)

    def _read_identities(self) -> NDArray[np.int64] | None:
        written = self._packed()
        return written.identities if written else identities_of(list(self.rows(IDENTITY)))

    def _packed(self) -> Packed | None:
        """None where Whoosh's own writer wrote the segment."""
        return self.once("packed", self._read_packed)

    def _read_packed(self) -> Packed | None:
        part = self._parts.get(self._column(PACKED))
        return Packed(self._file, part) if part else None

    def _column(self, name: str) -> str:
        """The name of the part that holds a column."""
        return f"{self.name}.{name}{W3Codec.COLUMN_EXT}"

    def once(self, key: str, read: Callable[[], T]) -> T:
        """What `read` gives, kept for as long as the segment is read."""
        with self._lock:
            if key not in self._columns:
                self._columns[key] = read()
            return cast("T", self._columns[key])


def _entry_of(stored: dict[str, Any]) -> Entry:
    identifier, model, pk = (stored.pop(name) for name in (ID, DJANGO_CT, DJANGO_ID))
    return Entry(identifier, model, pk, stored.pop(AS_SEARCHED, False), stored)


def _row_lengths(file: SegmentFile, part: Part, count: int) -> NDArray[Any]:
    """The lengths of the rows of a VarBytesColumn, which stand behind the rows, and may be followed by offsets."""
    end = part.start + part.length - 3
    codes = file.read(end, 3).decode("latin-1")
    last, end = codes[2], end + 2
    if last == "X":
        end -= 2 + np.dtype(_TYPES[codes[1]]).itemsize * count
        last = codes[0]
    kind = np.dtype(_TYPES[last])
    return np.frombuffer(file.read(end - kind.itemsize * count, kind.itemsize * count), kind)


def _decoded(written: bytes) -> Postings:
    """The postings in all blocks of one term."""
    stream = io.BytesIO(written)
    stream.seek(len(WHOOSH3_HEADER_MAGIC))
    blocks = list(_blocks(stream))
    if len(blocks) == 1:
        return blocks[0]
    return Postings(np.concatenate([b.numbers for b in blocks]), np.concatenate([b.counts for b in blocks]))


def _blocks(stream: io.BytesIO) -> Iterator[Postings]:
    last = False
    while not last:
        length = int.from_bytes(stream.read(4), "big", signed=True)
        last, end = length < 0, stream.tell() + abs(length)
        size, _, _, compressed, *_ = pickle.load(stream)  # noqa: S301 - nobody else writes there
        data = stream.read(end - stream.tell())
        steps, counts, _ = pickle.loads(zlib.decompress(data) if compressed else data)  # noqa: S301 - as above
        yield Postings(_listed(steps).cumsum(dtype=np.intp), _counts(counts, size))


def _listed(written: Any) -> NDArray[Any]:
    """Small numbers are written as bytes."""
    return np.frombuffer(written, np.uint8) if isinstance(written, bytes) else np.asarray(written)


def _counts(written: Any, size: int) -> NDArray[np.float32]:
    """None stands for 1 in every document, a number for that number in every document."""
    if written is None or isinstance(written, int | float):
        return np.full(size, 1.0 if written is None else written, dtype=np.float32)
    return _listed(written).astype(np.float32)


def forget() -> None:
    """Let go of all postings and entries that were decoded."""
    _postings.clear()
    _entries.clear()


_serials = count()
_entries: Kept[tuple[int, int], Entry] = Kept(KEPT_ENTRIES)
_postings: Kept[tuple[int, Hashable], Postings] = Kept(KEPT_POSTINGS)
