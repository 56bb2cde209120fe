"""Rows of the database → what is read of a measure to give it its themes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from documents.models import Chapter, Measure, Plan
from documents.themes.judging import Subject, Title

BOX = "专栏"


def subject_of(measure: Measure, plan: Plan, above: Sequence[Chapter], bodies: Sequence[str]) -> Subject:
    """`above` are the chapters a measure stands in, innermost first; `bodies` as the text names them."""
    return Subject(
        text=measure.text,
        lead=measure.lead or "",
        titles=[_title(chapter) for chapter in above],
        plan_title=plan.title or "",
        agencies=bodies,
        kind=measure.get_kind_display(),
    )


def subjects_of(
    plan: Plan, chapters: Iterable[Chapter], bodies: Mapping[Measure, Sequence[str]]
) -> dict[Measure, Subject]:
    """The measures of one plan, given with their bodies; `chapters` are all those of the plan."""
    by_pk = {chapter.pk: chapter for chapter in chapters}

    @cache
    def above(pk: int | None) -> tuple[Chapter, ...]:
        path: list[Chapter] = []
        while pk in by_pk and len(path) < len(by_pk):
            path.append(by_pk[pk])
            pk = by_pk[pk].parent_id
        return tuple(path)

    return {measure: subject_of(measure, plan, above(measure.chapter_id), own) for measure, own in bodies.items()}


def _title(chapter: Chapter) -> Title:
    return Title(chapter.title or "", box=(chapter.label or "").startswith(BOX))
