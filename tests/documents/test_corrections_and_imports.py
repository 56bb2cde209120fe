"""Whatever order corrections and imports come in, no correction, entry or index change is lost.

HEALTHPLAN_STORIES says how many stories are told, for a long run.
"""

from __future__ import annotations

import os

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings

from documents import corrections, importing, index_changes, parsing
from documents.models import IndexChange, Measure, Plan
from tests.documents.stories import ALONE, STEPS, Story, headings
from tests.documents.texts import Heading, Parser, parsed_text, raw_text

STORIES = int(os.environ.get("HEALTHPLAN_STORIES", "25"))
told = settings(max_examples=STORIES, deadline=None, suppress_health_check=list(HealthCheck))

pytestmark = pytest.mark.django_db


@told
@given(first=headings(), steps=STEPS)
def test_any_order_of_corrections_and_imports_loses_nothing(
    parser: Parser, first: list[Heading], steps: list[tuple[object, ...]]
) -> None:
    with transaction.atomic():
        story = Story(parser)
        for step in [("import", first), *steps]:
            story.do(step)
        assert Plan.objects.count() == 1
        transaction.set_rollback(True)


@told
@given(first=headings(), steps=ALONE)
def test_all_that_was_done_can_be_undone_one_after_the_other(
    parser: Parser, first: list[Heading], steps: list[tuple[object, ...]]
) -> None:
    with transaction.atomic():
        story = Story(parser)
        story.do(("import", first))
        before = index_changes.contents(Plan.objects.get().pk)
        for step in steps:
            story.do(step)
        for batch in reversed(story.batches):
            corrections.undo(batch, by=None)
        assert index_changes.contents(Plan.objects.get().pk) == before
        transaction.set_rollback(True)


@settings(told, max_examples=max(10, STORIES // 2))
@given(tree=headings())
def test_reading_the_same_again_is_no_change(
    parser: Parser, monkeypatch: pytest.MonkeyPatch, tree: list[Heading]
) -> None:
    with transaction.atomic():
        parser.gives = parsed_text(tree)
        importing.import_text(raw_text("原文"))
        before = list(Measure.objects.order_by("pk").values())
        IndexChange.objects.all().delete()
        monkeypatch.setattr(parsing, "PARSER_VERSION", f"{parser.asked} later")
        result = importing.import_text(raw_text("原文"))
        assert result.status == "unchanged"
        assert list(Measure.objects.order_by("pk").values()) == before
        assert not IndexChange.objects.exists()
        transaction.set_rollback(True)
