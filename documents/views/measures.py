"""One measure."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from documents.models import Measure


@require_safe
def measure(request: HttpRequest, pk: int) -> HttpResponse:
    entry = get_object_or_404(Measure.objects.visible(), pk=pk)
    return render(request, "documents/measure.html", {"measure": entry})
