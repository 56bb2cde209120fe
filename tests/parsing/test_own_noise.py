"""Lines that an installation knows to be part of no document: told by a pattern, left out, and accounted for."""

from __future__ import annotations

import time

import pytest

from documents.parsing import parse
from documents.parsing.own_noise import FEWEST, LONGEST, OwnNoise, problem_of

FOOTER = "云岭卫生在线 版权所有 未经许可不得转载"
TEXT = (
    "一、加强妇幼保健\n"
    "（一）扩大筛查。扩大农村妇女宫颈癌和乳腺癌筛查覆盖面，将适龄妇女\n"
    f"{FOOTER}\n"
    "纳入免费筛查范围，逐步建立随访制度。\n"
    "（二）办好医院。每个县至少办好一所公立医院，提升急诊急救和重症救治能力。\n"
)


@pytest.mark.parametrize(
    ("pattern", "line"),
    [
        ("云岭卫生在线 版权所有", "云岭卫生在线　版权所有"),
        ("云岭卫生在线ABC", "雲嶺衛生在線ａｂｃ"),
        ("云岭*第*期", "云岭公报 2023 年第 14 期"),
        ("*责任编辑*", "责任编辑：某某"),
        ("*本页地址", "点击复制本页地址"),
    ],
)
def test_a_pattern_takes_the_line_whatever_its_width_blanks_case_and_script(pattern: str, line: str) -> None:
    assert OwnNoise.of([pattern]).takes(line)


@pytest.mark.parametrize(
    ("pattern", "line"),
    [
        ("云岭卫生在线", "云岭卫生在线服务平台建成使用。"),
        ("云岭*第*期", "云岭公报第十四期工程"),
        ("云岭*云岭", "云岭"),
        ("(a+)+$云岭卫生", "aaaa云岭卫生"),
        ("云岭卫生在线", "正文"),
    ],
)
def test_a_pattern_takes_no_other_line(pattern: str, line: str) -> None:
    assert not OwnNoise.of([pattern]).takes(line)


def test_what_it_takes_is_noise_by_its_own_reason_and_the_sentence_goes_on_over_it() -> None:
    without, with_it = parse(TEXT), parse(TEXT, noise=OwnNoise.of(["云岭卫生在线*"]))
    assert any("云岭卫生在线" in measure.text for measure in without.measures)
    assert not any("云岭卫生在线" in measure.text for measure in with_it.measures)
    assert "将适龄妇女纳入免费筛查范围" in with_it.measures[0].text
    place = TEXT.index(FOOTER)
    assert [noise.spans for noise in with_it.noise if noise.reason == "own-pattern"] == [
        ((place, place + len(FOOTER)),)
    ]
    assert with_it.unplaced == ()


@pytest.mark.parametrize(
    ("pattern", "why"),
    [
        ("*", f"至少要有 {FEWEST} 个字"),
        ("第*页", f"至少要有 {FEWEST} 个字"),
        ("甲乙丙丁\n戊己庚辛", "一行"),
        ("云" * 200, f"{LONGEST} 字"),
    ],
)
def test_what_would_take_too_much_is_refused(pattern: str, why: str) -> None:
    assert why in problem_of(pattern)


def test_a_pattern_made_to_take_long_takes_no_time() -> None:
    own = OwnNoise.of(["*".join("卫" * 50) + "生"])
    began = time.perf_counter()
    assert not any(own.takes("卫" * 400) for _ in range(200))
    assert time.perf_counter() - began < 1
