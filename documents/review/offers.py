"""An item as it is offered to a person: what accepting, dismissing and correcting it would do, and on what evidence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any

from django.urls import reverse

from documents.corrections import agencies
from documents.corrections.shown import shown
from documents.models import Agency, Chapter, Measure, Plan, ReviewItem
from documents.review.settling import both

Kind = ReviewItem.Kind
# Longer texts are compared line by line of a table, not letter by letter.
LONGEST_COMPARED = 4000

ACCEPT = {
    Kind.CONFLICT: "采用解析结果",
    Kind.REPORT: "已按报告处理",
    Kind.LAPSED: "再次核对无误",
    Kind.UNSURE: "核对无误",
    Kind.REPAIR: "采纳修复",
}
DISMISS = {
    Kind.CONFLICT: "保留更正",
    Kind.LAPSED: "取消核对",
    Kind.LOST: "原文如此",
    Kind.DAMAGE: "原文如此",
    Kind.NUMBERING: "原文如此",
    Kind.UNPLACED: "不属正文",
}


@dataclass(frozen=True, slots=True)
class Side:
    """One of the words on a matter: who says it, and what, cut into pieces that are as in the first of them or not."""

    name: str
    shown: str
    pieces: list[tuple[str, bool]]


@dataclass(frozen=True, slots=True)
class Offered:
    """`accept`, `merge`: what the button says; nothing where there is nothing to accept or merge."""

    item: ReviewItem
    accept: str
    dismiss: str
    merge: str = ""
    sides: list[Side] = field(default_factory=list)
    candidate: Agency | None = None
    excerpt: Sequence[str] = ()

    @property
    def correct_url(self) -> str:
        """The form in which a person corrects the entry, and says that the item is settled thereby."""
        return f"{form_of(self.item.entry)}?item={self.item.pk}"


def offered(item: ReviewItem) -> Offered:
    """One item, with the plan, chapter and measure it is about at hand."""
    dismiss = DISMISS.get(Kind(item.kind), "不予处理")
    if item.kind == Kind.AGENCY:
        candidate = agencies.most_alike(item.detail["name"], item.plan.province)
        accept = f"就是{candidate.name}" if candidate else ""
        return Offered(item, accept, dismiss, candidate=candidate)
    if item.kind == Kind.CONFLICT:
        text = both(item)
        merge = "两处改动都要" if text is not None else ""
        return Offered(item, ACCEPT[Kind.CONFLICT], dismiss, merge, _sides(item))
    return Offered(item, ACCEPT.get(Kind(item.kind), ""), dismiss, excerpt=item.detail.get("excerpt", ()))


def form_of(entry: Plan | Chapter | Measure) -> str:
    """The address of an entry's form."""
    return reverse(f"admin:documents_{entry._meta.model_name}_change", args=[entry.pk])


def all_offered(items: Iterable[ReviewItem]) -> list[Offered]:
    return [offered(item) for item in items]


def _sides(item: ReviewItem) -> list[Side]:
    """What the parser said, what it says now, and what a person put there, side by side."""
    names = {"before": "原来的解析", "now": "现在的解析", "mine": "人工更正"}
    values = {name: item.detail[name] for name in names}
    if item.detail.get("about") == "vanished":
        values["now"] = "（不再得到本条）"
    first = values["before"]
    return [Side(title, _shown(item, values[name]), _pieces(first, values[name])) for name, title in names.items()]


def _shown(item: ReviewItem, value: Any) -> str:
    return shown(item.field, value) if item.detail.get("about") == "value" else str(value or "")


def _pieces(first: Any, value: Any) -> list[tuple[str, bool]]:
    """A text cut where it differs from another one; True for what the other has not."""
    if not isinstance(value, str) or not isinstance(first, str) or max(len(first), len(value)) > LONGEST_COMPARED:
        return []
    matcher = SequenceMatcher(None, first, value, autojunk=False)
    return [(value[c:d], tag != "equal") for tag, _, _, c, d in matcher.get_opcodes() if c < d]
