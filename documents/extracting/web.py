"""The text of a web page: what a reader sees, block by block; scripts, styles and forms are left out unread."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import count

from bs4 import BeautifulSoup
from bs4.element import Comment, Declaration, Doctype, NavigableString, PageElement, ProcessingInstruction, Tag

from documents.parsing.reading import UnreadableText, read_bytes

# Elements whose content is no text of the page.
UNSEEN = {
    "script", "style", "noscript", "template", "head", "iframe", "object", "embed", "svg", "canvas", "audio", "video",
    "select", "textarea", "button",
}  # fmt: skip
BLOCKS = {
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "div", "dl", "dt",
    "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html",
    "li", "main", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "tfoot", "thead", "ul",
}  # fmt: skip
MAX_DEPTH = 150
WIDEST, MAX_ROWS = 60, 1000  # that one cell of a table may reach over
_BEFORE, _BEHIND = "cells before", "cells behind"  # noted at a cell by names that no page has: a tab for each empty one
# A page that says less than this to who runs no scripts has its text elsewhere.
FEWEST = 40
_BLANKS = re.compile(r"[ \t\r\n\f]+")


def text_of(data: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    """Paragraphs on lines of their own, cells of tables between tabs. Raises UnreadableText."""
    soup = BeautifulSoup(read_bytes(data, name).text, "html.parser")
    try:
        text = "".join(_pieces(soup, 0))
    except RecursionError as error:
        raise UnreadableText(f"{name}：网页结构异常（层层嵌套），无法读取。请复制文字后粘贴导入。") from error
    lines = [line.strip(" \n") for line in text.split("\n")]
    text = "\n".join(line for line in lines if line.strip())
    if len("".join(text.split())) < FEWEST and soup.find("script"):
        raise UnreadableText(f"{name}：网页的正文由脚本生成，文件里没有。请在浏览器中打开后复制文字，粘贴导入。")
    return text, ()


def _pieces(element: Tag, depth: int) -> Iterator[str]:
    if depth > MAX_DEPTH:
        raise RecursionError
    as_typed = element.name == "pre" or element.find_parent("pre") is not None
    for child in element.children:
        if isinstance(child, Tag):
            yield from _of_tag(child, depth)
        elif _is_text(child):
            yield str(child) if as_typed else _BLANKS.sub(" ", str(child))


def _of_tag(tag: Tag, depth: int) -> Iterator[str]:
    if tag.name in UNSEEN or tag.has_attr("hidden"):
        return
    if tag.name == "table":
        _fill_columns(tag)
    if tag.name == "br":
        yield "\n"
    elif tag.name == "tr":
        yield "\n" + "\t".join(_cells(tag, depth)) + "\n"
    elif tag.name in BLOCKS:
        yield "\n"
        yield from _pieces(tag, depth + 1)
        yield "\n"
    else:
        yield from _pieces(tag, depth + 1)


def _cells(row: Tag, depth: int) -> Iterator[str]:
    """Each cell on one line, but for a table of a single cell, which is a frame around text."""
    cells = [child for child in row.children if isinstance(child, Tag) and child.name in ("td", "th")]
    for cell in cells:
        text = "".join(_pieces(cell, depth + 1))
        before, behind = str(cell.get(_BEFORE, "")), str(cell.get(_BEHIND, ""))
        yield text if len(cells) == 1 and not before else f"{before}{' '.join(text.split())}{behind}"


def _fill_columns(table: Tag) -> None:
    """Notes at each cell how many empty ones stand before and behind it, in columns that a cell from above or it
    itself reaches into, so that what stands in one column stays in one.
    """
    parts = [table, *table.find_all(("thead", "tbody", "tfoot"), recursive=False)]
    reaching: dict[int, int] = {}  # column → rows below that its cell reaches into
    for row in (row for part in parts for row in part.find_all("tr", recursive=False)):
        cells = row.find_all(("td", "th"), recursive=False)
        above, reaching = reaching, {column: rows - 1 for column, rows in reaching.items() if rows > 1}
        column = 0
        for cell in cells:
            first = next(at for at in count(column) if not above.get(at))
            width = _span(cell, "colspan", WIDEST) if len(cells) > 1 else 1
            cell[_BEFORE], cell[_BEHIND] = "\t" * (first - column), "\t" * (width - 1)
            column = first
            reaching |= dict.fromkeys(range(column, column + width), _span(cell, "rowspan", MAX_ROWS) - 1)
            column += width


def _span(cell: Tag, name: str, most: int) -> int:
    value = str(cell.get(name) or "").strip()
    return min(max(int(value), 1), most) if value.isascii() and value.isdecimal() else 1


def _is_text(element: PageElement) -> bool:
    hidden = (Comment, Declaration, Doctype, ProcessingInstruction)
    return isinstance(element, NavigableString) and not isinstance(element, hidden)
