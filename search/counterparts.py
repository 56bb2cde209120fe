"""The measures of other provinces that are most like one, each with the words that both share and that only one has."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from haystack.constants import ID
from haystack.query import SearchQuerySet
from haystack.utils import get_identifier

from documents.models import Measure
from search.backends.similar import Comparison, compare
from search.nodes import Has, Node, Without
from search.updates import backend

PASSAGE = 160  # characters


@dataclass(frozen=True, slots=True)
class Counterpart:
    """A measure of another province; its passage is escaped, with the shared words marked."""

    measure: Measure
    comparison: Comparison
    passage: SafeString


def elsewhere_than(measure: Measure) -> Node:
    """What is of another province; of another plan where the measure's own province is not known."""
    province = measure.plan.province_id
    here = Has("province", (province,)) if province is not None else Has("plan", (str(measure.plan_id),))
    return Without(here)


def alike(measure: Measure, limit: int) -> list[int]:
    """The numbers of the measures of other provinces most like this one, most alike first. Raises IndexMissing."""
    found = SearchQuerySet().filter(content=elsewhere_than(measure)).more_like_this(measure)
    return [int(result.pk) for result in found[:limit]]


def counterparts(measure: Measure, limit: int) -> list[Counterpart]:
    """Most alike first, `limit` at most; none where no other province says the like. One query. Raises IndexMissing."""
    numbers = alike(measure, limit)
    seen = Measure.objects.visible().select_related("plan__province", "chapter")
    by_pk = seen.defer("parsed", "plan__parsed", "chapter__parsed").in_bulk(numbers)
    return [_counterpart(measure, by_pk[pk]) for pk in numbers if pk in by_pk]


def _counterpart(measure: Measure, other: Measure) -> Counterpart:
    comparison = compare(backend().snapshot(), _prepared(measure), _prepared(other))
    return Counterpart(other, comparison, _passage(other.after_lead, comparison.shared))


def _passage(text: str, words: Sequence[str]) -> SafeString:
    """How the text begins, with these words marked."""
    shown = text if len(text) <= PASSAGE else f"{text[:PASSAGE]}…"
    if not words:
        return format_html("{}", shown)
    longest_first = sorted(words, key=len, reverse=True)
    parts = re.split(f"({'|'.join(map(re.escape, longest_first))})", shown, flags=re.IGNORECASE)
    # re.split puts what it splits by at every second place
    marked = (format_html("<mark>{}</mark>" if at % 2 else "{}", part) for at, part in enumerate(parts))
    return format_html_join("", "{}", ((part,) for part in marked))


def _prepared(measure: Measure) -> dict[str, Any]:
    return {ID: get_identifier(measure), "text": measure.text, "lead": measure.lead}
