"""One chapter of a plan, with all that stands below it."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from documents.models import Chapter
from documents.outline import chapters_to_read, measures_to_read, outline
from documents.views.finding import Finder
from documents.views.naming import names_for
from documents.views.reading import contents_of
from documents.views.running_text import RunningText
from documents.views.succession import chapter_in_place_of


@require_safe
def chapter(request: HttpRequest, pk: int) -> HttpResponse:
    """A heading that is read otherwise by now leads on to the one in its place."""
    chapters = Chapter.objects.visible().select_related("plan__province").defer("parsed", "plan__parsed")
    entry = chapters.filter(pk=pk).first()
    if entry is None:
        now = chapter_in_place_of(pk)
        if now is None:
            raise Http404("没有这个章节。")
        return redirect(now)
    read = outline(chapters_to_read(entry.plan))
    section = read.by_chapter[entry.pk]
    below = [each.chapter for each in section.walk()]
    read.fill(measures_to_read(entry.plan).filter(chapter__in=below))
    previous, following = read.around(section)
    blocks = list(section.blocks())
    measures = [block.measure for block in blocks if block.measure]
    text = RunningText(names_for(entry.plan, measures), Finder(""))
    context = {
        "chapter": entry,
        "plan": entry.plan,
        "above": section.path[:-1],
        "text": text.html(blocks),
        "marked": text,
        "contents": contents_of(section, blocks),
        "measure_count": len(measures),
        "previous": previous,
        "following": following,
    }
    return render(request, "documents/chapter.html", context)
