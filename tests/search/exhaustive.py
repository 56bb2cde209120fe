"""What plain Whoosh makes of a query tree, asked for every single document: the reference for the fast evaluation.

Reads the same index through Whoosh's own readers, scores by its own BM25F, and looks for characters that stand together
in the stored texts, token by token. Slow, and simple enough to be believed.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from math import log
from pathlib import Path
from typing import Any

from haystack.constants import DJANGO_ID
from whoosh import index as whoosh_index
from whoosh import query as whoosh_query
from whoosh.matching import ListMatcher, NullMatcher, WrappingMatcher
from whoosh.scoring import BM25F
from whoosh.searching import SearchContext

from search import analysis
from search.backends.schema import Layout, keys_of
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

Scores = Mapping[int, float]
Matches = dict[int, list[tuple[int, float]]]  # segment (offset of its documents) → documents in order, with scores
_ROUNDING = 1e-9


class Listed(whoosh_query.Query):
    """Documents found beforehand in each segment, with their scores."""

    def __init__(self, matches: Matches, segments: dict[int, int]) -> None:
        self._matches = matches
        self._segments = segments  # id of a segment's reader → its offset

    def __repr__(self) -> str:
        return f"Listed({sum(map(len, self._matches.values()))} documents)"

    def estimate_size(self, ixreader: Any) -> int:
        return len(self._matches.get(self._segments[id(ixreader)], ()))

    def matcher(self, searcher: Any, context: Any = None) -> Any:
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
        return int(self._part.estimate_size(ixreader))

    def matcher(self, searcher: Any, context: Any = None) -> Any:
        return WrappingMatcher(self._part.matcher(searcher, context), boost=self._weight)


class Exhaustive:
    """The index in `directory`, as it is when this is made."""

    def __init__(self, directory: Path, layout: Layout) -> None:
        self._layout = layout
        ranking = layout.ranking
        lengths = {f"{name}_B": length for name, length in ranking.lengths.items()}
        weighting = BM25F(B=ranking.length, K1=ranking.repetition, **lengths)
        self._searcher = whoosh_index.open_dir(str(directory)).searcher(weighting=weighting)
        self._leaves = list(self._searcher.leaf_searchers()) if self._searcher.doc_count_all() else []
        self._segments = {id(searcher.reader()): offset for searcher, offset in self._leaves}
        self._tokens: dict[tuple[int, str], list[tuple[str, int]]] = {}

    def ranked(self, node: Node) -> list[tuple[str, float]]:
        """Primary key and score of every hit; best first, equals by primary key."""
        found = [(self._searcher.stored_fields(n)[DJANGO_ID], score) for n, score in self._scores(node).items()]
        return sorted(found, key=lambda pair: (-round(pair[1], 6), pair[0].rjust(20, "0")))

    def _scores(self, node: Node) -> Scores:
        return self._found_by(self._compiled(node))

    def _found_by(self, query: whoosh_query.Query) -> Scores:
        scores: dict[int, float] = {}
        context = SearchContext(needs_current=True, weighting=self._searcher.weighting, top_query=query)
        for searcher, offset in self._leaves:
            matcher = query.matcher(searcher, context)
            while matcher.is_active():
                scores[offset + matcher.id()] = matcher.score()
                matcher.next()
        return scores

    def _compiled(self, node: Node) -> whoosh_query.Query:
        match node:
            case Words() | Phrase():
                return self._leaf(node)
            case Either():
                return whoosh_query.Or([self._compiled(part) for part in node.parts])
            case Every() | Without():
                return self._every(node if isinstance(node, Every) else Every((node,)))
            case Weighted():
                return Scaled(self._compiled(node.part), node.weight)
            case Has() | Between() | HasSuch():
                return self._of_scores(self._keyed(node))
            case _:
                return self._of_scores(self._combined(node))

    def _every(self, node: Every) -> whoosh_query.Query:
        wanted = [self._compiled(part) for part in node.parts if not isinstance(part, Without)]
        found = whoosh_query.And(wanted) if len(wanted) > 1 else wanted[0] if wanted else whoosh_query.Every()
        # not Whoosh's AndNot: that does not look at its first document where the excluded begin before it
        excluded = {n for part in node.parts if isinstance(part, Without) for n in self._scores(part.part)}
        if not excluded:
            return found
        return self._of_scores({n: score for n, score in self._found_by(found).items() if n not in excluded})

    # --- leaves ---

    def _leaf(self, node: Words | Phrase) -> whoosh_query.Query:
        if isinstance(node, Phrase):
            return self._listed(node.text, node.name, self._layout.ranking.side_by_side)
        found = [self._word(word, node.name, whole=node.whole) for word in node.words]
        if len(found) == 1:
            return found[0]
        together = self._listed(node.text, node.name, self._layout.ranking.side_by_side)
        return whoosh_query.AndMaybe(whoosh_query.And(found), together)

    def _word(self, word: str, name: str | None, *, whole: bool) -> whoosh_query.Query:
        terms = [whoosh_query.Term(text, word, boost=self._layout.boosts[text]) for text in self._texts(name)]
        together, cut_so = self._listed(word, name, self._layout.ranking.together), whoosh_query.Or(terms)
        return whoosh_query.And([together, cut_so]) if whole else whoosh_query.AndMaybe(together, cut_so)

    def _texts(self, name: str | None) -> list[str]:
        return self._layout.texts if name is None else [name]

    def _keyed(self, node: Has | Between | HasSuch) -> Scores:
        def passes(key: str) -> bool:
            match node:
                case Has():
                    return key in node.values
                case Between():
                    return (node.low is None or key >= node.low) and (node.high is None or key <= node.high)
                case HasSuch():
                    return node.test(key)

        return {n: 0.0 for n, stored in self._documents() if any(map(passes, keys_of(stored.get(node.name))))}

    def _listed(self, text: str, name: str | None, weight: float) -> whoosh_query.Query:
        needle = [(token.text, token.position) for token in analysis.characters(text)]
        scores = {}
        for number, stored in self._documents():
            counts = {each: self._count(needle, number, each, stored) for each in self._texts(name)}
            score = sum(
                self._layout.boosts[each] * count / (count + self._relative_length(number, each))
                for each, count in counts.items()
                if count
            )
            if score:
                scores[number] = score
        rarity = weight * log(1 + self._searcher.doc_count_all() / (len(scores) or 1))
        return self._of_scores({number: rarity * score for number, score in scores.items()})

    def _relative_length(self, number: int, name: str) -> float:
        weight = self._layout.ranking.together_length
        length: int = self._searcher.reader().doc_field_length(number, name, 0)
        average: float = self._searcher.avg_field_length(name) or 1.0
        return (1 - weight) + weight * length / average

    def _count(self, needle: Sequence[tuple[str, int]], number: int, name: str, stored: Mapping[str, Any]) -> int:
        """In how many places of the field the tokens stand at the needle's distances."""
        tokens = self._tokens.get((number, name))
        if tokens is None:
            text = analysis.normalise(";".join(keys_of(stored.get(name)))).text
            tokens = self._tokens[number, name] = [(t.text, t.position) for t in analysis.characters(text)]
        if not needle:
            return 0
        places = {place: text for text, place in tokens}
        first, last = needle[0][1], needle[-1][1]
        # where the needle has a sign the text has one too, which is no character: 药，健 is not in 药的健
        wanted = {at: text for text, at in needle}
        return sum(
            all(places.get(place + at - first) == wanted.get(at) for at in range(first, last + 1))
            for _, place in tokens
        )

    def _documents(self) -> Iterator[tuple[int, Mapping[str, Any]]]:
        for searcher, offset in self._leaves:
            for number, stored in searcher.reader().iter_docs():
                yield offset + number, stored

    def _of_scores(self, scores: Scores) -> whoosh_query.Query:
        offsets = sorted(self._segments.values())
        matches: Matches = {offset: [] for offset in offsets}
        for number in sorted(scores):
            offset = offsets[bisect_right(offsets, number) - 1]
            matches[offset].append((number - offset, scores[number]))
        return Listed(matches, self._segments)

    # --- parts weighed against each other ---

    def _combined(self, node: Best | Favoured | Enough | Preferred) -> Scores:
        match node:
            case Best():
                return _best([self._scores(part) for part in node.parts], self._searcher.doc_count_all())
            case Favoured():
                by = self._scores(node.by)
                return {n: score + by.get(n, 0.0) for n, score in self._scores(node.part).items()}
            case Enough():
                return _enough([self._scores(part) for part in node.parts], node)
            case Preferred():
                return self._preferred(node)

    def _preferred(self, node: Preferred) -> Scores:
        keys = {number: keys_of(stored.get(node.name)) for number, stored in self._documents()}
        factors = dict(node.factors)
        return {
            number: score * max((factors.get(key, 1.0) for key in keys[number]), default=1.0)
            for number, score in self._scores(node.part).items()
        }


def _best(parts: Sequence[Scores], total: int) -> Scores:
    def rarity(count: int) -> float:
        return log(1 + total / max(count, 1))

    found: dict[int, list[float]] = {}
    together = rarity(len({number for part in parts for number in part}))
    for part in parts:
        levelled = together / rarity(len(part))
        for number, score in part.items():
            found.setdefault(number, []).append(score * levelled)
    return {number: max(each) + Best.TIE * (sum(each) - max(each)) for number, each in found.items()}


def _enough(parts: Sequence[Scores], node: Enough) -> Scores:
    scores: dict[int, float] = {}
    held: dict[int, float] = {}
    for part, weight in zip(parts, node.weights, strict=True):
        for number, score in part.items():
            scores[number] = scores.get(number, 0.0) + score
            held[number] = held.get(number, 0.0) + weight
    whole = sum(node.weights)
    return {
        number: score * held[number] / whole
        for number, score in scores.items()
        if held[number] >= node.needed - _ROUNDING * whole
    }
