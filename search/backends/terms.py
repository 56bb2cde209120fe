"""The terms of a segment, found by the hash table that Whoosh wrote of them.

Whoosh's own reader (`whoosh.filedb.filetables.HashReader`) does the same in ten times the time, and what is asked for
the first time spends most of its time here: a word of a query has a dozen terms in six fields.
"""

from __future__ import annotations

import pickle
import struct
from collections.abc import Iterator
from functools import cached_property
from hashlib import md5
from typing import Any, NamedTuple

from whoosh.codec.whoosh3 import W3TermInfo, W3TermsReader

from search.backends.mapped import MappedFile, Part, SegmentFile

_SIZE = struct.Struct("!i")
_ENTRY = struct.Struct("!qi")  # of the directory of hash tables: where one begins, and its slots
_SLOT = struct.Struct("!Iq")  # of a hash table: the hash of a key, and where key and value stand
_LENGTHS = struct.Struct("!ii")
_TABLES = 256
_AT_ONCE = 4  # slots
_EXTRAS = 8192  # bytes that hold the names of the fields; where each term stands follows
# W3TermInfo, of which only the number of documents counts here, then where the postings stand
_VALUE = struct.Struct(W3TermInfo._struct.format + "qi")
_DOCUMENTS = 2


class Term(NamedTuple):
    """How many documents hold it, with those deleted since, and where its postings stand."""

    documents: int
    offset: int
    length: int


class Terms:
    """`part` of the file is what Whoosh wrote of terms; it never changes, so threads may share this."""

    def __init__(self, codec: Any, file: SegmentFile, part: Part) -> None:
        self._codec = codec
        self._file = file
        self._part = part
        end = part.start + part.length - _SIZE.size
        extras = end - _SIZE.unpack(file.read(end, _SIZE.size))[0]
        directory = _TABLES * _ENTRY.size
        read = file.read(extras - directory, directory + min(_EXTRAS, end - extras))
        self._directory = read[:directory]
        fields = pickle.loads(read[directory:])["fieldmap"]  # noqa: S301 - we wrote it
        self._fields = {name: number.to_bytes(2, "big") for name, number in fields.items()}

    def find(self, field: str, term: str) -> Term | None:
        """None where no document holds the term."""
        prefix = self._fields.get(field)
        return None if prefix is None else self._value(prefix + term.encode())

    def _value(self, key: bytes) -> Term | None:
        hashed = int.from_bytes(md5(key, usedforsecurity=False).digest()[-4:], "big")
        start, slots = _ENTRY.unpack_from(self._directory, (hashed & 255) * _ENTRY.size)
        first = (hashed >> 8) % slots if slots else 0
        for found, place in self._slots(self._part.start + start, first, slots):
            if not place:
                return None
            if found == hashed:
                term = self._at(self._part.start + place, key)
                if term is not None:
                    return term
        return None

    def _slots(self, start: int, first: int, slots: int) -> Iterator[tuple[int, int]]:
        """The slots of a hash table from `first` on, and around, a few read at once."""
        for begin, end in ((first, slots), (0, first)):
            for place in range(begin, end, _AT_ONCE):
                yield from _SLOT.iter_unpack(
                    self._file.read(start + place * _SLOT.size, min(_AT_ONCE, end - place) * _SLOT.size)
                )

    def _at(self, place: int, key: bytes) -> Term | None:
        """What stands at a place, if it is of this key."""
        end = _LENGTHS.size + len(key)
        read = self._file.read(place, end + _VALUE.size)
        if _LENGTHS.unpack_from(read)[0] != len(key) or read[_LENGTHS.size : end] != key:
            return None
        value = _VALUE.unpack_from(read, end)
        return Term(value[_DOCUMENTS], *value[-2:])

    def beginning(self, field: str, first: str) -> Iterator[tuple[str, Term]]:
        """Every term of the field in order, from `first` on."""
        if field not in self._fields:
            return
        for (name, text), info in self._reader.items_from(field, first.encode()):
            if name != field:
                return
            offset, (length,) = info.extent()  # Whoosh reads the length as a tuple of one
            yield text.decode(), Term(int(info.doc_frequency()), offset, length)

    @cached_property
    def _reader(self) -> W3TermsReader:
        # its lookups keep no place in the file, so threads may share it
        part = memoryview(self._file.mapped)[self._part.start : sum(self._part)]
        return W3TermsReader(self._codec, MappedFile(part), len(part), MappedFile(memoryview(b"")))
