"""Characters that a scanner took for others: repaired when certain, suggested when not, and never made up."""

import random

import pytest

from documents.parsing import parse
from documents.parsing.lexicon import bodies, divisions, provinces
from documents.parsing.misprints import suspicious
from documents.parsing.wording import packaged_wording
from tests.parsing.corrupting import corrupted
from tests.parsing.misprint_scorer import Score, against_corrupted, against_gold, lost_lines_found, wrong_places
from tests.parsing.reading_aloud import quoted, texts

CLEAN = (
    "一、任务\n(一)放宽准入。放宽市场准入条件，规范技术准入，完善医疗机构准入管理。\n"
    "(二)规范执业。加强医师执业管理，规范执业行为，推进多点执业。\n"
)


def found(text: str) -> list[tuple[str, str | None, bool]]:
    return [(r.found, r.suggestion, r.certain) for r in parse(text).repairs if r.kind == "character"]


def sentence(words: str) -> str:
    return f"一、任务\n(一)加快转变。{words}，提高水平。\n"


def test_a_wrong_character_is_put_right_where_the_text_itself_uses_the_word() -> None:
    text = CLEAN + "(三)优化环境。落实市场准人政策，发展执心保险。\n"
    parsed = parse(text)
    assert texts(parsed)[-1] == "优化环境。落实市场准入政策，发展执业保险。"
    assert found(text) == [("准人", "准入", True), ("执心", "执业", True)]
    assert quoted(text, parsed.repairs[0].spans) == ["准人"]


def test_a_word_that_only_the_lexicon_knows_is_suggested_and_waits_for_a_person() -> None:
    text = sentence("推进健康管理法治化讲程")
    assert "法治化讲程" in texts(parse(text))[0]
    assert found(text) == [("讲程", "进程", False)]


def test_a_wrong_character_inside_another_word_is_suggested_only() -> None:
    """占领 is a word too, so 重占领域 may not be touched without a person."""
    text = sentence("突出重点，加强重点领域的管理，加强重占领域的监管")
    assert found(text) == [("重占", "重点", False)]


def test_a_clean_text_is_left_alone() -> None:
    assert found(CLEAN) == []


@pytest.mark.parametrize(
    "words",
    [
        "推进县管乡用、乡聘村用，落实以收定支、以需定招",
        "推动邵东廉桥、陶家岭村和石门坎街道建立步道",
        "使用奥司他韦、阿莫西林、二甲双胍和利福平",
        "落实早诊早治、群防群控，做好减盐减油减糖",
        "联系人王晓棠、廖厚胤，由摩熵公司与数屿医药承担",
    ],
)
def test_new_words_and_names_are_no_misprints(words: str) -> None:
    assert found(sentence(words)) == []


def test_words_broken_by_a_line_end_are_no_misprints() -> None:
    assert found(CLEAN + "(三)保障人员。加强医务人 员培训，稳定人才队伍，提高业 务水平。\n") == []


@pytest.mark.parametrize(
    ("printed", "repair"),
    [
        ("“十三五”期间（2016一2020年）", ("2016一2020", "2016—2020", True)),
        ("到2O25年覆盖率提高", ("2O25年", "2025年", True)),
        ("完善“省一市一县”网络", ("省一市", "省—市", False)),
        ("新增资源时.优先考虑社会资本", ("时.优", "时，优", False)),
    ],
)
def test_marks_and_digits_that_were_mistaken_are_found(printed: str, repair: tuple[str, str, bool]) -> None:
    assert repair in found(sentence(printed))


@pytest.mark.parametrize(
    "printed", ["做到一户一档、“一县一策”", "培养5+3一体化人才", "去除H2O2和PM2.5", "上网查www.baidu.com"]
)
def test_what_only_looks_like_a_mistaken_mark_stays(printed: str) -> None:
    assert found(sentence(printed)) == []


def test_of_what_is_wrong_in_the_scanned_source_most_is_found_and_nothing_is_mended_falsely(sources: dict) -> None:  # type: ignore[type-arg]
    _, parsed = sources["000"]
    score = against_gold(parsed)
    assert score.wrong == len(wrong_places()) == 36
    assert score.found >= 0.85 * score.wrong
    assert score.falsely == 0
    assert score.suggested_rightly == score.suggested
    assert lost_lines_found(parsed) >= 0.85


def test_nothing_is_mended_in_the_clean_sources_and_hardly_anything_suggested(sources: dict) -> None:  # type: ignore[type-arg]
    for number in ("001", "002", "003", "004"):
        text, parsed = sources[number]
        repairs = [repair for repair in parsed.repairs if repair.kind == "character"]
        assert not [repair for repair in repairs if repair.certain]
        assert len(repairs) <= 3 * len(text) / 10_000


def test_misprints_put_in_at_random_are_found_and_not_mended_falsely(sources: dict) -> None:  # type: ignore[type-arg]
    score: Score = against_corrupted([sources["003"][0], sources["004"][0]], seeds=2)
    assert score.wrong > 150
    assert score.found >= 0.75 * score.wrong
    assert score.falsely <= 0.005 * score.wrong
    assert score.suggested_rightly >= 0.9 * score.suggested


def test_the_corrupter_says_truly_what_it_did(sources: dict) -> None:  # type: ignore[type-arg]
    text = sources["004"][0]
    bad, wrong = corrupted(text, random.Random(1))
    assert {at for at, (one, other) in enumerate(zip(text, bad, strict=True)) if one != other} == wrong.keys()
    assert all(text[at] == right for at, right in wrong.items())


def test_the_names_of_divisions_are_no_misprints() -> None:
    names = sorted({division.name for division in divisions()})
    text = "\n".join(f"支持{'、'.join(names[at : at + 5])}和周边开展试点。" for at in range(0, len(names), 5))
    assert suspicious(text, packaged_wording()).misprints == []


def test_the_names_of_agencies_are_no_misprints() -> None:
    hunan = next(division for division in provinces() if division.name == "湖南")
    names = sorted({name.name for place in (None, hunan) for body in bodies(place) for name in body.names})
    text = "\n".join(f"由{name}牵头，{name}等按职责分工负责。" for name in names)
    assert len(names) > 200
    assert suspicious(text, packaged_wording()).misprints == []
