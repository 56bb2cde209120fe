"""How far plans have come: of what there was to look at, how much is settled; of the measures, how many are checked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q

from documents.models import Measure, Plan, ReviewItem

State = ReviewItem.State


@dataclass(frozen=True, slots=True)
class Progress:
    plan: Plan
    settled: int  # items
    items: int
    checked: int  # measures
    measures: int

    @property
    def left(self) -> int:
        return self.items - self.settled


def progress_of(plans: Iterable[Plan]) -> list[Progress]:
    """Those with most left first, in two queries."""
    every = list(plans)
    settled = Q(state__in=(State.ACCEPTED, State.CORRECTED, State.DISMISSED))
    items = _by_plan(
        ReviewItem.objects.exclude(state=State.GONE).filter(plan__in=every).order_by().values("plan")
        .annotate(done=Count("pk", filter=settled), every=Count("pk")).values_list("plan", "done", "every")
    )  # fmt: skip
    measures = _by_plan(
        Measure.objects.visible().filter(plan__in=every).order_by().values("plan")
        .annotate(done=Count("pk", filter=Q(checked=True)), every=Count("pk")).values_list("plan", "done", "every")
    )  # fmt: skip
    found = [Progress(plan, *items.get(plan.pk, (0, 0)), *measures.get(plan.pk, (0, 0))) for plan in every]
    return sorted(found, key=lambda progress: (-progress.left, -progress.measures, progress.plan.pk))


def _by_plan(rows: Iterable[tuple[int, int, int]]) -> dict[int, tuple[int, int]]:
    return {plan: (done, every) for plan, done, every in rows}
