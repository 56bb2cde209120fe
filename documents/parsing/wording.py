"""What words cost: enough of the language to tell a word from a misprint.

A word costs −ln of its share in running text, as jieba's dictionary counts it; words of health policy that the
dictionary hardly knows (lexicon/vocabulary.toml) cost as much as quite common ones. A run of Han characters is cut
where the sum is least.
"""

from __future__ import annotations

import math
import re
import tomllib
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from copy import copy
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files

import jieba

from documents.parsing.lexicon import divisions
from documents.parsing.patterns import HAN

HAN_RUN = re.compile(f"[{HAN}]+")
# The share of running text that the packaged vocabulary is taken to make up, and a text's own words.
VOCABULARY_SHARE, OWN_SHARE = 0.15, 0.3
# Longer entries of the dictionary are proverbs and names that cut into words as well.
LONGEST = 8
# A pair of characters counts as part of a word when a word that is as frequent as this has it.
FREQUENT = 10
# Words of the subject are known by so many characters that they begin with.
BEGUN = 3
# A character scarcely stands alone when it is a word of its own in less than this share of its uses, and not often.
ALONE_SHARE, ALONE_TIMES = 0.2, 10_000
# A word is rare from this cost on: less than one in 600,000.
RARE = 13.3
# It often does when it is one as often as 已 and 各.
OFTEN_TIMES = 20_000
# A character is usual when the words that have it are as frequent together.
USUAL_TIMES = 4_000


@dataclass(frozen=True, slots=True)
class Cut:
    """A run cut into words, and what they cost together."""

    words: tuple[str, ...]
    cost: float

    def word_at(self, place: int) -> tuple[int, str]:
        """Where the word begins that holds a place of the run, and the word."""
        start = 0
        for word in self.words:
            if place < start + len(word):
                break
            start += len(word)
        return start, word


_NONE: Mapping[str, float] = {}


