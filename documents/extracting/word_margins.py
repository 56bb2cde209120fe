"""What stands outside the body of a .docx: notes, headers, footers. A line each behind the text, by names that the
parser knows (`patterns.MARGIN_LINE`): nothing is lost, and nothing of it passes for a measure.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from docx.oxml import parse_xml
from docx.oxml.ns import qn

Lines = Callable[[Any], Iterable[str]]
_EDGES = (("header", "页眉"), ("footer", "页脚"))
_NOTES = (("footnote", "脚注"), ("endnote", "尾注"))
# A line of an edge that counts pages and says no more: — 3 —, 第 3 页 共 12 页
_COUNTS = re.compile(r"[\W\d_]*(?:第[\W\d_]*页[\W\d_]*)?(?:共[\W\d_]*页[\W\d_]*)?")


def margins(document: Any, lines_of: Lines) -> list[str]:
    """The lines, notes first; `lines_of` gives those of one part. The same edge of several sections is told once."""
    return [*_notes(document, lines_of), *dict.fromkeys(_edges(document, lines_of))]


def _edges(document: Any, lines_of: Lines) -> Iterator[str]:
    for kind, name in _EDGES:
        for part in _parts(document, kind):
            for line in lines_of(part.element):
                if not _COUNTS.fullmatch(line):
                    yield f"{name}：{' '.join(line.split())}"


def _notes(document: Any, lines_of: Lines) -> Iterator[str]:
    for kind, name in _NOTES:
        for part in _parts(document, f"{kind}s"):
            if b"<!DOCTYPE" in part.blob[:4096]:
                raise ValueError("entities in a part of a document")
            notes = [" ".join(" ".join(lines_of(note)).split()) for note in _written(parse_xml(part.blob), kind)]
            yield from (f"{name}{number}：{note}" for number, note in enumerate(filter(None, notes), 1))


def _written(notes: Any, kind: str) -> Iterator[Any]:
    """Those that a person wrote: Word keeps its separators among them."""
    return (note for note in notes.iterchildren(qn(f"w:{kind}")) if note.get(qn("w:type")) in (None, "normal"))


def _parts(document: Any, kind: str) -> Iterator[Any]:
    relations = document.part.rels.values()
    return (each.target_part for each in relations if not each.is_external and each.reltype.endswith(f"/{kind}"))
