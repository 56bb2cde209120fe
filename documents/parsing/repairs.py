"""Characters that a scanner took for others: found by a lexicon and by the text's own words.

A character is suspect where no word of the lexicon holds it together with its neighbours. It is repaired when putting a
confusable one in its place makes a word that the text itself uses elsewhere, and nothing else fits: only then is the
repair certain and applied. A word that only the lexicon knows is suggested.
"""

from __future__ import annotations

import tomllib
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

import jieba

from documents.parsing.paragraphs import Paragraph
from documents.parsing.patterns import NUMERAL
from documents.parsing.sentences import reading
from documents.parsing.source import Sourced
from documents.parsing.tree import Repair

# Words of so many characters are looked at; one of two characters has to be so frequent in general use to be suggested.
LONGEST, SHORTEST = 4, 2
COMMON = 200
# The text itself has to use the right word so often elsewhere for a repair to be certain.
ELSEWHERE = 2
# So many different words are counted in one text at the most.
MOST_WORDS = 500
# A numeral stands for itself more often than it is a part of a word (一县 is no 一具).
_NUMERALS = frozenset(NUMERAL)


@dataclass(frozen=True, slots=True)
class _Candidate:
    start: int
    word: str
    offset: int  # of the wrong character in the word
    times: int  # how often the text uses the word elsewhere
    frequency: int


def repair_characters(paragraphs: Sequence[Paragraph], raw: str) -> tuple[list[Paragraph], list[Repair]]:
    """The paragraphs with certain repairs applied, and all repairs, in order. `raw` is the source, quoted as found."""
    whole = Sourced.joined(reading(paragraph.text) for paragraph in paragraphs)
    repairs: list[Repair] = []
    applied: dict[int, str] = {}
    for candidate in _candidates(whole.text):
        span = whole.place(candidate.start, candidate.start + len(candidate.word))
        certain = candidate.times >= ELSEWHERE
        repairs.append(Repair((span,), "character", raw[slice(*span)], candidate.word, certain))
        if certain:
            applied[whole.offsets[candidate.start + candidate.offset]] = candidate.word[candidate.offset]
    places = sorted(applied)
    return [_repaired(paragraph, applied, places) for paragraph in paragraphs], repairs


def _repaired(paragraph: Paragraph, applied: Mapping[int, str], places: Sequence[int]) -> Paragraph:
    offsets = paragraph.text.offsets
    if bisect_left(places, min(offsets)) == bisect_right(places, max(offsets)):
        return paragraph
    characters = (applied.get(offset, character) for character, offset in zip(paragraph.plain, offsets, strict=True))
    return replace(paragraph, text=paragraph.text.with_text("".join(characters)))


def _candidates(text: str) -> Iterator[_Candidate]:
    lexicon, confusable = _lexicon(), _confusable()
    uses = _Uses(text)
    for at, character in enumerate(text):
        if character not in confusable or _in_a_word(text, at, lexicon):
            continue
        found = [candidate for put in confusable[character] for candidate in _words_with(text, at, put, uses)]
        best = max(found, key=lambda c: (c.times >= ELSEWHERE, len(c.word), c.times, c.frequency), default=None)
        rivals = {c.word[c.offset] for c in found if c.times >= ELSEWHERE}
        if best is None or len(rivals) > 1 or (best.times < ELSEWHERE and best.frequency < COMMON):
            continue
        yield best


def word_around(text: str, at: int) -> tuple[int, int]:
    """The most usual word of the lexicon that holds a character; the character alone where none does."""
    lexicon = _lexicon()
    words = [window for window in _windows(text, at) if text[slice(*window)] in lexicon]
    return max(words, key=lambda window: lexicon[text[slice(*window)]], default=(at, at + 1))


class _Uses:
    """How often a text uses a word; each word is counted once, and no more words than keep the time linear."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._counts: dict[str, int] = {}

    def of(self, word: str) -> int:
        if word not in self._counts:
            if len(self._counts) >= MOST_WORDS:
                return 0
            self._counts[word] = self._text.count(word)
        return self._counts[word]


def _windows(text: str, at: int) -> Iterator[tuple[int, int]]:
    for length in range(SHORTEST, LONGEST + 1):
        for start in range(max(0, at - length + 1), min(at, len(text) - length) + 1):
            yield start, start + length


def _in_a_word(text: str, at: int, lexicon: Mapping[str, int]) -> bool:
    """Spelled out for speed: most characters of a text stand in a word of two."""
    if text[at : at + 2] in lexicon or (at and text[at - 1 : at + 1] in lexicon):
        return True
    return any(text[start:end] in lexicon for start, end in _windows(text, at))


def _words_with(text: str, at: int, put: str, uses: _Uses) -> Iterator[_Candidate]:
    lexicon = _lexicon()
    for start, end in _windows(text, at):
        word = text[start:at] + put + text[at + 1 : end]
        if (
            (frequency := lexicon.get(word, 0))
            and not _NUMERALS.intersection(word)
            and not _torn(text, start, end, at, lexicon)
        ):
            yield _Candidate(start, word, at - start, text.count(word), frequency)


def _torn(text: str, start: int, end: int, at: int, lexicon: Mapping[str, int]) -> bool:
    """Whether the new word takes a neighbour away from a word that it is part of (医|院对: 院 belongs to 医院)."""
    for place in range(start, end):
        if place == at:
            continue
        for first, last in _windows(text, place):
            if (first < start or last > end) and not first <= at < last and text[first:last] in lexicon:
                return True
    return False


@cache
def _lexicon() -> dict[str, int]:
    """Words of two to four characters of jieba's dictionary → how frequent they are."""
    words: dict[str, int] = {}
    with jieba.get_dict_file() as lines:
        for line in lines:
            word, frequency, _ = line.decode().split(" ", 2)
            if SHORTEST <= len(word) <= LONGEST:
                words[word] = int(frequency)
    return words


@cache
def _confusable() -> dict[str, str]:
    """Character → those it may stand for."""
    data = tomllib.loads(files("documents.parsing.lexicon").joinpath("confusions.toml").read_text(encoding="utf-8"))
    pairs: dict[str, str] = {}
    for group in data["groups"]:
        for character in group:
            pairs[character] = pairs.get(character, "") + group.replace(character, "")
    return pairs
