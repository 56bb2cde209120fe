"""Marking a measure or a plan as compared with its source by a person, and taking that back."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from documents.corrections.acts import Doing, changing, corrections_of, keep_act, plan_id_of, whose
from documents.corrections.checking import FIELD, apply_check, digest_of
from documents.corrections.in_force import Corrections, apply_entries, apply_plan
from documents.models import Correction, CorrectionAct, Measure, Plan


def check(entry: Plan | Measure, *, by: AbstractBaseUser | None, holds: bool = True, reason: str = "") -> bool:
    """Says that an entry was compared with its source and is right; with `holds` False that nobody did after all.

    Says whether that is new. `entry` is brought up to date.
    """
    changed = check_each([entry], by=by, holds=holds, reason=reason)
    entry.refresh_from_db()
    return bool(changed)


def check_each(
    entries: Iterable[Plan | Measure], *, by: AbstractBaseUser | None, holds: bool = True, reason: str = ""
) -> int:
    """The same for many, in one batch; says for how many that is new."""
    doing = Doing(by, reason)
    with transaction.atomic():
        return sum([check_as(entry, doing, holds=holds) for entry in entries])


def check_as(entry: Plan | Measure, doing: Doing, *, holds: bool = True) -> bool:
    """`check`, as part of what is being done."""
    with changing(plan_id_of(entry), [entry.pk] if isinstance(entry, Measure) else None):
        return set_checked(type(entry)._default_manager.get(pk=entry.pk), doing, holds=holds)


def set_checked(entry: Plan | Measure, doing: Doing, *, holds: bool) -> bool:
    """The same within `changing`, of an entry as it stands now; its columns are brought in line."""
    stands = corrections_of(entry).filter(field=FIELD).first()
    if holds == entry.checked and (holds or stands is None):
        return False
    keep_act(entry, doing, CorrectionAct.Kind.CHECK, field=FIELD, before=entry.checked, after=holds)
    if holds:
        correction = stands or Correction(field=FIELD, **whose(entry))
        correction.value = digest_of(entry, Corrections(plan_id_of(entry)))
        correction.reason, correction.made_by_id = doing.reason, doing.by.pk if doing.by else None
        correction.save()
    elif stands is not None:
        stands.delete()
    if isinstance(entry, Measure):
        apply_entries(entry.plan, [entry])
    else:
        apply_plan(entry)
        apply_check(entry)
    return True
