"""Text that remembers where each of its characters came from."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from documents.parsing.tree import Span, Spans


@dataclass(frozen=True, slots=True)
class Sourced:
    """A text and, for each of its characters, the place of the source character it came from.

    `offsets` has the length of `text`; it falls only where a text printed elsewhere was put back. It is an array of
    four bytes a place, so that a long text does not weigh more than it has to. Every operation gives a new value.
    """

    text: str
    offsets: array[int]

    @classmethod
    def of(cls, text: str) -> Sourced:
        return cls(text, array("I", range(len(text))))

    @classmethod
    def joined(cls, parts: Iterable[Sourced]) -> Sourced:
        """The parts one behind the other, line feeds between them; a line feed stands where the part before it ends."""
        pieces: list[str] = []
        offsets = array("I")
        for part in parts:
            if offsets:
                offsets.append(offsets[-1])
            pieces.append(part.text)
            offsets.extend(part.offsets)
        return cls("\n".join(pieces), offsets)

    def part(self, start: int, end: int | None = None) -> Sourced:
        """The stretch [start, end)."""
        return Sourced(self.text[start:end], self.offsets[start:end])

    def without(self, spans: Iterable[Span]) -> Sourced:
        """This text with the given stretches (in its own places, ascending, not overlapping) taken out."""
        return self.with_replaced((start, end, "") for start, end in spans)

    def with_replaced(self, changes: Iterable[tuple[int, int, str]]) -> Sourced:
        """This text with stretches replaced; a replacement's characters stand where its stretch began."""
        pieces: list[str] = []
        offsets = array("I")
        at = 0
        for start, end, put in changes:
            pieces += (self.text[at:start], put)
            offsets.extend(self.offsets[at:start])
            offsets.extend([self.offsets[start]] * len(put))
            at = end
        if not pieces:
            return self
        pieces.append(self.text[at:])
        offsets.extend(self.offsets[at:])
        return Sourced("".join(pieces), offsets)

    def with_text(self, text: str) -> Sourced:
        """The same places under another text of the same length (a character put in another's place)."""
        if len(text) != len(self.text):
            raise ValueError("a text of another length cannot stand at the same places")
        return Sourced(text, self.offsets)

    def place(self, start: int, end: int) -> Span:
        """Where the stretch [start, end) of this text stands in the source; [start, end) must not be empty."""
        return self.offsets[start], self.offsets[end - 1] + 1


def merged(spans: Iterable[Span]) -> Spans:
    """The same places as ascending spans that neither touch nor overlap; empty ones are left out."""
    result: list[Span] = []
    for start, end in sorted(spans):
        if end <= start:
            continue
        if result and start <= result[-1][1]:
            result[-1] = (result[-1][0], max(end, result[-1][1]))
        else:
            result.append((start, end))
    return tuple(result)


def outside(spans: Sequence[Span], start: int, end: int) -> list[Span]:
    """What of [start, end) lies in none of the spans (which are merged)."""
    gaps: list[Span] = []
    first = bisect_left(spans, (start, start))
    if first and spans[first - 1][1] > start:
        first -= 1
    for taken_start, taken_end in spans[first:]:
        if taken_start >= end:
            break
        if taken_start > start:
            gaps.append((start, taken_start))
        start = max(start, taken_end)
    if start < end:
        gaps.append((start, end))
    return gaps
