"""What is most like an entry: entries that say much of the same, and nothing where none does.

Likeness is the cosine between the pairs of neighbouring characters of two entries, each weighed by how rare it is.
Pairs run across words, so that a phrase said alike (优质医疗资源扩容下沉) counts for more than its words said apart.
Those of an entry's heading stand in its text too, and so count twice. The length of the other entry's vector is
estimated from the number of its characters. What is about another theme, or is another sort of entry, is less alike.

The rarest pairs choose the entries that are compared: the postings of common ones take long to read and say little.

How well it does is measured on pairs judged by hand (tests/search/test_similar_measures.py, docs/search.md).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import log
from operator import add
from typing import Any

import numpy as np
from haystack.constants import ID

from search import analysis
from search.backends.contiguous import line_of
from search.backends.keys import Numbers
from search.backends.schema import grams_field, keys_of
from search.backends.segments import LENGTHS
from search.backends.snapshot import NONE_FOUND, Found, Snapshot

# Fields by which an entry is compared, beside its text and heading.
THEME, KIND = "theme", "kind"
# Where the most alike is less so than this, an entry has no counterpart.
COUNTERPART = 0.075
# Beside a counterpart others are shown that are at least so much alike, and this part of what it is.
ALSO, ALSO_OF_BEST = 0.025, 0.2
# A long entry holds many pairs without being about them: by this power of its length it is less alike. The length of
# its vector grows with the square root; less than that lets a long measure be the counterpart of a short one.
LENGTH = 0.35
# The rarest pairs whose postings are read, as many as have so many times the number of entries; so many entries, that
# hold most of these, are compared. More of either changed no answer on the judged measures.
READ, COMPARED = 2.0, 50
# By how much entries are less alike that share a theme which is not the first of both, or none.
SHARED_THEME, OTHER_THEME = 0.9, 0.75
# And by how much those of another sort; what says how things stand is no counterpart of what is to be reached or done.
OTHER_SORT, NO_ACT = 0.6, 0.3
# Sorts of kinds of entries; all other kinds say what is to be done.
SORTS = {"background": "past", "principle": "why", "goal": "why", "implementation": "how"}
# Words told of two entries: how many at most, and how rare; what more than a quarter of all entries say tells nothing.
WORDS_COMPARED, RARE = 12, log(4)
_BY_LENGTH = np.maximum(LENGTHS, 1.0) ** -LENGTH


@dataclass(frozen=True, slots=True)
class Comparison:
    """The telling words of two entries, most telling first: those of both, of the first only, of the other only."""

    shared: tuple[str, ...]
    here: tuple[str, ...]
    there: tuple[str, ...]


def fields(snapshot: Snapshot) -> tuple[str, ...]:
    """What has to be prepared of an entry to find what is like it."""
    return (*_texts(snapshot), *(name for name in (THEME, KIND) if snapshot.layout.is_key(name)))


def most_alike(snapshot: Snapshot, prepared: Mapping[str, Any], among: Numbers | None = None) -> Found:
    """The entries (of those `among` them) most like one of which its `fields` are prepared, with their likeness."""
    entry, factors = _Pairs(snapshot, prepared), _Factors(snapshot, prepared)
    own = snapshot.with_keys(ID, (str(prepared[ID]),))
    scores = {n: entry.likeness_of(n) * factors.of(n) for n in _sharing_most(snapshot, entry, own, among)}
    best = max(scores.values(), default=0.0)
    if best < COUNTERPART:
        return NONE_FOUND
    alike = {number: score for number, score in scores.items() if score >= max(ALSO, ALSO_OF_BEST * best)}
    return Found(np.array(list(alike), np.int32), np.array(list(alike.values())))


def compare(snapshot: Snapshot, one: Mapping[str, Any], other: Mapping[str, Any]) -> Comparison:
    """What two entries have in common and what not, in words; of each its text and heading are prepared."""
    texts = [_whole_text(snapshot, entry) for entry in (one, other)]
    here, there = map(_telling_words, texts)
    only_here = {word for word in here - there if word not in texts[1]}
    only_there = {word for word in there - here if word not in texts[0]}
    return Comparison(*(_most_telling(snapshot, words) for words in (here & there, only_here, only_there)))


def _texts(snapshot: Snapshot) -> tuple[str, str]:
    """Where it stands what an entry is about: its text, and its own heading; chapters are named as each likes."""
    layout = snapshot.layout
    return layout.document, max(layout.texts, key=lambda name: layout.boosts[name])


def _whole_text(snapshot: Snapshot, prepared: Mapping[str, Any]) -> str:
    own = (value for name in _texts(snapshot) for value in keys_of(prepared.get(name)))
    return analysis.normalise("\n".join(own)).text


@lru_cache(maxsize=256)  # one entry is compared with several
def _telling_words(text: str) -> frozenset[str]:
    return frozenset(word for word in analysis.words(text) if _tells(word))


def _tells(word: str) -> bool:
    return len(word) > 1 and not word.replace(".", "").rstrip("%").isdigit()


def _most_telling(snapshot: Snapshot, words: Collection[str]) -> tuple[str, ...]:
    """The rarest words first, longer ones before shorter; a word within another shown is left out."""
    rarity = {word: _rarity(snapshot, snapshot.layout.document, word) for word in words}
    rare = (word for word in words if rarity[word] >= RARE)
    ranked = sorted(rare, key=lambda word: (-rarity[word] * min(len(word), 4), word))
    shown: list[str] = []
    for word in ranked:
        if len(shown) < WORDS_COMPARED and not any(word in longer for longer in shown):
            shown.append(word)
    return tuple(shown)


def _rarity(snapshot: Snapshot, field: str, term: str) -> float:
    """Greater for a term that fewer entries have; above zero for every term."""
    total = snapshot.size
    having = snapshot.doc_frequency(field, term)
    return log(1 + (total - having + 0.5) / (having + 0.5))


class _Pairs:
    """The pairs of neighbouring Chinese characters of an entry, with their weights."""

    def __init__(self, snapshot: Snapshot, prepared: Mapping[str, Any]) -> None:
        self._snapshot = snapshot
        self._names = _texts(snapshot)
        values = ("\n".join(keys_of(prepared.get(name))) for name in self._names)
        lines = [line_of(analysis.normalise(each).text) for each in values]
        counts = [Counter(filter(_is_chinese, _pairs(line))) for line in lines]
        self.field = grams_field(snapshot.layout.document)
        rarity = {pair: _rarity(snapshot, self.field, pair) for pair in set().union(*counts)}
        weights = {pair: rarity[pair] * sum(_often(each[pair]) for each in counts) for pair in rarity}
        square = sum(weight**2 for weight in weights.values()) or 1.0
        # by how much each makes an entry of the same length more alike that holds it once
        self.worth = {pair: weights[pair] * rarity[pair] / square for pair in weights}
        self._length = sum(map(len, lines))

    def likeness_of(self, number: int) -> float:
        """The cosine with another entry, as far as the length of that one's vector can be told."""
        lines = [self._snapshot.line(name, number) for name in self._names]
        held = [Counter(filter(self.worth.__contains__, _pairs(line))) for line in lines]
        shared = sum(self.worth[pair] * _often(count) for each in held for pair, count in each.items())
        longer: float = (sum(map(len, lines)) / max(self._length, 1)) ** LENGTH
        return shared / longer if shared else 0.0


