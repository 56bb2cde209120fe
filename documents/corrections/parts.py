"""The rows that belong to a measure, made from the lists in force: responsibilities, targets, citations."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, cast

from django.db import models
from django.db.models import Q

from documents.corrections.columns import clipped, column_of
from documents.models import Agency, AgencyName, Citation, Measure, Responsibility, Target

Part = Responsibility | Target | Citation
# A list in force in its stored form: one object for each row.
Values = Sequence[Mapping[str, Any]]

KINDS: dict[str, tuple[type[Part], tuple[str, ...]]] = {
    "responsibilities": (Responsibility, ("agency_id", "as_written", "role", "inherited", "spans")),
    "targets": (Target, ("indicator", "comparator", "value", "value_high", "unit", "year", "quote", "spans")),
    "citations": (Citation, ("title", "document_number", "spans")),
}


def replace(lists: Mapping[Measure, Mapping[str, Values]], province: str | None) -> None:
    """Makes the rows of these measures, of a plan of this province, equal to their lists; rows that are so already keep
    their number.
    """
    agencies = _Agencies((body for of in lists.values() for body in of["responsibilities"]), province)
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


class _Agencies:
    """Which agency a body is, of all that are named: one that was merged into another is that one; a body that the
    parser did not know is the one to which a person gave its name, if it is only one.
    """

    def __init__(self, bodies: Iterable[Mapping[str, Any]], province: str | None) -> None:
        every = list(bodies)
        named = {body["agency"] for body in every} - {None}
        rows = Agency.objects.filter(pk__in=named).values_list("pk", "merged_into") if named else ()
        self._known = {pk: merged or pk for pk, merged in rows}
        self._by_name = _named_by_persons({body["as_written"] for body in every if body["agency"] is None}, province)

    def of(self, body: Mapping[str, Any]) -> int | None:
        """None for a body that is none, or one whose agency is no longer there: what was written is left."""
        if body["agency"] is None:
            return self._by_name.get(body["as_written"])
        return self._known.get(body["agency"])


def _named_by_persons(names: set[str], province: str | None) -> dict[str, int]:
    """Name → the agency that bears it though the lexicon does not say so; of the province, or central."""
    if not names:
        return {}
    rows = AgencyName.objects.filter(Q(agency__province=None) | Q(agency__province=province), name__in=names)
    borne: dict[str, set[int]] = defaultdict(set)
    for row in rows.select_related("agency"):
        if row.name not in row.agency.lexicon_names:
            borne[row.name].add(row.agency.merged_into_id or row.agency_id)
    return {name: those.pop() for name, those in borne.items() if len(those) == 1}


def _possible(values: Mapping[str, Any]) -> bool:
    """Whether the numbers of a target can be kept: a text may write a million digits."""
    numbers = (values.get("value"), values.get("value_high"))
    return all(number is None or abs(number) < 10**300 for number in numbers)


def _columns(
    model: type[Part], columns: Sequence[str], values: Mapping[str, Any], agencies: _Agencies
) -> tuple[Any, ...]:
    """The columns of one row."""
    row = []
    for name in columns:
        if name == "agency_id":
            row.append(agencies.of(values))
        else:
            column = column_of(model, name)
            row.append(clipped(column, values[name]))
    return tuple(row)
