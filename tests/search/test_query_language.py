"""What a reader can type beside words: brackets, fields, comparisons with targets."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from documents.models import Target
from search.filters import Filters
from search.searching import find
from search.understanding import understand
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.index_only]
Ask = Callable[[str], set[str]]


@pytest.fixture
def ask(indexed: Callable[[], None]) -> Ask:
    """Index everything anew, and give the texts of all hits as the page finds them."""

    def texts(typed: str) -> set[str]:
        indexed()
        return {hit.measure.text for hit in find(understand(typed), Filters(), 0, 100).hits}

    return texts


@pytest.fixture
def provinces() -> None:
    body = factories.agency("湖南省财政厅", names=["省财政厅"])
    hunan = factories.plan("湖南省某规划", "湖南", period_start=2021)
    guizhou = factories.plan("贵州省某意见", "贵州", kind="意见", period_start=2017)
    factories.measure("湖南推进远程医疗。", under=factories.chapter(hunan, "信息化"), leads=[body])
    factories.measure("湖南发展中医药。", in_plan=hunan, kind="box_item")
    factories.measure("贵州推进远程医疗。", under=factories.chapter(guizhou, "便民服务"), joins=[body])


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("省份:湖南 远程医疗", {"湖南推进远程医疗。"}),
        ("province：贵州省 远程医疗", {"贵州推进远程医疗。"}),
        ("省份:湖南|贵州 远程医疗", {"湖南推进远程医疗。", "贵州推进远程医疗。"}),
        ("省份:（湖南 OR 贵州） -远程", {"湖南发展中医药。"}),
        ("远程医疗 -省份:湖南", {"贵州推进远程医疗。"}),
        ("文件:意见 远程", {"贵州推进远程医疗。"}),
        ("章节:便民", {"贵州推进远程医疗。"}),
        ("chapter:信息化", {"湖南推进远程医疗。"}),
        ("部门:财政厅", {"湖南推进远程医疗。", "贵州推进远程医疗。"}),
        ("牵头:省财政厅", {"湖南推进远程医疗。"}),
        ("participant:省财政厅", {"贵州推进远程医疗。"}),
        ("年份:2017", {"贵州推进远程医疗。"}),
        ("year:2018-2022 医疗", {"湖南推进远程医疗。"}),
        ("年份:>=2020 远程", {"湖南推进远程医疗。"}),
        ("年份>=2020 远程", {"湖南推进远程医疗。"}),
        ("年份:2020年以后 远程", {"湖南推进远程医疗。"}),
        ("年份:不早于2020 远程", {"湖南推进远程医疗。"}),
        ("年份:2020年以前 远程", {"贵州推进远程医疗。"}),
        ("2020年至2022年 远程", {"湖南推进远程医疗。"}),
        ("2020-2022年远程", {"湖南推进远程医疗。"}),
        ("2016-2018 远程", {"贵州推进远程医疗。"}),
        ("除湖南外 远程医疗", {"贵州推进远程医疗。"}),
        ("远程医疗 除了贵州以外", {"湖南推进远程医疗。"}),
        ("医 除湖南、贵州之外", set()),
        ("湖南 除远程医疗外", {"湖南发展中医药。"}),
        ("类型:专栏", {"湖南发展中医药。"}),
        ("类型:意见", {"贵州推进远程医疗。"}),
        ("（远程医疗 OR 中医药） 湖南", {"湖南推进远程医疗。", "湖南发展中医药。"}),
        ("(远程 贵州) OR 中医药", {"湖南发展中医药。", "贵州推进远程医疗。"}),
    ],
)
def test_fields_and_brackets(ask: Ask, provinces: None, typed: str, found: set[str]) -> None:
    assert ask(typed) == found


@pytest.mark.parametrize("typed", ["省份:火星 远程", "主题:火星", "年份:去年", "部门:火星局"])
def test_a_field_that_names_nothing_finds_nothing(ask: Ask, provinces: None, typed: str) -> None:
    assert ask(typed) == set()


@pytest.fixture
def targets() -> None:
    for indicator, value, unit, year in (
        ("家庭医生签约率", 51, "%", 2022),
        ("重点人群签约率", 84.5, "%", 2022),
        ("婴儿死亡率", 5, "‰", 2025),
        ("全科医生", 3000, "名", 2030),
    ):
        measure = factories.measure(f"{indicator}。")
        Target.objects.create(measure=measure, indicator=indicator, value=value, unit=unit, year=year)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("签约率>50%", {"家庭医生签约率。", "重点人群签约率。"}),
        ("签约率 ≥ 84.5", {"重点人群签约率。"}),
        ("签约率＞84.5％", set()),
        ("家医签约率>50%", {"家庭医生签约率。"}),
        ("签约率超过60%", {"重点人群签约率。"}),
        ("死亡率不高于5‰", {"婴儿死亡率。"}),
        ("死亡率<5%", set()),
        ("全科医生>=0.3万名", {"全科医生。"}),
        ("签约率60%以上", {"重点人群签约率。"}),
        ("签约率>50% -重点人群", {"家庭医生签约率。"}),
        ("2030年", {"全科医生。"}),
    ],
)
def test_comparisons_with_targets(ask: Ask, targets: None, typed: str, found: set[str]) -> None:
    assert ask(typed) == found


def test_a_comparison_is_met_by_an_indicator_that_holds_the_words_apart(ask: Ask) -> None:
    measure = factories.measure("普及中医药。")
    Target.objects.create(measure=measure, indicator="居民中医药健康文化素养水平", value=28.78, unit="%", year=2025)
    assert ask("健康素养水平>20%") == {"普及中医药。"}
    assert ask("健康素养水平>30%") == set()


def test_a_number_of_years_is_no_comparison(ask: Ask) -> None:
    factories.measure("65岁以上老年人健康管理。")
    assert ask("65岁以上老年人") == {"65岁以上老年人健康管理。"}
