"""What is understood of what was typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search import analysis
from search.query import EVERYTHING, MAX_CHARACTERS, MAX_LEAVES, Every, Without, leaves, parse

WORDS = (" OR ", " AND ", " NOT ", "尘肺", "医", "ＯＲ", "5％")
SIGNS = [*"\"“”「」『』＂-－|()（）:*^~!?.,，。、 \t\n\0\\/[]{}<>&'", *WORDS]


@pytest.mark.parametrize(
    ("typed", "understood"),
    [
        ("高血压 糖尿病", "高血压 且 糖尿病"),
        ("高血压 AND 糖尿病", "高血压 且 糖尿病"),
        ("“家庭医生签约” 服务", "“家庭医生签约” 且 服务"),
        ("高血压 OR 糖尿病 管理", "（高血压 或 糖尿病） 且 管理"),
        ("高血压|糖尿病", "（高血压 或 糖尿病）"),
        ("高血压ＯＲ糖尿病", "高血压or糖尿病"),
        ("高血压　ＯＲ　糖尿病", "（高血压 或 糖尿病）"),
        ("培训 -中医", "培训 且 不含 “中医”"),
        ("培训 NOT “中医 药”", "培训 且 不含 “中医药”"),
        ("COVID-19", "covid-19"),
        ("醫療 ５１％", "医疗 且 51%"),
        ("“没有关上", "没有关上"),
        ("医 保 改革", "医保 且 改革"),
        ("- OR NOT 医院", "不含 “医院”"),
    ],
)
def test_what_was_typed_is_said_back_as_it_was_understood(typed: str, understood: str) -> None:
    assert parse(typed).understood == understood


@pytest.mark.parametrize("typed", ["", "   ", "　"])
def test_nothing_typed_means_everything(typed: str) -> None:
    query = parse(typed)
    assert (query.node, query.is_empty, query.understood) == (EVERYTHING, True, "")


@pytest.mark.parametrize("typed", ["!!!", "“”", "OR", "AND OR", "-", "（）", "、。"])
def test_signs_alone_are_not_understood_and_that_is_no_error(typed: str) -> None:
    query = parse(typed)
    assert query.node is None
    assert not query.is_empty


def test_what_was_left_out_is_named() -> None:
    assert parse("医院 !!!").notes == ("未计入：!!!",)
    assert parse("!!!").notes == ()


def test_a_long_query_is_cut_and_that_is_said() -> None:
    query = parse("医" * (MAX_CHARACTERS + 1))
    assert [len(leaf.text) for leaf in leaves(query.node)] == [MAX_CHARACTERS]
    assert "只取前500字" in query.notes[0]


def test_a_query_of_many_words_is_cut_and_that_is_said() -> None:
    query = parse(" ".join(f"w{number}" for number in range(MAX_LEAVES + 10)))
    assert len(list(leaves(query.node))) == MAX_LEAVES
    assert "只取前40个" in query.notes[0]


def test_what_is_excluded_is_not_among_what_to_mark() -> None:
    assert [leaf.text for leaf in leaves(parse("培训 -中医 OR 全科").node)] == ["培训", "全科"]


@pytest.fixture(scope="module")
def dictionary() -> None:
    """Loaded before any example is timed."""
    analysis.load()


@pytest.mark.usefixtures("dictionary")
@given(st.text() | st.lists(st.sampled_from(SIGNS), max_size=30).map("".join))
def test_nothing_that_is_typed_raises(typed: str) -> None:
    query = parse(typed)
    for leaf in leaves(query.node):
        assert leaf.text
    if isinstance(query.node, Every):
        assert query.node.parts or query.is_empty
    assert not isinstance(query.node, Without)
