"""What a file is: by its name, and by its first bytes, which have to agree."""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePosixPath

from documents.parsing.reading import UnreadableText

# What is taken, by the end of its name. All are read as bytes and by libraries that run nothing.
SUFFIXES = {".txt": "txt", ".md": "md", ".html": "html", ".htm": "html", ".docx": "docx", ".pdf": "pdf"}
MAX_BYTES = 30_000_000  # of one file; scans with pictures are large, and are refused for having no text
MAX_CHARACTERS = 3_000_000
LONGEST_NAME = 200

# What is not taken, and what to do with it.
ADVICE = {
    ".doc": "旧版 Word 文件；请在 Word 或 WPS 中另存为 .docx 再导入",
    ".wps": "WPS 专用格式；请另存为 .docx 再导入",
    ".docm": "含宏的 Word 文件；请另存为不含宏的 .docx 再导入",
    ".rtf": "请另存为 .docx 再导入",
    ".ofd": "请用版式软件另存为 .pdf（保留文字）或复制文字后粘贴导入",
    ".mht": "请在浏览器中另存为“网页，仅 HTML”再导入",
    ".mhtml": "请在浏览器中另存为“网页，仅 HTML”再导入",
    ".xls": "表格文件；请复制文字后粘贴导入",
    ".xlsx": "表格文件；请复制文字后粘贴导入",
}
_SIGNATURES = (
    (b"%PDF-", "pdf"), (b"PK\x03\x04", "zip"), (b"PK\x05\x06", "zip"), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (b"{\\rtf", "rtf"), (b"\x89PNG", "image"), (b"\xff\xd8\xff", "image"), (b"GIF8", "image"), (b"II*\x00", "image"),
    (b"MM\x00*", "image"), (b"BM", "image"), (b"MZ", "program"), (b"\x7fELF", "program"), (b"Rar!", "archive"),
    (b"7z\xbc\xaf", "archive"), (b"\x1f\x8b", "archive"),
)  # fmt: skip
_CALLED = {
    "pdf": "PDF", "zip": "压缩包或 Office 文件", "ole": "旧版 Office 文件", "rtf": "RTF 文件", "image": "图片",
    "program": "程序", "archive": "压缩包", "html": "网页", "txt": "纯文本",
}  # fmt: skip
_HTML_START = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype html|html)\b",
    re.IGNORECASE | re.DOTALL,
)
# What turns the order of a name round, so that “…txt.exe” reads “…exe.txt”, and what no name holds.
_DECEIVING = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f\x00-\x1f\x7f]")


def checked_name(name: str) -> str:
    """The base name of a file. Raises UnreadableText for names that lead elsewhere or deceive the eye."""
    shown = _DECEIVING.sub("�", name)[:80]
    if not name.strip() or _DECEIVING.search(name):
        raise UnreadableText(f"{shown or '（无名文件）'}：文件名中有不可见的控制字符，请改名后再导入。")
    parts = re.split(r"[/\\]", name)
    if len(parts) > 1 or parts[-1] in (".", "..") or re.match(r"[A-Za-z]:", name):
        raise UnreadableText(f"{shown}：文件名中带有路径，请改名后再导入。")
    return _shortened(unicodedata.normalize("NFC", name))


def kind_of(data: bytes, name: str) -> str:
    """One of txt, md, html, docx, pdf. Raises UnreadableText where name and content do not agree."""
    suffix = PurePosixPath(name).suffix.lower()
    kind = SUFFIXES.get(suffix)
    if kind is None:
        advice = ADVICE.get(suffix, "可导入的有 .txt、.md、.html、.docx、.pdf，以及装有这些文件的 .zip")
        raise UnreadableText(f"{name}：不能导入{f'“{suffix}”文件' if suffix else '没有扩展名的文件'}（{advice}）。")
    if not data:
        raise UnreadableText(f"{name}：文件是空的。")
    if len(data) > MAX_BYTES:
        raise UnreadableText(f"{name}：文件有 {megabytes(len(data))}，超过上限 {megabytes(MAX_BYTES)}。")
    _agrees(data, name, kind, suffix)
    return kind


def megabytes(size: int) -> str:
    return f"{size / 1e6:.1f} MB" if size % 1_000_000 else f"{size // 1_000_000} MB"


def _agrees(data: bytes, name: str, kind: str, suffix: str) -> None:
    found = _found(data)
    if kind == "docx" and found == "ole":
        raise UnreadableText(f"{name}：文件设有密码，或者其实是旧版 Word（.doc）。请取消密码并另存为 .docx 再导入。")
    allowed = {"docx": {"zip"}, "pdf": {"pdf"}, "html": {"html", "txt"}}.get(kind, {"txt", "html"})
    # an empty line or a few stray bytes may stand before the mark of a PDF
    if kind == "pdf" and b"%PDF-" in data[:1024]:
        return
    if found not in allowed and not (found == "image" and data[:2] == b"BM" and kind in ("txt", "md")):
        raise UnreadableText(f"{name}：不是 {suffix} 文件，内容其实是{_CALLED[found]}；请核对后再导入。")


def _found(data: bytes) -> str:
    mark = next((kind for start, kind in _SIGNATURES if data.startswith(start)), None)
    if mark:
        return mark
    return "html" if _HTML_START.match(data[:4096]) else "txt"


def _shortened(name: str) -> str:
    path = PurePosixPath(name)
    return name if len(name) <= LONGEST_NAME else path.stem[: LONGEST_NAME - len(path.suffix)] + path.suffix
