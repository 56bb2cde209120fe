"""The first page: search, provinces, years, what came lately."""

from __future__ import annotations

from django.db.models import Case, Count, Max, Q, QuerySet, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from documents.models import Agency, Measure, Plan, Province, SourceText
from documents.views.filing import provinces_with_plans, years_of

LATELY = 6


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    context = {
        "provinces": _provinces(),
        "province_count": provinces_with_plans().count(),
        "years": years_of(Plan.objects.visible()),
        "imported": _lately_imported(),
        "corrected": _lately_corrected(),
        "plan_count": Plan.objects.visible().count(),
        "without_province": Plan.objects.visible().filter(province=None).count(),
        "measure_count": Measure.objects.visible().count(),
        "agency_count": Agency.objects.filter(responsibilities__isnull=False).distinct().count(),
    }
    return render(request, "documents/home.html", context)


def _provinces() -> QuerySet[Province]:
    """All 34 with `plan_count`; those with plans first, which is where a phone shows them (a map has their places)."""
    seen = Count("plans", filter=Q(plans__in=Plan.objects.visible()))
    return Province.objects.annotate(plan_count=seen).order_by(Case(When(plan_count=0, then=1), default=0), "code")


def _lately_imported() -> QuerySet[SourceText]:
    current = SourceText.objects.filter(current=True, plan__in=Plan.objects.visible()).defer("text", "plan__parsed")
    return current.select_related("plan__province").order_by("-imported_at", "-pk")[:LATELY]


def _lately_corrected() -> QuerySet[Measure]:
    """Each corrected measure once, by the day of its last correction."""
    corrected = Measure.objects.visible().filter(corrections__isnull=False)
    dated = corrected.annotate(corrected_at=Max("corrections__made_at")).order_by("-corrected_at", "-pk")
    return dated.select_related("plan", "chapter").defer("parsed", "plan__parsed", "chapter__parsed")[:LATELY]
