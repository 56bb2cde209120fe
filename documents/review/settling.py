"""What a person makes of an item: accepts what is offered, says that they corrected it, or dismisses it; and undoing
that.

Each is one transaction. An item that somebody else has settled meanwhile is refused with who that was.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from documents.corrections import agencies
from documents.corrections.acts import Doing, correct_as, corrections_of
from documents.corrections.checks import check_as
from documents.corrections.conflicts import keep_mine, merged, take_parsed
from documents.corrections.undoing import undo as undo_acts
from documents.models import Agency, Chapter, CorrectionAct, Measure, ReaderReport, ReviewItem, Succession
from documents.review import raising
from documents.review.placing import Excerpt, to_mend

Kind = ReviewItem.Kind
State = ReviewItem.State


def accept(item: ReviewItem, *, by: AbstractBaseUser | None, agency: Agency | None = None) -> ReviewItem:
    """Does what the item offers (see `offer`); for an unknown body `agency` says whose name it is. Raises
    ValidationError where nothing is offered, or it can no longer be done.
    """
    with _settling(item, by, State.ACCEPTED) as (fresh, doing):
        act = _ACCEPTING.get(fresh.kind)
        if act is None:
            raise ValidationError("这一事项没有可以采纳的改动，请更正条目，或不予处理。")
        if fresh.kind == Kind.AGENCY:
            agencies.add_alias(_agency_for(fresh, agency), fresh.detail["name"], doing)
        else:
            act(fresh, doing)
    return fresh


def dismiss(item: ReviewItem, *, by: AbstractBaseUser | None) -> ReviewItem:
    """Leaves all as it is: of a conflict, the person's word stays; a check that lapsed is taken away."""
    with _settling(item, by, State.DISMISSED) as (fresh, doing):
        if fresh.kind == Kind.CONFLICT:
            keep_mine(fresh)
        elif fresh.kind == Kind.LAPSED and not isinstance(fresh.entry, Chapter):
            check_as(fresh.entry, doing, holds=False)
        elif fresh.report:
            _settle_report(fresh.report, ReaderReport.State.DISMISSED, by)
    return fresh


def accept_merged(item: ReviewItem, *, by: AbstractBaseUser | None) -> ReviewItem:
    """Of a conflict about a text: what the parser and the person changed, both. Raises ValidationError where both
    changed the same words.
    """
    with _settling(item, by, State.CORRECTED) as (fresh, doing):
        text = both(fresh)
        if text is None:
            raise ValidationError("两边改动了同一处文字，不能自动合并。")
        correct_as(fresh.entry, {fresh.field: text}, doing)
    return fresh


def mark_corrected(item: ReviewItem, *, by: AbstractBaseUser | None) -> ReviewItem:
    """The person corrected the entry themselves."""
    with _settling(item, by, State.CORRECTED) as (fresh, _):
        if fresh.report:
            _settle_report(fresh.report, ReaderReport.State.DONE, by)
    return fresh


def undo(item: ReviewItem, *, by: AbstractBaseUser | None) -> ReviewItem:
    """Opens an item again and takes back what settling it did. Raises ValidationError where that has been changed."""
    with transaction.atomic():
        fresh = ReviewItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
        if fresh.state in (State.OPEN, State.GONE):
            raise ValidationError("这一事项没有处理过。")
        if fresh.batch:
            if CorrectionAct.objects.filter(batch=fresh.batch, undone=False).exists():
                undo_acts(fresh.batch, by=by)
            agencies.undo(fresh.batch, by=by)
        if fresh.kind == Kind.CONFLICT:
            _ask_again(fresh)
        if fresh.report:
            _settle_report(fresh.report, ReaderReport.State.OPEN, None)
        _tell(fresh, State.OPEN, None, None)
    return fresh


def both(item: ReviewItem) -> str | None:
    """What a text would be with the parser's and the person's changes, where these are in different places."""
    if item.kind != Kind.CONFLICT or item.detail.get("about") != "value" or item.field not in ("text", "title", "lead"):
        return None
    texts = [item.detail[side] for side in ("before", "now", "mine")]
    return merged(*texts) if all(isinstance(text, str) for text in texts) else None


