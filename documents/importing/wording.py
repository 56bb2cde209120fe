"""The words of what has been imported, by which misprints of the next text are told from words that are merely new."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter

from documents.models import Measure, Plan
from documents.parsing.corpus import corpus_wording
from documents.parsing.wording import Wording

# So many of the latest plans are read: what a second of cutting allows, and enough for the words of the subject.
LATEST = 40


def imported_wording() -> Wording | None:
    """The packaged words and those that two plans have in common; None while there are no two plans."""
    latest = list(Plan.objects.order_by("-pk").values_list("pk", flat=True)[:LATEST])
    return corpus_wording(_texts(latest)) if len(latest) > 1 else None


def _texts(plans: list[int]) -> Iterator[str]:
    """The reading text of each plan."""
    rows = Measure.objects.filter(plan__in=plans).order_by("plan_id", "order").values_list("plan_id", "text")
    for _, measures in groupby(rows, key=itemgetter(0)):
        yield "\n".join(text for _, text in measures)
