"""Words that mean something together, an agency's role, and how what was meant comes before what only stands there."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from search.filters import Filters
from search.query import Role
from search.searching import Outcome, find
from search.synonyms import Group, Synonyms
from search.understanding import understand
from search.units import Unit, compounded, is_idle_talk, units_of
from tests import factories

TABLE = Synonyms(
    Group.of(line)
    for line in (
        "生病 钱 = 患病 钱 > 医疗救助 | 大病保险",
        "排 队 > 预约诊疗",
        "~ 老人 = 长者 > 老年人",
        "老年人 照护 > 长期照护",
        "疫苗 > 免疫规划",
        "免疫规划 = 计划免疫",
        "家医 = 家庭医生",
    )
)


def said(typed: str) -> list[str]:
    units = units_of(typed, TABLE)
    return [unit.text for unit in compounded(units, [], TABLE)]


@pytest.mark.parametrize(
    ("typed", "units"),
    [
        ("生病钱", ["生病 钱"]),
        ("钱生病", ["生病 钱"]),  # in whatever order
        ("长者照护", ["长者 照护"]),  # a word that is expanded to one of them will do
        ("生病", ["生病"]),
        ("农民工", ["农民工"]),
    ],
)
def test_words_of_the_table_are_taken_together(typed: str, units: list[str]) -> None:
    assert said(typed) == units


def test_words_that_say_nothing_may_mean_something_together() -> None:
    found = compounded([Unit("医院")], [Unit("排"), Unit("队")], TABLE)
    assert [unit.text for unit in found] == ["医院", "排 队"]


def test_what_is_typed_here_and_there_is_not_looked_for_in_texts() -> None:
    (compound,) = (each for each in TABLE.compounds if each.words == ("生病", "钱"))
    assert [each.text for each in compound.expansions] == ["医疗救助", "大病保险"]


def test_what_an_added_word_is_expanded_to_is_added_too_and_counts_less() -> None:
    near, further = TABLE.of("疫苗")
    assert (near.text, further.text) == ("免疫规划", "计划免疫")
    assert further.weight < near.weight


@pytest.mark.parametrize("typed", ["国家医学中心", "国家医疗保障局"])
def test_a_short_word_is_not_read_across_the_words_of_a_query(typed: str) -> None:
    assert "家医" not in [unit.text for unit in units_of(typed, TABLE)]


@pytest.mark.parametrize(("typed", "idle"), [("来得慢", True), ("要不要", True), ("航天", False), ("足球", False)])
def test_a_word_made_of_idle_ones_is_idle_talk(typed: str, idle: bool) -> None:
    assert is_idle_talk(typed) is idle


# --- in an index ---


def answer(typed: str) -> Outcome:
    return find(understand(typed), Filters(), 0, 100)


def texts(outcome: Outcome) -> list[str]:
    return [hit.measure.text for hit in outcome.hits]


@pytest.fixture
def base(indexed: Callable[[], None]) -> None:
    plan = factories.plan("健康湖南建设规划", "湖南")
    finance = factories.agency("湖南省财政厅", names=["省财政厅", "财政厅"])
    insurance = factories.agency("湖南省医疗保障局", names=["省医疗保障局", "医保局"])
    factories.measure("健全重特大疾病保险和医疗救助制度。", in_plan=plan, leads=[insurance], joins=[finance])
    factories.measure("建设国家医学中心。", in_plan=plan, leads=[finance])
    factories.measure("保障妇女儿童健康，防治慢性病。", in_plan=plan)
    factories.measure("做实家庭医生签约服务。", in_plan=plan)
    factories.measure("合理配备救护车。", in_plan=plan)
    indexed()


ANSWERS = {
    "生病 钱": "健全重特大疾病保险和医疗救助制度。",
    "家医": "做实家庭医生签约服务。",
    "救护车来得慢": "合理配备救护车。",
    "财政厅牵头": "建设国家医学中心。",
    "财政厅 牵头": "建设国家医学中心。",
    "牵头单位是财政厅": "建设国家医学中心。",
    "医保局负责什么": "健全重特大疾病保险和医疗救助制度。",
    "财政厅参与": "健全重特大疾病保险和医疗救助制度。",
}
NOT_ANSWERED = ("性病", "国足", "的了吗呢", "二手车", "航天员健康", "足球 中医药", "红烧肉做法", "离婚财产", "xyzzy")


@pytest.mark.django_db
@pytest.mark.index_only
def test_what_is_meant_is_found_alone(base: None) -> None:
    assert {typed: texts(answer(typed)) for typed in ANSWERS} == {typed: [found] for typed, found in ANSWERS.items()}


@pytest.mark.django_db
@pytest.mark.index_only
def test_what_is_not_there_or_only_by_chance_finds_nothing(base: None) -> None:
    assert {typed: texts(answer(typed)) for typed in NOT_ANSWERED} == {typed: [] for typed in NOT_ANSWERED}


@pytest.mark.django_db
@pytest.mark.index_only
def test_the_agencys_role_is_told(base: None) -> None:
    (part,) = (part for part in answer("财政厅牵头").query.parts if part.role == Role.FILTER)
    assert (part.typed, part.meaning, part.field) == ("财政厅牵头", ("财政厅牵头",), "agency")
