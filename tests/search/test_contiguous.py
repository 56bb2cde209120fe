"""Characters that stand together are found as lines in lines, and marked, as they would be token by token."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import jieba
from hypothesis import example, given, settings
from hypothesis import strategies as st

from search import analysis
from search.backends.contiguous import grams_of, line_of, needle_of
from search.highlighting import Marker
from search.nodes import Phrase

HAN = ["家", "庭", "医生", "家庭", "哈", "繁體", "〇", "𠮷"]
RUNS = ["19", "2019", "3.5", "3", "5", "covid", "a", "B", "ab", "①", "ｱ", "が", "é", "é", "½", "٣"]
PIECES = [*HAN, *RUNS, ".", "-", "%", "‰", "_", "、", "，", " ", "  ", "㎡", "\u200b", "\n"]
TEXTS = st.lists(st.sampled_from(PIECES) | st.characters(exclude_categories=["Cs"]), max_size=12).map("".join)
NEEDLES = st.lists(st.sampled_from(PIECES), min_size=1, max_size=4).map("".join)


def tokens(normalised: str) -> list[tuple[str, int]]:
    return [(token.text, token.position) for token in analysis.characters(normalised)]


def places_by_tokens(needle: str, text: str) -> list[int]:
    """The places of the tokens of `text` at which those of `needle` begin, at the same distances."""
    sought, held = tokens(needle), set(tokens(text))
    if not sought:
        return []
    first = sought[0][1]
    return [place for _, place in sorted(held, key=lambda token: token[1])
            if all((token, place + at - first) in held for token, at in sought)]  # fmt: skip


def count_in_line(needle: bytes, line: bytes) -> int:
    return sum(line.startswith(needle, place) for place in range(len(line)))


@given(TEXTS, NEEDLES)
@example("哈哈哈", "哈哈")
@example("2019年", "19")
@settings(deadline=None, max_examples=300)
def test_a_line_is_found_in_a_line_as_often_as_token_by_token(text: str, sought: str) -> None:
    whole, part = analysis.normalise(text).text, analysis.normalise(sought).text
    needle, expected = needle_of(part), len(places_by_tokens(part, whole))
    assert (count_in_line(needle.line, line_of(whole).encode()) if needle else 0) == expected
    if needle and needle.is_gram:
        assert grams_of(line_of(whole)).count(needle.grams[0]) == expected
    if needle and expected:
        assert set(needle.grams) <= set(grams_of(line_of(whole)))


@given(TEXTS, NEEDLES)
@example("3.5 3 5", "3 5")
@settings(deadline=None, max_examples=300)
def test_what_is_marked_is_what_is_found_but_where_two_hits_overlap(text: str, sought: str) -> None:
    part = analysis.normalise(sought).text
    expected = places_by_tokens(part, analysis.normalise(text).text)
    width = len(tokens(part)) and tokens(part)[-1][1] - tokens(part)[0][1] + 1
    apart = [place for n, place in enumerate(expected) if n == 0 or place - expected[n - 1] >= width]
    hits = Marker(Phrase(part)).hits(text)
    assert len(apart) <= len(hits) <= len(expected)
    for start, end, _ in hits:
        assert places_by_tokens(part, analysis.normalise(text[start:end]).text)


@given(
    st.lists(st.sampled_from("家庭医生的，。 A5（Ｂ\n")).map("".join) | TEXTS,
    st.sampled_from(["家庭", "医生", "医", "繁体", "哈哈"]),
)
@example("推進家庭醫生", "家庭")
@example("家庭医 生，İ家庭", "家庭")
def test_what_stands_as_searched_is_marked_alike_without_being_normalised(text: str, sought: str) -> None:
    marker = Marker(Phrase(sought))
    if analysis.stands_as_searched(text):
        assert marker.passage(text, as_searched=True) == marker.passage(text)
    else:
        assert text != analysis.normalise(text).text


@given(st.text(max_size=30) | TEXTS)
@settings(deadline=None, max_examples=300)
def test_a_text_is_normalised_whole_as_it_is_cluster_by_cluster(text: str) -> None:
    slowly = analysis._normalised_by_clusters(text)
    quickly = analysis.normalise(text)
    assert (quickly.text, list(quickly.starts), list(quickly.ends)) == (slowly.text, [*slowly.starts], [*slowly.ends])


def test_what_is_left_unconverted_would_stay_as_it_is() -> None:
    lines = (Path(jieba.__file__).parent / "dict.txt").read_text(encoding="utf-8").splitlines()
    words = [line.split()[0] for line in lines]
    left = [word for word in words if not analysis._changing().search(word) and not analysis._IN_WORDS.search(word)]
    assert len(left) > 0.9 * len(words)
    assert analysis._simplified("\n".join(left)) == "\n".join(left)


def test_every_character_is_folded_alone_as_in_a_text() -> None:
    everything = "".join(map(chr, range(0xA0, 0x3400))) + "".join(map(chr, range(0xF900, 0x10000)))
    for start in range(0, len(everything), 50):
        text = "".join(c for c in everything[start : start + 50] if not unicodedata.combining(c))
        assert analysis.normalise(text).text == analysis._normalised_by_clusters(text).text
