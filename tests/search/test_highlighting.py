"""What a reader sees marked in a passage."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.highlighting import PASSAGE, Marker
from search.query import parse


def marked(typed: str, text: str) -> str:
    return str(Marker(parse(typed).node).whole(text))


def passage(typed: str, text: str) -> str:
    return str(Marker(parse(typed).node).passage(text))


@pytest.mark.parametrize(
    ("typed", "text", "shown"),
    [
        ("肺", "加强尘肺病防治", "加强尘<mark>肺</mark>病防治"),
        ("“肺病防”", "加强尘肺病防治", "加强尘<mark>肺病防</mark>治"),
        ("醫療", "医疗质量", "<mark>医疗</mark>质量"),
        ("医疗", "加強醫療質量", "加強<mark>醫療</mark>質量"),
        ("51%", "達到５１％以上", "達到<mark>５１％</mark>以上"),
        ("家庭医生", "推进家庭医\n生签约", "推进<mark>家庭医\n生</mark>签约"),
        ("心理", "服务中心、理疗站", "服务中心、理疗站"),
        ("社区 护理", "社区护理", "<mark>社区护理</mark>"),
        ("省卫生健康委", "全省卫生健康委，省里", "全<mark>省卫生健康委</mark>，省里"),
        ("医院 -公立", "公立医院", "公立<mark>医院</mark>"),
    ],
)
def test_what_matches_is_marked_as_it_is_written(typed: str, text: str, shown: str) -> None:
    assert marked(typed, text) == shown


def test_every_part_is_escaped() -> None:
    text = '<script>alert("1")</script> & 尘<b>肺</b>病 <mark>'
    shown = marked("肺 script", text)
    assert "<script" not in shown
    assert re.findall(r"<[^>]*>", shown) == ["<mark>", "</mark>"] * 3
    assert html.unescape(re.sub(r"</?mark>", "", shown)) == text


@given(st.text(alphabet="尘肺病<>&\"' script醫療５１％、\n"), st.text(alphabet='肺病<>&script 疗51%"“”'))
def test_without_the_marks_it_is_the_escaped_text(text: str, typed: str) -> None:
    shown = marked(typed, text)
    assert html.unescape(re.sub(r"</?mark>", "", shown)) == text
    assert set(re.findall(r"<[^>]*>", shown)) <= {"<mark>", "</mark>"}


def test_a_passage_is_where_most_of_the_words_are() -> None:
    text = "医院管理。" + "其他内容。" * 60 + "公立医院薪酬制度改革。" + "其他内容。" * 60
    shown = passage("医院 薪酬", text)
    assert "公立<mark>医院薪酬</mark>制度改革" in shown
    assert shown.startswith("…")
    assert shown.endswith("…")
    assert len(re.sub(r"<[^>]*>", "", shown)) <= PASSAGE + 2


def test_a_passage_begins_with_a_sentence() -> None:
    text = "前" * 200 + "。推进公立医院薪酬改革。" + "后" * 200
    assert passage("薪酬", text).startswith("…推进公立医院")


def test_a_passage_without_a_hit_is_the_beginning() -> None:
    assert passage("没有的词", "内容。" * 100).startswith("内容。")
    assert not passage("没有的词", "内容。" * 100).startswith("…")


def test_a_passage_neither_begins_nor_ends_inside_a_hit() -> None:
    text = "前" * 200 + "家庭医生" + "其" * 28 + "家庭医生" + "余" * 76 + "家庭医生、家庭医生" + "后" * 200
    assert passage("家庭医生", text).startswith("…<mark>家庭医生</mark>其")
    text = "家庭医生签约。" + "其" * (PASSAGE - 9) + "家庭医生团队。" + "后" * 200
    assert passage("家庭医生", text).endswith("其…")


def test_a_short_text_is_shown_whole() -> None:
    assert passage("医院", "公立医院。") == "公立<mark>医院</mark>。"
