"""Lines that an installation says are part of no document: the footer of a site, the banner of a bulletin.

A pattern is the line as it is printed, `*` in the place of what changes (第*页 共*页). Patterns are no regular
expressions: looking for the parts of one takes a time that grows with the length of the line, whatever is typed.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache

import opencc

ANYTHING = "*"
# Of a pattern: characters that have to be there, characters at most; of a line that is compared with it.
FEWEST, LONGEST, LONGEST_LINE = 4, 120, 400


@dataclass(frozen=True, slots=True)
class OwnNoise:
    """The patterns, ready to be asked."""

    whole: frozenset[str] = frozenset()
    parted: tuple[tuple[str, ...], ...] = field(default=())

    @classmethod
    def of(cls, patterns: Iterable[str]) -> OwnNoise:
        levelled = {levelled_line(pattern) for pattern in patterns}
        parted = sorted(tuple(pattern.split(ANYTHING)) for pattern in levelled if ANYTHING in pattern)
        return cls(frozenset(pattern for pattern in levelled if ANYTHING not in pattern), tuple(parted))

    def __bool__(self) -> bool:
        return bool(self.whole or self.parted)

    def takes(self, line: str) -> bool:
        """Whether a line is one of these as a whole; width, blanks, case and the script of characters do not count."""
        if not self or len(line) > LONGEST_LINE:
            return False
        levelled = levelled_line(line)
        return levelled in self.whole or any(_fits(levelled, parts) for parts in self.parted)


NONE = OwnNoise()


def problem_of(pattern: str) -> str:
    """Why a pattern cannot be used, for the person who typed it; "" where it can."""
    if "\n" in pattern.strip() or "\r" in pattern.strip():
        return "须为一行文字。"
    said = len(levelled_line(pattern).replace(ANYTHING, ""))
    if said < FEWEST:
        return f"除“{ANYTHING}”和空格外至少要有 {FEWEST} 个字，否则会删去正文。"
    return f"不能超过 {LONGEST} 字（现有 {len(pattern)} 字）。" if len(pattern) > LONGEST else ""


def levelled_line(line: str) -> str:
    """A line as it is compared."""
    joined = "".join(unicodedata.normalize("NFKC", line).casefold().split())
    return joined if joined.isascii() else _converter().convert(joined)


def _fits(line: str, parts: tuple[str, ...]) -> bool:
    """Whether the parts stand in the line one behind the other, the first at its beginning, the last at its end."""
    first, *between, last = parts
    if not line.startswith(first):
        return False
    at, end = len(first), len(line) - len(last)
    for part in between:
        found = line.find(part, at, max(end, at))
        if found < 0:
            return False
        at = found + len(part)
    return at <= end and line.endswith(last)


@cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")
