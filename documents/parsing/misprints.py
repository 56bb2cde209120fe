"""Characters that a scanner took for others, found by what words cost.

A character that stands alone between words is put to the test: is there one that it may be mistaken for (see
`confusions`) with which the characters around it make words that cost much less? By so much as the sense gains, a
misprint is likelier than what stands there. A repair is certain only where the two characters look alike, no word of
the dictionary holds the character as it stands, no other reading comes near, and the text or the corpus uses the right
word elsewhere or the gain is overwhelming.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from documents.parsing.confusions import ALIKE, confusions
from documents.parsing.garble import unreadable
from documents.parsing.patterns import NUMERAL
from documents.parsing.tree import Span
from documents.parsing.wording import HAN_RUN, Cut, Wording

# Gains are in nats, the cost of the confusion taken off.
SUGGESTED, SUGGESTED_UNUSED = 4.0, 5.5  # the second where neither the text nor the subject uses the word
SUGGESTED_FOR_A_WORD = 6.0  # where a rare word stands, which has to be mistaken for one that the text uses
CERTAIN, CERTAIN_UNUSED = 6.0, 10.0  # the second where neither text nor corpus has the word
# A word of one character is put in another's place only where the two are nearly the same.
NEAR = 1.0
MARGIN = 3.0  # what the best reading has to gain over the next
# What stands alone between marks and has no more characters than this may be anybody's name.
NAME = 3
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
    cost: float  # of the confusion
    net: float  # what the sense gains, the cost taken off


@dataclass(frozen=True, slots=True)
class _Suspect:
    """A character to test: `printed` is the word it stands in, `window` the words around, which are read anew."""

    place: int  # in the text
    printed: str
    window: str
    at: int  # in the window
    maybe_name: bool


@dataclass(frozen=True, slots=True)
class Suspicious:
    """What is likely wrong with a text without blanks, each in order and none overlapping another of its kind."""

    misprints: list[Misprint]
    unreadable: list[Span]


def suspicious(text: str, wording: Wording) -> Suspicious:
    """Looks through a text without blanks, in time that grows with its length."""
    used: Counter[str] = Counter()
    garbled: list[Span] = []
    suspects: list[_Suspect] = []
    for run in HAN_RUN.finditer(text):
        words = wording.cut(run.group()).words
        used.update(word for word in words if len(word) > 1)
        suspects += _suspects(words, run.start(), wording)
        garbled += unreadable(words, run.start(), wording)
    total = max(1, used.total())
    shares = {word: times / total for word, times in used.items()}
    tested = (_tested(suspect, used, shares, wording) for suspect in suspects)
    return Suspicious(list(_best(misprint for misprint in tested if misprint)), garbled)


def _suspects(words: Sequence[str], start: int, wording: Wording) -> Iterator[_Suspect]:
    """Words of one character, and rare ones of two, that have a character for which another may be meant."""
    place, maybe_name = start, sum(map(len, words)) <= NAME
    for index, word in enumerate(words):
        if len(word) == 1 or (len(word) == 2 and wording.is_rare(word)):
            for within in range(len(word)):
                window, at = _around(words, index, within)
                if _likely(window, at, wording):
                    yield _Suspect(place + within, word, window, at, maybe_name)
        place += len(word)


def _around(words: Sequence[str], index: int, within: int) -> tuple[str, int]:
    """Words around a word, so many that AROUND characters on either side are among them, where there are; and the place
    of its character in them.
    """
    first, last = index, index + 1
    while first > 0 and sum(map(len, words[first:index])) < AROUND:
        first -= 1
    while last < len(words) and sum(map(len, words[index + 1 : last])) < AROUND:
        last += 1
    return "".join(words[first:last]), sum(map(len, words[first:index])) + within


def _likely(window: str, at: int, wording: Wording) -> dict[str, float]:
    """The characters that may be meant, each with what the confusion costs: those that are known beside a neighbour."""
    if window[at] in _NUMERALS:
        return {}
    left, right = window[at - 1 : at] if at else "", window[at + 1 : at + 2]
    return {
        put: cost
        for put, cost in confusions().get(window[at], {}).items()
        if (wording.joins(left + put) or wording.joins(put + right) or (cost <= NEAR and wording.often_alone(put)))
        and put not in _NUMERALS
    }


def _tested(
    suspect: _Suspect, used: Mapping[str, int], shares: Mapping[str, float], wording: Wording
) -> Misprint | None:
    """The misprint that a suspect character is, if it is one."""
    if len(suspect.printed) > 1 and used[suspect.printed] > 1:
        return None
    readings = sorted(_readings(suspect.window, suspect.at, shares, wording), key=lambda r: r.net, reverse=True)
    if not readings or not _believable(readings[0], suspect.printed, used, wording):
        return None
    if suspect.maybe_name and not _established(readings[0].word, used, wording):
        return None
    best, rival = readings[0], readings[1].net if len(readings) > 1 else 0.0
    start = suspect.place - best.offset
    certain = _certain(best, rival, used, wording) and not _covered(suspect.window, suspect.at, wording)
    return Misprint(start, start + len(best.word), suspect.place, best.put, best.word, best.net, certain)


def _believable(best: _Reading, printed: str, used: Mapping[str, int], wording: Wording) -> bool:
    if len(printed) > 1:
        return best.net >= SUGGESTED_FOR_A_WORD and best.cost <= NEAR and used.get(best.word, 0) > 1
    usual = len(best.word) == 1 or best.word in used or best.word in wording.vocabulary
    return best.net >= (SUGGESTED if usual else SUGGESTED_UNUSED)


def _established(word: str, used: Mapping[str, int], wording: Wording) -> bool:
    """Whether it is a word of the subject, or one that the text uses as more than a name that occurs once."""
    return word in wording.vocabulary or (used.get(word, 0) > 1 and word not in wording.names)


def _readings(window: str, at: int, own: Mapping[str, float], wording: Wording) -> Iterator[_Reading]:
    as_printed = wording.cut(window, own).cost
    for put, cost in _likely(window, at, wording).items():
        cut = wording.cut(window[:at] + put + window[at + 1 :], own)
        start, word = cut.word_at(at)
        if word in wording.names:
            continue
        if len(word) > 1 or (cost <= NEAR and wording.often_alone(put) and not _among_strangers(cut, start, wording)):
            first, last = wording.shortest(word, at - start) if len(word) > SHOWN else (0, len(word))
            yield _Reading(put, word[first:last], at - start - first, cost, as_printed - cut.cost - cost)


def _among_strangers(cut: Cut, start: int, wording: Wording) -> bool:
    """Whether a character beside this one scarcely stands alone either: a foreign name (贝伐珠单抗)."""
    place = 0
    for word in cut.words:
        beside = place + len(word) == start or place == start + 1
        if beside and len(word) == 1 and not wording.often_alone(word):
            return True
        place += len(word)
    return False


def _certain(best: _Reading, rival: float, used: Mapping[str, int], wording: Wording) -> bool:
    enough = CERTAIN if best.word in used or best.word in wording.attested else CERTAIN_UNUSED
    return best.cost <= ALIKE and best.net >= enough and best.net - rival >= MARGIN


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
