"""The rows that belong to a measure, made from the lists in force: responsibilities, targets, citations."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, cast

from django.db import models

from documents.corrections.columns import clipped, column_of
from documents.models import Agency, Citation, Measure, Responsibility, Target

Part = Responsibility | Target | Citation
# A list in force in its stored form: one object for each row.
Values = Sequence[Mapping[str, Any]]

KINDS: dict[str, tuple[type[Part], tuple[str, ...]]] = {
    "responsibilities": (Responsibility, ("agency_id", "as_written", "role", "inherited", "spans")),
    "targets": (Target, ("indicator", "comparator", "value", "value_high", "unit", "year", "quote", "spans")),
    "citations": (Citation, ("title", "document_number", "spans")),
}


def replace(lists: Mapping[Measure, Mapping[str, Values]]) -> None:
    """Makes the rows of these measures equal to their lists; rows that are so already keep their number."""
    agencies = _known_agencies(lists)
    for name, (model, columns) in KINDS.items():
        wanted = {
            measure.pk: [_columns(model, columns, values, agencies) for values in of[name] if _possible(values)]
            for measure, of in lists.items()
        }
        _write(model, columns, wanted)


def _write(model: type[Part], columns: Sequence[str], wanted: Mapping[int, Sequence[tuple[Any, ...]]]) -> None:
    stands: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
    rows = model._default_manager.filter(measure__in=wanted).order_by("measure", "order")
    for measure, *own in rows.values_list("measure", *columns):
        stands[measure].append(tuple(own))
    different = [measure for measure, own in wanted.items() if stands.get(measure, []) != own]
    if any(measure in stands for measure in different):
        model._default_manager.filter(measure__in=different).delete()
    made = (
        model(measure_id=measure, order=at, **dict(zip(columns, own, strict=True)))
        for measure in different
        for at, own in enumerate(wanted[measure])
    )
    cast("models.Manager[Any]", model._default_manager).bulk_create(made)


def _known_agencies(lists: Mapping[Measure, Mapping[str, Values]]) -> set[int]:
    named = {values["agency"] for of in lists.values() for values in of["responsibilities"]} - {None}
    return set(Agency.objects.filter(pk__in=named).values_list("pk", flat=True)) if named else set()


def _possible(values: Mapping[str, Any]) -> bool:
    """Whether the numbers of a target can be kept: a text may write a million digits."""
    numbers = (values.get("value"), values.get("value_high"))
    return all(number is None or abs(number) < 10**300 for number in numbers)


def _columns(
    model: type[Part], columns: Sequence[str], values: Mapping[str, Any], agencies: set[int]
) -> tuple[Any, ...]:
    """The columns of one row. An agency that is no longer there leaves what was written."""
    row = []
    for name in columns:
        if name == "agency_id":
            row.append(values["agency"] if values["agency"] in agencies else None)
        else:
            column = column_of(model, name)
            row.append(clipped(column, values[name]))
    return tuple(row)
