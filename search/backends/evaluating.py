"""A query tree (`search.nodes`) → the documents it finds, with their scores: whole arrays at a time.

A word or phrase matches where its characters stand together; how much it counts is said mostly by jieba's words in
each text field (BM25F, times the field's boost), so that 理疗 in 心理疗法 is found but does not come first. What Whoosh
itself, asked for every single document, makes of a tree is written down in tests/search/exhaustive.py; a test holds
the two to the same hits and scores.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import log

import numpy as np
from numpy.typing import NDArray

from search.backends.contiguous import Needle, needle_of
from search.backends.keys import Numbers
from search.backends.segments import LENGTHS
from search.backends.snapshot import NONE_FOUND, Found, Scores, Snapshot
from search.backends.together import standing_together
from search.limits import check_time
from search.nodes import (
    Best,
    Between,
    Either,
    Enough,
    Every,
    Favoured,
    Has,
    HasSuch,
    Node,
    Phrase,
    Preferred,
    Weighted,
    Without,
    Words,
)

_ROUNDING = 1e-9
_MUCH_LONGER = 16  # times: looking up the few in the many is then faster than laying the many out


class Evaluator:
    """Evaluates query trees over one snapshot."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._layout = snapshot.layout
        self._ranking = snapshot.layout.ranking
        self._size = snapshot.size

    def find(self, node: Node) -> Found:
        """Raises KeyError for a field that the index has not, SearchTooLong past the time a search may take."""
        check_time()
        match node:
            case Words() | Phrase() | Has() | Between() | HasSuch():
                return self._snapshot.kept(node, lambda: self._leaf(node))
            case Every() | Without():
                return self._every(node if isinstance(node, Every) else Every((node,)))
            case Either():
                return self._sum(self._all(node.parts))
            case _:
                return self._weighed(node)

    def _all(self, parts: Sequence[Node]) -> list[Found]:
        return [self.find(part) for part in parts]

    def _leaf(self, node: Words | Phrase | Has | Between | HasSuch) -> Found:
        match node:
            case Words():
                return self._words(node)
            case Phrase():
                return self._together(node.text, node.name, self._ranking.side_by_side)
            case _:
                numbers = self._snapshot.with_keys(node.name, self._keys(node))
                return Found(numbers, np.zeros(len(numbers)))

    # --- parts weighed against each other ---

    def _weighed(self, node: Weighted | Best | Favoured | Enough | Preferred) -> Found:
        match node:
            case Weighted():
                found = self.find(node.part)
                return Found(found.numbers, found.scores * node.weight)
            case Best():
                return self._best(self._all(node.parts))
            case Favoured():
                found = self.find(node.part)
                return Found(found.numbers, found.scores + self._looked_up(self.find(node.by), found.numbers)[1])
            case Enough():
                return self._enough(node)
            case Preferred():
                return self._preferred(node)

    def _best(self, parts: list[Found]) -> Found:
        """The best part's score and a little of the others', each as if it were as rare as all of them together."""
        numbers = self._any(parts)
        together = self._rarity(numbers)
        best, whole = np.zeros(self._size), np.zeros(self._size)
        for part in (each for each in parts if len(each.numbers)):
            scores = part.scores * (together / self._rarity(part.numbers))
            best[part.numbers] = np.maximum(best[part.numbers], scores)
            whole[part.numbers] += scores
        return Found(numbers, best[numbers] + Best.TIE * (whole[numbers] - best[numbers]))

    def _rarity(self, numbers: Numbers) -> float:
        return log(1 + self._size / max(len(numbers), 1))

    def _enough(self, node: Enough) -> Found:
        """The sum of the parts' scores times their share of the weight, where that is enough."""
        parts = self._all(node.parts)
        held = np.zeros(self._size)
        for part, weight in zip(parts, node.weights, strict=True):
            held[part.numbers] += weight
        found, whole = self._sum(parts), sum(node.weights)
        shares = held[found.numbers]
        enough = shares >= node.needed - _ROUNDING * whole
        return Found(found.numbers[enough], (found.scores * shares / (whole or 1))[enough])

    def _preferred(self, node: Preferred) -> Found:
        column = self._snapshot.column(self._layout.facet_of(node.name))
        by_key = dict(node.factors)
        factors = np.array(
            [max((by_key.get(key, 1.0) for key in values), default=1.0) for values in column.values] or [1.0]
        )
        found = self.find(node.part)
        return Found(found.numbers, found.scores * factors[column.codes[found.numbers]])

    # --- parts joined ---

    def _every(self, node: Every) -> Found:
        """All parts hold; what is excluded is taken from the rest, or from all there is."""
        if len(node.parts) == 1 and not isinstance(node.parts[0], Without):
            return self.find(node.parts[0])
        wanted = self._all([part for part in node.parts if not isinstance(part, Without)])
        found = self._common(wanted) if wanted else self._everything()
        for part in node.parts:
            if isinstance(part, Without) and len(found.numbers):
                kept = ~self._looked_up(self.find(part.part), found.numbers)[0]
                found = Found(found.numbers[kept], found.scores[kept])
        return found

    def _everything(self) -> Found:
        numbers = np.flatnonzero(self._snapshot.alive)
        return Found(numbers, np.ones(len(numbers)))

    def _common(self, parts: list[Found]) -> Found:
        first, *others = sorted(parts, key=lambda part: len(part.numbers))
        numbers, scores = first
        for part in others:
            held, more = self._looked_up(part, numbers)
            numbers, scores = numbers[held], scores[held] + more[held]
        return Found(numbers, scores)

    def _sum(self, parts: list[Found]) -> Found:
        if len(parts) == 1:
            return parts[0]
        whole = np.zeros(self._size)
        for part in parts:
            whole[part.numbers] += part.scores
        numbers = self._any(parts)
        return Found(numbers, whole[numbers])

    def _any(self, parts: list[Found]) -> Numbers:
        hit = np.zeros(self._size, np.bool_)
        for part in parts:
            hit[part.numbers] = True
        return np.flatnonzero(hit)

    def _looked_up(self, found: Found, numbers: Numbers) -> tuple[NDArray[np.bool_], Scores]:
        """For each of `numbers`: whether it is found, and its score, which is 0 where it is not."""
        if not len(found.numbers):
            return np.zeros(len(numbers), np.bool_), np.zeros(len(numbers))
        if len(numbers) * _MUCH_LONGER < len(found.numbers):
            places = np.minimum(np.searchsorted(found.numbers, numbers), len(found.numbers) - 1)
            held = found.numbers[places] == numbers
            return held, np.where(held, found.scores[places], 0.0)
        laid_out = np.full(self._size, np.nan)
        laid_out[found.numbers] = found.scores
        scores = laid_out[numbers]
        held = ~np.isnan(scores)
        return held, np.where(held, scores, 0.0)

    # --- leaves ---

    def _keys(self, node: Has | Between | HasSuch) -> Sequence[str]:
        if not self._layout.is_key(node.name):
            raise KeyError(node.name)
        if isinstance(node, Has):
            return node.values
        keys = self._snapshot.keys_in(node.name)
        if isinstance(node, HasSuch):
            return list(filter(node.test, keys))
        low, high = node.low, node.high
        return [key for key in keys if (low is None or key >= low) and (high is None or key <= high)]

    def _words(self, node: Words) -> Found:
        found = self._common([self._word(word, node.name, whole=node.whole) for word in node.words])
        if len(node.words) == 1:
            return found
        side_by_side = self._together(node.text, node.name, self._ranking.side_by_side)
        return Found(found.numbers, found.scores + self._looked_up(side_by_side, found.numbers)[1])

    def _word(self, word: str, name: str | None, *, whole: bool) -> Found:
        return self._snapshot.kept(("word", word, name, whole), lambda: self._scored_word(word, name, whole=whole))

    def _scored_word(self, word: str, name: str | None, *, whole: bool) -> Found:
        found = self._together(word, name, self._ranking.together)
        if not len(found.numbers):
            return found
        scores = np.zeros(self._size)
        for text in self._texts(name):
            self._add_bm25(scores, text, word)
        if whole:
            cut = scores[found.numbers] > 0
            found = Found(found.numbers[cut], found.scores[cut])
        return Found(found.numbers, found.scores + scores[found.numbers])

    def _add_bm25(self, scores: Scores, text: str, word: str) -> None:
        check_time()
        held = [each.postings(text, word) for each in self._snapshot.segments]
        numbers, counts = self._snapshot.joined(iter(held))
        if not len(numbers):
            return
        frequency = sum(len(part.numbers) for part in held if part is not None)  # with those deleted, as Whoosh counts
        rarity = log(self._size / (frequency + 1)) + 1
        repetition = self._ranking.repetition
        lengths = self._relative_lengths(text, self._ranking.length_in(text), numbers)
        factor = self._layout.boosts[text] * rarity * (repetition + 1)
        exact = counts.astype(np.float64)
        scores[numbers] += factor * exact / (exact + repetition * lengths)

    def _relative_lengths(self, text: str, weight: float, numbers: Numbers) -> Scores:
        """Of these; 1 for a text of average length, or without regard to length where `weight` is 0."""

        def of_each_byte() -> Scores:
            lengths: Scores = LENGTHS / self._snapshot.average_length(text)
            return (1 - weight) + weight * lengths

        relative = self._snapshot.once(("relative lengths", text, weight), of_each_byte)
        return relative[self._snapshot.written_lengths(text)[numbers]]

    def _texts(self, name: str | None) -> list[str]:
        if name is not None and name not in self._layout.texts:
            raise KeyError(name)
        return self._layout.texts if name is None else [name]

    def _together(self, text: str, name: str | None, weight: float) -> Found:
        """Where the characters of `text` stand together; more in a field that weighs more, or more often."""
        texts = self._texts(name)
        needle = needle_of(text)
        if needle is None:
            return NONE_FOUND
        scores = np.zeros(self._size)
        for each in texts:
            self._add_together(scores, each, needle)
        numbers = np.flatnonzero(scores > 0)  # of truth values it finds them in a fifth of the time
        return Found(numbers, weight * self._rarity(numbers) * scores[numbers])

    def _add_together(self, scores: Scores, text: str, needle: Needle) -> None:
        """0 … 1 times the field's boost, growing with how often it is there."""
        check_time()
        parts = (standing_together(each, text, needle) for each in self._snapshot.segments)
        numbers, counts = self._snapshot.joined(parts)
        if len(numbers):
            weight = self._ranking.together_length
            lengths = self._relative_lengths(text, weight, numbers) if weight else 1.0
            exact = counts.astype(np.float64)
            scores[numbers] += self._layout.boosts[text] * exact / (exact + lengths)
