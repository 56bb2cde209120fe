"""Stretches that make no sense at all are reported, with nothing suggested."""

import random

from documents.parsing import parse
from documents.parsing.misprints import suspicious
from documents.parsing.wording import packaged_wording
from tests.parsing.reading_aloud import quoted

SENTENCE = "一、任务\n（一）推进健康医疗大数据应用。实现公共卫生、医疗服务{}共享和业务协同，提高水平。\n"
CHARACTERS = "统筹推进健康服务能力建设完善医疗卫生机构管理制度加强基层人才队伍培养培训提高质量水平促进发展"


def senseless(text: str) -> list[str]:
    parsed = parse(text)
    return ["".join(quoted(text, r.spans)) for r in parsed.repairs if r.kind == "character" and r.suggestion is None]


def test_a_senseless_stretch_is_reported_whole() -> None:
    [stretch] = senseless(SENTENCE.format("应用信息系统物提采售焦伍栏"))
    assert "物提采售" in stretch
    assert stretch in "系统物提采售焦伍栏"


def test_phrases_and_names_are_no_senseless_stretches() -> None:
    for words in (
        "落实早诊早治和以收定支",
        "推广阿莫西林、奥司他韦和贝达喹啉",
        "由黄馨慧、陆瑞钊负责",
        "实行县管乡用、乡聘村用",
    ):
        assert senseless(SENTENCE.format(words)) == []


def test_most_heaps_of_usual_characters_are_noticed() -> None:
    chance = random.Random(1)
    noticed = 0
    for _ in range(50):
        heap = "".join(chance.sample(CHARACTERS, 10))
        found = suspicious(f"实现医疗服务{heap}共享和业务协同", packaged_wording())
        noticed += bool(found.unreadable or found.misprints)
    assert noticed >= 25


def test_nothing_of_the_clean_sources_is_senseless(sources: dict) -> None:  # type: ignore[type-arg]
    for number in ("001", "002", "003", "004"):
        _, parsed = sources[number]
        assert [r.found for r in parsed.repairs if r.kind == "character" and r.suggestion is None] == []
