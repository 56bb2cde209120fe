"""A search as an Atom feed."""

from __future__ import annotations

import datetime as dt
import xml.etree.ElementTree as ET
from collections.abc import Callable

import pytest
from django.test import Client

from documents.models import Measure
from search.limits import FEED_ENTRIES
from tests import factories

pytestmark = pytest.mark.django_db
Indexed = Callable[[], None]
ATOM = "{http://www.w3.org/2005/Atom}"


def feed(client: Client, query: str) -> ET.Element:
    answer = client.get(f"/search/feed.atom{query}")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/atom+xml; charset=utf-8")
    return ET.fromstring(answer.content)


def each(root: ET.Element, name: str) -> list[str]:
    return [entry.findtext(ATOM + name) or "" for entry in root.findall(f"{ATOM}entry")]


def came(entry: Measure, day: int) -> Measure:
    """The entry as if it had come into the base on that day of a January."""
    Measure.objects.filter(pk=entry.pk).update(created_at=dt.datetime(2026, 1, day, tzinfo=dt.UTC))
    return entry


def test_what_came_last_stands_first(client: Client, indexed: Indexed) -> None:
    for day, text in ((3, "尘肺三。"), (5, "尘肺五。"), (4, "尘肺四。尘肺。"), (6, "其他。")):
        came(factories.measure(text, lead=text[:3]), day)
    indexed()
    root = feed(client, "?q=尘肺&sort=province")
    assert each(root, "title") == ["湖南 尘肺五", "湖南 尘肺四", "湖南 尘肺三"]
    assert each(root, "published") == [f"2026-01-0{day}T00:00:00+00:00" for day in (5, 4, 3)]


def test_an_entry_tells_where_it_stands_and_leads_there(client: Client, indexed: Indexed) -> None:
    chapter = factories.chapter(factories.plan("湘<规划>"), "职业健康", label="第一章")
    entry = factories.measure("尘肺<b>筛查\x0b。", under=chapter)
    indexed()
    root = feed(client, "?q=尘肺")
    (found,) = root.findall(f"{ATOM}entry")
    assert found.find(f"{ATOM}link").get("href") == f"http://testserver/measures/{entry.pk}/"  # type: ignore[union-attr]
    assert found.findtext(f"{ATOM}id") == f"http://testserver/measures/{entry.pk}/"
    assert found.findtext(f"{ATOM}summary") == ("<p>湘&lt;规划&gt; › 第一章 职业健康</p><p>尘肺&lt;b&gt;筛查。</p>")


def test_a_feed_heeds_filters_and_names_its_search(client: Client, indexed: Indexed) -> None:
    factories.measure("尘肺。", in_plan=factories.plan(in_province="贵州"))
    factories.measure("尘肺。")
    indexed()
    root = feed(client, "?q=尘肺&province=贵州&page=3")
    assert len(root.findall(f"{ATOM}entry")) == 1
    assert "尘肺" in (root.findtext(f"{ATOM}title") or "")
    links = {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")}
    assert links == {
        "alternate": "http://testserver/search/?q=%E5%B0%98%E8%82%BA&province=520000&sort=added",
        "self": "http://testserver/search/feed.atom?q=%E5%B0%98%E8%82%BA&province=520000",
    }


def test_a_feed_says_what_else_is_looked_for_and_what_is_not_insisted_on(client: Client, indexed: Indexed) -> None:
    factories.measure("家庭医生签约服务。")
    factories.measure("中医药服务。", in_plan=factories.plan(in_province="贵州"))
    indexed()
    said = feed(client, "?q=家医 中医").findtext(f"{ATOM}subtitle") or ""
    assert "“家医”也找：家庭医生" in said
    assert "未强求：家医、中医" in said
    assert "省份：贵州。" in (feed(client, "?q=中医&province=贵州").findtext(f"{ATOM}subtitle") or "")
    assert "：" not in (feed(client, "?q=药服务").findtext(f"{ATOM}subtitle") or "")


def test_a_feed_is_as_long_as_a_reader_of_feeds_wants(client: Client, indexed: Indexed) -> None:
    plan = factories.plan()
    for n in range(FEED_ENTRIES + 5):
        factories.measure(f"健康{n}", in_plan=plan)
    indexed()
    assert len(feed(client, "?q=健康").findall(f"{ATOM}entry")) == FEED_ENTRIES


@pytest.mark.parametrize("query", ["?q=!!!", "?q=足球联赛", "?q=%00%0B"])
def test_a_search_that_finds_nothing_has_a_feed_without_entries(client: Client, indexed: Indexed, query: str) -> None:
    indexed()
    assert feed(client, query).findall(f"{ATOM}entry") == []


def test_without_an_index_it_says_so(client: Client, db: None) -> None:
    assert client.get("/search/feed.atom?q=尘肺").status_code == 503
