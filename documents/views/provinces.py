"""One province: its plans in time and the agencies they name."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from documents.models import Plan, Province
from documents.views.filing import listed
from documents.views.shares import borne, by_agency


@require_safe
def province(request: HttpRequest, code: str) -> HttpResponse:
    entry = get_object_or_404(Province, code=code)
    plans = list(listed(Plan.objects.visible().filter(province=entry)))
    context = {
        "province": entry,
        "plans": plans,
        "agencies": by_agency(borne().filter(measure__plan__province=entry)),
    }
    return render(request, "documents/province.html", context)
