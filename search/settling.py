"""The query that answers: as it was understood, or with a word corrected, or relaxed where too little holds everything.

What neither the corpus nor an expansion knows is never dropped: a query about nothing that was collected finds nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import log

from haystack import connections

from search.nodes import EVERYTHING, Best, Either, Enough, Every, Node, Weighted
from search.query import Concept, Part, Query, Role
from search.understanding import assembled

ENOUGH = 8  # found: nothing is relaxed
# What is left of a query has to weigh so much of it, each concept by how rare it is …
SHARE = 0.5
RAREST = 4  # … but one found once weighs no more than one found so often,
TERM = 1.5  # and a term of the field so many times as much as another word.
IN_PASSING = 0.01  # what a condition counts that only keeps others out
LOOSELY = 0.3  # what the words count that a long one is made of, apart
RELAXED = str(Role.RELAXATION)


def settled(query: Query, narrowing: Sequence[Node] = ()) -> Query:
    """The query to be answered under the filters `narrowing`. Raises IndexMissing."""
    if query.node is None or not query.concepts or RELAXED in query.undone:
        return query
    found = count(query.node, narrowing)
    if found >= ENOUGH:
        return query
    relaxed = relax(query)
    if relaxed is None or relaxed.node is None or count(relaxed.node, narrowing) <= found:
        return query
    return relaxed


def relax(query: Query) -> Query | None:
    """The query with only as many of its concepts insisted on as weigh enough, one of them a term of the field, and
    the words of long ones wherever they stand; None where one is unknown.
    """
    nodes = tuple(_loosened(concept) for concept in query.concepts)
    counts = [count(node) for node in nodes]
    if not all(counts):
        return None
    weights = tuple(_weight(concept, found) for concept, found in zip(query.concepts, counts, strict=True))
    node: Node = Enough(nodes, weights, SHARE * sum(weights))
    terms = tuple(node for node, concept in zip(nodes, query.concepts, strict=True) if concept.is_term)
    if len(terms) < len(nodes):
        node = Every((node, Weighted(Either(terms), IN_PASSING))) if terms else Every(nodes)
    parts = (*query.parts, _part(query, weights))
    return replace(query, node=assembled([*query.fixed, node], query.favours), parts=parts)


def _loosened(concept: Concept) -> Node:
    return Best((concept.node, Weighted(concept.loose, LOOSELY))) if concept.loose else concept.node


def _weight(concept: Concept, found: int) -> float:
    return log(1 + count(EVERYTHING) / max(found, RAREST)) * (TERM if concept.is_term else 1.0)


def _part(query: Query, weights: Sequence[float]) -> Part:
    whole = sum(weights)
    weighed = zip(query.concepts, weights, strict=True)
    spared = tuple(concept.text for concept, weight in weighed if whole - weight >= SHARE * whole)
    texts = spared or tuple(concept.text for concept in query.concepts)
    return Part(RELAXED, Role.RELAXATION, " ".join(texts), texts)


def count(node: Node, narrowing: Sequence[Node] = ()) -> int:
    """How many entries it finds."""
    found = connections["default"].get_backend().search(Every((node, *narrowing)), start_offset=0, end_offset=0)
    return int(found["hits"])
