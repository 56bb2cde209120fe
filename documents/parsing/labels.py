"""Labels of headings and paragraphs: 第十五章, 一、, (一), 1., (1), ①, 专栏3, 附件2, ——."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache

import cn2an

from documents.parsing.patterns import LABELS, RANKS

# A label is found in so many characters at the beginning of a paragraph.
LOOKED_AT = 80


@dataclass(frozen=True, slots=True)
class Label:
    """A label at the start of a paragraph. `length` is how much of it the label takes, blanks behind it included."""

    text: str  # as written, without blanks
    style: str  # a key of patterns.LABELS
    number: int | None
    length: int

    @property
    def rank(self) -> int | None:
        """Its place in the fixed order of depth, 0 the highest; None where only the context tells (——, 专栏)."""
        return RANKS.get(self.style)

    def follows(self, other: Label) -> bool:
        """Whether this is the next of the same list."""
        return (
            self.style == other.style
            and self.number is not None
            and other.number is not None
            and self.number == other.number + 1
        )


def read_label(text: str) -> Label | None:
    """The label that `text` begins with, after leading blanks; None when there is none."""
    return _read_label(text[:LOOKED_AT])


@lru_cache(maxsize=8192)
def _read_label(text: str) -> Label | None:
    start = len(text) - len(text.lstrip())
    for style, pattern in LABELS:
        if match := pattern.match(text, start):
            written, end = re.sub(r"\s", "", match.group()), match.end()
            # 附件1：, 专栏3 and 第一章： — the colon belongs to neither label nor title
            behind = " \t:：" if style == "box" or RANKS.get(style, 99) <= RANKS["article"] else " \t"
            while end < len(text) and text[end] in behind:
                end += 1
            return Label(_without_tail(written, style), style, _number(match), end)
    return None


def _without_tail(written: str, style: str) -> str:
    """(一)、 → (一) and 【专栏1 → 专栏1: such a mark belongs to neither label nor title."""
    if style == "box":
        return written.lstrip("【[")
    return written.rstrip("、.．") if style in ("cn-bracket", "num-bracket", "num-close", "circled") else written


def _number(match: re.Match[str]) -> int | None:
    groups = match.groupdict()
    if mark := groups.get("m"):
        return int(unicodedata.numeric(mark))
    return read_number(re.sub(r"\s", "", groups.get("n") or ""))


@cache
def read_number(written: str) -> int | None:
    """二十四 → 24, 24 → 24; None for anything that is no number."""
    if written.isascii() and written.isdigit():
        return int(written)
    if not written:
        return None
    try:
        return int(cn2an.cn2an(written, "smart"))
    except ValueError:
        return None
