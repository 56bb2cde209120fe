"""What the base holds, since when, and how sure the parse of each text is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Paginator
from django.db.models import Avg, Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from documents.models import Finding, Measure, Plan, SourceText
from documents.views.quality import BADGES, MEANINGS, UNSURE_BELOW, state_of

PLANS_A_PAGE = 50


@dataclass(frozen=True, slots=True)
class Holding:
    """A plan of the base with the source it was read from and how well that went."""

    plan: Plan
    source: SourceText | None
    state: str
    measures: int
    unsure: int
    confidence: float  # the mean of its measures, as a percentage

    @property
    def badge(self) -> str:
        return BADGES[self.state]


@require_safe
def data_notes(request: HttpRequest) -> HttpResponse:
    plans = Plan.objects.visible().select_related("province").defer("parsed", "reasons")
    in_order = plans.order_by("province", "-issued_on", "pk")
    page = Paginator(in_order, PLANS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "holdings": _holdings(list(page)),
        "states": [(state, BADGES[state], meaning) for state, meaning in MEANINGS.items()],
        "unsure_below": UNSURE_BELOW,
        "first": _imported("imported_at"),
        "last": _imported("-imported_at"),
    }
    return render(request, "documents/data_notes.html", context)


def _imported(order: str) -> datetime | None:
    """When the first in this order came. Looked up, since to compare all would be to read all texts."""
    return SourceText.objects.filter(current=True).order_by(order).values_list("imported_at", flat=True).first()


def _holdings(plans: Sequence[Plan]) -> list[Holding]:
    """Three queries, however many plans."""
    sources = {
        source.plan_id: source for source in SourceText.objects.filter(plan__in=plans, current=True).defer("text")
    }
    counts: dict[int, dict[tuple[str, str], int]] = defaultdict(dict)
    grouped = Finding.objects.filter(source__in=sources.values()).order_by().values_list("source", "kind", "label")
    for source, kind, label, number in grouped.annotate(number=Count("pk")):
        counts[source][kind, label] = number
    unsure = Count("pk", filter=Q(confidence__lt=UNSURE_BELOW))
    measures = Measure.objects.visible().filter(plan__in=plans).order_by().values_list("plan")
    told = {
        plan: (number, doubtful, mean)
        for plan, number, doubtful, mean in measures.annotate(n=Count("pk"), unsure=unsure, mean=Avg("confidence"))
    }
    return [_holding(plan, sources.get(plan.pk), counts, *told.get(plan.pk, (0, 0, 1.0))) for plan in plans]


def _holding(
    plan: Plan,
    source: SourceText | None,
    counts: dict[int, dict[tuple[str, str], int]],
    measures: int,
    unsure: int,
    confidence: float,
) -> Holding:
    state = state_of(counts[source.pk] if source else {}, unsure, measures, titled=bool(plan.title))
    return Holding(plan, source, state, measures, unsure, confidence * 100)
