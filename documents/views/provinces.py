"""One province: its plans on a time line, what its measures are about, and the agencies they name."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from documents.models import Measure, Plan, Province
from documents.views.filing import listed
from documents.views.profiles import Span, theme_counts, time_line
from documents.views.shares import borne, by_agency

BUSIEST_AGENCIES = 15  # shown at once; the others on demand


@dataclass(frozen=True, slots=True)
class PlanInTime:
    plan: Plan
    span: Span | None


@require_safe
def province(request: HttpRequest, code: str) -> HttpResponse:
    entry = get_object_or_404(Province, code=code)
    plans = list(listed(Plan.objects.visible().filter(province=entry)))
    years, spans = time_line(plans)
    agencies = by_agency(borne().filter(measure__plan__province=entry))
    context = {
        "province": entry,
        "plans": [PlanInTime(plan, spans.get(plan.pk)) for plan in plans],
        "years": years,
        "themes": theme_counts(Measure.objects.visible().filter(plan__province=entry)) if plans else [],
        "agency_count": len(agencies),
        "busiest": agencies[:BUSIEST_AGENCIES],
        "other_agencies": agencies[BUSIEST_AGENCIES:],
    }
    return render(request, "documents/province.html", context)
