"""The pages that lead to plans: home, provinces, years, agencies, help, and what is no page."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from documents.models import AgencyName, Correction
from tests.documents import rows

pytestmark = pytest.mark.django_db


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def words(html: str) -> str:
    """The text of a page without its tags, blanks drawn together."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def main_of(html: str) -> str:
    return words(html.split("<main")[1].split("</main>", maxsplit=1)[0])


def test_home_stands_before_the_first_import(client: Client) -> None:
    text = page(client, "/")
    assert "还没有文件" in text
    assert text.count('<li class="tile ') == 34


def test_home_has_one_search_box_with_the_cursor_in_it(client: Client) -> None:
    text = page(client, "/")
    boxes = re.findall(r'<input[^>]*name="q"[^>]*>', text)
    assert len(boxes) == 1
    assert "autofocus" in boxes[0]
    assert '<form class="search-box search-box--hero" action="/search/" method="get"' in text


def test_home_counts_plans_by_province_and_year(client: Client) -> None:
    rows.plan("甲")
    rows.plan("乙", issued_on=dt.date(2019, 1, 1))
    rows.plan("丙", issued_on=None, published_on=dt.date(2019, 5, 1))
    rows.plan("丁", issued_on=None, period_start=2016, province=None)
    rows.plan("隐", hidden=True)
    text = page(client, "/")
    assert "4 份文件" in main_of(text)
    assert "湖南 3 份" in main_of(text)
    for count in ("2021 年 1 份", "2019 年 2 份", "2016 年 1 份", "未载明省份的文件（1）"):
        assert count in main_of(text)


def test_home_tells_what_came_and_what_was_corrected_lately(client: Client) -> None:
    plan = rows.plan("新来的规划")
    rows.source(plan, "原文")
    entry = rows.measure(plan, "更正过的措施。", lead="更正过的措施")
    Correction.objects.create(plan=plan, measure=entry, field="text", value="")
    Correction.objects.create(plan=plan, measure=entry, field="lead", value="")
    text = main_of(page(client, "/"))
    assert re.search("最近入库 新来的规划", text)
    assert text.count("更正过的措施") == 1


def test_plans_are_narrowed_by_province_and_year(client: Client) -> None:
    rows.plan("湖南新")
    rows.plan("湖南旧", issued_on=dt.date(2012, 1, 1))
    rows.plan("贵州新", province=rows.province("520000"))
    rows.plan("无省", province=None, issued_on=None)
    wanted = {
        "": "湖南新 贵州新 湖南旧 无省",
        "?province=430000": "湖南新 湖南旧",
        "?year=2021": "湖南新 贵州新",
        "?province=430000&year=2012": "湖南旧",
        "?province=none": "无省",
        "?year=none": "无省",
        "?province=999999": "",
        "?year=abc": "",
        "?year=²²²²": "",
        "?page=77": "湖南新 贵州新 湖南旧 无省",
    }
    for query, titles in wanted.items():
        listed = re.findall('class="plan-item__title"[^>]*>([^<]*)<', page(client, f"/plans/{query}"))
        assert sorted(listed) == sorted(titles.split()), query


def test_plans_are_listed_newest_first(client: Client) -> None:
    rows.plan("不知何时", issued_on=None)
    rows.plan("规划2020", issued_on=None, period_start=2020)
    for year in (2015, 2021, 2018):
        rows.plan(f"规划{year}", issued_on=dt.date(year, 1, 1))
    listed = re.findall('class="plan-item__title"[^>]*>([^<]*)<', page(client, "/plans/"))
    assert listed == ["规划2021", "规划2020", "规划2018", "规划2015", "不知何时"]


def test_a_plan_in_a_list_counts_the_measures_that_can_be_seen(client: Client) -> None:
    plan = rows.plan()
    rows.measure(plan, "一。")
    rows.measure(plan, "二。")
    rows.measure(plan, "三。", hidden=True)
    assert "2 条措施" in page(client, "/plans/")
    assert "2 条措施" in page(client, "/provinces/430000/")


def test_a_province_shows_its_plans_and_the_agencies_they_name(client: Client) -> None:
    plan = rows.plan()
    busy, idle = rows.agency("卫生健康委"), rows.agency("体育局")
    for text in ("一。", "二。"):
        rows.bears(busy, rows.measure(plan, text), "lead")
    rows.bears(idle, rows.measure(plan, "三。"), "participant")
    elsewhere = rows.plan("贵州的", province=rows.province("520000"))
    rows.bears(rows.agency("贵州的厅", "520000"), rows.measure(elsewhere, "四。"))
    text = main_of(page(client, "/provinces/430000/"))
    assert "2021 年 健康湖南建设规划" in text
    assert "卫生健康委 2 0 体育局 0 1" in text
    assert "贵州" not in text


def test_a_province_without_plans_says_so(client: Client) -> None:
    assert "尚未收录北京市的文件" in page(client, "/provinces/110000/")


def test_an_agency_shows_all_its_names_in_time(client: Client) -> None:
    body = rows.agency("湖南省卫生健康委员会")
    for name, start, end in (
        ("湖南省卫生厅", None, 2014),
        ("湖南省卫生计生委", 2014, 2018),
        ("湖南省卫健委", 2018, None),
    ):
        days = {"valid_from": start and dt.date(start, 3, 1), "valid_until": end and dt.date(end, 2, 1)}
        AgencyName.objects.create(agency=body, name=name, **days)
    text = main_of(page(client, body.get_absolute_url()))
    for name in ("湖南省卫生厅 至 2014 年", "湖南省卫生计生委 2014—2018 年", "湖南省卫健委 2018 年至今"):
        assert name in text


