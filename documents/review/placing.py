"""From a place of the source to the entry that was read from it, and to the words of its reading text.

A reading text is the source cleaned: joined, simplified, without noise. So words are looked for by what stands around
them, blanks left out, and never guessed where they stand in several places alike.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from documents.models import Chapter, Measure

# So many characters of the source before and after words are enough to know them by; fewer are tried after.
AROUND = (12, 8, 5, 3, 2, 1, 0)
KNOWN_BY = 3  # characters on each side of what was put in
EXCERPT = 36  # characters of the source shown on each side of a place


class Places:
    """The entries that were read from one source, by where they stand in it."""

    def __init__(self, entries: Iterable[Chapter | Measure]) -> None:
        spans = [(start, end, at, entry) for at, entry in enumerate(entries) for start, end in entry.spans]
        self._spans = sorted(spans, key=lambda span: span[:3])
        self._starts = [start for start, *_ in self._spans]

    def entry_at(self, spans: Sequence[Sequence[int]]) -> Chapter | Measure | None:
        """The entry that holds the first of these places; what lies right behind an entry belongs to it too. One that
        readers see comes before one that was split into it.
        """
        if not spans:
            return None
        start = spans[0][0]
        last = bisect_right(self._starts, start) - 1
        near = self._spans[max(0, last - 3) : last + 1]
        holding = [entry for first, end, _, entry in near if first <= start < end]
        behind = [entry for _, end, _, entry in near if end <= start <= end + 1]
        found = [*reversed(holding), *reversed(behind)]
        return next((entry for entry in found if entry.visible), found[0] if found else None)


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A place of the source with what stands around it."""

    before: str
    found: str
    after: str

    @classmethod
    def of(cls, text: str, span: Sequence[int]) -> Excerpt:
        start, end = max(0, min(span[0], len(text))), max(0, min(span[1], len(text)))
        return cls(text[max(0, start - EXCERPT) : start], text[start:end], text[end : end + EXCERPT])

    def as_list(self) -> list[str]:
        return [self.before, self.found, self.after]


def levelled(text: str) -> str:
    """Half width, without blanks; a character of the text gives no more than one, so that places can be told back."""
    return "".join(_level(character) for character in text)


def _level(character: str) -> str:
    if character.isspace():
        return ""
    wide = unicodedata.normalize("NFKC", character)
    return wide if len(wide) == 1 else character


def located(text: str, excerpt: Excerpt) -> tuple[int, int] | None:
    """Where in a reading text the words of the excerpt stand, `[start, end)`; for an empty one the place between what
    stands around it. None where they are not there, or in several places alike.
    """
    kept = [at for at, character in enumerate(text) if not character.isspace()]
    level = levelled(text)
    before, found, after = levelled(excerpt.before), levelled(excerpt.found), levelled(excerpt.after)
    for left, right in _widths(len(before), len(after), len(found)):
        head, tail = before[len(before) - left :], after[:right]
        at = level.find(head + found + tail)
        if at < 0:
            continue
        if level.find(head + found + tail, at + 1) >= 0:
            return None
        first, last = at + len(head), at + len(head) + len(found)
        start = kept[first] if first < len(kept) else len(text)
        return start, (kept[last - 1] + 1 if found else start)
    return None


def to_mend(text: str, excerpt: Excerpt, suggestion: str) -> tuple[int, int] | None:
    """Where in a reading text the words stand that a suggestion would replace; None where it stands there already.

    What was put in where nothing stood leaves its place to be found by one side: asked again, it would come twice.
    """
    level = levelled(text)
    before, after = levelled(excerpt.before)[-KNOWN_BY:], levelled(excerpt.after)[:KNOWN_BY]
    if suggestion and not levelled(excerpt.found) and before + levelled(suggestion) + after in level:
        return None
    return located(text, excerpt)


def _widths(before: int, after: int, found: int) -> Iterable[tuple[int, int]]:
    """How much of what stands around to look for: both sides, then one of them, ever less."""
    least = 0 if found > 1 else 3
    for width in AROUND:
        left, right = min(width, before), min(width, after)
        for pair in ((left, right), (left, 0), (0, right)):
            if sum(pair) >= least:
                yield pair
