"""The source text of a plan."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from documents.models import Plan


@require_safe
def source(request: HttpRequest, pk: int) -> HttpResponse:
    entry = get_object_or_404(Plan.objects.visible(), pk=pk)
    return render(request, "documents/source.html", {"plan": entry})
