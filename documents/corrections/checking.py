"""Entries that a person compared with their source and found right.

A check is kept like a correction, with a digest of what was seen. It holds as long as that is what is in force: a later
import that reads something else lets it lapse. What a person changes later does not: they saw it too.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager

from documents.corrections.in_force import Corrections, digest, value_in_force
from documents.models import Correction, Measure, Plan

FIELD = "checked"


def digest_of(entry: Plan | Measure, corrections: Corrections) -> str:
    """What is in force of a measure, or of a plan with all in it that readers see, in short."""
    if isinstance(entry, Measure):
        return digest(entry, corrections.of(entry))
    facts = [value_in_force(entry, field, corrections.of(entry)) for field in entry.CORRECTABLE]
    headings = list(entry.chapters.visible().order_by("order", "pk").values_list("pk", "level", "label", "title"))
    number = {pk: at for at, (pk, *_) in enumerate(headings)}
    parts = [str(facts), *(str(heading) for _, *heading in headings)]
    for measure in entry.measures.visible().order_by("order", "pk"):
        place = number.get(measure.chapter_id) if measure.chapter_id is not None else None
        parts.append(f"{place} {digest(measure, corrections.of(measure))}")
    return hashlib.blake2b("\n".join(parts).encode(), digest_size=16).hexdigest()


def apply_check(plan: Plan, corrections: Corrections | None = None) -> None:
    """Brings the plan's own check in line. One query where nobody checked it as a whole."""
    said = (corrections or Corrections(plan.pk)).of(plan).get(FIELD)
    holds = said is not None and said == digest_of(plan, corrections or Corrections(plan.pk))
    if plan.checked != holds:
        Plan.objects.filter(pk=plan.pk).update(checked=holds)
        plan.checked = holds


@contextmanager
def reaffirmed(plan: Plan) -> Iterator[None]:
    """Whatever a person does in the block: what was checked before stays so."""
    held = set(plan.measures.filter(checked=True).values_list("pk", flat=True))
    was_checked = plan.checked
    yield
    lapsed = plan.measures.filter(pk__in=held, checked=False)
    checks = Correction.objects.filter(field=FIELD, plan=plan)
    if held and lapsed.exists():
        corrections = Corrections(plan.pk)
        for measure in lapsed.filter(corrections__field=FIELD):
            checks.filter(measure=measure).update(value=digest_of(measure, corrections))
            Measure.objects.filter(pk=measure.pk).update(checked=True)
    if was_checked:
        fresh = Plan.objects.get(pk=plan.pk)
        checks.filter(measure=None, chapter=None).update(value=digest_of(fresh, Corrections(plan.pk)))
        apply_check(fresh)
