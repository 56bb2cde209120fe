"""One chapter of a plan."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from documents.models import Chapter


@require_safe
def chapter(request: HttpRequest, pk: int) -> HttpResponse:
    entry = get_object_or_404(Chapter, pk=pk)
    return render(request, "documents/chapter.html", {"chapter": entry})
