"""What there is to look at in a plan, as rows that outlive imports.

An item is known by what it is about, not by a number or place of the last parse: its key holds the entry and the words.
The same words found doubtful again are the same item, and stay settled if a person settled them; only where its ground
(what was said then) has changed is an item opened again. What is no longer so is closed as gone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from documents.models import Chapter, Measure, Plan, ReviewItem
from documents.review.disagreeing import disagreements
from documents.review.doubting import doubts, unknown_bodies
from documents.review.items import Raised

State = ReviewItem.State
Kind = ReviewItem.Kind
# What an item that is raised again is told.
TOLD = ("ground", "message", "detail", "spans", "worth", "chapter_id", "measure_id")


def refresh(plan: Plan, measures: Collection[int] | None = None) -> None:
    """Brings the items of a plan (those about these measures only) in line with what is so now, in the caller's
    transaction.
    """
    stand = ReviewItem.objects.filter(plan=plan).exclude(kind=Kind.REPORT)
    raised = list(unknown_bodies(plan))
    if measures is None:
        entries: list[Chapter | Measure] = [*plan.chapters.all(), *plan.measures.all()]
        raised += disagreements(plan, [Plan.objects.get(pk=plan.pk), *entries])
    else:
        entries = list(plan.measures.filter(pk__in=measures))
        stand = stand.filter(measure__in=measures) | stand.filter(kind=Kind.AGENCY)
        raised += disagreements(plan, entries)
    raised += doubts(plan, entries, all_of_them=measures is None)
    _keep(plan, raised, {item.key: item for item in stand})


def _keep(plan: Plan, raised: Iterable[Raised], stand: dict[str, ReviewItem]) -> None:
    new, told, seen = [], [], set()
    for each in raised:
        seen.add(each.key)
        item = stand.get(each.key)
        if item is None:
            new.append(ReviewItem(plan=plan, kind=each.kind, key=each.key, field=each.field, **_said(each)))
        elif _tell(item, each):
            told.append(item)
    gone = [item.pk for key, item in stand.items() if key not in seen and item.state == State.OPEN]
    if gone:
        ReviewItem.objects.filter(pk__in=gone).update(state=State.GONE)
    ReviewItem.objects.bulk_create(new)
    if told:
        ReviewItem.objects.bulk_update(told, [*(name.removesuffix("_id") for name in TOLD), "state"])


def _said(raised: Raised) -> dict[str, object]:
    return {
        "ground": raised.ground, "message": raised.message[:500], "detail": raised.detail, "spans": raised.spans,
        "worth": raised.worth, **raised.whose,
    }  # fmt: skip


def _tell(item: ReviewItem, raised: Raised) -> bool:
    """Brings an item that is raised again up to date, unsaved; says whether that changes it. One that a person settled
    is left alone, unless what it stood on has changed, or a repair that was accepted has been taken back.
    """
    again = item.ground != raised.ground or (item.kind == Kind.REPAIR and item.state == State.ACCEPTED)
    if item.state not in (State.OPEN, State.GONE) and not again:
        return False
    before = [getattr(item, name) for name in (*TOLD, "state")]
    for name, value in _said(raised).items():
        setattr(item, name, value)
    item.state = State.OPEN
    return before != [getattr(item, name) for name in (*TOLD, "state")]
