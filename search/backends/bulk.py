"""Writing whole batches of documents into a segment in Whoosh's format, many postings at a call.

Whoosh's own writer calls several functions of Python for every posting. Here a field's postings are sorted as one
array of numbers, and each term's are written as one block, the lists in it as arrays; Whoosh reads what is written.
"""

from __future__ import annotations

import pickle
import zlib
from array import array
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.codec.whoosh3 import LENGTHS_COLUMN, WHOOSH3_HEADER_MAGIC, W3Codec, W3TermInfo
from whoosh.index import FileIndex
from whoosh.util.numeric import length_to_byte
from whoosh.writing import SegmentWriter

from search.backends.batches import Batch, FieldPostings

# A posting as one number, which sorts as its term does, then its document: 26, 20 and 18 bits.
_DOCUMENT_BITS, _COUNT_BITS = 20, 18
MOST_DOCUMENTS = 1 << _DOCUMENT_BITS  # in a segment
_MOST_TERMS = 1 << 64 - _DOCUMENT_BITS - _COUNT_BITS
_MOST_OFTEN = (1 << _COUNT_BITS) - 1  # a count above it, which no text reaches, is written as this
_FEW = 12  # postings that are smaller as plain numbers than as arrays
_BLOCK = 1 << 16  # postings
_COMPRESSION = 3

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
        raise NotImplementedError("documents are added in batches")

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
                _write_rows(writer, name, self.schema[name].column_type, batches)
        for name, arrays in self._lengths.items():
            _write_lengths(writer, name, np.concatenate(arrays))
        packed = writer._get_column("_stored")._child  # the rows are compressed already
        for number, row in enumerate(row for rows in self._stored for row in rows):
            super(type(packed), packed).add(number, row)
        writer._doccount = self.docnum
        writer.close()

    def _write_field(self, name: str, pending: _Pending, lengths: NDArray[np.int32] | None) -> None:
        """The postings of one field; `lengths` of its documents, where they count."""
        terms, packed = pending.sorted()
        if not len(packed):
            return
        self.fieldwriter.start_field(name, self.schema[name])
        writer = _TermWriter(self.fieldwriter, self.schema[name].format.fixed_value_size())
        for term, part in zip(terms, _by_term(packed), strict=True):
            writer.write(term, part, lengths)
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
        self._packed.append(which << (_DOCUMENT_BITS + _COUNT_BITS) | numbers << _COUNT_BITS | counts)

    def sorted(self) -> tuple[list[bytes], Packed]:
        """The terms in order, and the postings in the order of term and document; to be called once."""
        if len(self._places) > _MOST_TERMS:
            raise ValueError(f"a field of a segment holds {_MOST_TERMS} terms")
        terms = sorted(self._places)
        ranks = np.zeros(len(terms), np.uint64)
        ranks[[self._places[term] for term in terms]] = np.arange(len(terms), dtype=np.uint64)
        packed = np.concatenate(self._packed) if self._packed else np.zeros(0, np.uint64)
        self._packed.clear()
        shift = _DOCUMENT_BITS + _COUNT_BITS
        packed = ranks[packed >> shift] << shift | packed & ((1 << shift) - 1)
        packed.sort()
        return terms, packed


def _by_term(packed: Packed) -> Iterator[Packed]:
    changes = np.flatnonzero(np.diff(packed >> (_DOCUMENT_BITS + _COUNT_BITS))) + 1
    for start, end in pairwise([0, *changes.tolist(), len(packed)]):
        yield packed[start:end]


class _TermWriter:
    """Writes the postings of the terms of one field."""

    def __init__(self, fieldwriter: Any, value_size: int) -> None:
        self._fieldwriter = fieldwriter
        self._file = fieldwriter._postfile
        self._value_size = value_size

    def write(self, term: bytes, packed: Packed, lengths: NDArray[np.int32] | None) -> None:
        numbers = (packed >> _COUNT_BITS & (MOST_DOCUMENTS - 1)).astype(np.int32)
        counts = (packed & _MOST_OFTEN).astype(np.int32)
        held = None if lengths is None else lengths[numbers]
        start = self._file.tell()
        self._file.write(WHOOSH3_HEADER_MAGIC)
        for first in range(0, len(packed), _BLOCK):
            part = slice(first, first + _BLOCK)
            last = first + _BLOCK >= len(packed)
            self._write_block(numbers[part], counts[part], None if held is None else held[part], last=last)
        info = _info(numbers, counts, held)
        info.set_extent(start, self._file.tell() - start)
        self._fieldwriter._tindex.add(self._fieldwriter._fieldid.to_bytes(2, "big") + term, info.to_bytes())

    def _write_block(
        self, numbers: NDArray[np.int32], counts: NDArray[np.int32], held: NDArray[np.int32] | None, *, last: bool
    ) -> None:
        steps = np.diff(numbers, prepend=np.int32(0))
        # what W3PostingsWriter._write_block writes, with arrays instead of tuples where there is much of them
        data = pickle.dumps((_listed(steps), _weights(counts), self._values(counts)), 4)
        shortest, longest = (0, 0) if held is None else (int(held.min()), int(held.max()))
        compressed = _COMPRESSION if len(numbers) > _FEW else 0
        if compressed:
            data = zlib.compress(data, compressed)
        lengths = (length_to_byte(shortest), length_to_byte(longest))
        info = pickle.dumps((len(numbers), int(numbers[-1]), float(counts.max()), compressed, *lengths), 2)
        size = len(info) + len(data)
        self._file.write((-size if last else size).to_bytes(4, "big", signed=True) + info + data)

    def _values(self, counts: NDArray[np.int32]) -> bytes | None:
        """What Whoosh's Frequency keeps beside the weight: the count once more."""
        return counts.astype(">u4").tobytes() if self._value_size else None


def _info(numbers: NDArray[np.int32], counts: NDArray[np.int32], held: NDArray[np.int32] | None) -> W3TermInfo:
    lengths = (None, 0) if held is None else (int(held.min()), int(held.max()))
    return W3TermInfo(
        weight=float(counts.sum()), df=len(numbers), minlength=lengths[0], maxlength=lengths[1],
        maxweight=float(counts.max()), minid=int(numbers[0]), maxid=int(numbers[-1]),
    )  # fmt: skip


def _weights(counts: NDArray[np.int32]) -> Any:
    """None stands for 1 everywhere, a float for that everywhere."""
    first = int(counts[0])
    if (counts == first).all():
        return None if first == 1 else float(first)
    return _listed(counts)


def _listed(numbers: NDArray[np.int32]) -> Any:
    """The numbers in the smallest type that holds them."""
    if len(numbers) <= _FEW:
        return tuple(numbers.tolist())
    most = int(numbers.max())
    code, kind = ("B", np.uint8) if most < 1 << 8 else ("H", np.uint16) if most < 1 << 16 else ("I", np.uint32)
    return array(code, numbers.astype(kind).tobytes())


def _write_rows(writer: Any, name: str, column: Any, batches: list[list[bytes]]) -> None:
    writer._create_column(name, column)
    rows = writer._get_column(name)
    for number, row in enumerate(row for batch in batches for row in batch):
        rows.add(number, row)


def _write_lengths(writer: Any, name: str, lengths: NDArray[np.int32]) -> None:
    if not lengths.any():
        return
    writer._create_column(f"_{name}_len", LENGTHS_COLUMN)
    column = writer._get_column(f"_{name}_len")
    for number, length in enumerate(lengths.tolist()):
        column.add(number, length_to_byte(length))
    writer._fieldlengths[name] += int(lengths.sum())
