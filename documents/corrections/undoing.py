"""Taking back what was done: one batch of acts as a whole, or one field to what stood there before an act."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction

from documents.corrections.acts import Doing, changing, correct_as, going_back, put, same, stored_value, take_away
from documents.corrections.checks import set_checked
from documents.corrections.in_force import apply_entries, apply_plan, parsed_value
from documents.models import Chapter, CorrectionAct, Measure, Succession

Kind = CorrectionAct.Kind
MADE = (Kind.ADD, Kind.SPLIT, Kind.MERGE)


def undo(batch: uuid.UUID, *, by: AbstractBaseUser | None) -> int:
    """Takes back all that was done in one go; says how many acts that were.

    What the acts made is hidden, not deleted: its number was given out. Raises ValidationError where somebody has since
    changed what would be taken back, and nothing is.
    """
    acts = list(CorrectionAct.objects.filter(batch=batch, undone=False).order_by("-pk"))
    if not acts or any(act.kind == Kind.IMPORT for act in acts):
        raise ValidationError("没有可以撤销的操作。")
    if _worked_on_since(acts):
        raise ValidationError("由此得到的条目此后又有改动，不能撤销；可在历史中逐项恢复。")
    doing = Doing(by, "撤销")
    with transaction.atomic():
        for plan_id in sorted({act.plan_id for act in acts}):
            with changing(plan_id) as plan:
                _undo([act for act in acts if act.plan_id == plan_id], doing)
                apply_plan(plan)
                apply_entries(plan)
        CorrectionAct.objects.filter(batch__in=[batch, doing.batch]).update(undone=True)
    return len(acts)


def _undo(acts: Sequence[CorrectionAct], doing: Doing) -> None:
    made = {act.measure_id or -(act.chapter_id or 0) for act in acts if _is_making(act)}
    for act in acts:
        entry = act.entry
        if _is_making(act):
            put(entry, "hidden", True, doing)
        elif (act.measure_id or -(act.chapter_id or 0)) in made:
            continue  # a field of what is hidden as a whole
        elif act.kind in (Kind.SPLIT, Kind.MERGE):
            _lead_back(act)
        elif act.kind == Kind.CHECK and not isinstance(entry, Chapter):
            set_checked(entry, doing, holds=bool(act.before))
        else:
            _put_back(act, doing)


def _worked_on_since(acts: Sequence[CorrectionAct]) -> bool:
    """Whether a person has done anything more to an entry that the acts made."""
    made = [act.measure_id for act in acts if _is_making(act) and act.measure_id]
    since = CorrectionAct.objects.filter(measure__in=made, undone=False, pk__gt=acts[0].pk)
    return since.exclude(batch=acts[0].batch).exclude(kind=Kind.IMPORT).exists()


def _is_making(act: CorrectionAct) -> bool:
    """Whether the act made the entry it is about, and did not take it away."""
    return act.kind in MADE and act.before is None


def _put_back(act: CorrectionAct, doing: Doing) -> None:
    entry = act.entry
    if not same(stored_value(entry, act.field), act.after):
        raise ValidationError(f"“{entry}”此后又有改动，不能撤销；可在历史中逐项恢复。")
    if same(act.before, parsed_value(entry, act.field)):
        take_away(entry, act.field, doing)
    else:
        put(entry, act.field, act.before, doing)


def _lead_back(act: CorrectionAct) -> None:
    """The addresses of what was made lead to what it was made from, which is there again."""
    successors = Measure.objects.filter(pk__in=act.after or []).order_by("order", "pk")
    Succession.objects.filter(measure=act.measure, successor__in=successors).delete()
    order = (act.before or []).index(act.measure_id)
    Succession.objects.bulk_create(
        [
            Succession(measure=each, successor=act.measure, order=order, ground=each.parsed.get("text", ""))
            for each in successors
        ],
        ignore_conflicts=True,
    )


def restore(act: CorrectionAct, *, by: AbstractBaseUser | None) -> bool:
    """Puts what stood in a field before an act, of a person or an import, back in force; says whether that changed
    anything. Raises ValidationError for acts that changed no field.
    """
    if not restorable(act):
        raise ValidationError("这一操作没有可以恢复的原值。")
    doing = Doing(by, going_back(act.made_at))
    if act.field == "found":
        return bool(correct_as(act.entry, {"hidden": False}, doing))
    return bool(correct_as(act.entry, {act.field: act.before}, doing))


def restorable(act: CorrectionAct) -> bool:
    """Whether an act changed a field to which something can be put back."""
    if act.field == "found":
        return act.before is True
    return act.kind in (Kind.CORRECT, Kind.REVERT, Kind.IMPORT) and act.field in act.entry.CORRECTABLE
