"""Not insisting on every word where too little holds all of them.

What neither the corpus nor an expansion knows is never dropped: a query about nothing that was collected finds nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import log

from search import analysis
from search.counting import count, is_held
from search.nodes import EVERYTHING, Best, Either, Enough, Every, Favoured, Node, Weighted, Words
from search.query import Concept, Part, Query, Role
from search.understanding import assembled, leaf
from search.units import idle_words, is_idle_talk

# What is left of a query has to weigh so much of it, each concept by how rare it is …
SHARE = 0.3
RAREST = 4  # … but one found once weighs no more than one found so often,
TERM = 1.5  # and a term of the field so many times as much as another word.
IN_PASSING = 0.01  # what a condition counts that only keeps others out
WHOLLY = 2.0  # how much more an entry scores that all of it finds
LOOSELY = 0.05  # what the words count that a long one is made of, apart …
MOST_OF_IT = 0.6  # … of which so much has to be there
# A word that no dictionary knows is of the field if so many entries hold it, but no more than this share of all.
OFTEN, EVERYWHERE = 4, 0.3
RELAXED = str(Role.RELAXATION)


def relax(query: Query) -> Query | None:
    """The query with only as many of its concepts insisted on as weigh enough, one of them a term of the field, and
    the words of long ones wherever they stand; None where one is unknown.
    """
    concepts = [part for concept in query.concepts for part in _taken_apart(concept)]
    nodes = tuple(_loosened(concept) for concept in concepts)
    counts = [count(node) for node in nodes]
    if not concepts or not all(counts):
        return None
    weights = tuple(_weight(concept, found) for concept, found in zip(concepts, counts, strict=True))
    node: Node = Enough(nodes, weights, SHARE * sum(weights))
    terms = tuple(node for node, concept in zip(nodes, concepts, strict=True) if _is_term(concept))
    if len(terms) < len(nodes):
        node = Every((node, Weighted(Either(terms), IN_PASSING))) if terms else Every(nodes)
    exact = Every(tuple(concept.node for concept in query.concepts))
    node = Favoured(node, Weighted(exact, WHOLLY))
    parts = (*query.parts, _part(concepts, weights))
    return replace(query, node=assembled([*query.fixed, node], query.favours), parts=parts)


def _taken_apart(concept: Concept) -> list[Concept]:
    """What no text holds says nothing where it is made of words that do, and a guessed word is what it is made of:
    人太多, 没人陪.
    """
    if concept.is_term or is_held(concept.text):
        return [concept]
    if is_idle_talk(concept.text):
        return []
    if analysis.is_word(concept.text):
        return [concept]
    inner = [word for word in analysis.known_words(concept.text) if word not in idle_words()]
    # single characters are held by so many texts that they say nothing
    return [concept] if any(len(word) == 1 for word in inner) else [_concept(word) for word in inner]


def _concept(word: str) -> Concept:
    node = leaf(word)
    return Concept(word, node, node)


def _loosened(concept: Concept) -> Node:
    """The concept; or, at much less, most of the words that a long one is made of, wherever they stand."""
    inner = dict.fromkeys(analysis.words_inside(concept.text)) if analysis.is_chinese(concept.text) else {}
    if len(inner) < 2:
        return concept.node
    words = tuple(Words(word, (word,)) for word in inner)
    weights = tuple(rarity(count(word)) for word in words)
    needed = sum(weights) if len(words) == 2 else MOST_OF_IT * sum(weights)
    return Best((concept.node, Weighted(Enough(words, weights, needed), LOOSELY)))


def _is_term(concept: Concept) -> bool:
    """Whether the field knows it: by a dictionary, or because texts often say it, but not at every turn."""
    if concept.is_term or len(concept.text) < 2:
        return concept.is_term
    found = count(concept.literal)
    return OFTEN <= found <= EVERYWHERE * count(EVERYTHING)


def _weight(concept: Concept, found: int) -> float:
    return rarity(found) * (TERM if concept.is_term else 1.0)


def rarity(found: int) -> float:
    """Greater for what fewer entries hold; above zero."""
    return log(1 + count(EVERYTHING) / max(found, RAREST))


def _part(concepts: Sequence[Concept], weights: Sequence[float]) -> Part:
    whole = sum(weights)
    weighed = zip(concepts, weights, strict=True)
    spared = tuple(concept.text for concept, weight in weighed if whole - weight >= SHARE * whole)
    texts = spared or tuple(concept.text for concept in concepts)
    return Part(RELAXED, Role.RELAXATION, " ".join(texts), texts)
