"""Characters that a scanner took for others, found by what words cost.

A character that stands alone between words is put to the test: is there one that it may be mistaken for (see
`confusions`) with which the characters around it make words that cost much less? By so much as the sense gains, a
misprint is likelier than what stands there. A repair is certain only where the two characters look alike, no word of
the dictionary holds the character as it stands, no other reading comes near, and the text uses the right word
elsewhere or the gain is overwhelming.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from documents.parsing.confusions import ALIKE, confusions
from documents.parsing.patterns import NUMERAL
from documents.parsing.wording import HAN_RUN, Wording

# Gains are in nats, the cost of the confusion taken off.
SUGGESTED = 5.0
CERTAIN, CERTAIN_UNUSED = 6.0, 10.0  # the second where the text does not use the word elsewhere
MARGIN = 3.0  # what the best reading has to gain over the next
# How many characters on either side are cut anew, at least.
AROUND = 3
# Of a longer word the part is shown that holds the character.
SHOWN = 3
# A numeral stands for itself more often than it is a part of a word (一县 is no 一具).
_NUMERALS = frozenset(NUMERAL)
# What follows the name of a place.
_PLACE = frozenset("省市县区旗镇乡村街路桥山河湖湾岛港州寺")


@dataclass(frozen=True, slots=True)
class Misprint:
    """The word that [start, end) of the text should be, with `put` in the place of the character at `at`."""

    start: int
    end: int
    at: int
    put: str
    word: str
    gain: float
    certain: bool


@dataclass(frozen=True, slots=True)
class _Reading:
    put: str
    word: str
    offset: int  # of the character in the word
    gain: float
    cost: float  # of the confusion


class _Text:
    """A text's runs of Han characters cut into words, and the shares that words have in it."""

    def __init__(self, text: str, wording: Wording) -> None:
        self.runs = [(match.start(), wording.words(match.group())) for match in HAN_RUN.finditer(text)]
        self.used = Counter(word for _, words in self.runs for word in words if len(word) > 1)
        total = max(1, self.used.total())
        self.shares = {word: times / total for word, times in self.used.items()}


def misprints(text: str, wording: Wording) -> list[Misprint]:
    """The likely misprints of a text without blanks, in order; none overlaps another."""
    read = _Text(text, wording)
    found = [
        misprint
        for start, words in read.runs
        for index, word in _alone(words)
        for misprint in _tested(words, index, start, read, wording)
        if word not in _NUMERALS
    ]
    return list(_best(found))


def _alone(words: Sequence[str]) -> Iterator[tuple[int, str]]:
    table = confusions()
    return ((index, word) for index, word in enumerate(words) if len(word) == 1 and word in table)


def _tested(words: Sequence[str], index: int, start: int, read: _Text, wording: Wording) -> Iterator[Misprint]:
    """The misprint at a word of one character, if it is one."""
    first, last = _around(words, index)
    before, window = "".join(words[first:index]), "".join(words[first:last])
    at = len(before)
    readings = sorted(_readings(window, at, read.shares, wording), key=lambda r: r.gain - r.cost, reverse=True)
    if not readings or readings[0].gain - readings[0].cost < SUGGESTED:
        return
    best = readings[0]
    place = start + sum(map(len, words[:index]))
    first_of_word = place - best.offset
    rival = readings[1].gain - readings[1].cost if len(readings) > 1 else 0.0
    yield Misprint(
        start=first_of_word,
        end=first_of_word + len(best.word),
        at=place,
        put=best.put,
        word=best.word,
        gain=best.gain - best.cost,
        certain=_certain(best, rival, read.used) and not _covered(window, at, wording),
    )


def _around(words: Sequence[str], index: int) -> tuple[int, int]:
    """Which words are cut anew: so many on either side that AROUND characters are among them, where there are."""
    first, last = index, index + 1
    while first > 0 and sum(map(len, words[first:index])) < AROUND:
        first -= 1
    while last < len(words) and sum(map(len, words[index + 1 : last])) < AROUND:
        last += 1
    return first, last


def _readings(window: str, at: int, own: Mapping[str, float], wording: Wording) -> Iterator[_Reading]:
    left, right = window[at - 1 : at] if at else "", window[at + 1 : at + 2]
    likely = {
        put: cost
        for put, cost in confusions()[window[at]].items()
        if (wording.joins(left + put) or wording.joins(put + right)) and put not in _NUMERALS
    }
    if not likely:
        return
    as_printed = wording.cut(window, own).cost
    for put, cost in likely.items():
        cut = wording.cut(window[:at] + put + window[at + 1 :], own)
        start, word = cut.word_at(at)
        if len(word) > 1:
            first, last = wording.shortest(word, at - start) if len(word) > SHOWN else (0, len(word))
            yield _Reading(put, word[first:last], at - start - first, as_printed - cut.cost, cost)


def _certain(best: _Reading, rival: float, used: Mapping[str, int]) -> bool:
    gain = best.gain - best.cost
    enough = CERTAIN if used.get(best.word) else CERTAIN_UNUSED
    return best.cost <= ALIKE and gain >= enough and gain - rival >= MARGIN


def _covered(window: str, at: int, wording: Wording) -> bool:
    """Whether a word of the dictionary holds the character as it stands, however the rest would be cut."""
    return any(
        wording.knows(window[start:end])
        for start in range(max(0, at - 3), at + 1)
        for end in range(max(at + 1, start + 2), min(len(window), start + 4) + 1)
    )


def _best(found: Iterable[Misprint]) -> Iterator[Misprint]:
    """Of misprints that overlap the one that gains most, in order."""
    taken: set[int] = set()
    kept = []
    for misprint in sorted(found, key=lambda m: m.gain, reverse=True):
        places = set(range(misprint.start, misprint.end))
        if not places & taken:
            taken |= places
            kept.append(misprint)
    yield from sorted(kept, key=lambda m: m.start)