def _pairs(line: str) -> Iterator[str]:
    return map(add, line, line[1:])


def _is_chinese(pair: str) -> bool:
    return pair.isalpha() and not pair.isascii()


def _often(count: int) -> float:
    """What holding a pair so often counts beside holding it once."""
    return 1 + log(count) if count else 0.0


def _sharing_most(snapshot: Snapshot, entry: _Pairs, own: Numbers, among: Numbers | None) -> list[int]:
    """The entries to be compared, `own` not among them."""
    shared = np.zeros(snapshot.size)
    for pair in _rarest(snapshot, entry):
        held = snapshot.postings(entry.field, pair)
        shared[held.numbers] += entry.worth[pair] * (1 + np.log(held.counts))
    shared *= _BY_LENGTH[snapshot.written_lengths(entry.field)]
    shared[own] = 0
    if among is not None:
        outside = np.ones(snapshot.size, np.bool_)
        outside[among] = False
        shared[outside] = 0
    most = np.argpartition(shared, -COMPARED)[-COMPARED:] if len(shared) > COMPARED else np.arange(len(shared))
    numbers: list[int] = most[shared[most] > 0].tolist()
    return numbers


def _rarest(snapshot: Snapshot, entry: _Pairs) -> Iterator[str]:
    """Its rarest pairs, as many as may be read; one at least."""
    frequencies = sorted((snapshot.doc_frequency(entry.field, pair), pair) for pair in entry.worth)
    before = 0
    for frequency, pair in frequencies:
        if before and before + frequency > READ * snapshot.size:
            return
        before += frequency
        yield pair


class _Factors:
    """By how much entries are less like one for what they are about and for what they are."""

    def __init__(self, snapshot: Snapshot, prepared: Mapping[str, Any]) -> None:
        layout = snapshot.layout
        held = {name: layout.facet_of(name) for name in (THEME, KIND) if layout.is_key(name)}
        self._columns = {name: snapshot.column(column) for name, column in held.items()}
        self._own = {name: keys_of(prepared.get(name)) for name in held}

    def of(self, number: int) -> float:
        factor = 1.0
        if THEME in self._columns:
            factor *= _theme_factor(self._own[THEME], self._columns[THEME][number])
        if KIND in self._columns:
            factor *= _sort_factor(self._own[KIND], self._columns[KIND][number])
        return factor


def _sort_factor(own: Collection[str], other: Collection[str]) -> float:
    one, two = ([SORTS.get(kind, "what") for kind in kinds] for kinds in (own, other))
    if one == two:
        return 1.0
    return NO_ACT if "past" in one + two else OTHER_SORT


def _theme_factor(own: Collection[str], other: Collection[str]) -> float:
    one, two = list(own), list(other)
    if not one or not two or one[0] == two[0]:
        return 1.0
    return SHARED_THEME if one[0] in two or two[0] in one else OTHER_THEME
