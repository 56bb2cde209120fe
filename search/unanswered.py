"""Keeps count of queries that found nothing, for those who collect documents and look after the dictionaries."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DatabaseError, connection, transaction
from django.db.models import F
from django.utils import timezone

from search import analysis
from search.filters import not_collected
from search.models import UnansweredQuery
from search.searching import Outcome
from search.wording import filters_in_words

logger = logging.getLogger(__name__)
MOST_KEPT = 5_000  # different queries; whoever tries to fill the table only pushes out what was asked once, long ago
_MILLISECONDS = 100  # that a reader waits for an import to let go of SQLite before the count goes without this one
# What may say who somebody is: telephone and identity numbers, mail addresses.
_PERSONAL = re.compile(r"\d[\d .-]{5,}\d|\S+@\S+")


def reason_of(outcome: Outcome) -> UnansweredQuery.Reason | None:
    """Why there is nothing; None where there is something. One query at most."""
    if outcome.query.node is None:
        return UnansweredQuery.Reason.NOT_UNDERSTOOD
    if outcome.total:
        return None
    missing = missing_provinces(outcome)
    return UnansweredQuery.Reason.NOT_COLLECTED if missing else UnansweredQuery.Reason.NOTHING_FOUND


def missing_provinces(outcome: Outcome) -> list[str]:
    """The provinces that were chosen or named, if the knowledge base has no plan of any of them."""
    return not_collected(outcome.filters, analysis.normalise(outcome.query.typed).text)


def note(outcome: Outcome, reason: UnansweredQuery.Reason | None) -> None:
    """Count a search that found nothing; never fails, and never keeps its reader waiting."""
    if reason is None:
        return
    typed = _PERSONAL.sub("…", " ".join(outcome.query.typed.replace("\0", " ").split()))[:100]
    filters = "；".join(filters_in_words(outcome.facets))[:200]
    try:
        with _impatient(), transaction.atomic():
            _count(typed, filters, reason)
    except DatabaseError as error:
        logger.info("A query without results was not counted: %s", error)


def _count(typed: str, filters: str, reason: UnansweredQuery.Reason) -> None:
    today = timezone.localdate()
    same = UnansweredQuery.objects.filter(typed=typed, filters=filters, reason=reason)
    if not same.update(times=F("times") + 1, last_on=today):
        _make_room()
        UnansweredQuery.objects.create(typed=typed, filters=filters, reason=reason, first_on=today, last_on=today)


def _make_room() -> None:
    if UnansweredQuery.objects.count() >= MOST_KEPT:
        rarest = UnansweredQuery.objects.order_by("times", "last_on", "pk").values_list("pk", flat=True)
        UnansweredQuery.objects.filter(pk__in=list(rarest[: MOST_KEPT // 10])).delete()


@contextmanager
def _impatient() -> Iterator[None]:
    """On SQLite, wait for another writer no longer than a reader would not notice."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        usual = cursor.execute("PRAGMA busy_timeout").fetchone()[0]
        cursor.execute(f"PRAGMA busy_timeout = {_MILLISECONDS}")
        try:
            yield
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {usual}")
