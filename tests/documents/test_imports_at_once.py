"""Imports that run at the same time wait for each other (on SQLite, where there is one writer anyway, as processes:
see test_import_texts)."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from documents import importing
from documents.importing import ImportResult, Status
from documents.models import Agency, Measure, Plan, SourceText
from tests.documents.texts import Parser, raw_text

# The provinces come from a migration, and a transactional test empties the tables behind it.
pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True, serialized_rollback=True)]


@pytest.fixture(autouse=True)
def on_postgres() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer")


def at_once(*texts: str) -> list[ImportResult]:
    """Imports these texts, each in a thread and a connection of its own."""

    def one(text: str) -> ImportResult:
        try:
            return importing.import_text(raw_text(text, file=f"{text}.txt"))
        finally:
            connection.close()

    with ThreadPoolExecutor(len(texts)) as threads:
        return list(threads.map(one, texts))


def test_one_text_imported_many_times_at_once_is_one_plan(parser: Parser) -> None:
    results = at_once(*["原文"] * 6)
    assert sorted(result.status for result in results) == [Status.NEW, *[Status.UNCHANGED] * 5]
    assert (Plan.objects.count(), SourceText.objects.count(), Measure.objects.count()) == (1, 1, 3)


def test_texts_of_one_plan_imported_at_once_are_one_plan_with_the_same_agencies(parser: Parser) -> None:
    results = at_once("甲", "乙", "丙", "丁")
    assert sorted(result.status for result in results) == [Status.NEW, *[Status.UPDATED] * 3]
    assert (Plan.objects.count(), SourceText.objects.count(), Measure.objects.count()) == (1, 4, 3)
    assert SourceText.objects.filter(current=True).count() == 1
    assert Agency.objects.count() == 2
