"""Themes that a person chose lie over what the rules say. What a person does may make the rules say otherwise (the kind
and the words of a measure count); that is no news to them, and is no conflict to be settled later.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from documents.corrections.in_force import without_spans
from documents.models import Correction, Plan

FIELD = "themes"


@contextmanager
def heard(plan: Plan) -> Iterator[None]:
    """What the rules say after the block counts as said when the themes were chosen, unless they disagreed before."""
    chosen = Correction.objects.filter(plan=plan, field=FIELD, measure__isnull=False).select_related("measure")
    disagreed = {row.pk for row in chosen if _differs(row)}
    yield
    rows = [row for row in chosen.all() if row.pk not in disagreed and _differs(row)]
    for row in rows:
        row.parsed_value = row.measure.themes_by_rule if row.measure else []
    Correction.objects.bulk_update(rows, ["parsed_value"])


def _differs(row: Correction) -> bool:
    return row.measure is not None and without_spans(row.parsed_value) != list(row.measure.themes_by_rule)