def test_an_agency_counts_what_it_leads_and_joins_by_plan_and_lists_it(client: Client) -> None:
    body = rows.agency("卫生健康委")
    new, old = rows.plan("新规划"), rows.plan("旧规划", issued_on=dt.date(2016, 1, 1))
    rows.bears(body, rows.measure(new, "牵头做的事。"), "lead")
    rows.bears(body, rows.measure(new, "参与做的事。"), "participant")
    rows.bears(body, rows.measure(old, "从前做的事。"), "lead", as_written="卫生计生委")
    rows.bears(body, rows.measure(old, "隐藏的事。", hidden=True), "lead")
    text = main_of(page(client, body.get_absolute_url()))
    assert "牵头 2 条 参与 1 条" in text
    assert re.search("湖南 2021 新规划 1 条牵头措施 1 条参与措施 湖南 2016 旧规划 1 条牵头措施 0", text)
    assert "文中称“卫生计生委”" in text
    assert "隐藏的事" not in text
    led = main_of(page(client, f"{body.get_absolute_url()}?role=lead&plan={new.pk}"))
    assert "牵头做的事" in led
    assert "参与做的事" not in led
    assert "从前做的事" not in led


def test_a_list_does_not_say_a_lead_twice(client: Client) -> None:
    body = rows.agency("卫生健康委")
    rows.bears(body, rows.measure(rows.plan(), "强基层。加强乡镇卫生院。", lead="强基层"))
    assert main_of(page(client, body.get_absolute_url())).count("强基层") == 1


def test_an_agencys_measures_follow_each_other_in_the_order_of_its_plans(client: Client) -> None:
    body = rows.agency("卫生健康委")
    dates: dict[str, dict[str, Any]] = {
        "只知发布日": {"published_on": dt.date(2021, 12, 1)},
        "只知年份": {"period_start": 2022},
        "旧": {},
    }
    for title, facts in dates.items():
        rows.bears(body, rows.measure(rows.plan(title, issued_on=None, **facts), "措施。"))
    text = page(client, body.get_absolute_url())
    in_table = re.findall(r'<th scope="row"><a [^>]*>([^<]+)', text)
    in_list = re.findall(r"<h3><a [^>]*>([^<]+)", text)
    assert in_table == in_list == ["只知年份", "只知发布日", "旧"]


def test_a_body_named_twice_in_a_measure_counts_once(client: Client) -> None:
    body = rows.agency("卫生健康委")
    entry = rows.measure(rows.plan(), "措施。")
    rows.bears(body, entry, "lead", as_written="卫健委")
    rows.bears(body, entry, "lead", as_written="卫生计生委")
    assert "牵头 1 条" in main_of(page(client, body.get_absolute_url()))


def test_agencies_that_no_visible_measure_names_are_not_listed(client: Client) -> None:
    rows.agency("没人提的局")
    rows.bears(rows.agency("藏起来的局"), rows.measure(rows.plan(), "措施。", hidden=True))
    rows.bears(rows.agency("看得见的局"), rows.measure(rows.plan(), "措施。"))
    text = page(client, "/agencies/")
    assert "看得见的局" in text
    assert "没人提的局" not in text
    assert "藏起来的局" not in text


def test_a_long_list_goes_on_over_pages_that_keep_the_filter(client: Client) -> None:
    for number in range(55):
        rows.plan(f"规划{number}")
    first = page(client, "/plans/?province=430000")
    assert "第 1 页，共 2 页" in first
    assert 'href="?province=430000&amp;page=2"' in first
    assert page(client, "/plans/?province=430000&page=2").count('class="plan-item"') == 5


def test_every_example_of_the_help_page_is_a_search(client: Client) -> None:
    text = page(client, "/help/")
    examples = re.findall(r'href="/search/\?q=([^"]+)"', text)
    assert len(examples) >= 4
    assert all(example and " " not in example for example in examples)


def test_robots_may_read_the_pages_but_not_search(client: Client) -> None:
    answer = client.get("/robots.txt")
    assert answer["Content-Type"].startswith("text/plain")
    assert "Disallow: /search/" in answer.content.decode()


@pytest.mark.parametrize(
    "address", ["/plans/1/", "/chapters/9/", "/measures/9/", "/agencies/9/", "/provinces/1/", "/x"]
)
def test_what_is_not_there_is_said_in_the_layout_of_the_site(client: Client, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 404
    assert "没有找到这一页" in answer.content.decode()
    assert 'class="site-header"' in answer.content.decode()


def test_a_request_that_is_refused_is_told_so_in_the_layout_of_the_site(client: Client, settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["plans.example"]
    answer = client.get("/", headers={"host": "elsewhere.example"})
    assert answer.status_code == 400
    strict = Client(enforce_csrf_checks=True)
    forged = strict.post("/admin/login/", headers={"host": "plans.example"})
    assert forged.status_code == 403
    for refused, said in ((answer, "不能处理这个请求"), (forged, "表单已失效")):
        assert said in refused.content.decode()
        assert 'class="site-header"' in refused.content.decode()


def test_a_failure_is_said_in_the_layout_of_the_site(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails() -> None:
        raise RuntimeError("the database is gone")

    monkeypatch.setattr("documents.views.home.years_of", lambda plans: fails())
    client.raise_request_exception = False
    answer = client.get("/")
    assert answer.status_code == 500
    assert "出了差错" in answer.content.decode()
    assert "database" not in answer.content.decode()


def test_pages_answer_to_reading_only(client: Client) -> None:
    for address in ("/", "/plans/", "/agencies/", "/help/", "/provinces/430000/"):
        assert client.head(address).status_code == 200
        assert client.post(address).status_code == 405
