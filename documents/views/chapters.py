"""One chapter of a plan, with all that stands below it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from documents.models import Chapter
from documents.views.reading import arranged, contents_of


@require_safe
def chapter(request: HttpRequest, pk: int) -> HttpResponse:
    entry = get_object_or_404(Chapter.objects.visible().select_related("plan__province"), pk=pk)
    read = arranged(entry.plan)
    section = read.by_chapter[entry.pk]
    previous, following = read.around(section)
    blocks = list(section.blocks())
    context = {
        "chapter": entry,
        "plan": entry.plan,
        "above": section.path[:-1],
        "blocks": blocks,
        "contents": contents_of(section),
        "measure_count": sum(1 for block in blocks if block.measure),
        "previous": previous,
        "following": following,
    }
    return render(request, "documents/chapter.html", context)
