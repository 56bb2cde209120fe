"""The keys of documents in a faceted field, in arrays made to be counted; and how those of a segment are written down.

A document has a *set* of keys (in their order, and it may be empty). Sets are numbered, and document n has the set
`codes[n]`: a few sets stand in very many documents.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from search.backends.mapped import Part, SegmentFile

Values = tuple[str, ...]
Numbers = NDArray[np.intp]  # of documents; numpy looks up by this type in half the time it takes for any other
CodeNumbers = NDArray[np.int32]
_MARK = b"keys1"
_BEGINNING = 8192  # bytes that are read to know where the arrays stand
_SIZES = struct.Struct("!5sI")  # the mark, and how long what says where the arrays stand is


@dataclass(frozen=True, slots=True)
class Keys:
    """The different keys in order; key n is in the sets `sets[starts[n]]` and following, up to the next start."""

    names: list[str]
    sets: Numbers
    starts: Numbers

    @property
    def which(self) -> CodeNumbers:
        """For each of `sets`, of which key."""
        ends = np.append(self.starts[1:], len(self.sets))
        return np.repeat(np.arange(len(self.names), dtype=np.int32), ends - self.starts)


@dataclass(frozen=True, slots=True)
class Codes:
    """Those of a segment: set s holds the keys `members[bounds[s] : bounds[s + 1]]`, as places in `keys.names`."""

    codes: CodeNumbers
    keys: Keys
    members: CodeNumbers
    bounds: CodeNumbers

    @property
    def count(self) -> int:
        """Of different sets."""
        return len(self.bounds) - 1

    def values(self) -> list[Values]:
        """Each set."""
        names = [self.keys.names[place] for place in self.members.tolist()]
        return [tuple(names[start:end]) for start, end in pairwise(self.bounds.tolist())]


def codes_of(rows: Iterable[bytes]) -> Codes:
    """Of the column of a segment: one row a document, a list in JSON; no row is an empty set."""
    seen: dict[bytes, int] = {b"": 0}
    codes = np.array([seen.setdefault(row, len(seen)) for row in rows], np.int32)
    sets = [tuple(json.loads(row)) if row else () for row in seen]
    names = sorted({key for keys in sets for key in keys})
    places = {key: place for place, key in enumerate(names)}
    members = np.array([places[key] for keys in sets for key in keys], np.int32)
    bounds = np.cumsum([0, *map(len, sets)], dtype=np.int32)
    pairs = [(places[key], code) for code, keys in enumerate(sets) for key in dict.fromkeys(keys)]
    return Codes(codes, _keys(names, np.array(pairs, np.int32).reshape(-1, 2)), members, bounds)


def _keys(names: list[str], pairs: CodeNumbers) -> Keys:
    """Of pairs of the place of a key and a set that holds it, each once."""
    pairs = pairs[np.argsort(pairs[:, 0], kind="stable")]
    starts = np.searchsorted(pairs[:, 0], np.arange(len(names)))
    return Keys(names, pairs[:, 1].astype(np.intp), starts)


def identities_of(rows: Sequence[bytes]) -> NDArray[np.int64] | None:
    """The numbers in the database, of rows of texts; None where not all are numbers."""
    try:
        return np.array(rows, dtype=bytes).astype(np.int64) if rows else np.zeros(0, np.int64)
    except (ValueError, OverflowError):
        return None


class Column(Sequence[Values]):
    """Those of all documents of a snapshot. Sets of different segments have different codes, though they be equal."""

    def __init__(self, parts: Sequence[Codes]) -> None:
        self._parts = parts
        self._firsts = [0, *np.cumsum([part.count for part in parts], dtype=int).tolist()]
        self.sets: int = self._firsts[-1]  # how many
        self.codes: CodeNumbers = self._joined([part.codes for part in parts])

    def _joined(self, arrays: Sequence[NDArray[Any]]) -> NDArray[Any]:
        """Codes of all segments."""
        if len(arrays) == 1:
            return arrays[0]
        moved = [codes + np.int32(first) for codes, first in zip(arrays, self._firsts, strict=False)]
        return np.concatenate(moved) if moved else np.zeros(0, np.int32)

    def __len__(self) -> int:
        return len(self.codes)

    def __getitem__(self, number: Any) -> Any:
        return self.values[self.codes[number]]

    @cached_property
    def values(self) -> list[Values]:
        """The set of each code."""
        return [values for part in self._parts for values in part.values()]

    @cached_property
    def ranks(self) -> CodeNumbers:
        """The place of each of `values` among them, smallest first."""
        places = {values: place for place, values in enumerate(sorted(set(self.values)))}
        return np.array([places[values] for values in self.values], np.int32)

    @cached_property
    def keys(self) -> Keys:
        if len(self._parts) == 1:
            return self._parts[0].keys
        names = sorted({name for part in self._parts for name in part.keys.names})
        places = {name: place for place, name in enumerate(names)}
        own = [np.array([places[name] for name in part.keys.names], np.int32) for part in self._parts]
        which = [places_of[part.keys.which] for part, places_of in zip(self._parts, own, strict=True)]
        sets = self._joined([part.keys.sets for part in self._parts])
        return _keys(names, np.column_stack((np.concatenate([*which, np.zeros(0, np.int32)]), sets)).astype(np.int32))


# --- written down ---


class _Place(NamedTuple):
    """Where an array stands: its first byte, how many numbers it has, and their type."""

    start: int
    size: int
    kind: str


def packed(columns: Mapping[str, Codes], identities: NDArray[np.int64] | None) -> bytes:
    """What `Packed` reads: the columns of a segment, and the numbers that its documents have in the database."""
    arrays: dict[str, NDArray[Any]] = {} if identities is None else {"": identities.astype("<i8")}
    for name, codes in columns.items():
        names = np.frombuffer(json.dumps(codes.keys.names, ensure_ascii=False).encode(), np.uint8)
        own: tuple[NDArray[Any], ...] = (
            codes.codes, codes.keys.sets, codes.keys.starts, codes.members, codes.bounds,
        )  # fmt: skip
        arrays |= {f"{name} {n}": array.astype("<i4") for n, array in enumerate(own)} | {f"{name} names": names}
    places: dict[str, _Place] = {}
    end = 0
    for name, array in arrays.items():
        places[name] = _Place(end, len(array), array.dtype.str)
        end += array.nbytes
    header = json.dumps(places).encode()
    return _SIZES.pack(_MARK, len(header)) + header + b"".join(array.tobytes() for array in arrays.values())


class Packed:
    """What `packed` gave and a part of a file begins with; no more of it is read than is asked for."""

    def __init__(self, file: SegmentFile, part: Part) -> None:
        beginning = file.read(part.start, _BEGINNING)
        mark, length = _SIZES.unpack_from(beginning)
        if mark != _MARK:
            raise ValueError("keys written down in another way")
        end = _SIZES.size + length
        if end > _BEGINNING:
            beginning = file.read(part.start, end)
        self._places = json.loads(beginning[_SIZES.size : end])
        self._file = file
        self._first = part.start + end

    @property
    def identities(self) -> NDArray[np.int64] | None:
        """None where they are not numbers."""
        return self._array("") if "" in self._places else None

    def codes(self, name: str) -> Codes | None:
        """None where there is no such column."""
        if f"{name} names" not in self._places:
            return None
        codes, sets, starts, members, bounds = (self._array(f"{name} {n}") for n in range(5))
        names = json.loads(self._array(f"{name} names").tobytes())
        return Codes(codes, Keys(names, sets.astype(np.intp), starts.astype(np.intp)), members, bounds)

    def _array(self, name: str) -> NDArray[Any]:
        start, size, kind = self._places[name]
        return np.frombuffer(self._file.read(self._first + start, size * np.dtype(kind).itemsize), kind)
