"""What a reader finds by the words typed."""

from __future__ import annotations

import pytest

from search import updates
from search.filters import Filters
from search.query import parse
from search.searching import find
from tests import factories
from tests.search.conftest import Search

pytestmark = [pytest.mark.django_db, pytest.mark.index_only]


def test_a_word_is_found_in_the_text(search: Search) -> None:
    factories.measure("推进家庭医生签约服务。")
    factories.measure("完善药品供应保障。")
    assert search("家庭医生") == ["推进家庭医生签约服务。"]


def test_a_character_finds_the_words_it_is_part_of(search: Search) -> None:
    factories.measure("加强尘肺病防治。")
    assert search("肺") == ["加强尘肺病防治。"]


def test_part_of_a_word_finds_the_word(search: Search) -> None:
    factories.measure("住院医师规范化培训基地建设。")
    assert search("规范化培训") == ["住院医师规范化培训基地建设。"]


@pytest.mark.parametrize("typed", ["“肺病筛查”", '"肺病筛查"', "「肺病筛查」", "＂肺病筛查＂", "『肺病筛查』"])
def test_a_quoted_phrase_is_found_across_the_cuts_of_words(search: Search, typed: str) -> None:
    factories.measure("开展尘肺病筛查。")
    factories.measure("筛查尘肺病患者。")
    assert search(typed) == ["开展尘肺病筛查。"]


def test_a_quoted_phrase_may_hold_punctuation(search: Search) -> None:
    factories.measure("以“一老、一小”为重点。")
    factories.measure("一老一小，整体推进。")
    assert search("「一老、一小」") == ["以“一老、一小”为重点。"]


def test_characters_on_both_sides_of_a_comma_are_no_word(search: Search) -> None:
    factories.measure("建设卫生服务中心、理疗站。")
    assert search("心理") == []


def test_a_phrase_does_not_reach_from_one_field_into_another(search: Search) -> None:
    plan = factories.plan()
    factories.measure("病筛查覆盖全省。", under=factories.chapter(plan, "防治尘肺"))
    assert search("“尘肺病筛查”") == []


def test_traditional_full_width_and_upper_case_make_no_difference(search: Search) -> None:
    text = "签约率达到51%，推行DRG付费，加强医疗质量管理。"
    factories.measure(text)
    assert search("醫療質量") == search("５１％") == search("ｄｒｇ") == search("Drg付費") == [text]


def test_a_text_in_traditional_and_full_width_is_found_by_plain_words(search: Search) -> None:
    factories.measure("加強醫療質量管理，達到５１％。")
    assert search("医疗质量 51%") == ["加強醫療質量管理，達到５１％。"]


@pytest.mark.parametrize("typed", ["家庭医生", "家庭医 生", "家 庭 医 生", " 家庭　医生 ", "家庭医生\u200b"])
def test_stray_blanks_in_the_query_make_no_difference(search: Search, typed: str) -> None:
    factories.measure("推进家庭医生签约。")
    factories.measure("医院发展与家庭病床的生产。")
    assert search(typed) == ["推进家庭医生签约。"]


def test_a_blank_or_line_break_inside_a_word_does_not_hide_it(search: Search) -> None:
    factories.measure("推进家庭医\n生签约，到2025 年全覆盖。")
    assert len(search("家庭医生")) == len(search("“2025年全覆盖”")) == 1


def test_all_words_have_to_be_there(search: Search) -> None:
    factories.measure("高血压管理。")
    factories.measure("高血压、糖尿病管理。")
    assert search("高血压 糖尿病") == ["高血压、糖尿病管理。"]


def test_or_needs_one_of_its_sides(search: Search) -> None:
    for text in ("高血压管理。", "糖尿病管理。", "高血压筛查。", "结核病管理。"):
        factories.measure(text)
    assert set(search("高血压 OR 糖尿病 管理")) == {"高血压管理。", "糖尿病管理。"}


@pytest.mark.parametrize("typed", ["培训 -中医", "培训 NOT 中医", "-中医 培训", "培训 －中医"])
def test_a_word_may_be_excluded(search: Search, typed: str) -> None:
    factories.measure("全科医生培训。")
    factories.measure("中医药人才培训。")
    assert search(typed) == ["全科医生培训。"]


