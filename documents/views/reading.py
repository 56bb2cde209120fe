"""What the pages that show running text share: the rows of a plan, arranged for reading."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from documents.models import Chapter, Finding, Measure, Plan, Responsibility, SourceText
from documents.views.outline import Outline, Section, outline

# A table of contents with more lines than this names chapters only.
CONTENTS_WITH_MEASURES = 60


@dataclass(frozen=True, slots=True)
class ContentsLine:
    """One line of a table of contents and the lines below it."""

    text: str
    anchor: str
    below: list[ContentsLine]


def chapters_to_read(plan: Plan) -> QuerySet[Chapter]:
    return Chapter.objects.visible().filter(plan=plan).order_by("order", "pk").defer("parsed", "reasons")


def measures_to_read(plan: Plan) -> QuerySet[Measure]:
    """The visible measures of a plan with who is responsible for each and their targets, in three queries."""
    bodies = Prefetch("responsibilities", Responsibility.objects.select_related("agency"))
    visible = Measure.objects.visible().filter(plan=plan).order_by("order", "pk")
    return visible.defer("parsed", "reasons").prefetch_related(bodies, "targets")


def arranged(plan: Plan) -> Outline:
    """The whole plan for reading, in four queries."""
    return outline(chapters_to_read(plan), measures_to_read(plan))


def contents_of(section: Section) -> list[ContentsLine]:
    """The table of contents of a section: its sub-chapters, and the measures with a heading if it stays short."""
    lines = sum(1 for block in section.blocks() if block.section or _has_heading(block.measure))
    return _lines(section, with_measures=lines <= CONTENTS_WITH_MEASURES)


def current_source(plan: Plan) -> SourceText | None:
    """The source that the entries were read from, without its text."""
    return plan.sources.filter(current=True).defer("text").first()


def findings_on(source: SourceText | None) -> QuerySet[Finding]:
    return Finding.objects.filter(source=source) if source else Finding.objects.none()


def _lines(section: Section, with_measures: bool) -> list[ContentsLine]:
    lines = []
    for part in section.parts:
        if isinstance(part, Section) and part.chapter:
            lines.append(ContentsLine(part.chapter.heading, f"c{part.chapter.pk}", _lines(part, with_measures)))
        elif isinstance(part, Measure) and with_measures and _has_heading(part):
            lines.append(ContentsLine(part.labelled_heading, f"m{part.pk}", []))
    return lines


def _has_heading(measure: Measure | None) -> bool:
    return bool(measure and measure.label and measure.lead)
