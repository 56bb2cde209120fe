"""Suggestions while typing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests import factories

pytestmark = pytest.mark.django_db
Indexed = Callable[[], None]


def suggested(client: Client, typed: str) -> list[dict[str, Any]]:
    answer = client.get("/search/suggest", {"q": typed})
    assert answer.status_code == 200
    found: list[dict[str, Any]] = answer.json()["suggestions"]
    return found


def texts(client: Client, typed: str, kind: str) -> list[str]:
    return [each["text"] for each in suggested(client, typed) if each["kind"] == kind]


@pytest.fixture
def base(indexed: Indexed) -> None:
    body = factories.agency("湖南省卫生健康委员会", names=["湖南省卫生健康委", "省卫生计生委"])
    hunan = factories.plan("湖南省“十四五”卫生健康规划", period_start=2021)
    factories.measure("做好家庭医生签约服务。", in_plan=hunan, leads=[body])
    factories.measure("家庭医生上门。", in_plan=hunan)
    factories.measure("糖尿病筛查。", in_plan=factories.plan("贵州省卫生健康意见", "贵州", period_start=2017))
    factories.agency("湖南省卫生监督所")  # responsible for nothing
    indexed()


def test_words_of_the_texts_go_on_from_what_was_typed_the_most_frequent_first(client: Client, base: None) -> None:
    first = suggested(client, "家庭")[0]
    assert first == {
        "kind": "term",
        "text": "家庭医生",
        "detail": "见于 2 条措施",
        "address": "/search/?q=%E5%AE%B6%E5%BA%AD%E5%8C%BB%E7%94%9F",
        "fill": "家庭医生",
    }
    assert texts(client, "糖尿", "term") == ["糖尿病"]


def test_only_the_last_word_is_completed(client: Client, base: None) -> None:
    assert texts(client, "湖南 家庭医", "term") == ["湖南 家庭医生"]
    assert texts(client, "湖南 -家庭医", "term") == ["湖南 -家庭医生"]
    assert texts(client, "湖南 章节:家庭医", "term") == ["湖南 章节:家庭医生"]
    assert texts(client, "“家庭医", "term") == ["“家庭医生"]
    assert texts(client, "家庭医生 ", "term") == []


def test_traditional_script_and_full_width_are_met(client: Client, base: None) -> None:
    assert texts(client, "家庭醫", "term") == ["家庭医生"]


def test_agencies_are_found_by_any_name_that_bears_the_text(client: Client, base: None) -> None:
    (found,) = [each for each in suggested(client, "卫生计生") if each["kind"] == "agency"]
    assert (found["text"], found["detail"]) == ("湖南省卫生健康委员会", "湖南，又称 卫生计生委")
    assert found["address"].startswith("/agencies/")
    assert texts(client, "卫生健康委", "agency") == ["湖南省卫生健康委员会"]
    assert texts(client, "卫生监督", "agency") == []


def test_plans_are_found_by_their_titles(client: Client, base: None) -> None:
    assert texts(client, "卫生健康", "plan") == ["湖南省“十四五”卫生健康规划", "贵州省卫生健康意见"]
    (found,) = [each for each in suggested(client, "贵州 意见") if each["kind"] == "plan"]
    assert (found["detail"], found["address"][:7]) == ("贵州，2017年", "/plans/")


@pytest.mark.parametrize("typed", ["", " ", "-", "“", "\0", "%", "火星", "家庭" * 200, "a" * 101, "\ud800"])
def test_odd_beginnings_get_an_answer(client: Client, base: None, typed: str) -> None:
    assert suggested(client, typed.encode("utf-8", "replace").decode()) == []


def test_without_an_index_agencies_and_plans_are_suggested_all_the_same(client: Client, db: None) -> None:
    factories.plan("湘规划")
    assert texts(client, "湘", "plan") == ["湘规划"]


def test_a_suggestion_costs_few_queries(
    client: Client, base: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    suggested(client, "卫生")
    with django_assert_num_queries(2):
        suggested(client, "卫生")
