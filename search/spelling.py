"""Misprints in a query, met by the corpus's own words: 家庭医牛 → 家庭医生, 职业病放治 → 职业病防治.

Looked for only where a query finds too little. A part of it that no text holds may stand for a word of the texts whose
characters sound or look alike, that has two neighbours the other way round (分级疗诊), or that differs in one character
if the part makes no sense as it stands.
"""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from haystack import connections

from search import analysis
from search.backends.snapshot import Snapshot
from search.likeness import alike

SHORTEST, LONGEST = 2, 8  # characters of a word that may be misprinted
_FIELDS = ("text", "lead", "chapter_titles", "plan_title")
_MOST_TRIED = 8
Pattern = tuple[str, str]  # a word with one character left open, or half of it

Words = Mapping[Pattern, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Correction:
    """`text` with the word put in, which replaces `[start, end)` of what was typed."""

    text: str
    word: str
    start: int
    end: int
    likely: float


def corrections(text: str, known_units: Mapping[str, bool]) -> list[Correction]:
    """What a normalised piece may be a misprint of, likeliest first; `known_units`: its words, and whether any text
    holds them.
    """
    found = {each.text: each for each in sorted(_candidates(text, known_units), key=lambda each: each.likely)}
    return sorted(found.values(), key=lambda each: (-each.likely, each.text))[:_MOST_TRIED]


def _candidates(text: str, known_units: Mapping[str, bool]) -> Iterator[Correction]:
    words = vocabulary()
    odd = [(start, end) for unit, start, end in analysis.cuts(text) if _is_odd(unit)]
    strange = [(start, end) for unit, start, end in analysis.cuts(text) if _is_odd(unit) or not known_units.get(unit)]
    for start, end in _windows(text, strange):
        window = text[start:end]
        senseless = _overlaps(start, end, odd)
        for word in _near(window, words):
            likely = _likelihood(window, word, senseless=senseless)
            if likely:
                yield Correction(text[:start] + word + text[end:], word, start, end, likely)


def _windows(text: str, strange: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Every part of the text that may be one misprinted word: it touches a part that is strange."""
    for start in range(len(text)):
        for end in range(start + SHORTEST, min(len(text), start + LONGEST) + 1):
            if _overlaps(start, end, strange):
                yield start, end


def _near(window: str, words: Words) -> set[str]:
    """The words of the same length that differ from the window in one character, or share its first or last two."""
    found = {word for pattern in _patterns_of(window) for word in words.get(pattern, ())}
    return {word for word in found if word != window and len(word) == len(window)}


def _likelihood(window: str, word: str, *, senseless: bool) -> float:
    """0 for what is not worth trying; what looks or sounds alike comes before all else."""
    if all(one == other or alike(one, other) for one, other in zip(window, word, strict=True)):
        return 1.0 + len(word)
    if is_turned(window, word):
        return 1.0 + len(word) if len(word) > SHORTEST or not analysis.is_word(window) else 0.0
    differing = sum(one != other for one, other in zip(window, word, strict=True))
    return len(word) / 2 if senseless and len(word) >= 4 and differing == 1 else 0.0


def is_turned(one: str, other: str) -> bool:
    """Whether they differ by two neighbours that changed places: 私隐, 隐私."""
    differing = [place for place, pair in enumerate(zip(one, other, strict=True)) if len(set(pair)) > 1]
    return (
        len(differing) == 2
        and differing[1] - differing[0] == 1
        and one[differing[0] : differing[1] + 1] == other[differing[0] : differing[1] + 1][::-1]
    )


def _is_odd(unit: str) -> bool:
    """Whether jieba's dictionary does not know it as a word of its own."""
    return unit not in analysis.FUNCTION_WORDS and (len(unit) == 1 or not analysis.is_word(unit))


def _overlaps(start: int, end: int, spans: Sequence[tuple[int, int]]) -> bool:
    return any(first < end and start < last for first, last in spans)


_vocabularies: WeakKeyDictionary[Snapshot, Words] = WeakKeyDictionary()
_lock = threading.Lock()


def vocabulary() -> Words:
    """The Chinese words of the texts by what stands around each of their characters; made once for each index state."""
    snapshot: Snapshot = connections["default"].get_backend().snapshot()
    with _lock:
        present = _vocabularies.get(snapshot)
    if present is None:
        present = _patterns({word for field in _FIELDS for word in snapshot.keys_in(field)})
        with _lock:
            _vocabularies[snapshot] = present
    return present


def _patterns(words: set[str]) -> Words:
    patterns: dict[Pattern, list[str]] = defaultdict(list)
    for word in sorted(words):
        if SHORTEST <= len(word) <= LONGEST and analysis.is_chinese(word):
            for pattern in _patterns_of(word):
                patterns[pattern].append(word)
    return dict(patterns)


def _patterns_of(word: str) -> Iterator[Pattern]:
    for place in range(len(word)):
        yield word[:place], "?" + word[place + 1 :]
    yield "".join(sorted(word)), "~"
    if len(word) >= 4:
        yield word[:2], "*"
        yield "*", word[-2:]
