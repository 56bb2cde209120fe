"""What is most like an entry: entries that say much of the same, and nothing where none does.

Likeness is the cosine between the words of two entries, each weighed by how rare it is; the words of an entry's own
heading stand in its text too, and so count twice. The length of the other entry's vector is estimated from the number
of its words. What is about another theme, or is another sort of entry, is less alike.

How well it does is measured on pairs judged by hand (tests/search/test_similar_measures.py); the numbers below were
tuned on one half of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import log
from typing import Any

import numpy as np
import numpy.typing as npt
from haystack.constants import ID

from search import analysis
from search.backends.schema import keys_of
from search.backends.snapshot import NONE_FOUND, Found, Snapshot

# Fields by which an entry is compared, beside its text and heading.
THEME, KIND = "theme", "kind"
# Where the most alike is less so than this, an entry has no counterpart.
COUNTERPART = 0.155
# Beside a counterpart others are shown that are at least so much alike, and this part of what it is.
ALSO, ALSO_OF_BEST = 0.1, 0.3
# A long entry holds many words without being about them: by this power of its length it is less alike.
LENGTH = 0.45
# By how much entries are less alike that share a theme which is not the first of both, or none.
SHARED_THEME, OTHER_THEME = 0.9, 0.75
OTHER_SORT = 0.6
# Sorts of kinds of entries; all other kinds say what is to be done.
SORTS = {"background": "why", "principle": "why", "goal": "why", "implementation": "how"}
# Words told of two entries: how many at most, and how rare; what more than a quarter of all entries say tells nothing.
WORDS_COMPARED, RARE = 12, log(4)


@dataclass(frozen=True, slots=True)
class Comparison:
    """The telling words of two entries, most telling first: those of both, of the first only, of the other only."""

    shared: tuple[str, ...]
    here: tuple[str, ...]
    there: tuple[str, ...]


def fields(snapshot: Snapshot) -> tuple[str, ...]:
    """What has to be prepared of an entry to find what is like it."""
    return (*_texts(snapshot), *(name for name in (THEME, KIND) if snapshot.layout.is_key(name)))


def most_alike(snapshot: Snapshot, prepared: Mapping[str, Any], among: Collection[int] | None = None) -> Found:
    """The entries (of those `among` them) most like one of which its `fields` are prepared, with their likeness."""
    likeness = _cosines(snapshot, prepared)
    own = snapshot.numbers_with(ID, (str(prepared[ID]),))
    near = [number for number in np.flatnonzero(likeness >= ALSO).tolist() if number not in own]
    factors = _Factors(snapshot, prepared)
    scores = {n: float(likeness[n]) * factors.of(n) for n in near if among is None or n in among}
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
    rarity = {word: _rarity(snapshot, word) for word in words}
    rare = (word for word in words if rarity[word] >= RARE)
    ranked = sorted(rare, key=lambda word: (-rarity[word] * min(len(word), 4), word))
    shown: list[str] = []
    for word in ranked:
        if len(shown) < WORDS_COMPARED and not any(word in longer for longer in shown):
            shown.append(word)
    return tuple(shown)


def _rarity(snapshot: Snapshot, word: str) -> float:
    """Greater for a word that fewer entries have; above zero for every word."""
    total = snapshot.size
    having = snapshot.doc_frequency(snapshot.layout.document, word)
    return log(1 + (total - having + 0.5) / (having + 0.5))


def _cosines(snapshot: Snapshot, prepared: Mapping[str, Any]) -> npt.NDArray[np.float64]:
    """For every entry the cosine with the one prepared, as far as its length can be told."""
    names = _texts(snapshot)
    products = np.zeros(snapshot.size)
    counts = [_counts(prepared, name) for name in names]
    square, length = 0.0, sum(sum(count.values()) for count in counts)
    for word in {word for count in counts for word in count if _tells(word)}:
        rarity = _rarity(snapshot, word)
        weight = rarity * sum(1 + log(count[word]) for count in counts if word in count)
        square += weight**2
        for name in names:
            held = snapshot.postings(name, word)
            products[held.numbers] += weight * rarity * (1 + np.log(held.counts))
    if not square:
        return products
    lengths = np.maximum(sum(snapshot.lengths(name) for name in names), 1)
    cosines: npt.NDArray[np.float64] = products / square * (length / lengths) ** LENGTH
    return cosines


def _counts(prepared: Mapping[str, Any], name: str) -> Counter[str]:
    """How often each word stands in a field, as it does in the index."""
    text = analysis.normalise("\n".join(keys_of(prepared.get(name)))).text
    return Counter(token.text for token in analysis.words_to_index(text))


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
            own, other = ([SORTS.get(kind, "what") for kind in kinds] for kinds in self._kinds(number))
            factor *= 1.0 if own == other else OTHER_SORT
        return factor

    def _kinds(self, number: int) -> tuple[Collection[str], Collection[str]]:
        return self._own[KIND], self._columns[KIND][number]


def _theme_factor(own: Collection[str], other: Collection[str]) -> float:
    one, two = list(own), list(other)
    if not one or not two or one[0] == two[0]:
        return 1.0
    return SHARED_THEME if one[0] in two or two[0] in one else OTHER_THEME
