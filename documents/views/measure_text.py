"""A text that is read, cut into what is set off: its lead, words that state a target, bodies, words looked for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

Sort = Literal["figure", "agency", "found"]


@dataclass(frozen=True, slots=True)
class Mark:
    """What a stretch `[start, end)` of a text is."""

    start: int
    end: int
    sort: Sort
    number: int = 0  # of an agency: its key; of what was found: the how manieth in the document


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text in which nothing begins or ends."""

    text: str
    lead: bool = False
    figure: bool = False
    agency: int = 0  # key of the body that is named here
    found: int = 0  # the how manieth of what was looked for
    opens: bool = False  # what was found begins here


def paragraphs(text: str, lead: str, marks: Iterable[Mark] = ()) -> list[list[Piece]]:
    """One list of pieces a line of the text; lines that are blank are left out. The lead is set off where the text
    begins with it.
    """
    led = len(lead) if lead and text.startswith(lead) else 0
    ordered = sorted(marks, key=lambda mark: mark.start)
    return [list(_pieces(text, start, end, led, ordered)) for start, end in _lines(text)]


def pieces(text: str, marks: Iterable[Mark]) -> list[Piece]:
    """The pieces of a text of one line: a heading."""
    return list(_pieces(text, 0, len(text), 0, sorted(marks, key=lambda mark: mark.start)))


def quoted(text: str, quotes: Iterable[str]) -> Iterator[Mark]:
    """Every place of every quote."""
    for quote in {quote for quote in quotes if quote}:
        at = text.find(quote)
        while at >= 0:
            yield Mark(at, at + len(quote), "figure")
            at = text.find(quote, at + len(quote))


def matched(text: str, pattern: re.Pattern[str], sort: Sort, first: int = 1) -> list[Mark]:
    """Every match, numbered from `first`."""
    return [Mark(*match.span(), sort, first + at) for at, match in enumerate(pattern.finditer(text))]


def _lines(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for line in text.splitlines(keepends=True):
        if line.strip():
            yield start, start + len(line.rstrip())
        start += len(line)


def _pieces(text: str, start: int, end: int, led: int, marks: Sequence[Mark]) -> Iterator[Piece]:
    within = [mark for mark in marks if mark.start < end and mark.end > start]
    if not within and not start < led < end:
        yield Piece(text[start:end], lead=led >= end)
        return
    bounds = {start, end, led, *(bound for mark in within for bound in (mark.start, mark.end))}
    for low, high in pairwise(sorted(bound for bound in bounds if start <= bound <= end)):
        here = [mark for mark in within if mark.start <= low < mark.end]
        agency = next((mark.number for mark in here if mark.sort == "agency"), 0)
        found = next((mark for mark in here if mark.sort == "found"), None)
        yield Piece(
            text[low:high],
            lead=high <= led,
            figure=any(mark.sort == "figure" for mark in here),
            agency=agency,
            found=found.number if found else 0,
            opens=found is not None and found.start == low,
        )
