"""The files in a .zip, each read as if it had come alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from documents.extracting import Brought, extract, zipped
from documents.extracting.kinds import SUFFIXES, megabytes
from documents.parsing.reading import UnreadableText

MAX_BYTES = 100_000_000


def brought_from(data: bytes, name: str) -> Iterator[Brought | UnreadableText]:
    """What is in an archive, in its order; a file that is refused comes as its refusal.

    Raises UnreadableText where the whole archive is refused, and where it holds nothing to import.
    """
    if len(data) > MAX_BYTES:
        raise UnreadableText(f"{name}：压缩包有 {megabytes(len(data))}，超过上限 {megabytes(MAX_BYTES)}。")
    found = False
    for inside, content in zipped.members(data, name):
        if PurePosixPath(inside).stem.lower() == "readme":
            continue
        found = True
        yield content if isinstance(content, UnreadableText) else _read(content, inside)
    if not found:
        raise UnreadableText(f"{name}：压缩包里没有可导入的文件（{'、'.join(SUFFIXES)}）。")


def _read(data: bytes, name: str) -> Brought | UnreadableText:
    try:
        return extract(data, name)
    except UnreadableText as error:
        return error
