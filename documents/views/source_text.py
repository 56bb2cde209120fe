"""A source text as it may be shown: cut where marked places begin and end, with noise left out.

Noise holds page furniture, and with it the contact data of persons; none of its characters reach a page.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

Span = Sequence[int]
# Noise inside a line (an annotation, a stray mark) leaves only a sign; longer or broken over lines it is named.
SHORT = 12


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of the text that is shown, or the place of a piece that is not (`text` is then empty)."""

    start: int
    text: str
    marked: bool = False
    left_out: int = 0  # characters
    several_lines: bool = False

    @property
    def in_passing(self) -> bool:
        """Whether what was left out is too little to be worth words."""
        return self.left_out <= SHORT and not self.several_lines


def segments(text: str, marked: Iterable[Span], noise: Iterable[Span]) -> list[Segment]:
    """The whole text in order. Spans may lie outside the text, be empty, overlap, come in any order."""
    marks, gaps = merged(marked, len(text)), merged(noise, len(text))
    cuts = sorted({0, len(text), *(end for span in [*marks, *gaps] for end in span)})
    return [_segment(text, start, end, _within(start, marks), _within(start, gaps)) for start, end in pairwise(cuts)]


def merged(spans: Iterable[Span], length: int) -> list[tuple[int, int]]:
    """Spans clipped to the text, sorted, those that touch or overlap as one; empty ones left out."""
    clipped = sorted((max(0, start), min(length, end)) for start, end in spans)
    joined: list[tuple[int, int]] = []
    for start, end in clipped:
        if start >= end:
            continue
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined


def _within(place: int, spans: list[tuple[int, int]]) -> bool:
    """Whether a place lies in one of the sorted spans."""
    at = bisect_right(spans, place, key=lambda span: span[0]) - 1
    return at >= 0 and place < spans[at][1]


def _segment(text: str, start: int, end: int, marked: bool, left_out: bool) -> Segment:
    piece = text[start:end]
    if left_out:
        return Segment(start, "", marked, len(piece), "\n" in piece.strip())
    return Segment(start, piece, marked)
