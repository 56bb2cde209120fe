"""The corpus's own words that are near to one that was typed: one character changed, put in, left out or swapped with
its neighbour, or the same sound throughout.

A segment's words are sorted once, for as long as the segment is read: whatever is one change away from a word begins
with its first half or ends with its second, but for two characters swapped across the middle, which are looked up.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log

from search import analysis
from search.backends.segments import Segment
from search.backends.snapshot import Snapshot
from search.likeness import sounds

SHORTEST, LONGEST = 2, 12  # characters of a word that others are looked for
_LAST = "\U0010ffff"
SOUNDS_ALIKE = 3.0  # times what a word counts for how many entries hold it
SWAPPED = 2.0


@dataclass(frozen=True, slots=True)
class Near:
    """A word of the corpus, how many entries hold it (those deleted lately as well), and how near it is thought."""

    word: str
    documents: int
    likely: float


def near(snapshot: Snapshot, word: str, fields: Sequence[str] = ()) -> list[Near]:
    """Words near to a normalised one in these text fields, or in all; likeliest first, never the word itself."""
    if not SHORTEST <= len(word) <= LONGEST:
        return []
    names = fields or snapshot.layout.texts
    words = {other for segment in snapshot.segments for name in names for other in _words_of(segment, name).near(word)}
    documents = {other: max(snapshot.doc_frequency(name, other) for name in names) for other in words - {word}}
    found = [Near(other, count, _likely(word, other, count)) for other, count in documents.items()]
    return sorted(found, key=lambda each: (-each.likely, each.word))


def suggestion(snapshot: Snapshot, typed: str) -> str | None:
    """What was typed with each piece that no entry has as a word put right; None where there is nothing to be said."""
    pieces = [analysis.normalise(piece).text for piece in typed.split()]
    put_right = [_put_right(snapshot, piece) for piece in pieces]
    return " ".join(put_right) if put_right != pieces else None


def _put_right(snapshot: Snapshot, piece: str) -> str:
    if any(snapshot.doc_frequency(name, piece) for name in snapshot.layout.texts):
        return piece
    return next((each.word for each in near(snapshot, piece)), piece)


def _likely(word: str, other: str, documents: int) -> float:
    factor = SOUNDS_ALIKE if _sound(word) == _sound(other) else SWAPPED if sorted(word) == sorted(other) else 1.0
    return factor * len(other) * log(1 + documents)  # 家庭生 is 家庭医生 rather than 家庭


class _Words:
    """The words of one field of a segment."""

    def __init__(self, words: Sequence[str]) -> None:
        self._words = sorted(words)
        self._reversed = sorted(word[::-1] for word in words)
        by_sound: dict[tuple[str, ...], list[str]] = defaultdict(list)
        for word in words:
            by_sound[_sound(word)].append(word)
        self._by_sound: Mapping[tuple[str, ...], Sequence[str]] = by_sound

    def near(self, word: str) -> set[str]:
        middle = len(word) // 2
        possible = set(_beginning_with(self._words, word[:middle]))
        possible.update(each[::-1] for each in _beginning_with(self._reversed, word[middle:][::-1]))
        found = {each for each in possible if is_one_change(word, each)}
        found.update(self._by_sound.get(_sound(word), ()))
        swapped = word[: middle - 1] + word[middle] + word[middle - 1] + word[middle + 1 :]
        if swapped in _beginning_with(self._words, swapped):
            found.add(swapped)
        return found


def _words_of(segment: Segment, field: str) -> _Words:
    return segment.once(f"{field} words", lambda: _Words([word for word, _ in segment.terms(field) if _is_met(word)]))


def _is_met(word: str) -> bool:
    return SHORTEST <= len(word) <= LONGEST + 1 and analysis.is_chinese(word)


def _beginning_with(words: Sequence[str], beginning: str) -> Sequence[str]:
    return words[bisect_left(words, beginning) : bisect_left(words, beginning + _LAST)]


def _sound(word: str) -> tuple[str, ...]:
    """The first of the readings of each character; what has none sounds like itself."""
    return tuple(min(sounds(character), default=character) for character in word)


def is_one_change(one: str, other: str) -> bool:
    """Whether one character changed, put in, left out or swapped with its neighbour makes the one the other."""
    if abs(len(one) - len(other)) > 1 or one == other:
        return False
    start = next((place for place, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), None)
    if start is None:
        return True
    return any(_same_after(one, other, start))


def _same_after(one: str, other: str, start: int) -> Iterator[bool]:
    yield one[start + 1 :] == other[start + 1 :]
    yield one[start:] == other[start + 1 :]
    yield one[start + 1 :] == other[start:]
    yield one[start : start + 2] == other[start : start + 2][::-1] and one[start + 2 :] == other[start + 2 :]
