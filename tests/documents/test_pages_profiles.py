"""The pages of a province and of an agency: time, themes, partners, and what leads on from each."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.test import Client
from django.utils.html import strip_tags

from documents.models import Agency, Measure
from tests.documents import rows

pytestmark = pytest.mark.django_db

FIRST, SECOND = "中医药", "人才队伍"


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def section(text: str, name: str) -> str:
    """The words of one part of a page."""
    found = re.search(rf'<section aria-labelledby="{name}">.*?</section>', text)
    assert found, name
    return " ".join(strip_tags(found[0].replace("<", " <")).split())


def test_a_province_shows_its_themes_with_counts_that_lead_to_the_measures(client: Client) -> None:
    plan = rows.plan()
    rows.measure(plan, "一。", themes=[SECOND, FIRST])
    rows.measure(plan, "二。", themes=[FIRST])
    rows.measure(plan, "三。", themes=["基层卫生"], hidden=True)
    rows.measure(rows.plan("别省", province=rows.province("520000")), "四。", themes=["医疗保障"])
    text = page(client, "/provinces/430000/")
    assert "中医药 2 1 人才队伍 1 1" in section(text, "by-theme")
    assert "基层卫生" not in text
    assert "医疗保障" not in text
    assert "/search/?theme=%E4%B8%AD%E5%8C%BB%E8%8D%AF&amp;province=430000" in text


def test_a_province_shows_its_plans_on_a_time_line(client: Client) -> None:
    rows.plan("长期规划", issued_on=dt.date(2016, 5, 1), period_start=2016, period_end=2025)
    rows.plan("年度任务", issued_on=dt.date(2022, 1, 1))
    text = page(client, "/provinces/430000/")
    line = text[text.index('class="time-line"') : text.index("</figure>")]
    assert "<span>2016</span>" in line
    assert "<span>2025</span>" in line
    spans = re.findall(r'class="bar__span" x="([\d.]+)" width="([\d.]+)"', line)
    assert sorted(spans) == [("0.00", "100.00"), ("60.00", "10.00")]
    assert "2016—2025 年" in text


def test_plans_of_one_year_need_no_time_line(client: Client) -> None:
    rows.plan("一")
    rows.plan("二")
    assert 'class="time-line"' not in page(client, "/provinces/430000/")


def test_a_province_shows_its_busiest_agencies_and_the_others_on_demand(client: Client) -> None:
    plan = rows.plan()
    for number in range(17):
        rows.bears(rows.agency(f"第{number}局"), rows.measure(plan, "措施。"))
    text = page(client, "/provinces/430000/")
    assert "责任单位 17 个" in section(text, "agencies")
    assert "其余 2 个" in section(text, "agencies")


@pytest.fixture
def health() -> Agency:
    """Leads two measures of 湖南 in 2021, one of them with two others, and joins one of 2016."""
    body, money, sport = rows.agency("卫生健康委"), rows.agency("财政厅"), rows.agency("体育局")
    new, old = rows.plan("新规划"), rows.plan("旧规划", issued_on=dt.date(2016, 1, 1))
    one = rows.measure(new, "新的一件事。", themes=[FIRST])
    rows.bears(body, one)
    rows.bears(money, one, "participant")
    rows.bears(sport, one, "participant")
    rows.bears(body, rows.measure(new, "新的又一件事。", themes=[FIRST, SECOND]))
    two = rows.measure(old, "旧的一件事。", themes=[SECOND])
    rows.bears(money, two)
    rows.bears(body, two, "participant")
    rows.bears(sport, rows.measure(old, "别人的事。"))
    return body


def test_an_agency_shows_what_it_leads_and_joins_by_province_and_year(client: Client, health: Agency) -> None:
    text = page(client, health.get_absolute_url())
    assert re.search("湖南 2021 2 条牵头措施 0 2016 0 1 条参与措施", section(text, "by-year"))
    narrowed = page(client, f"{health.get_absolute_url()}?province=430000&year=2016&role=participant")
    assert "旧的一件事" in section(narrowed, "measures")
    assert "新的" not in section(narrowed, "measures")
    assert "只列湖南、2016 年的措施" in section(narrowed, "measures")


def test_a_plan_without_province_or_year_can_be_narrowed_to_as_well(client: Client, health: Agency) -> None:
    unknown = rows.plan("不知何处", province=None, issued_on=None)
    rows.bears(health, rows.measure(unknown, "不知何时的事。"))
    narrowed = page(client, f"{health.get_absolute_url()}?province=none&year=none")
    assert "不知何时的事" in section(narrowed, "measures")
    assert "新的" not in section(narrowed, "measures")


def test_what_names_no_province_or_year_lists_nothing(client: Client, health: Agency) -> None:
    for odd in ("province=1", "year=x", "plan=%00", "year=99999999999999999999"):
        assert "没有符合条件的措施" in section(page(client, f"{health.get_absolute_url()}?{odd}"), "measures")


def test_an_agency_shows_whom_it_works_with_most(client: Client, health: Agency) -> None:
    hidden = rows.measure(rows.plan("藏"), "藏起来的事。", hidden=True)
    rows.bears(health, hidden)
    rows.bears(rows.agency("藏起来的局"), hidden)
    told = section(page(client, health.get_absolute_url()), "partners")
    assert "财政厅 2 条，其中 1 条由对方牵头 体育局 1 条" in told
    assert "藏起来的局" not in told


def test_an_agency_shows_what_its_measures_are_about(client: Client, health: Agency) -> None:
    text = page(client, health.get_absolute_url())
    assert "中医药 2 2 人才队伍 2 1" in section(text, "by-theme")
    assert f"&amp;agency={health.pk}" in text


def test_an_agency_that_no_visible_measure_names_has_nothing_to_count(client: Client, health: Agency) -> None:
    Measure.objects.update(hidden=True)
    text = page(client, health.get_absolute_url())
    for name in ("by-year", "by-theme", "partners", "measures"):
        assert f'aria-labelledby="{name}"' not in text
    assert "目前没有措施写明由它负责" in text
