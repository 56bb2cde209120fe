"""Filters that are named in what was typed (湖南 中医药), taken for what they are: as if they had been chosen.

So a facet counts what other provinces would give, and choosing one of these adds to the one that was named.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from search.filters import NAMES, Filters
from search.nodes import EVERYTHING, Every, Favoured, Has, Node, Preferred
from search.query import Query


def adopted(query: Query, filters: Filters) -> tuple[Query, Filters]:
    """The query without the filters it names, and `filters` with them."""
    named = [node for node in query.fixed if isinstance(node, Has) and node.name in NAMES]
    if query.node is None or not named:
        return query, filters
    keys = {name: tuple(filters[name]) for name in filters.keys}
    for node in named:
        keys[node.name] = tuple(dict.fromkeys((*keys.get(node.name, ()), *node.values)))
    fixed = tuple(node for node in query.fixed if node not in named)
    return replace(query, node=_without(query.node, named), fixed=fixed), Filters(keys)


def _without(node: Node, gone: Collection[Node]) -> Node:
    """The node with these parts taken out of what it insists on."""
    match node:
        case Preferred() | Favoured():
            return replace(node, part=_without(node.part, gone))
        case Every():
            return Every(tuple(part for part in node.parts if part not in gone))
        case _:
            return EVERYTHING if node in gone else node
