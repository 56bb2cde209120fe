"""How many entries a query tree finds: what decides whether a query is answered as it was typed."""

from __future__ import annotations

from collections.abc import Sequence

from haystack import connections

from search import analysis
from search.nodes import Every, Node, Phrase


def count(node: Node, narrowing: Sequence[Node] = ()) -> int:
    """How many entries it finds under these filters. Raises IndexMissing."""
    found = connections["default"].get_backend().search(Every((node, *narrowing)), start_offset=0, end_offset=0)
    return int(found["hits"])


def is_held(text: str) -> bool:
    """Whether these characters stand together anywhere; signs and blanks are everywhere."""
    return not any(analysis.characters(text)) or count(Phrase(text)) > 0
