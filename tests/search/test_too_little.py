"""What is done where a query finds too little: misprints are met, words relaxed, and nothing known is never dropped."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from search import dictionaries
from search.filters import Filters
from search.query import Role
from search.searching import Outcome, find
from search.spelling import vocabulary
from search.understanding import understand
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.index_only]


@pytest.fixture
def base(indexed: Callable[[], None]) -> None:
    plan = factories.plan()
    for text in (
        "推进家庭医生签约。", "开展职业病防治。", "发展老年健康服务。", "加强医疗保障。", "做好狂犬病防治。",
        "加强铁路口岸检疫。", "建设血站。", "建设养老机构。", "举办足球活动。", "开展基层培训。",
        "医务人员培训。", "全科医生培训。", "护理培训。",
    ):  # fmt: skip
        factories.measure(text, in_plan=plan)
    indexed()


def answer(typed: str, *undone: str) -> Outcome:
    return find(understand(typed, undone), Filters(), 0, 100)


def texts(outcome: Outcome) -> list[str]:
    return [hit.measure.text for hit in outcome.hits]


@pytest.mark.parametrize(
    ("typed", "meant", "found"),
    [
        ("家庭医牛", "家庭医生", "推进家庭医生签约。"),  # looks alike
        ("家庭医声签约", "家庭医生签约", "推进家庭医生签约。"),  # sounds alike
        ("职业病放治", "职业病防治", "开展职业病防治。"),  # two characters, borne out by what stands beside them
        ("老年建康", "老年健康", "发展老年健康服务。"),
        ("医疗宝藏", "医疗保障", "加强医疗保障。"),  # every character of the half sounds alike
    ],
)
def test_a_misprint_is_met_by_the_word_of_the_texts(base: None, typed: str, meant: str, found: str) -> None:
    outcome = answer(typed)
    assert texts(outcome)[0] == found
    (part,) = (each for each in outcome.query.parts if each.role == Role.CORRECTION)
    assert (part.typed, part.meaning) == (typed, (meant,))
    assert not [each for each in answer(typed, part.key).query.parts if each.role == Role.CORRECTION]


def test_the_vocabulary_is_made_once_for_a_state_of_the_index(base: None) -> None:
    assert vocabulary() is vocabulary()


@pytest.mark.parametrize("typed", ["足球联赛", "航天发射", "股票投资", "铁路建设", "足球 培训", "高铁票价"])
def test_what_nobody_wrote_about_finds_nothing(base: None, typed: str) -> None:
    assert texts(answer(typed)) == []


def test_a_part_of_a_word_that_a_dictionary_knows_stands_for_it(base: None) -> None:
    assert texts(answer("狂犬")) == ["做好狂犬病防治。"]
    assert dictionaries.synonyms().holding("国学") == ()  # though there is 出国学习 …


def test_too_few_hits_are_relaxed_and_that_is_said(base: None) -> None:
    outcome = answer("职业病 家庭医生")
    assert set(texts(outcome)) == {"推进家庭医生签约。", "开展职业病防治。"}
    (part,) = (each for each in outcome.query.parts if each.role == Role.RELAXATION)
    assert set(part.meaning) == {"职业病", "家庭医生"}
    assert answer("职业病 家庭医生", part.key).total == 0


@pytest.mark.parametrize("typed", ["家庭生医", "职业病治防", "家医庭生签约"])
def test_two_characters_that_changed_places_are_met(base: None, typed: str) -> None:
    outcome = answer(typed)
    assert texts(outcome)[0] in ("推进家庭医生签约。", "开展职业病防治。")
    assert [each.typed for each in outcome.query.parts if each.role == Role.CORRECTION] == [typed]


def test_another_word_of_the_same_two_characters_is_no_misprint(base: None, indexed: Callable[[], None]) -> None:
    factories.measure("学校供应牛奶。")
    indexed()
    assert answer("奶牛").total == 0


def test_single_characters_side_by_side_are_a_word_that_is_never_dropped(
    base: None, indexed: Callable[[], None]
) -> None:
    factories.measure("加强医保基金监管。")
    indexed()
    assert texts(answer("基金")) == ["加强医保基金监管。"]
    assert answer("基金定投").total == 0


def test_a_word_of_taiwan_finds_what_is_called_otherwise_on_the_mainland(
    base: None, indexed: Callable[[], None]
) -> None:
    factories.measure("开发辅助诊断软件。")
    indexed()
    assert texts(answer("輔助診斷 軟體")) == ["开发辅助诊断软件。"]


def test_what_holds_all_words_comes_before_what_holds_some(base: None, indexed: Callable[[], None]) -> None:
    factories.measure("家庭医生参与职业病管理。")
    indexed()
    assert texts(answer("职业病 家庭医生"))[0] == "家庭医生参与职业病管理。"


def test_relaxing_never_brings_back_what_is_excluded(base: None) -> None:
    assert texts(answer("职业病 家庭医生 -签约")) == ["开展职业病防治。"]


def test_a_phrase_is_never_relaxed(base: None) -> None:
    assert answer("“家庭医生培训”").total == 0
