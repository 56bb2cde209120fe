"""A part of a mapped file, as Whoosh wants files; Whoosh itself would copy it into memory."""

from __future__ import annotations

import io
from typing import Any

from whoosh.filedb.structfile import BufferFile


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
    """Reads from the memory it is given."""

    def __init__(self, part: memoryview) -> None:
        super().__init__(memoryview(b""))
        self._buf = part
        self.file = io.BufferedReader(_Region(part))
