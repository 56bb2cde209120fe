"""What would find something, where a search finds nothing: without a filter, or with some of its words only."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from search.filters import Filters
from search.requests import Asked
from search.searching import Outcome, total
from search.understanding import understand
from search.wording import filters_in_words

MOST = 6
_MOST_TRIED = 12  # searches to find them


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another search, and how many measures it finds."""

    text: str
    address: str
    count: int


def alternatives(asked: Asked, outcome: Outcome) -> list[Alternative]:
    """Those that find something; those that leave out least come first."""
    tried = list(_tries(asked, outcome))[:_MOST_TRIED]
    counted = ((text, other, total(other.query, other.filters)) for text, other in tried)
    found = [Alternative(text, other.address(), count) for text, other, count in counted if count]
    return found[:MOST]


def _tries(asked: Asked, outcome: Outcome) -> Iterator[tuple[str, Asked]]:
    yield from _without_a_filter(asked, outcome)
    if len(asked.filters.keys) > 1:
        yield "去掉全部筛选", replace(asked, filters=Filters())
    concepts = outcome.query.concepts
    if len(concepts) > 1:
        for concept in concepts:
            yield f"只检索“{concept.text}”", replace(asked, typed=concept.text, query=understand(concept.text))


def _without_a_filter(asked: Asked, outcome: Outcome) -> Iterator[tuple[str, Asked]]:
    for name in asked.filters.keys:
        kept = {other: keys for other, keys in asked.filters.keys.items() if other != name}
        chosen = filters_in_words({name: outcome.facets.get(name, [])})
        yield f"去掉{chosen[0] if chosen else '这项筛选'}", replace(asked, filters=Filters(kept))
