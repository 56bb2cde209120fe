"""haystack's SearchQuery, building our query trees instead of strings that would have to be read again."""

from __future__ import annotations

import re
from typing import Any

from haystack.backends import BaseSearchQuery, SearchNode
from haystack.constants import DJANGO_ID
from haystack.exceptions import SearchBackendError
from haystack.inputs import AutoQuery, BaseInput, Exact, Not, Raw

from search.backends.schema import keys_of
from search.query import EVERYTHING, NOTHING, Between, Either, Every, Has, Node, Without, parse, phrase, words

_NARROW = re.compile(r'(?P<name>\w+?)(?:_exact)?:(?P<quote>"?)(?P<value>[^"]+)(?P=quote)')


class TreeSearchQuery(BaseSearchQuery):
    """What SearchQuerySet collects, as a query tree. Values may be trees too: `sqs.filter(content=parse("…").node)`.

    Lookups on key fields: exact, in, gt, gte, lt, lte, range; on text fields: contains (all words), exact (as a
    phrase), in. Any other raises SearchBackendError.
    """

    def __str__(self) -> str:
        return str(self.build_query())

    def build_query(self) -> Node:
        if self.boost:
            raise SearchBackendError("boost() is not supported: fields are weighted in the SearchIndex")
        return self._node(self.query_filter)

    def _node(self, tree: SearchNode) -> Node:
        parts = tuple(
            self._node(child) if isinstance(child, SearchNode) else self._leaf(tree, child) for child in tree.children
        )
        node: Node = EVERYTHING
        if parts:
            node = Either(parts) if tree.connector == SearchNode.OR else Every(parts)
        return Without(node) if tree.negated else node

    def _leaf(self, tree: SearchNode, child: tuple[str, Any]) -> Node:
        expression, value = child
        field, lookup = tree.split_expression(expression)
        if isinstance(value, Node):
            return value
        if isinstance(value, Not):
            return Without(self._looked_up(field, "content", str(value)))
        if isinstance(value, AutoQuery | Raw):
            return parse(str(value)).node or NOTHING
        if isinstance(value, Exact):
            lookup = "exact"
        return self._looked_up(field, lookup, str(value) if isinstance(value, BaseInput) else value)

    def _looked_up(self, field: str, lookup: str, value: Any) -> Node:
        field = DJANGO_ID if field == "pk" else field
        if self.backend.layout().is_key(field):
            return _key_lookup(field, lookup, value)
        return _text_lookup(None if field == "content" else field, lookup, value)

    def build_query_fragment(self, field: str, filter_type: str, value: Any) -> str:
        """Only what `repr` and `narrow(SQ(…))` show; trees are built by `build_query`."""
        return str(self._looked_up(field, filter_type, value)).replace("=", ":")

    def add_narrow_query(self, query: Node | str) -> None:
        """A filter that facets may be told to ignore: a tree, or haystack's `field:value`."""
        if isinstance(query, str):
            match = _NARROW.fullmatch(query)
            if match is None:
                raise SearchBackendError(f"narrow() takes field:value, not {query!r}")
            query = Has(match["name"], (match["value"],))
        super().add_narrow_query(query)

    def run_mlt(self, **kwargs: Any) -> None:
        """haystack's own forgets the limits."""
        limits = {"start_offset": self.start_offset, "end_offset": self.end_offset}
        super().run_mlt(**{**limits, **kwargs})

    def get_facet_counts(self) -> Any:
        """Facets alone where nothing else was asked for yet; haystack's own fetches every document with them."""
        if self._facet_counts is None:  # type: ignore[has-type]  # haystack's attribute
            params = {**self.build_params(), "end_offset": self.start_offset}
            results = self.backend.search(self.build_query(), **params)
            self._facet_counts = self.post_process_facets(results)
        return self._facet_counts


def _key_lookup(field: str, lookup: str, value: Any) -> Node:
    """Keys compare as text, so numbers need a fixed number of digits (years) to be compared by size."""
    if lookup in ("content", "exact"):
        return Has(field, tuple(keys_of(value)))
    if lookup == "in":
        return Has(field, tuple(keys_of(list(value))))
    if lookup == "range":
        low, high = value
        return Between(field, _key(low), _key(high))
    if lookup in ("gte", "gt"):
        above = Between(field, _key(value), None)
        return above if lookup == "gte" else Every((above, Without(Has(field, (_key(value),)))))
    if lookup in ("lte", "lt"):
        below = Between(field, None, _key(value))
        return below if lookup == "lte" else Every((below, Without(Has(field, (_key(value),)))))
    raise SearchBackendError(f"lookup {lookup!r} is not supported on the key field {field!r}")


def _key(value: Any) -> str:
    (key,) = keys_of(value)
    return key


def _text_lookup(name: str | None, lookup: str, value: Any) -> Node:
    if lookup in ("content", "contains"):
        return words(str(value), name) or NOTHING
    if lookup == "exact":
        return phrase(str(value), name) or NOTHING
    if lookup == "in":
        return Either(tuple(found for each in value if (found := phrase(str(each), name))))
    raise SearchBackendError(f"lookup {lookup!r} is not supported on the text field {name or 'content'!r}")
