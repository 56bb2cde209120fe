"""The query that answers: as it was understood, or completed, corrected or relaxed where that finds too little."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

import opencc

from search import analysis, dictionaries
from search.correcting import corrected
from search.counting import count
from search.nodes import Best, Every, Has, Node, Weighted, Without
from search.query import Concept, Part, Query, Role
from search.relaxing import RELAXED, rarity, relax
from search.synonyms import Expansion
from search.understanding import assembled, expanded

# Found: the query is answered as it is; one of a single word says more surely what it wants.
ENOUGH, ENOUGH_OF_ONE = 10, 6
BACKGROUND = Has("kind", ("background",))
NO_TERM = 0.3  # what a word counts that is no term of the field, beside one that is


def settled(query: Query, narrowing: Sequence[Node] = ()) -> Query:
    """The query to be answered under the filters `narrowing`. Raises IndexMissing."""
    return _telling(_answering(weighed(lifted(query)), narrowing)) if query.concepts else _telling(query)


def _answering(query: Query, narrowing: Sequence[Node]) -> Query:
    found = _found(query, narrowing)
    enough = ENOUGH if len(query.concepts) > 1 else ENOUGH_OF_ONE
    if found >= enough:
        return query
    query = corrected(completed(query), narrowing, found)
    found = _found(query, narrowing)
    relaxed = relax(query) if found < enough and RELAXED not in query.undone else None
    return relaxed if relaxed is not None and _found(relaxed, narrowing) > found else query


def _found(query: Query, narrowing: Sequence[Node]) -> int:
    return 0 if query.node is None else count(query.node, narrowing)


def lifted(query: Query) -> Query:
    """What was added for a word that no text holds, or none but a background, is all that it means, and counts as if
    it had been typed.
    """
    concepts = tuple(replace(concept, node=_lifted(concept)) for concept in query.concepts)
    return query if concepts == query.concepts else _with(query, concepts)


def _lifted(concept: Concept) -> Node:
    added = (
        [part for part in concept.node.parts if isinstance(part, Weighted)] if isinstance(concept.node, Best) else []
    )
    if not isinstance(concept.node, Best) or not added or count(Every((concept.node.parts[0], Without(BACKGROUND)))):
        return concept.node
    most = max(part.weight for part in added)
    return Best((concept.node.parts[0], *(replace(part, weight=part.weight / most) for part in added)))


def weighed(query: Query) -> Query:
    """Of several words those that few texts hold say what is wanted, and terms of the field more than others: each
    counts by its rarity beside the rarest.
    """
    if len(query.concepts) < 2:
        return query
    rarities = [rarity(count(concept.node)) for concept in query.concepts]
    no_terms = not any(concept.is_term for concept in query.concepts)
    concepts = (
        replace(
            concept, node=Weighted(concept.node, each / max(rarities) * (1 if concept.is_term or no_terms else NO_TERM))
        )
        for concept, each in zip(query.concepts, rarities, strict=True)
    )
    return _with(query, tuple(concepts))


def _with(query: Query, concepts: Sequence[Concept]) -> Query:
    node = assembled([*query.fixed, *(concept.node for concept in concepts)], query.favours)
    return replace(query, node=node, concepts=tuple(concepts))


def completed(query: Query) -> Query:
    """What no text holds and no dictionary knows may be part of a word that a dictionary knows (狂犬 of 狂犬病), or
    what is called otherwise in Taiwan (软体, 网路).
    """
    concepts, parts = [], list(query.parts)
    for concept in query.concepts:
        key = f"{Role.EXPANSION}:{concept.text}"
        whole = () if concept.is_term or key in query.undone else _whole_words(concept)
        if whole:
            parts.append(Part(key, Role.EXPANSION, concept.text, tuple(each.text for each in whole)))
            ways = (Weighted(expanded(each), each.weight) for each in whole)
            concept = replace(concept, node=Best((concept.node, *ways)))  # noqa: PLW2901
        concepts.append(concept)
    if len(parts) == len(query.parts):
        return query
    return replace(_with(query, concepts), parts=tuple(parts))


def _whole_words(concept: Concept) -> tuple[Expansion, ...]:
    if len(concept.text) < 2 or not analysis.is_chinese(concept.text) or count(concept.node):
        return ()
    mainland = Expansion.of(_as_on_the_mainland(concept.text))
    ways = (*dictionaries.synonyms().holding(concept.text), mainland)
    return tuple(each for each in ways if count(expanded(each)))


def _as_on_the_mainland(text: str) -> str:
    """软体 → 软件, as Taiwan writes and calls it."""
    to_traditional, to_mainland = _converters()
    converted: str = to_mainland.convert(to_traditional.convert(text))
    return converted


@cache
def _converters() -> tuple[opencc.OpenCC, opencc.OpenCC]:
    return opencc.OpenCC("s2t"), opencc.OpenCC("tw2sp")


def _telling(query: Query) -> Query:
    """Of the words that were added, only those that some text holds are told."""
    return replace(query, parts=tuple(told for part in query.parts if (told := _told(part)).meaning))


def _told(part: Part) -> Part:
    if part.role != Role.EXPANSION:
        return part
    return replace(part, meaning=tuple(text for text in part.meaning if count(expanded(Expansion.of(text)))))
