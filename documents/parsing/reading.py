"""Bytes → text, or a refusal that says why, in the words of the person who brought the file."""

from __future__ import annotations

import codecs
import hashlib
from dataclasses import dataclass
from pathlib import Path

MAX_BYTES = 5_000_000
# Of a text's characters, how many may be control characters before it is taken for a binary file; scanned texts
# carry a form feed a page, binaries one in three.
MAX_CONTROL_SHARE = 0.02


class UnreadableText(ValueError):
    """The file cannot be read as a text; the message says which file and why."""


@dataclass(frozen=True, slots=True)
class RawText:
    """A source as it came: `text` with line ends untouched and a BOM counted, `sha256` of the bytes."""

    text: str
    file: str
    sha256: str
    encoding: str

    @property
    def said_of_encoding(self) -> str:
        """What a reader has to know of another encoding than UTF-8; "" for that."""
        if self.encoding != "gb18030":
            return ""
        return f"不是 UTF-8，按 {self.encoding.upper()} 读取；位置按解码后的字符计。"


def read_path(path: Path) -> RawText:
    """Reads one file. Raises UnreadableText when it is missing, too large or no text."""
    return read_bytes(bytes_of(path, MAX_BYTES), path.name)


def bytes_of(path: Path, most: int) -> bytes:
    """What a file of any kind holds. Raises UnreadableText when it is missing or has more than `most` bytes."""
    if not path.exists():
        raise UnreadableText(f"{path}：没有这个文件。")
    if path.is_dir():
        raise UnreadableText(f"{path}：是文件夹，不是文件。")
    try:
        size = path.stat().st_size
        if size > most:
            raise UnreadableText(_too_large(path.name, size, most))
        return path.read_bytes()
    except OSError as error:
        raise UnreadableText(f"{path.name}：无法读取（{error.strerror}）。") from error


def read_bytes(data: bytes, file: str) -> RawText:
    """Decodes UTF-8, else GB18030 where it clearly is that. Raises UnreadableText."""
    if len(data) > MAX_BYTES:
        raise UnreadableText(_too_large(file, len(data), MAX_BYTES))
    text, encoding = _decode(data, file)
    if not text.strip("\ufeff \t\r\n\x0b\x0c\u3000"):
        raise UnreadableText(f"{file}：文件是空的。")
    return RawText(text, file, hashlib.sha256(data).hexdigest(), encoding)


def _too_large(file: str, size: int, most: int) -> str:
    return f"{file}：文件有 {size / 1e6:.1f} MB，超过上限 {most / 1e6:g} MB。"


def _decode(data: bytes, file: str) -> tuple[str, str]:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _decode_gb18030(data, file, error.start), "gb18030"
    control = _first_control(text)
    if control is not None:
        offset = len(text[:control].encode())
        raise UnreadableText(f"{file}：不是文本文件（第 {offset} 字节起有二进制内容）。")
    return text, "utf-8"


def _decode_gb18030(data: bytes, file: str, offset: int) -> str:
    """GB18030 decodes almost any bytes, so its result is believed only where it reads as Chinese."""
    utf16 = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    advice = "看来是 UTF-16（记事本称“Unicode”），请另存为 UTF-8" if utf16 else "也不像 GB18030 编码的中文"
    refusal = UnreadableText(f"{file}：不是 UTF-8 文本（第 {offset} 字节无法解码），{advice}。")
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError as error:
        raise refusal from error
    beyond_ascii = [character for character in text if character > "\x7f"]
    # the characters of GB2312's Han block, punctuation and full-width forms; chance hits rare ones far more often
    usual = sum(
        "\u4e00" <= c <= "\u9fa5" or "\u3000" <= c <= "\u303f" or "\uff00" <= c <= "\uffef" for c in beyond_ascii
    )
    if _first_control(text) is not None or usual < 0.9 * len(beyond_ascii) or not _common_enough(text):
        raise refusal
    return text


def _common_enough(text: str) -> bool:
    """Whether the Han characters are those that every Chinese text is made of (GB2312's first level)."""
    han = [c for c in text if "\u4e00" <= c <= "\u9fff"]
    first_level = sum(0xB0 <= c.encode("gb18030")[0] <= 0xD7 for c in han)
    return bool(han) and first_level >= 0.85 * len(han)


def _first_control(text: str) -> int | None:
    """Where the first NUL stands, or the first control character of a text that has too many of them."""
    if "\x00" in text:
        return text.index("\x00")
    controls = [i for i, c in enumerate(text) if c < " " and c not in "\t\n\r\x0b\x0c\x1b"]
    return controls[0] if len(controls) > MAX_CONTROL_SHARE * len(text) else None
