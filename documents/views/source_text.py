"""A source text as it may be shown: cut where marked places begin and end, with noise left out.

Noise holds page furniture, and with it the contact data of persons; none of its characters reach a page.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

Span = Sequence[int]
# Noise inside a line (an annotation, a stray mark) leaves only a sign; more of it, or a whole line, is told in words.
SHORT = 12


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of the text that is shown, or the place of a piece that is not (`text` is then empty)."""

    start: int
    text: str
    marked: bool = False
    left_out: int = 0  # characters
    in_passing: bool = False  # too little was left out to be worth words


def segments(text: str, marked: Iterable[Span], noise: Iterable[Span]) -> list[Segment]:
    """The whole text in order. Spans may lie outside the text, be empty, overlap, come in any order."""
    marks, gaps = merged(marked, len(text)), merged(noise, len(text))
    gaps = merged([*gaps, *_blank_between(text, gaps)], len(text))
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


def _blank_between(text: str, gaps: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The blanks that part one piece of noise from the next: lines that all go are one gap."""
    between = [(before[1], after[0]) for before, after in pairwise(gaps)]
    return [(start, end) for start, end in between if text[start:end].isspace()]


def _within(place: int, spans: list[tuple[int, int]]) -> bool:
    """Whether a place lies in one of the sorted spans."""
    at = bisect_right(spans, place, key=lambda span: span[0]) - 1
    return at >= 0 and place < spans[at][1]


def _segment(text: str, start: int, end: int, marked: bool, left_out: bool) -> Segment:
    piece = text[start:end]
    if left_out:
        whole_lines = text[start - 1 : start] in ("", "\n") and text[end : end + 1] in ("", "\n")
        return Segment(start, "", marked, len(piece), len(piece) <= SHORT and not whole_lines)
    return Segment(start, piece, marked)
