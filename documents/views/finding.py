"""Finding within one plan: which places of its text hold the words a reader looks for."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

import opencc

from documents.views.measure_text import Mark, matched

MOST_CHARACTERS = 100  # of what is looked for; a plan has no longer phrase worth finding
AROUND = 18  # characters shown on either side of a hit

# One character for one, so that a place in the folded text is a place in the text: full width to half, A to a.
_FOLDED = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_FOLDED |= {code: code + 32 for code in range(ord("A"), ord("Z") + 1)}
_FOLDED |= {code: code - 0xFEE0 + 32 for code in range(0xFF21, 0xFF3B)}


@dataclass(frozen=True, slots=True)
class Hit:
    """The first place in one block that was found: words before, the words themselves, words after."""

    number: int
    heading: str
    before: str
    words: str
    after: str
    more: int  # further places in the same block


class Finder:
    """Counts as it goes: the places of a document are numbered in the order in which its texts are asked about."""

    def __init__(self, typed: str) -> None:
        self.typed = " ".join(typed.split())[:MOST_CHARACTERS]
        words = {re.escape(word) for word in _folded_query(self.typed).split()}
        self._pattern = re.compile("|".join(sorted(words, key=len, reverse=True))) if words else None
        self.total = 0
        self.hits: list[Hit] = []

    def __bool__(self) -> bool:
        return self._pattern is not None

    def marks(self, text: str, heading: str) -> list[Mark]:
        """The places in a text that is read under `heading`."""
        if self._pattern is None:
            return []
        marks = matched(text.translate(_FOLDED), self._pattern, "found", self.total + 1)
        if marks:
            self.hits.append(_hit(text, heading, marks))
        self.total += len(marks)
        return marks


def _hit(text: str, heading: str, marks: list[Mark]) -> Hit:
    start, end = marks[0].start, marks[0].end
    low, high = max(0, start - AROUND), min(len(text), end + AROUND)
    before = ("…" if low else "") + text[low:start]
    after = text[end:high] + ("…" if high < len(text) else "")
    return Hit(marks[0].number, heading, before, text[start:end], after, len(marks) - 1)


def _folded_query(typed: str) -> str:
    """As reading texts are written: Simplified, and folded as they are here."""
    simplified: str = _simplifier().convert(unicodedata.normalize("NFKC", typed))
    return simplified.translate(_FOLDED)


@cache
def _simplifier() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")
