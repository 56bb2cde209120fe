"""One province: its plans in time and the agencies they name."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from documents.models import Province


@require_safe
def province(request: HttpRequest, code: str) -> HttpResponse:
    entry = get_object_or_404(Province, code=code)
    return render(request, "documents/province.html", {"province": entry})
