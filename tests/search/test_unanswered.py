"""Queries that found nothing are counted, without who asked, and shown to admins."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import OperationalError
from django.test import Client

from search import unanswered
from search.models import UnansweredQuery
from tests import factories

pytestmark = pytest.mark.django_db
Indexed = Callable[[], None]


def counted() -> list[tuple[str, str, str, int]]:
    rows = UnansweredQuery.objects.order_by("pk")
    return list(rows.values_list("typed", "filters", "reason", "times"))


@pytest.fixture(autouse=True)
def entries(indexed: Indexed) -> None:
    factories.measure("防治尘肺。", in_plan=factories.plan("湘规划"))
    indexed()


def test_a_search_that_finds_nothing_is_counted_each_time_with_its_reason(client: Client) -> None:
    for address in ("?q=足球联赛", "?q=足球联赛+", "?q=尘肺&province=北京", "?q=!!!", "?q=尘肺&kind=goal"):
        client.get(f"/search/{address}")
    client.get("/api/v1/measures/?q=足球联赛")
    assert counted() == [
        ("足球联赛", "", "nothing-found", 3),
        ("尘肺", "省份：北京", "not-collected", 1),
        ("!!!", "", "not-understood", 1),
        ("尘肺", "类型：目标", "nothing-found", 1),
    ]
    row = UnansweredQuery.objects.earliest("pk")
    assert row.first_on == row.last_on


def test_a_search_that_finds_something_is_not(client: Client) -> None:
    for address in ("", "?q=尘肺", "?q=尘肺&page=9", "?province=湖南"):
        client.get(f"/search/{address}")
        client.get(f"/api/v1/measures/{address}".replace("&page=9", ""))
    assert counted() == []


def test_nothing_is_kept_that_may_say_who_asked(admin_client: Client) -> None:
    for typed in ("13912345678的家庭医生", "110101 19900307 1234", "找 li@example.org", "138-1234-5678"):
        admin_client.get("/search/", {"q": typed}, REMOTE_ADDR="203.0.113.9")
    assert [typed for typed, *_ in counted()] == ["…的家庭医生", "…", "找 …"]
    kept = {field.name for field in UnansweredQuery._meta.get_fields()}
    assert kept == {"id", "typed", "filters", "reason", "times", "first_on", "last_on"}
    assert isinstance(UnansweredQuery.objects.earliest("pk").last_on, dt.date)


def test_long_queries_are_cut(client: Client) -> None:
    client.get("/search/", {"q": "足球联赛" * 200})
    assert counted()[0][0] == "足球联赛" * 25


def test_a_reader_is_answered_though_nothing_can_be_counted(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def locked(*_: object) -> None:
        raise OperationalError("database is locked")

    monkeypatch.setattr(unanswered, "_count", locked)
    assert client.get("/search/?q=足球联赛").status_code == 200
    assert counted() == []


def test_what_was_asked_rarely_and_long_ago_makes_room(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unanswered, "MOST_KEPT", 10)
    for number in range(10):
        client.get("/search/", {"q": f"足球联赛{number}"})
    client.get("/search/", {"q": "足球联赛0"})
    client.get("/search/", {"q": "航天发射"})
    kept = [typed for typed, *_ in counted()]
    assert len(kept) == 10
    assert {"足球联赛0", "航天发射"} <= set(kept)
    assert "足球联赛1" not in kept


def test_admins_see_them_and_try_them_again(client: Client, admin_client: Client) -> None:
    client.get("/search/?q=足球联赛&province=北京")
    page = admin_client.get("/admin/search/unansweredquery/").content.decode()
    for shown in ("足球联赛", "省份：北京", "尚未收录", "/search/?q=%E8%B6%B3%E7%90%83%E8%81%94%E8%B5%9B"):
        assert shown in page
    assert "unansweredquery/add/" not in page
