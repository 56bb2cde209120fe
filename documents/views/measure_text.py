"""The reading text of a measure, cut into what is set off: its lead, and the words that state a target."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Piece:
    text: str
    lead: bool
    quoted: bool


def paragraphs(text: str, lead: str, quotes: Iterable[str]) -> list[list[Piece]]:
    """One list of pieces a line of the text; lines that are blank are left out.

    The lead is set off where the text begins with it; a quote is marked wherever the text has it.
    """
    led = len(lead) if lead and text.startswith(lead) else 0
    marks = sorted(_found(text, {quote for quote in quotes if quote}))
    lines, start = [], 0
    for line in text.splitlines(keepends=True):
        if line.strip():
            lines.append(_pieces(text, start, start + len(line.rstrip()), led, marks))
        start += len(line)
    return lines


def _pieces(text: str, start: int, end: int, led: int, marks: list[tuple[int, int]]) -> list[Piece]:
    bounds = {start, end, led, *(bound for mark in marks for bound in mark)}
    cuts = sorted(bound for bound in bounds if start <= bound <= end)
    return [Piece(text[a:b], b <= led, any(low <= a < high for low, high in marks)) for a, b in pairwise(cuts)]


def _found(text: str, quotes: Iterable[str]) -> list[tuple[int, int]]:
    """Every place of every quote."""
    places = []
    for quote in quotes:
        at = text.find(quote)
        while at >= 0:
            places.append((at, at + len(quote)))
            at = text.find(quote, at + len(quote))
    return places
