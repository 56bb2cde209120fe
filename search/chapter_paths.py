"""Where an entry stands: the chapters above it that readers see."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from documents.models import Chapter, Measure

Paths = dict[int, tuple[Chapter, ...]]


def chapter_paths(measures: Iterable[Measure]) -> Paths:
    """The visible chapters from the outermost down to each measure's own, by measure. One query."""
    entries = list(measures)
    chapters = Chapter.objects.filter(plan_id__in={entry.plan_id for entry in entries}).order_by()
    by_id = {row[0]: row[1:] for row in chapters.values_list("pk", *_COLUMNS)}
    return {entry.pk: _upwards(entry.chapter_id, by_id) for entry in entries}


# Of all chapters of the plans only these are read, and few become objects: twenty hits stand in as many plans.
_COLUMNS = ("plan_id", "parent_id", "label", "title", "hidden", "found", "kept")


def _upwards(chapter_id: int | None, by_id: Mapping[int, tuple[Any, ...]]) -> tuple[Chapter, ...]:
    path: list[Chapter] = []
    passed: set[int] = set()
    while chapter_id is not None and chapter_id in by_id and chapter_id not in passed:
        passed.add(chapter_id)  # a circle of corrected parents ends here
        chapter = Chapter(pk=chapter_id, **dict(zip(_COLUMNS, by_id[chapter_id], strict=True)))
        if chapter.visible:
            path.append(chapter)
        chapter_id = chapter.parent_id
    return tuple(reversed(path))
