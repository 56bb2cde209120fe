"""What one request may ask of the search, and how it is told that it asks too much."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from search import limits
from search.backends import together
from search.limits import MAX_PAGE, PAGE_SIZE, SearchTooLong, check_time, time_limited
from search.query import MAX_CHARACTERS
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.index_only]
Indexed = Callable[[], None]


@pytest.fixture(autouse=True)
def entries(indexed: Indexed) -> None:
    plan = factories.plan()
    for n in range(PAGE_SIZE * 2 + 1):
        factories.measure(f"尘肺第{n}项。", in_plan=plan)
    indexed()


def page(client: Client, **params: Any) -> str:
    answer = client.get("/search/", params)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_query_that_is_too_long_is_cut_and_said_to_be(client: Client) -> None:
    assert f"检索词过长，只取前{MAX_CHARACTERS}字。" in page(client, q="尘肺 " * MAX_CHARACTERS)
    answer = client.get("/api/v1/measures/", {"q": "尘" * (MAX_CHARACTERS + 1)})
    assert answer.status_code == 422
    assert answer.json()["error"] == {
        "code": "invalid_parameter",
        "message": f"不能超过{MAX_CHARACTERS}字",
        "field": "q",
    }


def test_too_many_words_are_cut_and_said_to_be(client: Client) -> None:
    assert "检索词过多，只取前" in page(client, q=" ".join(f"词{n}" for n in range(60)))


@pytest.mark.parametrize("typed", ["(" * 200 + "尘肺" + ")" * 200, "-(" * 90 + "尘肺", "尘肺 OR (" * 40])
def test_brackets_however_deep_get_an_answer(client: Client, typed: str) -> None:
    page(client, q=typed)
    assert client.get("/api/v1/measures/", {"q": typed}).status_code == 200


def test_pages_beyond_the_last_that_is_shown_are_answered_by_what_to_do(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("search.views.page.MAX_PAGE", 2)
    for number in (3, 10**6):
        text = page(client, q="尘肺", page=number)
        assert f"最多翻到第2页（前{2 * PAGE_SIZE}条）；请用筛选缩小范围，或导出全部结果。" in text
        assert "第 2 页，共 2 页" in text
    assert "最多翻到" not in page(client, q="尘肺", page=2)
    assert MAX_PAGE * PAGE_SIZE >= 10_000


def test_an_offset_that_is_too_great_is_refused_in_words(client: Client) -> None:
    answer = client.get("/api/v1/measures/", {"offset": 10**9})
    assert (answer.status_code, answer.json()["error"]["field"]) == (422, "offset")


@pytest.mark.parametrize("address", ["/search/?q=尘肺", "/search/feed.atom?q=尘肺", "/search/export.csv?q=尘肺"])
def test_a_search_that_takes_too_long_is_given_up_with_what_to_do(
    client: Client, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setattr(limits, "SECONDS", -1.0)
    answer = client.get(address)
    assert (answer.status_code, answer["Retry-After"]) == (503, "10")
    assert "检索用时过长，已经中止。请减少检索词" in answer.content.decode()


def test_so_does_the_api_say(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "SECONDS", -1.0)
    answer = client.get("/api/v1/measures/", {"q": "尘肺"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (503, "took_too_long")


def test_time_runs_within_the_block_only() -> None:
    check_time()
    with time_limited(-1.0), pytest.raises(SearchTooLong):
        check_time()
    with time_limited(60.0):
        check_time()
    check_time()


@pytest.mark.parametrize("undo", [["x" * 1000], ["filter:province:湖南"] * 500, ["\0"], [""]])
def test_odd_things_to_undo_do_no_harm(client: Client, undo: list[str]) -> None:
    page(client, q="湖南 尘肺", undo=undo)


def test_the_clock_is_looked_at_while_one_word_is_looked_for(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    looks: list[None] = []
    monkeypatch.setattr(together, "_AT_ONCE", 5)
    monkeypatch.setattr(together, "check_time", lambda: looks.append(None))
    page(client, q="“尘肺第”")
    assert len(looks) > PAGE_SIZE * 2 / 5
