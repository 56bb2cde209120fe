"""Writing whole batches of documents into a segment in Whoosh's format, many postings at a call.

Whoosh's own writer calls several functions of Python for every posting. Here a field's postings are sorted as one
array of numbers, and each term's are written as one block, the lists in it as arrays; Whoosh reads what is written.
"""

from __future__ import annotations

import pickle
import struct
from array import array
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.codec.whoosh3 import LENGTHS_COLUMN, WHOOSH3_HEADER_MAGIC, W3Codec, W3TermInfo
from whoosh.index import FileIndex
from whoosh.util.numeric import byte_to_length
from whoosh.writing import SegmentWriter

from search.backends.batches import Batch, FieldPostings
from search.backends.keys import codes_of, identities_of, packed
from search.backends.names import IDENTITY, PACKED
from search.backends.schema import key_columns

# A posting as one number, which sorts as its term does, then its document: 26, 20 and 18 bits.
_DOCUMENT_BITS, _COUNT_BITS = 20, 18
MOST_DOCUMENTS = 1 << _DOCUMENT_BITS  # in a segment
_MOST_TERMS = 1 << 64 - _DOCUMENT_BITS - _COUNT_BITS
_TERM_SHIFT = np.uint64(_DOCUMENT_BITS + _COUNT_BITS)
_MOST_OFTEN = (1 << _COUNT_BITS) - 1  # a count above it, which no text reaches, is written as this
_FEW = 12  # postings that are smaller as plain numbers than as arrays
_BLOCK = 1 << 16  # postings
_PORTION = 1 << 20  # postings that are worked on at once
_COMPRESSION = 0  # of postings: reading them takes a third of the time, and a third more room
_MARK: bytes = WHOOSH3_HEADER_MAGIC
_LENGTHS = np.array([byte_to_length(byte) for byte in range(256)], dtype=np.int32)

Packed = NDArray[np.uint64]


class BulkWriter(SegmentWriter):
    """Whoosh's writer, to which batches are added instead of documents."""

    def __init__(self, index: FileIndex) -> None:
        super().__init__(index, codec=W3Codec(blocklimit=_BLOCK, compression=_COMPRESSION))
        self._pending = {name: _Pending() for name, kind in self.schema.items() if kind.indexed}
        self._lengths: dict[str, list[NDArray[np.int32]]] = {}
        self._columns: dict[str, list[list[bytes]]] = {}
        self._stored: list[list[bytes]] = []

    @property
    def size(self) -> int:
        """Documents added so far."""
        return int(self.docnum)

    def add_batch(self, batch: Batch) -> None:
        """Add documents; a segment holds MOST_DOCUMENTS."""
        if self.docnum + batch.size > MOST_DOCUMENTS:
            raise ValueError(f"a segment holds {MOST_DOCUMENTS} documents")
        if not batch.size:
            return
        for name, postings in batch.postings.items():
            self._pending[name].add(postings, self.docnum)
        for name, lengths in batch.lengths.items():
            self._lengths.setdefault(name, []).append(lengths)
        for name, rows in batch.columns.items():
            self._columns.setdefault(name, []).append(rows)
        self._stored.append(batch.stored)
        self.docnum += batch.size
        self._added = True

    def add_document(self, **fields: Any) -> None:
        raise TypeError("documents are added in batches")

    def _flush_segment(self) -> None:
        """Whoosh's hook: write all that was added to the files of the new segment."""
        self._write_documents()
        for name in list(self._pending):
            lengths = np.concatenate(self._lengths[name]) if name in self._lengths else None
            self._write_field(name, self._pending.pop(name), lengths)
        self.fieldwriter.close()

    def _write_documents(self) -> None:
        writer = self.perdocwriter
        for name, batches in self._columns.items():
            if any(map(any, batches)):  # a column of empty rows is as good as none
                writer._create_column(name, self.schema[name].column_type)
                _write_rows(writer._get_column(name), batches)
        self._write_packed()
        for name, arrays in self._lengths.items():
            _write_lengths(writer, name, np.concatenate(arrays))
        _write_rows(writer._get_column("_stored")._child, self._stored)  # as the batch packed them
        writer._doccount = self.docnum
        writer.close()

    def _write_packed(self) -> None:
        """What a reader would make of all rows of the columns of keys: it need not when it opens the segment."""
        if not self.docnum:
            return
        names = [name for name in key_columns(self.schema) if name in self._columns]
        written = packed(
            {name: codes_of(chain.from_iterable(self._columns[name])) for name in names},
            identities_of(list(chain.from_iterable(self._columns[IDENTITY]))),
        )
        self.perdocwriter._create_column(PACKED, self.schema[PACKED].column_type)
        _write_rows(self.perdocwriter._get_column(PACKED), [[written], [b""] * (self.docnum - 1)])

    def _write_field(self, name: str, pending: _Pending, lengths: NDArray[np.int32] | None) -> None:
        """The postings of one field; `lengths` of its documents, where they count."""
        terms, packed = pending.sorted()
        if not len(packed):
            return
        self.fieldwriter.start_field(name, self.schema[name])
        writer = _TermsWriter(self.fieldwriter, lengths, with_values=bool(self.schema[name].format.fixed_value_size()))
        bounds = _bounds(packed)
        for first, last in _portions(bounds):
            writer.write(
                terms[first:last], packed[bounds[first] : bounds[last]], bounds[first : last + 1] - bounds[first]
            )
        self.fieldwriter.finish_field()


