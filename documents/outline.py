"""A plan in reading order: its visible chapters as a tree, with each one's measures and sub-chapters interleaved.

It is arranged from rows already fetched, so that a page costs the same few queries however long the plan is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.db.models import QuerySet

from documents.models import Chapter, Measure, MeasureQuerySet, Plan

MAX_HEADING_LEVEL = 6  # of HTML
# Columns that no reader of a whole plan is shown; to turn them into values takes a tenth of a page's time.
NOT_READ = ("parsed", "reasons", "created_at", "updated_at")


@dataclass(slots=True)
class Section:
    """A chapter with what stands under it; `chapter` is None for the plan itself, whose depth is 0."""

    chapter: Chapter | None
    depth: int
    sections: list[Section] = field(default_factory=list)
    measures: list[Measure] = field(default_factory=list)
    above: Section | None = None

    @property
    def parts(self) -> list[Section | Measure]:
        """Measures and sub-chapters as they follow each other in the source."""
        parts: list[Section | Measure] = []
        waiting = list(reversed(self.sections))
        for measure in self.measures:
            while waiting and _stands_before(waiting[-1].chapter, measure):
                parts.append(waiting.pop())
            parts.append(measure)
        return parts + waiting[::-1]

    def walk(self) -> Iterator[Section]:
        """This section and all below it, in reading order."""
        yield self
        for section in self.sections:
            yield from section.walk()

    def blocks(self, top: int | None = None) -> Iterator[Block]:
        """All that stands below this section, flat, in reading order; its own heading is the page's h1."""
        top = self.depth if top is None else top
        for part in self.parts:
            if isinstance(part, Section):
                yield Block(part.chapter, None, min(part.depth - top + 1, MAX_HEADING_LEVEL))
                yield from part.blocks(top)
            else:
                yield Block(None, part)

    @property
    def path(self) -> list[Chapter]:
        """The chapters from the top down to this one, itself included."""
        above = self.above.path if self.above else []
        return [*above, self.chapter] if self.chapter else above


@dataclass(frozen=True, slots=True)
class Block:
    """Either the heading of a section, with its level h2 … h6 on the page, or a measure."""

    chapter: Chapter | None
    measure: Measure | None
    level: int = 0

    @property
    def element(self) -> str:
        return f"h{self.level}"

    @property
    def anchor(self) -> str:
        """Where it stands on the page."""
        return f"c{self.chapter.pk}" if self.chapter else f"m{self.measure.pk}" if self.measure else ""


@dataclass(frozen=True, slots=True)
class Outline:
    """The sections of one plan: `root` holds what stands at its top, `by_chapter` finds the section of a chapter."""

    root: Section
    by_chapter: dict[int, Section]

    def fill(self, measures: Iterable[Measure]) -> None:
        """Place measures, sorted by `order`, each in its section."""
        for measure in measures:
            section = self.section_of(measure.chapter_id) or self.root
            section.measures.append(measure)
            if section.chapter:
                measure.chapter = section.chapter  # else its heading would ask the database for it

    def section_of(self, chapter_id: int | None) -> Section | None:
        return self.by_chapter.get(chapter_id) if chapter_id is not None else None

    def around(self, section: Section) -> tuple[Chapter | None, Chapter | None]:
        """The chapters a reader turns to before and after a section that is shown with all below it."""
        every = [each for each in self.root.walk() if each.chapter]
        place = next(i for i, each in enumerate(every) if each is section)
        end = place + sum(1 for _ in section.walk())
        before = every[place - 1].chapter if place else None
        return before, every[end].chapter if end < len(every) else None


def chapters_to_read(plan: Plan) -> QuerySet[Chapter]:
    return Chapter.objects.visible().filter(plan=plan).order_by("order", "pk").defer(*NOT_READ)


def measures_to_read(plan: Plan) -> MeasureQuerySet:
    """The visible measures of a plan with their bodies and figures, in three queries."""
    visible = Measure.objects.visible().filter(plan=plan).order_by("order", "pk")
    return visible.defer(*NOT_READ, "themes_by_rule").with_parts()


def outline(chapters: Iterable[Chapter]) -> Outline:
    """Arrange the visible chapters of one plan, sorted by `order`.

    What stands under something hidden was given the nearest visible chapter when it was hidden (`corrections`).
    """
    root = Section(None, 0)
    sections = {chapter.pk: Section(chapter, 0) for chapter in chapters}
    for section in sections.values():
        above = sections.get(section.chapter.parent_id or 0, root) if section.chapter else root
        section.above = above
        above.sections.append(section)
    for section in root.walk():
        section.depth = section.above.depth + 1 if section.above else 0
    return Outline(root, sections)


def _stands_before(chapter: Chapter | None, measure: Measure) -> bool:
    """By their places in the source; where either has none, a measure comes before the sub-chapters."""
    if chapter is None or not chapter.spans or not measure.spans or chapter.source_id != measure.source_id:
        return False
    return bool(chapter.spans[0][0] < measure.spans[0][0])
