"""A query tree → what Whoosh evaluates.

A word or phrase matches where its characters stand together; how much it counts is said mostly by jieba's words in
each text field (BM25F, times the field's boost), so that 理疗 in 心理疗法 is found but does not come first.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterator
from math import log
from typing import Any

from whoosh import query as whoosh_query
from whoosh.matching import ListMatcher, NullMatcher, WrappingMatcher

from search import analysis
from search.backends import combining
from search.backends.schema import CHARACTERS, ZONE, Layout
from search.backends.snapshot import Snapshot, numbers_with
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

# How much characters standing together count beside words, whose scores are mostly between 1 and 20.
TOGETHER = 0.3
SIDE_BY_SIDE = 1.0  # all words of a leaf standing together, as they were typed

Matches = dict[int, list[tuple[int, float]]]  # segment (offset of its documents) → documents in order, with scores


class Listed(whoosh_query.Query):
    """Documents found beforehand in each segment, with their scores."""

    def __init__(self, matches: Matches, segments: dict[int, int]) -> None:
        self._matches = matches
        self._segments = segments  # id of a segment's reader → its offset

    def __repr__(self) -> str:
        return f"Listed({sum(map(len, self._matches.values()))} documents)"

    def estimate_size(self, ixreader: Any) -> int:
        """Whoosh orders the parts of a query by it."""
        return len(self._matches.get(self._segments[id(ixreader)], ()))

    def matcher(self, searcher: Any, context: Any = None) -> Any:
        """Whoosh asks each query for its matches in one segment."""
        matches = self._matches.get(self._segments[id(searcher.reader())])
        if not matches:
            return NullMatcher()
        return ListMatcher(array("I", [number for number, _ in matches]), weights=[score for _, score in matches])


class Scaled(whoosh_query.Query):
    """What `part` finds, its scores times `weight`."""

    def __init__(self, part: whoosh_query.Query, weight: float) -> None:
        self._part = part
        self._weight = weight

    def __repr__(self) -> str:
        return f"Scaled({self._part!r}, {self._weight})"

    def estimate_size(self, ixreader: Any) -> int:
        """Whoosh orders the parts of a query by it."""
        return int(self._part.estimate_size(ixreader))

    def matcher(self, searcher: Any, context: Any = None) -> Any:
        """Whoosh asks each query for its matches in one segment."""
        return WrappingMatcher(self._part.matcher(searcher, context), boost=self._weight)


class Compiler:
    """Turns query trees into Whoosh's queries over one snapshot."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._layout: Layout = snapshot.layout
        self._segments = {id(searcher.reader()): offset for searcher, offset in snapshot.leaves()}
        self._together: dict[tuple[str, str | None], Matches] = {}

    def compile(self, node: Node) -> whoosh_query.Query:
        """Raises KeyError for a field that the index has not, SearchTooLong past the time a search may take."""
        check_time()
        match node:
            case Words():
                return self._words(node)
            case Phrase():
                return self._listed(node.text, node.name, SIDE_BY_SIDE)
            case Has() | Between() | HasSuch():
                return self._keyed(node)
            case Either():
                return whoosh_query.Or([self.compile(part) for part in node.parts])
            case Every() | Without():
                return self._every(node if isinstance(node, Every) else Every((node,)))
            case _:
                return self._weighed(node)

    def _weighed(self, node: Weighted | Best | Favoured | Enough | Preferred) -> whoosh_query.Query:
        if isinstance(node, Weighted):
            return Scaled(self.compile(node.part), node.weight)
        return self._scored(self._combined(node))

    def _combined(self, node: Best | Favoured | Enough | Preferred) -> combining.Scores:
        match node:
            case Best():
                total = self._snapshot.searcher.doc_count_all()
                return combining.best([self._scores(part) for part in node.parts], total)
            case Favoured():
                return combining.favoured(self._scores(node.part), self._scores(node.by))
            case Enough():
                return combining.enough([self._scores(part) for part in node.parts], node.weights, node.needed)
            case Preferred():
                column = self._snapshot.column(self._layout.facet_of(node.name))
                return combining.preferred(self._scores(node.part), column, dict(node.factors))

    def _scores(self, node: Node) -> combining.Scores:
        found = self._snapshot.find(self.compile(node))
        return dict(zip(found.numbers, found.scores, strict=True))

    def _scored(self, scores: combining.Scores) -> whoosh_query.Query:
        offsets = sorted(self._segments.values())
        matches: Matches = {offset: [] for offset in offsets}
        for number in sorted(scores):
            offset = offsets[bisect_right(offsets, number) - 1]
            matches[offset].append((number - offset, scores[number]))
        return Listed(matches, self._segments)

    def _every(self, node: Every) -> whoosh_query.Query:
        """All parts hold; what is excluded is taken from the rest, or from all there is."""
        wanted = [self.compile(part) for part in node.parts if not isinstance(part, Without)]
        excluded = [self.compile(part.part) for part in node.parts if isinstance(part, Without)]
        found = whoosh_query.And(wanted) if len(wanted) > 1 else wanted[0] if wanted else self._all_documents()
        return whoosh_query.AndNot(found, whoosh_query.Or(excluded)) if excluded else found

    def _all_documents(self) -> whoosh_query.Query:
        return whoosh_query.Every()

    def _words(self, node: Words) -> whoosh_query.Query:
        found = [self._word(word, node.name) for word in node.words]
        if len(found) == 1:
            return found[0]
        return whoosh_query.AndMaybe(whoosh_query.And(found), self._listed(node.text, node.name, SIDE_BY_SIDE))

    def _word(self, word: str, name: str | None) -> whoosh_query.Query:
        ranking = whoosh_query.Or(
            [whoosh_query.Term(text, word, boost=self._layout.boosts[text]) for text in self._texts(name)]
        )
        return whoosh_query.AndMaybe(self._listed(word, name, TOGETHER), ranking)

    def _texts(self, name: str | None) -> list[str]:
        if name is not None and name not in self._layout.texts:
            raise KeyError(name)
        return self._layout.texts if name is None else [name]

    def _keyed(self, node: Has | Between | HasSuch) -> whoosh_query.Query:
        if not self._layout.is_key(node.name):
            raise KeyError(node.name)
        if isinstance(node, Has):
            return self._with_keys(node.name, node.values)
        if isinstance(node, HasSuch):
            return self._with_keys(node.name, tuple(filter(node.test, self._snapshot.keys_in(node.name))))
        low, high = node.low, node.high
        keys = self._snapshot.keys_in(node.name)
        within = [key for key in keys if (low is None or key >= low) and (high is None or key <= high)]
        return self._with_keys(node.name, tuple(within))

    def _with_keys(self, name: str, values: tuple[str, ...]) -> whoosh_query.Query:
        """A filter adds nothing to the score."""
        found: Matches = {
            offset: [(number, 0.0) for number in sorted(numbers_with(searcher.reader(), name, values))]
            for searcher, offset in self._snapshot.leaves()
        }
        return Listed(found, self._segments)

    def _listed(self, text: str, name: str | None, weight: float) -> whoosh_query.Query:
        """Where the characters of `text` stand together; more in a field that weighs more, or more often."""
        key = (text, name)
        if key not in self._together:
            self._together[key] = self._standing_together(text, name)
        matches = self._together[key]
        count = sum(map(len, matches.values()))
        rarity = weight * log(1 + self._snapshot.searcher.doc_count_all() / (count or 1))
        scored = {segment: [(n, rarity * score) for n, score in found] for segment, found in matches.items()}
        return Listed(scored, self._segments)

    def _standing_together(self, text: str, name: str | None) -> Matches:
        zones = {self._layout.zone_of(each): self._layout.boosts[each] for each in self._texts(name)}
        terms = [(token.text, token.position) for token in analysis.characters(text)]
        return {
            offset: [
                (number, _weight_of(places, zones))
                for number, places in _places(searcher.reader(), terms)
                if any(place // ZONE in zones for place in places)
            ]
            for searcher, offset in self._snapshot.leaves()
        }


def _weight_of(places: list[int], zones: dict[int, float]) -> float:
    """0 … 1 times each field's boost, growing with how often it is there."""
    counts: dict[int, int] = {}
    for place in places:
        counts[place // ZONE] = counts.get(place // ZONE, 0) + 1
    return sum(boost * counts[zone] / (counts[zone] + 1) for zone, boost in zones.items() if zone in counts)


def _places(reader: Any, terms: list[tuple[str, int]]) -> Iterator[tuple[int, list[int]]]:
    """The documents of one segment where the terms stand at those distances, and the positions of the first term."""
    if not terms or any((CHARACTERS, text) not in reader for text, _ in terms):
        return
    # the rarest decides where to look at the others at all
    rarest_first = sorted(set(terms), key=lambda term: reader.doc_frequency(CHARACTERS, term[0]))
    matchers = [(reader.postings(CHARACTERS, text), position) for text, position in rarest_first]
    leader, leader_position = matchers[0]
    while leader.is_active():
        number = leader.id()
        if all(_stands_in(matcher, number) for matcher, _ in matchers[1:]):
            places = {place - leader_position for place in leader.value_as("positions")}
            for matcher, position in matchers[1:]:
                places &= {place - position for place in matcher.value_as("positions")}
                if not places:
                    break
            if places:
                yield number, sorted(places)
        leader.next()


def _stands_in(matcher: Any, number: int) -> bool:
    if matcher.is_active() and matcher.id() < number:
        matcher.skip_to(number)
    return bool(matcher.is_active() and matcher.id() == number)
