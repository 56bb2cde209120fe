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

from search.backends.mapped import MappedFile

_SIZE = struct.Struct("!i")
_ENTRY = struct.Struct("!qi")  # of the directory of hash tables: where one begins, and its slots
_SLOT = struct.Struct("!Iq")  # of a hash table: the hash of a key, and where key and value stand
_LENGTHS = struct.Struct("!ii")
_TABLES = 256
_HASH_TYPE = 4  # where in the file it stands by what function keys were hashed
# W3TermInfo, of which only the number of documents counts here, then where the postings stand
_VALUE = struct.Struct(W3TermInfo._struct.format + "qi")
_DOCUMENTS = 2


class Term(NamedTuple):
    """How many documents hold it, with those deleted since, and where its postings stand."""

    documents: int
    offset: int
    length: int


class Terms:
    """`file` is the file of terms that Whoosh wrote; it never changes, so threads may share this."""

    def __init__(self, codec: Any, file: memoryview) -> None:
        if file[_HASH_TYPE] != 0:
            raise ValueError("terms hashed by another function than MD5")
        self._codec = codec
        self._file = file
        end = len(file) - _SIZE.size
        extras = end - _SIZE.unpack_from(file, end)[0]
        self._directory = extras - _TABLES * _ENTRY.size
        fields = pickle.loads(file[extras:end])["fieldmap"]  # noqa: S301 - we wrote it
        self._fields = {name: number.to_bytes(2, "big") for name, number in fields.items()}

    def find(self, field: str, term: str) -> Term | None:
        """None where no document holds the term."""
        prefix = self._fields.get(field)
        return None if prefix is None else self._value(prefix + term.encode())

    def _value(self, key: bytes) -> Term | None:
        file = self._file
        hashed = int.from_bytes(md5(key, usedforsecurity=False).digest()[-4:], "big")
        start, slots = _ENTRY.unpack_from(file, self._directory + (hashed & 255) * _ENTRY.size)
        slot = (hashed >> 8) % slots if slots else 0
        for _ in range(slots):
            found, place = _SLOT.unpack_from(file, start + slot * _SLOT.size)
            if not place:
                return None
            if found == hashed:
                length, _ = _LENGTHS.unpack_from(file, place)
                place += _LENGTHS.size
                if file[place : place + length] == key:
                    value = _VALUE.unpack_from(file, place + length)
                    return Term(value[_DOCUMENTS], *value[-2:])
            slot = (slot + 1) % slots
        return None

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
        return W3TermsReader(self._codec, MappedFile(self._file), len(self._file), MappedFile(memoryview(b"")))
