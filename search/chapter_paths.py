"""Where an entry stands: the chapters above it that readers see."""

from __future__ import annotations

from collections.abc import Iterable

from documents.models import Chapter, Measure

Paths = dict[int, tuple[Chapter, ...]]


def chapter_paths(measures: Iterable[Measure]) -> Paths:
    """The visible chapters from the outermost down to each measure's own, by measure. One query."""
    entries = list(measures)
    chapters = Chapter.objects.filter(plan_id__in={entry.plan_id for entry in entries})
    by_id = {chapter.pk: chapter for chapter in chapters.defer("parsed", "reasons", "spans")}
    return {entry.pk: _upwards(entry.chapter_id, by_id) for entry in entries}


def _upwards(chapter_id: int | None, by_id: dict[int, Chapter]) -> tuple[Chapter, ...]:
    path: list[Chapter] = []
    passed: set[int] = set()
    while chapter_id is not None and chapter_id in by_id and chapter_id not in passed:
        passed.add(chapter_id)  # a circle of corrected parents ends here
        chapter = by_id[chapter_id]
        if not chapter.hidden and (chapter.found or chapter.kept):
            path.append(chapter)
        chapter_id = chapter.parent_id
    return tuple(reversed(path))
