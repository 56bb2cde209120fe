"""What the pages that show running text share: the rows of a plan, arranged for reading."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from documents.models import Measure, Plan, SourceText
from documents.outline import Block, Section

# A table of contents with more lines than this names chapters only.
CONTENTS_WITH_MEASURES = 60


@dataclass(frozen=True, slots=True)
class ContentsLine:
    """One line of a table of contents and the lines below it."""

    text: str
    anchor: str
    below: list[ContentsLine]


def contents_of(section: Section, blocks: Iterable[Block]) -> list[ContentsLine]:
    """The table of contents of a section, whose blocks are given: its sub-chapters, and the measures with a heading
    if it stays short.
    """
    lines = sum(1 for block in blocks if block.chapter or _has_heading(block.measure))
    return _lines(section, with_measures=lines <= CONTENTS_WITH_MEASURES)


def current_source(plan: Plan) -> SourceText | None:
    """The source that the entries were read from, without its text."""
    return plan.sources.filter(current=True).defer("text").first()


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
