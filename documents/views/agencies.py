"""One agency."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from documents.models import Agency


@require_safe
def agency(request: HttpRequest, pk: int) -> HttpResponse:
    entry = get_object_or_404(Agency, pk=pk)
    return render(request, "documents/agency.html", {"agency": entry})


@require_safe
def agencies(request: HttpRequest) -> HttpResponse:
    return render(request, "documents/agencies.html", {"agencies": Agency.objects.all()})
