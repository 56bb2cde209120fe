"""The list of plans, and one plan as it is read."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from documents.models import Plan


@require_safe
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    entry = get_object_or_404(Plan.objects.visible(), pk=pk)
    return render(request, "documents/plan.html", {"plan": entry})


@require_safe
def plans(request: HttpRequest) -> HttpResponse:
    return render(request, "documents/plans.html", {"plans": Plan.objects.visible().in_time()})
