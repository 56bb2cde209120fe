"""Words of the corpus near to one that was typed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from haystack import connections
from haystack.query import SearchQuerySet
from hypothesis import given
from hypothesis import strategies as st

from search.backends.vocabulary import is_one_change, near
from search.updates import index_measures
from tests import factories

Indexed = Callable[[], None]
SHORT = st.text("家庭医生", max_size=4)


def words_near(word: str) -> list[str]:
    return [each.word for each in near(connections["default"].get_backend().snapshot(), word)]


@pytest.fixture
def entries(db: None, indexed: Indexed) -> None:
    for text in ("家庭医生签约服务。", "推进家庭医生签约。", "职业病防治。", "分级诊疗制度。", "加强护理。"):
        factories.measure(text)
    indexed()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("家庭医牛", "家庭医生"),  # changed
        ("加庭医生", "家庭医生"),  # sounds the same
        ("家庭生", "家庭医生"),  # left out
        ("家庭的医生", "家庭医生"),  # put in
        ("家医庭生", "家庭医生"),  # swapped across the middle
        ("家庭生医", "家庭医生"),  # swapped within a half
        ("质业病", "职业病"),
        ("芬级诊疗", "分级诊疗"),
    ],
)
def test_the_word_meant_comes_first(entries: None, typed: str, meant: str) -> None:
    assert words_near(typed)[0] == meant


def test_what_is_more_than_one_change_away_is_not_near(entries: None) -> None:
    assert words_near("家庭病床") == []
    assert words_near("火箭") == []


def test_the_more_frequent_of_two_comes_first(db: None, indexed: Indexed) -> None:
    for text in ("医疗。", "医疗。", "医保。"):
        factories.measure(text)
    indexed()
    assert words_near("医宝")[0] == "医保"  # sounds the same, though less frequent
    assert words_near("医们")[0] == "医疗"


def test_words_of_every_segment_are_known_and_those_of_deleted_ones_are_not_offered_again(entries: None) -> None:
    added = factories.measure("完善中医药传承。")
    index_measures([added.pk])
    assert "中医药" in words_near("中医要")
    assert "中医药" not in words_near("中医药")


def test_haystack_is_given_a_suggestion_when_it_asks(entries: None) -> None:
    every = SearchQuerySet().filter(content="家庭医牛")
    assert every.spelling_suggestion("家庭医牛 职业病") == "家庭医生 职业病"
    assert SearchQuerySet().filter(content="职业病").spelling_suggestion("职业病") is None


@given(SHORT, SHORT)
def test_one_change_is_a_change_of_one_character_or_a_swap(one: str, other: str) -> None:
    changed = {one[:i] + c + one[i + 1 :] for i in range(len(one)) for c in "家庭医生"}
    put_in = {one[:i] + c + one[i:] for i in range(len(one) + 1) for c in "家庭医生"}
    left_out = {one[:i] + one[i + 1 :] for i in range(len(one))}
    swapped = {one[:i] + one[i + 1] + one[i] + one[i + 2 :] for i in range(len(one) - 1)}
    assert is_one_change(one, other) == (other in (changed | put_in | left_out | swapped) - {one})
