"""Readers' reports as items of the queue. Readers write theirs without knowing of it; it takes up what is new."""

from __future__ import annotations

from documents.models import ReaderReport, ReviewItem
from documents.review.items import Kind, Raised, key_of

State = ReviewItem.State


def take_up_reports() -> None:
    """Makes an item of each open report, and closes those whose report was handled elsewhere. Two queries and, where
    there is anything to do, two more.
    """
    new = ReaderReport.objects.filter(state=ReaderReport.State.OPEN, review_items=None).select_related("measure")
    ReviewItem.objects.bulk_create([_item(report) for report in new], ignore_conflicts=True)
    items = ReviewItem.objects.filter(kind=Kind.REPORT, state=State.OPEN)
    items.exclude(report__state=ReaderReport.State.OPEN).update(state=State.GONE)


def _item(report: ReaderReport) -> ReviewItem:
    raised = Raised(Kind.REPORT, key_of(Kind.REPORT, report.pk), f"{report.get_kind_display()}：{report.note}")
    return ReviewItem(
        plan_id=report.plan_id, measure_id=report.measure_id, report=report, kind=raised.kind, key=raised.key,
        message=raised.message[:500], detail={"note": report.note, "seen": report.seen},
        spans=report.measure.spans if report.measure else [], worth=raised.worth,
    )  # fmt: skip