class _Pending:
    """The postings of one field that wait to be written."""

    def __init__(self) -> None:
        self._places: dict[bytes, int] = {}
        self._packed: list[Packed] = []

    def add(self, postings: FieldPostings, first: int) -> None:
        """`first`: the number of the batch's first document in the segment."""
        places = self._places
        own = np.fromiter((places.setdefault(term, len(places)) for term in postings.terms), np.uint64)
        counts = np.minimum(postings.counts, _MOST_OFTEN).astype(np.uint64)
        numbers = (postings.numbers + first).astype(np.uint64)
        which = own[postings.which] if len(own) else own
        packed: Packed = which << _TERM_SHIFT | numbers << np.uint64(_COUNT_BITS) | counts
        self._packed.append(packed)

    def sorted(self) -> tuple[list[bytes], Packed]:
        """The terms in order, and the postings in the order of term and document; to be called once."""
        if len(self._places) > _MOST_TERMS:
            raise ValueError(f"a field of a segment holds {_MOST_TERMS} terms")
        terms = sorted(self._places)
        ranks = np.zeros(len(terms), np.uint64)
        ranks[[self._places[term] for term in terms]] = np.arange(len(terms), dtype=np.uint64)
        packed = np.concatenate(self._packed) if self._packed else np.zeros(0, np.uint64)
        self._packed.clear()
        packed = ranks[packed >> _TERM_SHIFT] << _TERM_SHIFT | packed & ((np.uint64(1) << _TERM_SHIFT) - np.uint64(1))
        packed.sort()
        return terms, packed


def _bounds(packed: Packed) -> NDArray[np.intp]:
    """Where the postings of each term begin, and where the last ones end."""
    changes = np.flatnonzero(np.diff(packed >> _TERM_SHIFT)) + 1
    return np.concatenate(([0], changes, [len(packed)]))


def _portions(bounds: NDArray[np.intp]) -> Iterator[tuple[int, int]]:
    """Runs of terms that have about _PORTION postings together."""
    first, last = 0, len(bounds) - 1
    while first < last:
        following = int(np.searchsorted(bounds, bounds[first] + _PORTION))
        yield first, min(last, max(first + 1, following))
        first = min(last, max(first + 1, following))


class _TermsWriter:
    """Writes the postings of the terms of one field as W3FieldWriter and W3PostingsWriter do, many at once."""

    def __init__(self, fieldwriter: Any, lengths: NDArray[np.int32] | None, *, with_values: bool) -> None:
        self._file = fieldwriter._postfile
        self._index = fieldwriter._tindex
        self._prefix = fieldwriter._fieldid.to_bytes(2, "big")
        self._lengths = lengths
        self._with_values = with_values

    def write(self, terms: Sequence[bytes], packed: Packed, bounds: NDArray[np.intp]) -> None:
        """The postings of term n are those from `bounds[n]` to `bounds[n + 1]`."""
        postings = _Portion(packed, bounds, self._lengths, with_values=self._with_values)
        offset = self._file.tell()
        for place, term in enumerate(terms):
            written = postings.written(place)
            self._file.write(written)
            self._index.add(self._prefix + term, postings.info(place) + struct.pack("!qi", offset, len(written)))
            offset += len(written)