def last_settled(by: AbstractBaseUser) -> ReviewItem | None:
    """What this person settled last and has not undone."""
    settled = ReviewItem.objects.filter(settled_by=by.pk).exclude(state__in=(State.OPEN, State.GONE))
    return settled.order_by("-settled_at", "-pk").first()


@contextmanager
def _settling(
    item: ReviewItem, by: AbstractBaseUser | None, state: ReviewItem.State
) -> Iterator[tuple[ReviewItem, Doing]]:
    with transaction.atomic():
        fresh = ReviewItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
        if fresh.state != State.OPEN:
            raise ValidationError(_told(fresh))
        doing = Doing(by, f"核对：{fresh.message}"[:300])
        # first, so that looking at the entry anew does not take the item for gone
        _tell(fresh, state, by, doing)
        yield fresh, doing


def _told(item: ReviewItem) -> str:
    who = f"由 {item.settled_by} " if item.settled_by else ""
    return f"这一事项已{who}处理：{item.get_state_display()}。"


def _tell(item: ReviewItem, state: ReviewItem.State, by: AbstractBaseUser | None, doing: Doing | None) -> None:
    item.state, item.settled_by_id = state, by.pk if by else None
    item.settled_at, item.batch = (timezone.now() if doing else None), (doing.batch if doing else None)
    item.save(update_fields=["state", "settled_by", "settled_at", "batch"])


def _repair(item: ReviewItem, doing: Doing) -> None:
    """Puts the suggestion in the place of what was found, in the text and in the lead, or in the title."""
    entry = item.entry
    text = entry.text if isinstance(entry, Measure) else (entry.title or "")
    place = to_mend(text, Excerpt(*item.detail["excerpt"]), item.detail["suggestion"])
    if place is None:
        raise ValidationError("正文中已找不到这处文字，请打开条目更正。")
    mended = text[: place[0]] + item.detail["suggestion"] + text[place[1] :]
    values = {"text" if isinstance(entry, Measure) else "title": mended}
    lead = entry.lead if isinstance(entry, Measure) else None
    if lead and text.startswith(lead) and place[1] <= len(lead):
        values["lead"] = mended[: len(lead) + len(mended) - len(text)]
    correct_as(entry, values, doing)


def _check(item: ReviewItem, doing: Doing) -> None:
    if not isinstance(item.entry, Chapter):
        check_as(item.entry, doing)


def _report_done(item: ReviewItem, doing: Doing) -> None:
    if item.report:
        _settle_report(item.report, ReaderReport.State.DONE, doing.by)


def _settle_report(report: ReaderReport, state: ReaderReport.State, by: AbstractBaseUser | None) -> None:
    report.state, report.handled_by_id = state, by.pk if by else None
    report.handled_at = timezone.now() if state != ReaderReport.State.OPEN else None
    report.save(update_fields=["state", "handled_by", "handled_at"])


def _agency_for(item: ReviewItem, agency: Agency | None) -> Agency:
    found = agency or agencies.most_alike(item.detail["name"], item.plan.province)
    if found is None:
        raise ValidationError("请选择这是哪个部门。")
    return found


def _ask_again(item: ReviewItem) -> None:
    """What the decision stood on is as it was before it."""
    before = item.detail["before"]
    if item.detail["about"] == "value":
        corrections_of(item.entry).filter(field=item.field).update(parsed_value=before)
    elif item.detail["about"] == "successors":
        Succession.objects.filter(measure=item.measure).update(ground=before)
    raising.refresh(item.plan)


_ACCEPTING: dict[str, Callable[[ReviewItem, Doing], None]] = {
    Kind.CONFLICT: take_parsed,
    Kind.REPORT: _report_done,
    Kind.LAPSED: _check,
    Kind.UNSURE: _check,
    Kind.REPAIR: _repair,
    Kind.AGENCY: lambda item, doing: None,
}