class Wording:
    """Words and their costs. `vocabulary` are those of the subject, `attested` those of a corpus; `names` are those of
    persons and places: they may stand in a text, but a misprint is not likely to have meant them.
    """

    def __init__(
        self, frequencies: Mapping[str, int], vocabulary: Iterable[str] = (), names: Iterable[str] = ()
    ) -> None:
        total = math.log(sum(frequencies.values()))
        self._unknown = total
        self._costs: dict[str, float | None] = {
            word: total - math.log(times) for word, times in frequencies.items() if times and len(word) <= LONGEST
        }
        self.vocabulary = frozenset(vocabulary)
        self.names = frozenset(names) - self.vocabulary
        self._joined = {pair for word, times in frequencies.items() if times >= FREQUENT for pair in _pairs(word)}
        self.attested: frozenset[str] = frozenset()
        self._longer: dict[str, list[str]] = defaultdict(list)
        self._begin(list(self._costs))
        self._add(self.vocabulary)

    def with_corpus(self, words: Iterable[str]) -> Wording:
        """The same with the words of a corpus, which are attested and of the subject as well."""
        other = copy(self)
        other._costs, other._joined, other._longer = dict(self._costs), set(self._joined), defaultdict(list)
        other.attested = frozenset(words)
        other.vocabulary = self.vocabulary | other.attested
        other._add(other.vocabulary)
        return other

    def _add(self, words: Collection[str]) -> None:
        cost = math.log(max(1, len(words)) / VOCABULARY_SHARE)
        for word in words:
            self._costs[word] = min(cost, self._costs.get(word) or cost)
            self._joined.update(_pairs(word))
            if len(word) > BEGUN:
                self._longer[word[:BEGUN]].append(word)
        self._begin(words)

    def _begin(self, words: Iterable[str]) -> None:
        """Lets every beginning of a word be known as one, by which a cut sees how far it has to look."""
        for word in words:
            for end in range(2, len(word)):
                self._costs.setdefault(word[:end], None)

    def knows(self, word: str) -> bool:
        return self._costs.get(word) is not None

    def begun(self, characters: str) -> list[str]:
        """The words of the subject that begin with these three characters and go on, where they are no word."""
        return [] if self.knows(characters) else self._longer.get(characters, [])

    def usual(self, run: str, place: int) -> tuple[int, int]:
        """Start and end of the most usual word of two to four characters that holds a place; the character alone where
        none does.
        """
        words = [window for window in _windows(run, place) if self.knows(run[slice(*window)])]
        return min(words, key=lambda window: self._costs[run[slice(*window)]] or 0.0, default=(place, place + 1))

    def shortest(self, word: str, place: int) -> tuple[int, int]:
        """Start and end of the shortest word that holds a place of a longer one; the most usual of several."""
        inner = [window for window in _windows(word, place) if self.knows(word[slice(*window)])]
        return min(inner, key=lambda w: (w[1] - w[0], self._costs[word[slice(*w)]]), default=(0, len(word)))

    def scarcely_alone(self, character: str) -> bool:
        times = self._times(character)
        return times < ALONE_TIMES and times < ALONE_SHARE * self._times_used[character]

    def belongs_in_words(self, character: str) -> bool:
        """Whether a usual character stands in words and scarcely ever alone."""
        within = self._times_used[character]
        return within > USUAL_TIMES and self._times(character) < min(OFTEN_TIMES, within / 4)

    def is_rare(self, word: str) -> bool:
        cost = self._costs.get(word)
        return cost is None or cost > RARE

    def often_alone(self, character: str) -> bool:
        return self._times(character) >= OFTEN_TIMES

    def _times(self, word: str) -> float:
        cost = self._costs.get(word)
        return 0.0 if cost is None else math.exp(self._unknown - cost)

    @cached_property
    def _times_used(self) -> dict[str, float]:
        """How often characters stand in words, their own included; only damaged texts need it."""
        used: dict[str, float] = defaultdict(float)
        for word in self._costs:
            times = self._times(word)
            for character in set(word):
                used[character] += times
        return used

    def joins(self, pair: str) -> bool:
        """Whether two characters stand side by side in a word that is not rare."""
        return pair in self._joined

    def cut(self, run: str, own: Mapping[str, float] = _NONE) -> Cut:
        """The run of Han characters cut into words, where `own` gives the shares that words have in the text itself.

        The inner loop of the search for misprints, so spelled out.
        """
        size, costs = len(run), self._costs.get
        best, ends = [0.0] * (size + 1), [0] * (size + 1)
        for start in range(size - 1, -1, -1):
            least, end = (costs(run[start]) or self._unknown) + best[start + 1], start + 1
            for stop in range(start + 2, size + 1):
                word = run[start:stop]
                cost = costs(word, 0)
                if cost == 0:
                    break
                if cost is None:
                    continue
                if word in own:
                    cost = -math.log(math.exp(-cost) + OWN_SHARE * own[word])
                if cost + best[stop] < least:
                    least, end = cost + best[stop], stop
            best[start], ends[start] = least, end
        return Cut(tuple(_steps(run, ends)), best[0])


def _steps(run: str, ends: list[int]) -> Iterator[str]:
    at = 0
    while at < len(run):
        yield run[at : ends[at]]
        at = ends[at]


def _windows(run: str, place: int) -> Iterator[tuple[int, int]]:
    """Stretches of two to four characters that hold a place."""
    for length in range(2, 5):
        for start in range(max(0, place - length + 1), min(place, len(run) - length) + 1):
            yield start, start + length


def _pairs(word: str) -> Iterator[str]:
    return (word[at : at + 2] for at in range(len(word) - 1))


@cache
def packaged_wording() -> Wording:
    """Of jieba's dictionary, the packaged vocabulary and the divisions' names. Takes a second to load, once."""
    frequencies: dict[str, int] = {}
    names: set[str] = set()
    with jieba.get_dict_file() as lines:
        for line in lines:
            word, times, kind = line.decode().split(" ", 2)
            frequencies[word] = int(times)
            # the dictionary takes many common words for names (道德, 卫星), but none that is seldom
            if kind.startswith(_NAMES) and int(times) < _COMMON:
                names.add(word)
    places = {division.name for division in divisions()} - frequencies.keys()
    frequencies |= dict.fromkeys(places, FREQUENT)
    return Wording(frequencies, _vocabulary(), names | places)


# What the dictionary calls names of persons and places, and how frequent a word is that is taken for none.
_NAMES = ("nr", "ns")
_COMMON = 1000


def _vocabulary() -> frozenset[str]:
    data = tomllib.loads(files("documents.parsing.lexicon").joinpath("vocabulary.toml").read_text(encoding="utf-8"))
    return frozenset(word for words in data.values() for word in words.split())
