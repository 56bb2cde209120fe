"""A source text cut where something begins or ends that the parser made of it, so that each piece can be shown for what
it is: which entry it belongs to, and what is said of it besides.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

Span = Sequence[int]
# A part is a page of its own: so many characters are read in one go, and sent in a moment.
PART = 20_000


@dataclass(frozen=True, slots=True)
class Owner:
    """What a stretch of text belongs to: an entry, or the head and foot of the document. Owners never overlap."""

    sort: str  # chapter | measure | front | unplaced
    name: str  # as the margin says it: 措施 (一)
    anchor: str = ""  # m12, c3
    address: str = ""  # of the entry's own page


@dataclass(frozen=True, slots=True)
class Note:
    """What is said of a stretch of text beside whose it is."""

    sort: str  # agency | target | citation | noise | repair | moved | lost | asked | masked
    instead: str = ""  # what stands in its place: a repair's suggestion, the sign of a mask


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece in which nothing begins or ends. Of something lost there is the place only: `text` is empty."""

    start: int
    text: str
    owner: Owner | None
    notes: tuple[Note, ...]
    opens: tuple[Note, ...]  # those of its notes that begin here
    closes: tuple[Note, ...]


def parts_of(text: str, size: int = PART) -> list[tuple[int, int]]:
    """The text in parts of about `size` characters, each ending with a line where there are lines."""
    parts, start = [], 0
    while start < len(text):
        end = text.find("\n", start + size)
        end = end + 1 if 0 <= end < start + size * 3 // 2 else min(len(text), start + size)
        end = len(text) if len(text) - end < size // 2 else end
        parts.append((start, end))
        start = end
    return parts or [(0, 0)]


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


class Layers:
    """What the parser made of one text: owners and notes with their spans, which may lie outside the text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._owned: list[tuple[int, int, Owner]] = []
        self._noted: list[tuple[int, int, Note]] = []

    def own(self, owner: Owner, spans: Iterable[Span]) -> None:
        self._owned += [(start, end, owner) for start, end in merged(spans, len(self.text))]

    def note(self, note: Note, spans: Iterable[Span]) -> None:
        self._noted += [(start, end, note) for start, end in merged(spans, len(self.text))]

    def place(self, note: Note, at: int) -> None:
        """Something of no extent: what is lost."""
        if 0 <= at <= len(self.text):
            self._noted.append((at, at, note))

    def segments(self, low: int, high: int) -> Iterator[Segment]:
        """The text from `low` to `high`, each character once and in order."""
        owned = sorted((each for each in self._owned if each[0] < high and each[1] > low), key=lambda each: each[0])
        noted = [each for each in self._noted if (each[0] < high and each[1] > low) or self._is_place(each, low, high)]
        yield from _sweep(self.text, (low, high), owned, noted)

    def _is_place(self, noted: tuple[int, int, Note], low: int, high: int) -> bool:
        """Whether it has no extent and stands in this part: a place between two parts in the latter."""
        start, end, _ = noted
        return start == end and low <= start and (start < high or high == len(self.text))


def _sweep(
    text: str,
    within: tuple[int, int],
    owned: list[tuple[int, int, Owner]],
    noted: list[tuple[int, int, Note]],
) -> Iterator[Segment]:
    low, high = within
    starts, ends, places = defaultdict(list), defaultdict(list), defaultdict(list)
    for start, end, note in noted:
        if start == end:
            places[start].append(note)
        else:
            starts[max(start, low)].append((start, note))
            ends[end].append(note)
    bounds = {low, high, *starts, *ends, *places, *(at for start, end, _ in owned for at in (start, end))}
    cuts = sorted(at for at in bounds if low <= at <= high)
    first = [start for start, _, _ in owned]
    active: list[Note] = []
    for at, following in zip(cuts, [*cuts[1:], high], strict=True):
        for note in ends.get(at, ()):
            active.remove(note)
        active += [note for _, note in starts.get(at, ())]
        index = bisect_right(first, at) - 1
        owner = owned[index][2] if index >= 0 and at < owned[index][1] else None
        for note in places.get(at, ()):
            yield Segment(at, "", owner, (note,), (note,), (note,))
        if following > at:
            opens = tuple(note for start, note in starts.get(at, ()) if start == at)
            closes = tuple(note for note in ends.get(following, ()) if note in active)
            yield Segment(at, text[at:following], owner, tuple(active), opens, closes)
