"""Searches that signed-in readers keep."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from search.models import SavedSearch
from search.models.saved import MOST_SAVED
from tests import factories

pytestmark = pytest.mark.django_db
Indexed = Callable[[], None]
SAVED = "/search/saved/"


@pytest.fixture
def reader() -> User:
    """Someone with an account who may change nothing."""
    return User.objects.create_user("reader", password="a-long-word-for-tests")


@pytest.fixture
def signed_in(client: Client, reader: User) -> Client:
    client.force_login(reader)
    return client


def save(client: Client, address: str, name: str = "") -> str:
    """The page after saving."""
    return client.post(SAVED, {"address": address, "name": name}, follow=True).content.decode()


def kept(user: User) -> list[tuple[str, str]]:
    return list(SavedSearch.objects.filter(owner=user).values_list("name", "address"))


def test_a_search_is_kept_in_its_shortest_form_and_opens_again(signed_in: Client, reader: User) -> None:
    factories.plan()
    save(signed_in, "page=3&province=湖南&q=尘肺&sort=relevance&nonsense=1&year=2021", "我的尘肺")
    assert kept(reader) == [("我的尘肺", "q=%E5%B0%98%E8%82%BA&province=430000&year=2021")]
    page = signed_in.get(SAVED).content.decode()
    links = [html.unescape(link) for link in re.findall(r'href="(/search/[^"]*\?[^"]*)"', page)]
    query = "q=%E5%B0%98%E8%82%BA&province=430000&year=2021"
    assert links == [f"/search/{place}?{query}" for place in ("", "feed.atom", "export.csv", "export.xlsx")]


def test_without_a_name_it_is_named_by_what_it_searches(signed_in: Client, reader: User) -> None:
    factories.plan()
    save(signed_in, "q=尘肺&province=湖南&kind=measure")
    save(signed_in, "")
    assert [name for name, _ in kept(reader)] == ["全部措施", "尘肺 · 省份：湖南 · 类型：措施"]


def test_the_same_search_is_kept_once_under_its_newer_name(signed_in: Client, reader: User) -> None:
    save(signed_in, "q=尘肺", "旧名")
    save(signed_in, "q=+尘肺&page=2", "新名")
    assert [name for name, _ in kept(reader)] == ["新名"]


def test_it_can_be_renamed_and_removed(signed_in: Client, reader: User) -> None:
    save(signed_in, "q=尘肺", "旧名")
    number = SavedSearch.objects.get().pk
    signed_in.post(f"{SAVED}{number}/rename/", {"name": " 新名 "})
    assert kept(reader) == [("新名", "q=%E5%B0%98%E8%82%BA")]
    for wrong in ("", " ", "长" * 81):
        assert "名称须为" in signed_in.post(f"{SAVED}{number}/rename/", {"name": wrong}, follow=True).content.decode()
    assert kept(reader)[0][0] == "新名"
    assert "已删除“新名”" in signed_in.post(f"{SAVED}{number}/remove/", follow=True).content.decode()
    assert kept(reader) == []


def test_nobody_sees_or_touches_those_of_another(signed_in: Client, reader: User) -> None:
    save(signed_in, "q=尘肺", "私人的名称")
    number = SavedSearch.objects.get().pk
    other = Client()
    other.force_login(User.objects.create_user("other"))
    assert "私人的名称" not in other.get(SAVED).content.decode()
    for act in ("rename", "remove"):
        assert other.post(f"{SAVED}{number}/{act}/", {"name": "x"}).status_code == 404
    assert [name for name, _ in kept(reader)] == ["私人的名称"]


def test_who_is_not_signed_in_is_asked_to(client: Client) -> None:
    for answer in (client.get(SAVED), client.post(SAVED, {"address": "q=x"})):
        assert answer.status_code == 302
        assert "next=" in answer["Location"]
    assert not SavedSearch.objects.exists()


def test_acts_need_a_post_from_the_site_itself(reader: User) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(reader)
    assert strict.post(SAVED, {"address": "q=x"}).status_code == 403
    search = SavedSearch.objects.create(owner=reader, name="x", address="q=x")
    for act in ("rename", "remove"):
        assert strict.get(f"{SAVED}{search.pk}/{act}/").status_code == 405


def test_there_is_an_end_to_what_one_reader_keeps(signed_in: Client, reader: User) -> None:
    rows = [SavedSearch(owner=reader, name=str(n), address=f"q={n}") for n in range(MOST_SAVED)]
    SavedSearch.objects.bulk_create(rows)
    assert f"最多保存 {MOST_SAVED} 个检索" in save(signed_in, "q=尘肺")
    assert "已保存“新名”" in save(signed_in, "q=5", "新名")
    assert len(kept(reader)) == MOST_SAVED


def test_a_search_too_long_to_be_kept_is_refused_in_words(signed_in: Client, reader: User) -> None:
    assert "太长，无法保存" in save(signed_in, "q=" + "尘肺" * 250)
    assert kept(reader) == []


def test_the_list_takes_the_same_few_queries_however_long(
    signed_in: Client, reader: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    SavedSearch.objects.bulk_create(SavedSearch(owner=reader, name=str(n), address=f"q={n}") for n in range(30))
    # session, user, what the user and the groups may do (for the menu), searches
    with django_assert_num_queries(5):
        signed_in.get(SAVED)
