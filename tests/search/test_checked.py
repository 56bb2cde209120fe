"""What a person compared with its source can be asked for by itself."""

from __future__ import annotations

import pytest
from django.test import Client

from documents import corrections
from documents.models import Measure
from search import updates
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def two(db: None) -> list[Measure]:
    """Two measures of one plan, in the index."""
    plan = factories.plan()
    texts = [f"第{number}条，加强尘肺病筛查。" for number in "一二"]
    measures = [factories.measure(text, in_plan=plan, parsed={"text": text}) for text in texts]
    updates.rebuild()
    return measures


def found(client: Client, **filters: str) -> set[int]:
    answer = client.get("/api/v1/measures/", {"q": "尘肺病", **filters})
    assert answer.status_code == 200, answer.content.decode()
    return {hit["id"] for hit in answer.json()["results"]}


def test_a_checked_measure_is_found_as_such_once_the_index_has_heard(client: Client, two: list[Measure]) -> None:
    assert found(client, checked="yes") == set()
    corrections.check(two[0], by=None)
    updates.drain_all()
    assert found(client, checked="yes") == {two[0].pk}
    assert found(client) == {measure.pk for measure in two}
    corrections.check(two[0], by=None, holds=False)
    updates.drain_all()
    assert found(client, checked="已核对") == set()


def test_all_measures_of_a_checked_plan_are_checked(client: Client, two: list[Measure]) -> None:
    corrections.check(two[0].plan, by=None)
    updates.drain_all()
    assert found(client, checked="yes") == {measure.pk for measure in two}


def test_the_filter_is_offered_where_anything_is_checked(client: Client, two: list[Measure]) -> None:
    assert "checked=yes" not in client.get("/search/", {"q": "尘肺病"}).content.decode()
    corrections.check(two[0], by=None)
    updates.drain_all()
    assert "checked=yes" in client.get("/search/", {"q": "尘肺病"}).content.decode()