def test_what_is_excluded_is_excluded_inside_longer_words_too(search: Search) -> None:
    factories.measure("加强尘肺病防治。")
    factories.measure("加强地方病防治。")
    assert search("防治 -肺") == ["加强地方病防治。"]


def test_only_excluding_gives_all_the_rest(search: Search) -> None:
    factories.measure("中医药人才培训。")
    factories.measure("全科医生培训。")
    assert search("-中医") == ["全科医生培训。"]


def test_lead_chapters_plan_province_and_all_names_of_agencies_are_searched(search: Search) -> None:
    plan = factories.plan("湖南省“十四五”老龄事业规划", "湖南")
    above = factories.chapter(plan, "发展银发经济")
    body = factories.agency("湖南省卫生健康委员会", names=["省卫生计生委"])
    factories.measure(
        "具体内容。", under=factories.chapter(plan, "培育辅具产业", above), leads=[body], lead="扩大租赁试点"
    )
    for typed in (
        "租赁试点",
        "辅具产业",
        "银发经济",
        "老龄事业",
        "湖南",
        "湖南省",
        "卫生计生委",
        "湖南省卫生健康委员会",
    ):
        assert search(typed) == ["具体内容。"], typed


def test_a_heading_that_readers_do_not_see_is_not_searched(search: Search) -> None:
    plan = factories.plan()
    factories.measure("具体内容。", under=factories.chapter(plan, "误立的标题", hidden=True))
    assert search("误立") == []


def test_what_is_hidden_or_no_longer_in_the_text_is_not_found(search: Search) -> None:
    factories.measure("隐藏的措施。", hidden=True)
    factories.measure("不再有的措施。", found=False)
    factories.measure("人工保留的措施。", found=False, kept=True)
    factories.measure("隐藏文件的措施。", in_plan=factories.plan(hidden=True))
    assert search("措施") == ["人工保留的措施。"]


@pytest.mark.parametrize("typed", ["足球联赛", "航天发射"])
def test_what_nobody_wrote_about_is_not_found(search: Search, typed: str) -> None:
    factories.measure("发展健康产业，举办足球活动。")
    factories.measure("联合开展赛事医疗保障。")
    assert search(typed) == []


def test_a_function_word_decides_nothing_beside_other_words(search: Search) -> None:
    factories.measure("中医药发展。")
    assert search("中医药的发展") == search("中医药 的 发展") == ["中医药发展。"]


class TestOrder:
    def test_lead_and_chapter_count_more_than_the_text(self, search: Search) -> None:
        plan = factories.plan()
        factories.measure("推进信息化，顺带提到控烟一词。", under=factories.chapter(plan, "信息化"))
        factories.measure("宣传引导。", under=factories.chapter(plan, "控烟行动"))
        factories.measure("落实责任。", under=factories.chapter(plan, "其他"), lead="加强控烟执法")
        assert search("控烟")[-1] == "推进信息化，顺带提到控烟一词。"

    def test_a_word_counts_more_than_the_same_characters_in_other_words(self, search: Search) -> None:
        factories.measure("发展心理疗法。")
        factories.measure("开展理疗服务。")
        assert search("理疗") == ["开展理疗服务。", "发展心理疗法。"]

    def test_words_side_by_side_come_before_words_apart(self, search: Search) -> None:
        factories.measure("护理人才下沉社区。")
        factories.measure("下沉人才社区护理。")
        assert search("社区护理") == ["下沉人才社区护理。", "护理人才下沉社区。"]

    def test_equals_keep_the_order_of_their_numbers_whatever_was_indexed_last(self, search: Search) -> None:
        entries = [factories.measure(f"第{number}项改善服务。") for number in "一二三四五"]
        before = search("改善服务")
        factories.changed(entries[2], entries[0])
        updates.drain_all()
        outcome = find(parse("改善服务"), Filters(), 0, 10)
        assert [hit.measure.text for hit in outcome.hits] == before == [entry.text for entry in entries]
