"""The query that answers: as it was understood, or with a word corrected, or relaxed where too little holds everything.

What neither the corpus nor an expansion knows is never dropped: a query about nothing that was collected finds nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import log

from haystack import connections

from search.nodes import Enough, Every, Node
from search.query import Concept, Part, Query, Role
from search.understanding import assembled

ENOUGH = 8  # found: nothing is relaxed
# What is left of a query has to weigh so much of it, each concept by how rare it is.
SHARE = 0.6
RELAXED = str(Role.RELAXATION)


def settled(query: Query, narrowing: Sequence[Node] = ()) -> Query:
    """The query to be answered under the filters `narrowing`. Raises IndexMissing."""
    if query.node is None or not query.concepts or RELAXED in query.undone:
        return query
    found = count(query.node, narrowing)
    if found >= ENOUGH or len(query.concepts) < 2:
        return query
    relaxed = relax(query)
    if relaxed is None or relaxed.node is None or count(relaxed.node, narrowing) <= found:
        return query
    return relaxed


def relax(query: Query) -> Query | None:
    """The query with only as many of its concepts insisted on as weigh enough; None where one is unknown."""
    total = count(Every())
    counts = [count(concept.node) for concept in query.concepts]
    if not all(counts):
        return None
    weights = tuple(log(1 + total / number) for number in counts)
    needed = SHARE * sum(weights)
    parts = tuple(concept.node for concept in query.concepts)
    node = assembled([*query.fixed, Enough(parts, weights, needed)], query.favours)
    dropped = [each for each, weight in zip(query.concepts, weights, strict=True) if sum(weights) - weight >= needed]
    if not dropped:
        return None
    return replace(query, node=node, parts=(*query.parts, _part(dropped)))


def _part(dropped: Sequence[Concept]) -> Part:
    texts = tuple(concept.text for concept in dropped)
    return Part(RELAXED, Role.RELAXATION, " ".join(texts), texts)


def count(node: Node, narrowing: Sequence[Node] = ()) -> int:
    """How many entries it finds."""
    found = connections["default"].get_backend().search(Every((node, *narrowing)), start_offset=0, end_offset=0)
    return int(found["hits"])