class _Portion:
    """Terms with their postings, and what Whoosh keeps of them, worked out for all at once."""

    def __init__(
        self, packed: Packed, bounds: NDArray[np.intp], lengths: NDArray[np.int32] | None, *, with_values: bool
    ) -> None:
        starts = bounds[:-1]
        self._bounds: list[int] = bounds.tolist()
        self._numbers = (packed >> _COUNT_BITS & (MOST_DOCUMENTS - 1)).astype(np.int32)
        self._counts = (packed & _MOST_OFTEN).astype(np.int32)
        self._steps = np.diff(self._numbers, prepend=np.int32(0))
        self._steps[starts] = self._numbers[starts]
        # Whoosh's Frequency keeps the count once more beside the weight
        self._values = self._counts.astype(">u4").tobytes() if with_values else None
        self._totals = np.add.reduceat(self._counts, starts, dtype=np.int64).tolist()
        self._least = np.minimum.reduceat(self._counts, starts).tolist()
        self._most = np.maximum.reduceat(self._counts, starts).tolist()
        held = np.zeros(len(packed), np.int32) if lengths is None else lengths[self._numbers]
        self._shortest, self._longest = (
            as_bytes(kind.reduceat(held, starts)).tolist() for kind in (np.minimum, np.maximum)
        )

    def info(self, place: int) -> bytes:
        """What W3TermInfo.to_bytes gives, without the place of the postings."""
        start, end = self._bounds[place], self._bounds[place + 1]
        packed: bytes = W3TermInfo._struct.pack(
            0, self._totals[place], end - start, self._shortest[place], self._longest[place], self._most[place],
            self._numbers[start], self._numbers[end - 1],
        )  # fmt: skip
        return packed

    def written(self, place: int) -> bytes:
        """The term's blocks, as they stand in the file."""
        start, end = self._bounds[place], self._bounds[place + 1]
        blocks = [self._block(place, first, min(end, first + _BLOCK)) for first in range(start, end, _BLOCK)]
        lengths = [len(block) for block in blocks]
        lengths[-1] = -lengths[-1]  # marks the last
        signed = (length.to_bytes(4, "big", signed=True) for length in lengths)
        return _MARK + b"".join(chain.from_iterable(zip(signed, blocks, strict=True)))

    def _block(self, place: int, start: int, end: int) -> bytes:
        weights: Any = float(self._most[place]) if self._most[place] > 1 else None  # the same for all, or 1 for all
        if self._least[place] < self._most[place]:
            weights = _listed(self._counts[start:end])
        values = self._values and self._values[4 * start : 4 * end]
        data = pickle.dumps((_listed(self._steps[start:end]), weights, values), 4)
        lengths = (self._shortest[place], self._longest[place])
        last = int(self._numbers[end - 1])
        info: bytes = pickle.dumps((end - start, last, self._most[place], _COMPRESSION, *lengths), 2)
        return info + data


def _listed(numbers: NDArray[np.int32]) -> Any:
    """The numbers in the smallest form that holds them, of those that are lists of numbers to Whoosh."""
    if len(numbers) <= _FEW:
        return tuple(numbers.tolist())
    most = int(numbers.max())
    if most < 1 << 8:
        return numbers.astype(np.uint8).tobytes()
    code, kind = ("H", np.uint16) if most < 1 << 16 else ("I", np.uint32)
    return array(code, numbers.astype(kind).tobytes())


def as_bytes(lengths: NDArray[np.int32]) -> NDArray[np.uint8]:
    """Whoosh's `length_to_byte` of each."""
    return np.minimum(np.searchsorted(_LENGTHS, lengths), 255).astype(np.uint8)


def _write_rows(column: Any, batches: list[list[bytes]]) -> None:
    """What VarBytesColumn.Writer.add does for one row, for all."""
    rows = list(chain.from_iterable(batches))
    lengths = np.fromiter(map(len, rows), np.int64, len(rows))
    for batch in batches:
        column._dbfile.write(b"".join(batch))
    column._lengths.array = array("I", lengths.astype(np.uint32).tobytes())
    column._offsets.array = array("I", (np.cumsum(lengths) - lengths).astype(np.uint32).tobytes())
    column._count = len(rows)


def _write_lengths(writer: Any, name: str, lengths: NDArray[np.int32]) -> None:
    if not lengths.any():
        return
    writer._create_column(f"_{name}_len", LENGTHS_COLUMN)
    column = writer._get_column(f"_{name}_len")
    column._dbfile.write(as_bytes(lengths).tobytes())
    column._count = len(lengths)
    writer._fieldlengths[name] += int(lengths.sum())
