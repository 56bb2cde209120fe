"""What other provinces do about the same, on the page of a measure."""

from __future__ import annotations

from django import template

from documents.models import Measure
from search.backends.generations import IndexMissing
from search.counterparts import counterparts

register = template.Library()

MOST = 5


@register.inclusion_tag("search/counterparts.html")
def similar_measures(measure: Measure) -> dict[str, object]:
    """The measures most like this one; without an index nothing, since the page has its own matter to show."""
    try:
        return {"counterparts": counterparts(measure, MOST), "known": True}
    except IndexMissing:
        return {"counterparts": [], "known": False}
