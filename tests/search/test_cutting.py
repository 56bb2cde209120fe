"""Whatever cuts texts into words, the words are the same."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search import analysis
from search.cutting import Cutter, JiebaCutter, RjiebaCutter, WordsInside

PIECES = [
    "家庭医生签约",
    "COVID-19",
    "DRG",
    "5.5%",
    "2030年",
    "-",
    "—",
    "、",
    "“",
    " ",
    "㐀",
    "𠀀",
    "é",
    "+",
    "#",
    ".",
    "\n",
]
TEXTS = st.text() | st.lists(st.sampled_from(PIECES) | st.text(max_size=2), max_size=12).map("".join)


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cutting") / "jieba"


@pytest.fixture(scope="module")
def reference(directory: Path) -> Cutter:
    return JiebaCutter(analysis.shipped_terms(), directory)


@pytest.fixture(scope="module")
def fast(directory: Path) -> Cutter:
    return RjiebaCutter(pytest.importorskip("rjieba"), analysis.shipped_terms(), directory)


def words(cuts: list[tuple[str, int, int]]) -> list[tuple[str, int, int]]:
    """Without what separates words: how that is cut makes no difference."""
    return [cut for cut in cuts if re.search(r"\w", cut[0])]


def assert_same(text: str, reference: Cutter, fast: Cutter) -> None:
    normalised = analysis.normalise(text).text
    assert words([*fast.words(normalised)]) == words([*reference.words(normalised)])


def test_the_real_texts_are_cut_into_the_same_words(source_paths: list[Path], reference: Cutter, fast: Cutter) -> None:
    for path in source_paths:
        for line in path.read_text(encoding="utf-8").splitlines():
            assert_same(line, reference, fast)


@given(TEXTS)
def test_any_text_is_cut_into_the_same_words(reference: Cutter, fast: Cutter, text: str) -> None:
    assert_same(text, reference, fast)


@pytest.mark.parametrize("word", ["医疗", "家庭医生", "医声", "疗", "zzz", "", "尘肺病"])
def test_both_know_the_same_words(reference: Cutter, fast: Cutter, word: str) -> None:
    assert fast.knows(word) == reference.knows(word)
    assert [*fast.known_words(word + "没人陪")] == [*reference.known_words(word + "没人陪")]


@pytest.mark.parametrize(
    ("word", "inside"),
    [
        ("家庭医生", ["家庭", "医生"]),
        ("国家医学中心", ["国家", "医学", "中心"]),  # not 家医
        ("慢性病", ["慢性"]),  # not 性病
        ("妇女儿童", ["妇女", "儿童"]),  # not 女儿
        ("尘肺病", ["尘肺"]),
        ("医疗", []),
        ("covid", []),
    ],
)
def test_no_word_is_taken_to_stand_across_the_parts_of_a_longer_one(
    reference: Cutter, fast: Cutter, word: str, inside: list[str]
) -> None:
    for cutter in (reference, fast):
        assert [word[start:end] for start, end in WordsInside(cutter)[word]] == inside


def test_jieba_keeps_its_cache_where_only_we_write(reference: Cutter, directory: Path) -> None:
    assert [word for word, _, _ in reference.words("医疗保障")]
    assert (directory / "jieba.cache").exists()
    assert directory.stat().st_mode & 0o077 == 0
