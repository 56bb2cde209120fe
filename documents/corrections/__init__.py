"""What a person changed, field by field, laid over what the parser said; it survives every import.

`correct` and `revert` are a person's two acts. Each is one transaction that keeps what the parser said, brings the
columns in line (`apply`), records which measures the index must hear of, and keeps the act itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import models, transaction
from django.utils import timezone

from documents import index_changes
from documents.corrections.in_force import (
    Corrections,
    apply_entries,
    apply_plan,
    parsed_value,
    value_in_force,
)
from documents.corrections.values import clean, title_of
from documents.models import Chapter, Correction, CorrectionAct, Measure, Plan

__all__ = [
    "Conflict",
    "Entry",
    "apply",
    "clean",
    "conflicts",
    "correct",
    "correct_fields",
    "parsed_value",
    "revert",
    "same",
    "stored_value",
    "title_of",
]

Entry = Plan | Chapter | Measure


def apply(entry: Entry) -> None:
    """Brings the columns and rows of an entry in line with what was parsed and corrected.

    For a chapter or plan also those of the entries it bears on. Records nothing for the index: see `recorded`.
    """
    corrections = Corrections(_plan_id(entry))
    if isinstance(entry, Plan):
        title = entry.title
        apply_plan(entry, corrections)
        if entry.title != title:  # which bears on what its measures are about
            apply_entries(entry, corrections=corrections)
    elif isinstance(entry, Chapter):
        apply_entries(entry.plan, corrections=corrections)
    else:
        apply_entries(entry.plan, [entry], corrections)


def correct(entry: Entry, field: str, value: Any, *, by: AbstractBaseUser | None, reason: str = "") -> bool:
    """Puts `value` in the place of what the parser said of a field; says whether anything changed.

    What the parser itself said takes the correction away. Raises ValidationError with a Chinese message when the value
    cannot be that field's. `entry` is brought up to date.
    """
    return bool(correct_fields(entry, {field: value}, by=by, reason=reason))


def correct_fields(
    entry: Entry, values: Mapping[str, Any], *, by: AbstractBaseUser | None, reason: str = ""
) -> list[str]:
    """Corrects several fields at once, all or none; gives the names of those that changed. Raises as `correct`."""
    with _changing(entry) as fresh:
        cleaned = {field: clean(fresh, field, value) for field, value in values.items()}
        return [field for field, value in cleaned.items() if _put(fresh, field, value, by, reason)]


def revert(entry: Entry, field: str, by: AbstractBaseUser | None) -> bool:
    """Takes a correction away, so that what the parser says is in force; says whether there was one."""
    with _changing(entry) as fresh:
        return _take_away(fresh, field, by, "")


def stored_value(entry: Entry, field: str) -> Any:
    """The value in force of a field in its stored form (see `values`)."""
    return value_in_force(entry, field, Corrections(_plan_id(entry)).of(entry))


def same(one: Any, other: Any) -> bool:
    """Whether two values say the same, wherever in the text they were read."""
    return bool(_without_spans(one) == _without_spans(other))


def _without_spans(value: Any) -> Any:
    if isinstance(value, list):
        return [_without_spans(item) for item in value]
    if isinstance(value, dict):
        return {name: item for name, item in value.items() if name != "spans"}
    return value


@dataclass(frozen=True, slots=True)
class Conflict:
    """A correction whose ground has moved: the parser now says something else than when it was made."""

    correction: Correction
    parsed_before: Any
    parsed_now: Any


def conflicts(plan: Plan) -> list[Conflict]:
    """The corrections of a plan and its entries for which the parser's word has changed since. One query."""
    rows = Correction.objects.filter(plan=plan).select_related("plan", "chapter", "measure").order_by("pk")
    found = [Conflict(row, row.parsed_value, parsed_value(row.entry, row.field)) for row in rows]
    # where the parser has come round to the correction, nobody has to decide anything
    return [c for c in found if not same(c.parsed_before, c.parsed_now) and not same(c.parsed_now, c.correction.value)]


@contextmanager
def _changing(entry: Entry) -> Iterator[Entry]:
    """One act on an entry: locks its plan, gives the entry as it stands now, applies and records what was changed."""
    with transaction.atomic():
        Plan.objects.select_for_update().get(pk=_plan_id(entry))
        fresh: Entry = type(entry)._default_manager.get(pk=entry.pk)
        touched = [fresh.pk] if isinstance(fresh, Measure) else None
        with index_changes.recorded(_plan_id(fresh), touched):
            yield fresh
            apply(fresh)
        entry.refresh_from_db()


def _put(entry: Entry, field: str, value: Any, by: AbstractBaseUser | None, reason: str) -> bool:
    said = parsed_value(entry, field)
    # hidden=False is worth keeping where the parser no longer finds the entry: it says to show it all the same
    if same(value, said) and not (field == "hidden" and not entry.found):
        return _take_away(entry, field, by, reason)
    stands = _corrections(entry).filter(field=field).first()
    if stands is not None and same(stands.value, value):
        return False
    _keep_act(entry, field, value_in_force(entry, field, {field: stands.value} if stands else {}), value, by, reason)
    correction = stands or Correction(field=field, **_whose(entry))
    correction.value, correction.parsed_value, correction.reason = value, said, reason
    correction.made_by_id = by.pk if by else None
    correction.save()
    return True


def _take_away(entry: Entry, field: str, by: AbstractBaseUser | None, reason: str) -> bool:
    stands = _corrections(entry).filter(field=field).first()
    if stands is None:
        return False
    _keep_act(entry, field, stands.value, parsed_value(entry, field), by, reason, reverted=True)
    stands.delete()
    return True


def _keep_act(
    entry: Entry,
    field: str,
    before: Any,
    after: Any,
    by: AbstractBaseUser | None,
    reason: str,
    *,
    reverted: bool = False,
) -> None:
    # a list that was corrected changes no column of the entry itself; readers ask it when it changed last
    type(entry)._default_manager.filter(pk=entry.pk).update(updated_at=timezone.now())
    CorrectionAct.objects.create(
        field=field, before=before, after=after, reverted=reverted, reason=reason,
        made_by_id=by.pk if by else None, **_whose(entry),
    )  # fmt: skip


def _whose(entry: Entry) -> dict[str, Any]:
    """The foreign keys by which a row belongs to an entry."""
    return {
        "plan_id": _plan_id(entry),
        "chapter_id": entry.pk if isinstance(entry, Chapter) else None,
        "measure_id": entry.pk if isinstance(entry, Measure) else None,
    }


def _corrections(entry: Entry) -> models.QuerySet[Correction]:
    return Correction.objects.filter(**_whose(entry))


def _plan_id(entry: Entry) -> int:
    return entry.pk if isinstance(entry, Plan) else entry.plan_id
