"""The text layer of a .pdf. A scan has none, and is refused with advice."""

from __future__ import annotations

import re
import threading
from collections.abc import Sequence

import pypdfium2

from documents.parsing.reading import UnreadableText

MAX_PAGES = 800
# Of a page of text; what scanners stamp on their pictures is less.
FEWEST_ON_PAGE = 12
# Of the characters, how many may be such as no font explains.
MAX_UNREADABLE = 0.1
_UNREADABLE = re.compile("[\ufffd\ue000-\uf8ff]")
_one_at_a_time = threading.Lock()  # PDFium keeps state of its own and may not be entered twice


def text_of(data: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    """The text with a form feed before each page but the first, and notes on pages without. Raises UnreadableText."""
    with _one_at_a_time:
        pages = _pages(data, name)
    bare = [number for number, page in enumerate(pages, 1) if len("".join(page.split())) < FEWEST_ON_PAGE]
    if len(bare) == len(pages) or len(bare) > 0.8 * len(pages):
        raise UnreadableText(
            f"{name}：没有文字层，看来是扫描件。请先用文字识别（OCR）软件转成带文字的 PDF 或 .docx，核对后再导入。"
        )
    text = "\n\f".join(pages)
    strange = len(_UNREADABLE.findall(text))
    if strange > MAX_UNREADABLE * len(text):
        raise UnreadableText(f"{name}：文字层是乱码（字体没有对应的文字）。请用文字识别（OCR）软件重新识别后再导入。")
    return text, _notes(bare)


def _notes(bare: Sequence[int]) -> tuple[str, ...]:
    if not bare:
        return ()
    shown = "、".join(map(str, bare[:20])) + ("等" if len(bare) > 20 else "")
    return (f"第 {shown} 页没有文字层（空白页或图片），这些页的内容不会进入正文。",)


def _pages(data: bytes, name: str) -> list[str]:
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise UnreadableText(f"{name}：设有密码。请解除密码后再导入。") from error
        raise UnreadableText(f"{name}：PDF 已损坏，无法打开。请重新下载后再导入。") from error
    try:
        if len(document) > MAX_PAGES:
            raise UnreadableText(f"{name}：有 {len(document)} 页，超过上限 {MAX_PAGES} 页；请拆开后再导入。")
        return [_page(document, number) for number in range(len(document))]
    except pypdfium2.PdfiumError as error:
        raise UnreadableText(f"{name}：PDF 已损坏，其中的页无法读取。请重新下载后再导入。") from error
    finally:
        document.close()


def _page(document: pypdfium2.PdfDocument, number: int) -> str:
    page = document[number]
    text: str = page.get_textpage().get_text_range()
    return text.replace("\r\n", "\n").replace("\r", "\n").strip("\n")
