"""How well judged queries are answered never gets worse: the floors only rise."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.db import connection

from search import updates
from tests.conftest import SOURCES
from tests.search.judged.scoring import judged_queries, means, measures_by_beginning, ndcg, scores

pytestmark = [pytest.mark.django_db, pytest.mark.index_only]

# Raise them when the table of `python -m tests.search.judged` has risen; never lower them but where queries are added.
FLOORS = {
    "own words": 0.95,
    "other words": 0.86,
    "abbreviations": 0.92,
    "full width and Latin": 0.99,
    "Traditional": 0.93,
    "short substrings": 0.95,
    "typos and stray blanks": 0.95,
    "province or plan": 0.93,
    "phrases, operators, fields": 0.95,
    "everyday words": 0.91,
    "no answer": 1.0,
    "agencies and roles": 0.95,
    "target numbers": 0.96,
    "all": 0.93,
}
RECALL_FLOOR = 0.95
# A judgement names a measure by how its text begins, which another reading of the texts may change.
MOST_UNNAMED = 5


@pytest.fixture
def base(db: None) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("the order of hits does not depend on the database, and once is long enough")
    call_command("import_texts", str(SOURCES), verbosity=0)
    updates.ensure_index()


def test_judged_queries_are_answered_at_least_so_well(base: None) -> None:
    scored = means(scores(judged_queries()))
    assert scored.keys() == FLOORS.keys()
    worse = {intent: ndcg for intent, (_, ndcg, _) in scored.items() if ndcg < FLOORS[intent]}
    assert worse == {}
    assert scored["all"][2] >= RECALL_FLOOR
    beginnings = measures_by_beginning({each for judged in judged_queries() for each in judged.grades})
    assert len([each for each, pks in beginnings.items() if len(pks) != 1]) <= MOST_UNNAMED


def test_the_set_is_large_enough_and_part_of_it_is_held_out() -> None:
    queries = judged_queries()
    assert len(queries) >= 60
    assert len({judged.intent for judged in queries}) >= 10
    assert len([judged for judged in queries if judged.held_out]) >= len(queries) // 3
    assert len({judged.typed for judged in queries}) == len(queries)


def test_the_score_is_what_the_books_say() -> None:
    assert ndcg([1, 2], {1: 3, 2: 1}) == 1.0
    assert ndcg([2, 1], {1: 3, 2: 1}) == pytest.approx((1 + 7 / 1.5849625) / (7 + 1 / 1.5849625))
    assert ndcg([], {1: 3}) == 0.0
    assert ndcg([1], {1: 3}, missing=[3]) < 1.0
