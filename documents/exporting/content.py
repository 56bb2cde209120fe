"""What is exported of a plan, fetched once for all formats."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Prefetch

from documents.models import Chapter, Citation, Measure, Plan, SourceText
from documents.outline import Block, chapters_to_read, measures_to_read, outline


@dataclass(frozen=True, slots=True)
class PlanContent:
    plan: Plan
    address: str  # of the site, without a stroke at its end
    source: SourceText | None
    chapters: list[Chapter]
    blocks: list[Block]  # headings and measures in reading order, the latter `with_parts`

    @property
    def measures(self) -> list[Measure]:
        return [block.measure for block in self.blocks if block.measure]

    def link(self, entry: Plan | Measure) -> str:
        return f"{self.address}{entry.get_absolute_url()}"


def content_of(plan: Plan, address: str) -> PlanContent:
    """All of a plan that readers see."""
    chapters = list(chapters_to_read(plan))
    read = outline(chapters)
    cited: list[Prefetch[str]] = [Prefetch("citations", Citation.objects.defer("spans"), to_attr="cited")]
    read.fill(measures_to_read(plan).prefetch_related(*cited))
    source = plan.sources.filter(current=True).defer("text").first()
    return PlanContent(plan, address.rstrip("/"), source, chapters, list(read.root.blocks()))
