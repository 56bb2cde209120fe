"""What is understood of free text beyond its words: filters, other words for it, words that say nothing."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.filters import Filters
from search.query import Part, Role
from search.searching import Outcome, find
from search.understanding import understand
from tests import factories
from tests.search.test_query import SIGNS

pytestmark = [pytest.mark.django_db, pytest.mark.index_only]


@pytest.fixture
def base(indexed: Callable[[], None]) -> None:
    plan = factories.plan("健康湖南建设规划", "湖南", period_start=2021)
    body = factories.agency("湖南省医疗保障局", names=["省医疗保障局", "省医保局"])
    factories.measure("发展中医药。", in_plan=plan)
    factories.measure("开展药品集中带量采购。", in_plan=plan, leads=[body])
    factories.measure("做实家庭医生签约服务。", in_plan=plan)
    factories.measure("控制医药费用不合理增长。", in_plan=plan)
    factories.measure(
        "发展中医药，推广中医改革。", in_plan=factories.plan("贵州意见", "贵州", kind="意见", period_start=2017)
    )
    indexed()


def answer(typed: str, *undone: str) -> Outcome:
    return find(understand(typed, undone), Filters(), 0, 100)


def texts(outcome: Outcome) -> list[str]:
    return [hit.measure.text for hit in outcome.hits]


def part(outcome: Outcome, role: Role) -> Part:
    (found,) = (part for part in outcome.query.parts if part.role == role)
    return found


@pytest.mark.parametrize("typed", ["湖南 中医药", "湖南省中医药", "湖南的中医药", "中医药 湖南", "２０２１年 中醫藥"])
def test_a_province_or_year_in_the_words_is_a_filter(base: None, typed: str) -> None:
    outcome = answer(typed)
    assert texts(outcome) == ["发展中医药。"]
    assert part(outcome, Role.FILTER).label in ("省份", "年份")


def test_of_two_provinces_readers_are_told_that_one_is_enough(base: None) -> None:
    outcome = answer("湖南 中医 贵州")
    assert len(texts(outcome)) == 2
    assert outcome.query.understood == "（湖南省 或 贵州省） 且 中医"
    assert answer("湖南 湖南 中医").query.understood == "湖南省 且 中医"


def test_a_filter_recognised_can_be_undone(base: None) -> None:
    key = part(answer("湖南 中医药"), Role.FILTER).key
    assert key not in {each.key for each in answer("湖南 中医药", key).query.parts}


@pytest.mark.parametrize("typed", ["健康湖南", "湖南省人民医院", "湖南中医药大学"])
def test_a_name_made_with_the_province_is_no_filter(base: None, typed: str) -> None:
    assert not [part for part in understand(typed).parts if part.role == Role.FILTER]


def test_a_province_without_a_plan_is_a_word_like_others(base: None, indexed: Callable[[], None]) -> None:
    factories.measure("推广福建三明经验。")
    indexed()
    assert texts(answer("福建 三明")) == ["推广福建三明经验。"]


@pytest.mark.parametrize("typed", ["湘 中医药", "湘黔 中医药"])
def test_a_province_goes_by_its_one_character_too(base: None, typed: str) -> None:
    assert texts(answer(typed))[0] == "发展中医药。"
    assert part(answer("湘 中医药"), Role.FILTER).meaning == ("湖南省",)


def test_a_character_that_means_something_else_is_no_province(base: None) -> None:
    assert not [each for each in understand("贵 药").parts if each.role == Role.FILTER]


def test_what_is_typed_as_one_character_comes_before_what_was_added(base: None, indexed: Callable[[], None]) -> None:
    factories.measure("筛查宫颈癌。")
    factories.measure("防治肿瘤。")
    indexed()
    assert texts(answer("癌"))[0] == "筛查宫颈癌。"


def test_a_background_that_alone_holds_the_word_stands_behind_measures(base: None, indexed: Callable[[], None]) -> None:
    factories.measure("看病贵的问题仍然存在。", kind="background")
    indexed()
    assert texts(answer("看病贵")) == ["控制医药费用不合理增长。", "看病贵的问题仍然存在。"]


def test_the_year_that_a_plan_looks_ahead_to_is_met_behind_the_year_itself(
    base: None, indexed: Callable[[], None]
) -> None:
    plan = factories.plan("健康贵州规划", "贵州", period_start=2021, period_end=2025)
    factories.measure("普及健身活动，推广健身。", in_plan=plan)
    factories.measure("到2025年建成健身设施。", in_plan=plan)
    factories.measure("健身。", in_plan=factories.plan("行动方案", "贵州", period_start=2022, period_end=2023))
    indexed()
    assert texts(answer("2025年 健身")) == ["到2025年建成健身设施。", "普及健身活动，推广健身。"]
    assert texts(answer("2025年")) == ["到2025年建成健身设施。"]


def test_a_kind_of_plan_beside_other_words_is_a_filter(base: None) -> None:
    assert texts(answer("意见 中医药")) == ["发展中医药，推广中医改革。"]
    assert not [each for each in understand("意见").parts if each.role == Role.FILTER]


def test_an_agency_by_any_of_its_names_is_a_filter(base: None) -> None:
    outcome = answer("医保局 采购")
    assert texts(outcome) == ["开展药品集中带量采购。"]
    assert part(outcome, Role.FILTER).field == "agency"


@pytest.mark.parametrize(
    ("typed", "found"),
    [("家医", "做实家庭医生签约服务。"), ("集采", "开展药品集中带量采购。"), ("看病贵", "控制医药费用不合理增长。"),
     ("看病 贵", "控制医药费用不合理增长。"), ("看病贵怎么办", "控制医药费用不合理增长。")],
)  # fmt: skip
def test_abbreviations_and_everyday_words_find_the_official_ones(base: None, typed: str, found: str) -> None:
    outcome = answer(typed)
    assert texts(outcome) == [found]
    added = part(outcome, Role.EXPANSION)
    assert all(answer(f"“{word}”").total for word in added.meaning), "only what some text holds is told"


def test_an_expansion_can_be_undone(base: None) -> None:
    assert answer("家医", part(answer("家医"), Role.EXPANSION).key).total == 0


def test_what_is_excluded_stays_out_after_every_expansion(base: None) -> None:
    assert texts(answer("家医 -签约")) == []
    assert texts(answer("中医药 -推广")) == ["发展中医药。"], "a word that says nothing excludes like any other"


def test_what_was_typed_comes_before_what_was_added(base: None, indexed: Callable[[], None]) -> None:
    factories.measure("推广家医服务模式，家医上门。", in_plan=factories.plan())
    indexed()
    assert texts(answer("家医"))[0] == "推广家医服务模式，家医上门。"


def test_a_short_word_of_the_table_is_not_found_where_its_characters_stand_by_chance(base: None) -> None:
    assert answer("医改").total == 0  # 中医|改革


@pytest.mark.parametrize("typed", ["中医药政策有哪些", "如何发展中医药", "请问中医药的相关措施"])
def test_words_that_say_nothing_are_not_insisted_on(base: None, typed: str) -> None:
    assert len(texts(answer(typed))) == 2


TYPED = [*SIGNS, "省份:", "湖南", "2021年", "家医", ">50%", "看病贵"]


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.text(max_size=40)
    | st.lists(st.sampled_from([*SIGNS, "省份:", "湖南", "2021年", "家医", ">50%", "看病贵"])).map("".join)
)
def test_nothing_that_is_typed_raises(base: None, typed: str) -> None:
    outcome = answer(typed)
    assert outcome.total >= 0
    assert isinstance(outcome.query.understood, str)
    assert all(part.meaning and part.key for part in outcome.query.parts)
