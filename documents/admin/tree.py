"""A plan in reading order for those who correct it: chapters with what stands under them, and what marks each."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from django.db.models import Count

from documents.models import Chapter, Measure, Plan, ReviewItem
from documents.outline import Section, outline
from documents.views.quality import UNSURE_BELOW


@dataclass(frozen=True, slots=True)
class Flag:
    """Something that is special of an entry: its style, and how it is called."""

    style: str
    name: str


@dataclass(slots=True)
class Node:
    """One chapter or measure; `below` are the entries that stand under a chapter."""

    entry: Chapter | Measure
    flags: list[Flag]
    below: list[Node] = field(default_factory=list)
    measures: int = 0  # in it and below it

    @property
    def is_chapter(self) -> bool:
        return isinstance(self.entry, Chapter)


def tree_of(plan: Plan, *, without: Collection[int] = (), everything: bool = False) -> list[Node]:
    """What readers see of a plan, and with `everything` what they do not; `without` some measures. Four queries."""
    chapters, measures = plan.chapters.order_by("order", "pk"), plan.measures.order_by("order", "pk")
    if not everything:
        chapters, measures = chapters.visible(), measures.visible()
    unseen = ("parsed", "reasons")
    arranged = outline(chapters.defer(*unseen))
    arranged.fill(measures.defer(*unseen).exclude(pk__in=without))
    waiting = dict(
        ReviewItem.objects.filter(plan=plan, state=ReviewItem.State.OPEN)
        .exclude(measure=None)
        .values_list("measure")
        .annotate(number=Count("pk"))
    )
    return _nodes(arranged.root, waiting)


def _nodes(section: Section, waiting: dict[int, int]) -> list[Node]:
    nodes = []
    for part in section.parts:
        if isinstance(part, Measure):
            nodes.append(Node(part, _flags(part, waiting.get(part.pk, 0)), measures=1))
        elif part.chapter:
            below = _nodes(part, waiting)
            nodes.append(Node(part.chapter, _flags(part.chapter, 0), below, sum(each.measures for each in below)))
    return nodes


def _flags(entry: Chapter | Measure, waiting: int) -> list[Flag]:
    flags = [
        (entry.hidden, Flag("off", "隐藏")),
        (entry.added, Flag("own", "人工添加")),
        (entry.kept and not entry.added, Flag("own", "有更正")),
        (not entry.found and not entry.added, Flag("off", "解析器不再得到")),
        (entry.checked, Flag("good", "已核对")),
        (entry.confidence < UNSURE_BELOW and not entry.checked, Flag("doubt", "把握不大")),
        (bool(waiting), Flag("doubt", f"待核对 {waiting}")),
    ]
    return [flag for holds, flag in flags if holds]
