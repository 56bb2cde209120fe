"""The text of a .docx: paragraphs with the numbers that Word puts before them, rows of tables, text boxes; behind them
the notes and what stands on the edges of pages.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

import docx
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from lxml import etree

from documents.extracting import zipped
from documents.extracting.word_margins import margins
from documents.extracting.word_numbers import Numbers
from documents.parsing.reading import UnreadableText

MAX_PARTS = 3000
_PARAGRAPH, _TABLE, _ROW, _CELL = (qn(f"w:{name}") for name in ("p", "tbl", "tr", "tc"))
_SIGNS = {qn("w:tab"): " ", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}
# Word keeps older wordings of the same thing beside the present one, and what was struck out.
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_NOT_TEXT = {_FALLBACK, qn("w:del"), qn("w:moveFrom"), qn("w:pPr"), qn("w:rPr"), qn("w:instrText")}
_DEPTH = 60
_WIDEST = 60  # columns of a table


def text_of(data: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    """The text, a paragraph a line. Raises UnreadableText: damaged, protected, with macros, no Word document."""
    archive = zipped.opened(data, name, entries=MAX_PARTS)
    _check(archive, name)
    try:
        document = docx.Document(io.BytesIO(data))
        body = document.element.body
        lines = list(_blocks(body, Numbers(document), 0))
        if any(line.strip() for line in lines):
            lines += margins(document, lambda part: _blocks(part, Numbers(document), 0))
    except (PackageNotFoundError, KeyError, ValueError, AttributeError, zipfile.BadZipFile, etree.XMLSyntaxError) as e:
        raise UnreadableText(f"{name}：Word 文件已损坏，无法读取。请用 Word 或 WPS 打开后另存再导入。") from e
    notes = ("文件中有图片；图片里的文字不会进入正文。",) if _pictures(archive) and not "".join(lines).strip() else ()
    return "\n".join(lines), notes


def _check(archive: zipfile.ZipFile, name: str) -> None:
    names = set(archive.namelist())
    if any(part.lower().endswith(("vbaproject.bin", "vbadata.xml")) for part in names):
        raise UnreadableText(f"{name}：含有宏，不予导入。请在 Word 中另存为不含宏的 .docx。")
    if "word/document.xml" not in names or "[Content_Types].xml" not in names:
        raise UnreadableText(f"{name}：不是 Word 文件（.docx），只是名字相同；请核对文件后再导入。")
    types = zipped.read(archive, archive.getinfo("[Content_Types].xml"), name)
    if b"macroEnabled" in types:
        raise UnreadableText(f"{name}：含有宏，不予导入。请在 Word 中另存为不含宏的 .docx。")
    text = zipped.read(archive, archive.getinfo("word/document.xml"), name)
    if b"<!DOCTYPE" in text[:4096] or b"<!ENTITY" in text[:65536]:
        raise UnreadableText(f"{name}：文件结构异常（带有实体定义），不予打开。")


def _pictures(archive: zipfile.ZipFile) -> bool:
    return any(part.startswith("word/media/") for part in archive.namelist())


def _blocks(parent: Any, numbers: Numbers, depth: int) -> Iterator[str]:
    """The lines of a body, cell or text box; content controls and the like are looked through."""
    if depth > _DEPTH:
        raise ValueError("nested too deeply")
    for child in parent.iterchildren():
        if child.tag == _PARAGRAPH:
            yield from _paragraph(child, numbers, depth)
        elif child.tag == _TABLE:
            yield from _table(child, numbers, depth)
        elif child.tag not in _NOT_TEXT and isinstance(child.tag, str):
            yield from _blocks(child, numbers, depth + 1)


def _paragraph(paragraph: Any, numbers: Numbers, depth: int) -> Iterator[str]:
    text = "".join(_runs(paragraph, 0))
    label = numbers.label(paragraph) if text.strip() else ""
    yield label + text
    for box in paragraph.iterdescendants(qn("w:txbxContent")):
        if not any(above.tag in (_FALLBACK, qn("w:txbxContent")) for above in box.iterancestors()):
            yield from _blocks(box, numbers, depth + 1)


def _runs(element: Any, depth: int) -> Iterator[str]:
    """The characters of a paragraph, those of links and of insertions too; text boxes come after it."""
    if depth > _DEPTH:
        raise ValueError("nested too deeply")
    for child in element.iterchildren():
        if child.tag == qn("w:t"):
            yield child.text or ""
        elif child.tag in _SIGNS:
            yield "" if child.get(qn("w:type")) in ("page", "column") else _SIGNS[child.tag]
        elif child.tag not in _NOT_TEXT and child.tag != qn("w:txbxContent") and isinstance(child.tag, str):
            yield from _runs(child, depth + 1)


def _table(table: Any, numbers: Numbers, depth: int) -> Iterator[str]:
    """A row a line, cells between tabs; what stands in a frame of one cell keeps its lines."""
    rows = [_own(row, _CELL) for row in _own(table, _ROW)]
    uneven = len({len(cells) for cells in rows if len(cells) > 1}) > 1
    for cells in rows:
        texts = [[line for line in _blocks(cell, numbers, depth + 1) if line.strip()] for cell in cells]
        if len(texts) == 1:
            yield from texts[0]
        elif any(texts):
            joined = [" ".join(" ".join(lines).split()) for lines in texts]
            further = [_further_columns(cell) if uneven else 0 for cell in cells]
            yield "\t".join(text + "\t" * more for text, more in zip(joined, further, strict=True))


def _own(element: Any, tag: str) -> list[Any]:
    """The rows of a table or the cells of a row, those in content controls too, without those of tables inside it."""
    return [each for each in element.iterdescendants(tag) if next(each.iterancestors(element.tag)) is element]


def _further_columns(cell: Any) -> int:
    """How many columns a cell reaches over besides its own, which the other rows have cells in."""
    span = cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}")
    value = "" if span is None else span.get(qn("w:val"), "")
    return min(int(value), _WIDEST) - 1 if value.isdecimal() and int(value) > 1 else 0
