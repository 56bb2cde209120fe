"""What entries call themselves, and what their querysets promise."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from documents.amounts import amount
from documents.models import Measure, Plan
from tests.documents import rows

pytestmark = pytest.mark.django_db

SENTENCE = "各地区各部门要将健康建设纳入重要议事日程，健全领导体制和工作机制，确保各项任务落到实处。"


class TestAMeasureIsCalled:
    def test_by_its_lead(self) -> None:
        assert rows.measure(rows.plan(), SENTENCE, lead="强化组织领导").heading == "强化组织领导"

    def test_by_its_beginning_which_ends_in_a_sign_where_it_is_cut(self) -> None:
        plan = rows.plan()
        assert rows.measure(plan, SENTENCE).heading == SENTENCE[:30] + "…"
        assert rows.measure(plan, SENTENCE[:30]).heading == SENTENCE[:30]
        assert rows.measure(plan, "第一行。\n第二行。").heading == "第一行。…"

    def test_by_the_title_of_its_chapter_and_its_beginning_since_others_stand_there_too(self) -> None:
        chapter = rows.chapter(rows.plan(), "强化组织领导")
        first, second = rows.measure(chapter, SENTENCE), rows.measure(chapter, "完善协调机制。")
        assert first.heading == f"强化组织领导：{SENTENCE[:20]}…"
        assert second.heading == "强化组织领导：完善协调机制。"

    def test_by_its_beginning_only_where_the_title_says_the_same_or_a_label_tells_it_apart(self) -> None:
        chapter = rows.chapter(rows.plan(), "强化组织领导")
        assert rows.measure(chapter, "强化组织领导，压实责任。").heading == "强化组织领导，压实责任。"
        assert rows.measure(chapter, "建立协调机制。", label="（一）").heading == "建立协调机制。"

    @pytest.mark.parametrize(
        ("label", "line"), [(None, "强基层"), ("(一)", "(一)强基层"), ("1.", "1.强基层"), ("第三条", "第三条 强基层")]
    )
    def test_with_its_label_on_one_line(self, label: str | None, line: str) -> None:
        assert rows.measure(rows.plan(), SENTENCE, lead="强基层", label=label).labelled_heading == line


@pytest.mark.parametrize(
    ("lead", "text", "rest"),
    [
        ("强基层", "强基层。加强乡镇卫生院建设。", "加强乡镇卫生院建设。"),
        ("强基层", "强基层：加强乡镇卫生院建设。", "加强乡镇卫生院建设。"),
        ("强基层", "加强乡镇卫生院建设，强基层。", "加强乡镇卫生院建设，强基层。"),
        ("强基层", "强基层。", "强基层。"),
        (None, "加强乡镇卫生院建设。", "加强乡镇卫生院建设。"),
    ],
)
def test_what_follows_the_lead_is_never_nothing(lead: str | None, text: str, rest: str) -> None:
    assert Measure(lead=lead, text=text).after_lead == rest


def test_a_list_of_measures_is_fetched_with_what_it_shows_and_without_the_source_text() -> None:
    plan = rows.plan()
    entry = rows.measure(rows.chapter(plan, "章"), "措施。", source=rows.source(plan, "原文"))
    rows.bears(rows.agency("卫生健康委"), entry)
    with CaptureQueriesContext(connection) as queries:
        [shown] = Measure.objects.with_context()
        said = (shown.heading, shown.plan.heading, shown.source and shown.source.file)
        bodies = [body.agency and body.agency.name for body in shown.responsibilities.all()]
    assert said == ("章：措施。", "健康湖南建设规划", "plan.txt")
    assert bodies == ["卫生健康委"]
    assert len(queries) == 2
    assert not [each["sql"] for each in queries if '"documents_sourcetext"."text"' in each["sql"]]
    assert not [each["sql"] for each in queries if '."parsed"' in each["sql"]]


def test_plans_in_time_are_filed_by_year_and_then_by_day() -> None:
    facts: dict[str, dict[str, Any]] = {
        "不知何时": {"issued_on": None},
        "年中": {"issued_on": dt.date(2021, 6, 1)},
        "只知年份": {"issued_on": None, "period_start": 2021},
        "次年": {"issued_on": None, "period_start": 2022},
        "年末发布": {"issued_on": None, "published_on": dt.date(2021, 12, 1)},
        "前年": {"issued_on": dt.date(2020, 12, 31)},
    }
    for title, dates in facts.items():
        rows.plan(title, **dates)
    titles = [plan.title for plan in Plan.objects.in_time()]
    assert titles == ["次年", "年末发布", "年中", "只知年份", "前年", "不知何时"]


@pytest.mark.parametrize(
    ("value", "high", "unit", "said"),
    [
        (51, None, "%", "51%"),
        (1_000_000, None, "张", "100万张"),
        (123_456_789, None, "元", "1.23456789亿元"),
        (9_999, None, None, "9999"),
        (0.5, None, "‰", "0.5‰"),
        (2.5, 3, "张/千人", "2.5–3张/千人"),
        (1.2, None, "1:", "1:1.2"),
        (-4, None, "%", "-4%"),
        (0, None, "", "0"),
        (1e16, None, None, "100000000亿"),
        (0.00001, None, None, "0.00001"),
    ],
)
def test_an_amount_is_written_in_digits_as_chinese_readers_count(
    value: float, high: float | None, unit: str | None, said: str
) -> None:
    assert amount(value, high, unit) == said
    target = rows.target(rows.measure(rows.plan(), "措施。"), "覆盖率", value, value_high=high, unit=unit)
    assert str(target) == f"覆盖率达到{said}"
