"""Files as they are brought → the text in them, or a refusal in Chinese that says what to do.

`extract` is the door. Spans refer to the extracted text, which is what gets stored; the file itself is kept beside it.
Nothing of a file is ever run, fetched or followed: scripts, macros, links and entities stay dead.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from documents.extracting import kinds, pdf, web, word
from documents.extracting.kinds import MAX_BYTES, SUFFIXES, checked_name
from documents.parsing.reading import RawText, UnreadableText, bytes_of, read_bytes

__all__ = ["MAX_BYTES", "SUFFIXES", "Brought", "UnreadableText", "extract", "extract_path", "paste"]


@dataclass(frozen=True, slots=True)
class Brought:
    """A file as it came, with its text. `sha256` is of the file's bytes; `raw.sha256` is of the extracted text where
    the text is not the file itself, so that the same text is known again in whatever file it comes."""

    raw: RawText
    kind: str  # a key of SUFFIXES without the dot: txt, md, html, docx, pdf
    data: bytes
    notes: tuple[str, ...] = ()

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()


Extractor = Callable[[bytes, str], tuple[str, tuple[str, ...]]]
_EXTRACTORS: Mapping[str, Extractor] = {"docx": word.text_of, "pdf": pdf.text_of, "html": web.text_of}


def extract(data: bytes, name: str) -> Brought:
    """The text of one file. Raises UnreadableText: wrong type, damaged, protected, too large, without text."""
    name = checked_name(name)
    kind = kinds.kind_of(data, name)
    if kind not in _EXTRACTORS:
        raw = read_bytes(data, name)
        return Brought(raw, kind, data, (raw.said_of_encoding,) if raw.said_of_encoding else ())
    text, notes = _EXTRACTORS[kind](data, name)
    text = _without_controls(text)
    if not text.strip():
        raise UnreadableText(f"{name}：文件中没有文字。")
    if len(text) > kinds.MAX_CHARACTERS:
        raise UnreadableText(f"{name}：文字有 {len(text)} 字，超过上限 {kinds.MAX_CHARACTERS} 字。")
    raw = RawText(text, name, hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(), kind)
    return Brought(raw, kind, data, notes)


def extract_path(path: Path) -> Brought:
    """The same from a file of this machine."""
    return extract(bytes_of(path, MAX_BYTES), path.name)


def paste(text: str, name: str) -> Brought:
    """Text that a person pasted, kept as a .txt of that name."""
    data = text.replace("\r\n", "\n").encode("utf-8", "replace")
    return Brought(read_bytes(data, checked_name(name)), "txt", data)


def _without_controls(text: str) -> str:
    """Without what no text holds and no database takes: NUL, lone surrogates, other control characters."""
    kept = "".join(c for c in text if c in "\t\n\f" or (c >= " " and not "\ud800" <= c <= "\udfff" and c != "\x7f"))
    return kept.replace("\ufffe", "")  # where a PDF breaks a word
