"""The text of a web page: what a reader sees, block by block; scripts, styles and forms are left out unread."""

from __future__ import annotations

import re
from collections.abc import Iterator

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
    for child in element.children:
        if isinstance(child, Tag):
            yield from _of_tag(child, depth)
        elif _is_text(child):
            yield _BLANKS.sub(" ", str(child))


def _of_tag(tag: Tag, depth: int) -> Iterator[str]:
    if tag.name in UNSEEN or tag.has_attr("hidden"):
        return
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
        yield text if len(cells) == 1 else " ".join(text.split())


def _is_text(element: PageElement) -> bool:
    hidden = (Comment, Declaration, Doctype, ProcessingInstruction)
    return isinstance(element, NavigableString) and not isinstance(element, hidden)
