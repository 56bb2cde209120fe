"""A person's acts on single fields. Each is one transaction that keeps what the parser said, brings the columns in
line, records which measures the index must hear of, and keeps the act itself; then what there is to review is looked at
anew.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone

from documents import index_changes
from documents.corrections import checking, rejudging
from documents.corrections.in_force import (
    Corrections,
    apply_entries,
    apply_plan,
    parsed_value,
    value_in_force,
    without_spans,
)
from documents.corrections.values import clean
from documents.models import Chapter, Correction, CorrectionAct, Measure, Plan
from documents.review import raising

Entry = Plan | Chapter | Measure


@dataclass(frozen=True, slots=True)
class Doing:
    """Who does something, and why. What is done in one go has one batch, and is undone together."""

    by: AbstractBaseUser | None
    reason: str = ""
    batch: uuid.UUID = field(default_factory=uuid.uuid4)


def going_back(made_at: datetime) -> str:
    """The reason of an act that puts back what stood before another one; its time as pages show it."""
    return f"恢复到 {timezone.localtime(made_at):%Y-%m-%d %H:%M} 之前"


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
    return correct_as(entry, values, Doing(by, reason))


def correct_as(entry: Entry, values: Mapping[str, Any], doing: Doing) -> list[str]:
    """`correct_fields`, as part of what is being done."""
    with _on(entry) as fresh:
        cleaned = {field: clean(fresh, field, value) for field, value in values.items()}
        return [field for field, value in cleaned.items() if put(fresh, field, value, doing)]


def correct_each(
    entries: Iterable[Chapter | Measure], values: Mapping[str, Any], *, by: AbstractBaseUser | None, reason: str = ""
) -> int:
    """Corrects the same fields of many entries, all or none; says how many changed. Raises as `correct`.

    The batch is one: the acts are undone together.
    """
    doing, changed = Doing(by, reason), 0
    with transaction.atomic():
        for plan_id, those in groupby(sorted(entries, key=plan_id_of), key=plan_id_of):
            changed += _correct_in_plan(plan_id, list(those), values, doing)
    return changed


def _correct_in_plan(plan_id: int, entries: list[Chapter | Measure], values: Mapping[str, Any], doing: Doing) -> int:
    with changing(plan_id, only_measures(entries)) as plan:
        cleaned = [(entry, {name: clean(entry, name, value) for name, value in values.items()}) for entry in entries]
        changed = [entry for entry, those in cleaned if sum([put(entry, n, v, doing) for n, v in those.items()])]
        measures = [entry for entry in entries if isinstance(entry, Measure)]
        apply_entries(plan, measures if len(measures) == len(entries) else None)
    return len(changed)


def revert(entry: Entry, field: str, by: AbstractBaseUser | None) -> bool:
    """Takes a correction away, so that what the parser says is in force; says whether there was one.

    Raises ValidationError for what a person added: there the parser has said nothing.
    """
    with _on(entry) as fresh:
        return take_away(fresh, field, Doing(by))


def stored_value(entry: Entry, field: str) -> Any:
    """The value in force of a field in its stored form (see `values`)."""
    return value_in_force(entry, field, Corrections(plan_id_of(entry)).of(entry))


def same(one: Any, other: Any) -> bool:
    """Whether two values say the same, wherever in the text they were read."""
    return bool(without_spans(one) == without_spans(other))


def apply(entry: Entry) -> None:
    """Brings the columns and rows of an entry in line with what was parsed and corrected.

    For a chapter or plan also those of the entries it bears on. Records nothing for the index: see `changing`.
    """
    corrections = Corrections(plan_id_of(entry))
    if isinstance(entry, Plan):
        before = (entry.title, entry.province_id)
        apply_plan(entry, corrections)
        if (entry.title, entry.province_id) != before:  # on which themes and agencies of its measures hang
            apply_entries(entry, corrections=corrections)
    elif isinstance(entry, Chapter):
        apply_entries(entry.plan, corrections=corrections)
    else:
        apply_entries(entry.plan, [entry], corrections)


@contextmanager
def changing(plan_id: int, measures: Collection[int] | None = None) -> Iterator[Plan]:
    """One act on a plan, which is locked, as it stands now. What the caller changes of it (of these measures only) is
    recorded for the index when the block ends; checks that held go on holding, and what to review is looked at anew.
    """
    with transaction.atomic():
        plan = Plan.objects.select_for_update().get(pk=plan_id)
        with index_changes.recorded(plan_id, measures):
            with checking.reaffirmed(plan), rejudging.heard(plan):
                yield plan
            raising.refresh(plan, measures)


@contextmanager
def _on(entry: Entry) -> Iterator[Entry]:
    """One act on one entry: gives it as it stands now, and applies what was changed."""
    with changing(plan_id_of(entry), only_measures([entry])):
        fresh: Entry = type(entry)._default_manager.get(pk=entry.pk)
        yield fresh
        apply(fresh)
    entry.refresh_from_db()


def only_measures(entries: Collection[Entry]) -> list[int] | None:
    """The numbers of the entries if all are measures: a chapter or plan bears on others too."""
    measures = [entry.pk for entry in entries if isinstance(entry, Measure)]
    return measures if len(measures) == len(entries) else None


def put(entry: Entry, field: str, value: Any, doing: Doing) -> bool:
    """Keeps a cleaned value as the correction of a field; says whether that changes anything."""
    said = parsed_value(entry, field)
    # hidden=False is worth keeping where the parser no longer finds the entry: it says to show it all the same
    if same(value, said) and not (field == "hidden" and not entry.found):
        return take_away(entry, field, doing)
    stands = corrections_of(entry).filter(field=field).first()
    if stands is not None and same(stands.value, value):
        return False
    before = stands.value if stands else said
    keep_act(entry, doing, field=field, before=before, after=value)
    correction = stands or Correction(field=field, **whose(entry))
    correction.value, correction.parsed_value, correction.reason = value, said, doing.reason
    correction.made_by_id = doing.by.pk if doing.by else None
    correction.save()
    return True


def take_away(entry: Entry, field: str, doing: Doing) -> bool:
    """Removes the correction of a field; says whether there was one."""
    stands = corrections_of(entry).filter(field=field).first()
    if stands is None:
        return False
    said = parsed_value(entry, field)
    if field == "text" and not said:
        raise ValidationError("人工添加的条目没有解析结果可以恢复；不需要时可以隐藏它。")
    keep_act(entry, doing, CorrectionAct.Kind.REVERT, field=field, before=stands.value, after=said)
    stands.delete()
    return True


def keep_act(
    entry: Entry, doing: Doing, kind: CorrectionAct.Kind = CorrectionAct.Kind.CORRECT, **said: Any
) -> CorrectionAct:
    """Keeps what was done to an entry: `field`, `before`, `after`."""
    # a list that was corrected changes no column of the entry itself; readers ask it when it changed last
    type(entry)._default_manager.filter(pk=entry.pk).update(updated_at=timezone.now())
    by = doing.by.pk if doing.by else None
    return CorrectionAct.objects.create(
        kind=kind, batch=doing.batch, reason=doing.reason, made_by_id=by, **said, **whose(entry)
    )


def whose(entry: Entry) -> dict[str, Any]:
    """The foreign keys by which a row belongs to an entry."""
    return {
        "plan_id": plan_id_of(entry),
        "chapter_id": entry.pk if isinstance(entry, Chapter) else None,
        "measure_id": entry.pk if isinstance(entry, Measure) else None,
    }


def corrections_of(entry: Entry) -> models.QuerySet[Correction]:
    return Correction.objects.filter(**whose(entry))


def plan_id_of(entry: Entry) -> int:
    return entry.pk if isinstance(entry, Plan) else entry.plan_id
