"""The one file of a segment, read at places or mapped into memory.

What is needed once, or a few bytes here and there, is read: to touch a page of a mapped file for the first time takes
ten times as long.
"""

from __future__ import annotations

import io
import mmap
import os
import pickle
import struct
import weakref
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from whoosh.filedb.structfile import BufferFile

_DIRECTORY = struct.Struct("!q")  # how the file begins: with where it stands what parts the file has


class Part(NamedTuple):
    start: int
    length: int


class SegmentFile:
    """Raises OSError where the file is gone; once opened it can be read though it be deleted."""

    def __init__(self, path: Path) -> None:
        self._descriptor = os.open(path, os.O_RDONLY)
        weakref.finalize(self, os.close, self._descriptor)
        self._size = os.fstat(self._descriptor).st_size

    def read(self, start: int, length: int) -> bytes:
        return os.pread(self._descriptor, length, start)

    @cached_property
    def mapped(self) -> mmap.mmap:
        """All of it."""
        return mmap.mmap(self._descriptor, 0, access=mmap.ACCESS_READ)

    def parts(self) -> dict[str, Part]:
        """Where the files stand that Whoosh put together into this one, by name."""
        (start,) = _DIRECTORY.unpack(self.read(0, _DIRECTORY.size))
        listed = pickle.loads(self.read(start, self._size - start))  # noqa: S301 - we wrote it
        return {name: Part(each["offset"], each["length"]) for name, each in listed.items()}


class _Region(io.RawIOBase):
    def __init__(self, part: memoryview) -> None:
        self._part = part
        self._place = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._place, io.SEEK_END: len(self._part)}[whence]
        self._place = start + offset
        return self._place

    def readinto(self, target: Any) -> int:
        read = self._part[self._place : self._place + len(target)]
        target[: len(read)] = read
        self._place += len(read)
        return len(read)


class MappedFile(BufferFile):
    """A part of a mapped file, as Whoosh wants files; Whoosh itself would copy it into memory."""

    def __init__(self, part: memoryview) -> None:
        super().__init__(memoryview(b""))
        self._buf = part
        self.file = io.BufferedReader(_Region(part))
