"""Texts as the search sees them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search import analysis

ODD_TEXT = st.text() | st.text(alphabet="尘肺病 醫療卫生，、。５％%1.aＡé\u0301\u200b\n　“”()-")


def plain(text: str) -> str:
    return analysis.normalise(text).text


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("ＤＲＧ付费５１％", "drg付费51%"),
        ("醫療衛生", "医疗卫生"),
        ("瞭解、乾淨、著名", "了解、干净、著名"),
        ("家庭 医\n生", "家庭医生"),
        ("2022 年", "2022年"),
        ("Primary  Care", "primary  care"),
        ("医\u200b疗\ufeff", "医疗"),
        ("cafe\u0301", "café"),
        ("⼈⼝", "人口"),
    ],
)
def test_ways_of_writing_are_evened_out(written: str, read: str) -> None:
    assert plain(written) == read


@given(ODD_TEXT)
def test_every_normalised_character_remembers_where_it_came_from(text: str) -> None:
    normalised = analysis.normalise(text)
    places = list(zip(normalised.starts, normalised.ends, strict=True))
    assert len(places) == len(normalised.text)
    assert all(0 <= start < end <= len(text) for start, end in places)
    assert places == sorted(places)


@given(ODD_TEXT)
def test_normalising_again_changes_nothing_that_is_searched(text: str) -> None:
    once = plain(text)
    assert [token.text for token in analysis.characters(plain(once))] == [
        token.text for token in analysis.characters(once)
    ]


@given(ODD_TEXT)
def test_positions_of_characters_rise_and_their_offsets_hold_them(text: str) -> None:
    normalised = plain(text)
    tokens = list(analysis.characters(normalised))
    assert [token.position for token in tokens] == sorted({token.position for token in tokens})
    assert all(normalised[token.start : token.end] == token.text for token in tokens)


@given(ODD_TEXT)
def test_offsets_of_words_hold_them(text: str) -> None:
    normalised = plain(text)
    assert all(normalised[word.start : word.end] == word.text for word in analysis.words_to_index(normalised))


def test_what_stands_between_characters_takes_one_position() -> None:
    positions = [(token.text, token.position) for token in analysis.characters(plain("一老、一小——DRG付费"))]
    assert positions == [("一", 0), ("老", 1), ("一", 3), ("小", 4), ("drg", 6), ("付", 7), ("费", 8)]


def test_long_words_are_indexed_with_the_words_inside_them() -> None:
    assert [word.text for word in analysis.words_to_index("家庭医生")] == ["家庭", "医生", "家庭医生"]


@pytest.mark.parametrize("term", ["尘肺病", "卫生健康委", "县域医共体", "带量采购", "住院医师规范化培训"])
def test_terms_of_the_field_stay_whole(term: str) -> None:
    assert analysis.words(f"加强{term}工作")[1] == term


def test_the_dictionary_holds_each_term_once_in_its_normal_form() -> None:
    terms = analysis.terms()
    assert len(terms) == len(set(terms))
    assert [term for term in terms if plain(term) != term] == []


@pytest.mark.parametrize(("before", "after"), [("家庭医", "生"), ("医", "保"), ("肺", "结核")])
def test_a_blank_that_breaks_a_word_is_stray(before: str, after: str) -> None:
    assert analysis.is_stray_blank(before, after)


@pytest.mark.parametrize(("before", "after"), [("湖南", "中医药"), ("公立", "医院"), ("a", "b"), ("医保", "drg")])
def test_a_blank_between_words_is_meant(before: str, after: str) -> None:
    assert not analysis.is_stray_blank(before, after)


def test_other_terms_are_another_version_and_the_same_ones_are_not() -> None:
    before, terms = analysis.terms_version(), analysis.terms()
    try:
        analysis.use_terms((*terms, "丹顶鹤巡诊"))
        assert analysis.terms_version() != before
        assert analysis.words("开展丹顶鹤巡诊") == ("开展", "丹顶鹤巡诊")
    finally:
        analysis.use_terms(terms)
    assert analysis.terms_version() == before
    assert "丹顶鹤巡诊" not in analysis.words("开展丹顶鹤巡诊")
