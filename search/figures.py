"""Comparisons with quantified targets: 签约率>50%, 死亡率低于5‰, 预期寿命≥80岁.

A measure's targets stand in the index as keys, one a target: indicator, value, end of the range, unit, year, parted by
a sign that no text has. `Figure` says which of these keys pass.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from operator import eq, ge, gt, le, lt

from search import analysis

FIELD = "target"  # of the index
_BETWEEN = "\x1f"
_COMPARE: dict[str, Callable[[float, float], bool]] = {">": gt, ">=": ge, "<": lt, "<=": le, "=": eq}
_OR_EQUAL_MORE, _OR_EQUAL_LESS = (
    tuple(f"{way}{joined}等于" for way in ways for joined in ("", "或"))
    for ways in (("大于", "高于", "多于"), ("小于", "低于", "少于"))
)
_WRITTEN = {
    ">": (">", "超过", "高于", "大于", "多于"),
    ">=": (">=", "=>", "≥", "≧", *_OR_EQUAL_MORE, "不低于", "不少于", "不小于", "至少", "达到", "以上"),
    "<": ("<", "低于", "小于", "少于"),
    "<=": ("<=", "=<", "≤", "≦", *_OR_EQUAL_LESS, "不高于", "不超过", "不大于", "不多于", "以下", "以内"),
    "=": ("=", "==", "等于"),
}
_COMPARATORS = {written: sign for sign, ways in _WRITTEN.items() for written in ways}
_TIMES = {"万": 1e4, "亿": 1e8, "千": 1e3}
_BEFORE = "|".join(re.escape(each) for each in sorted(_COMPARATORS, key=len, reverse=True) if each[0] != "以")
_NUMBER = r"\d[\d,]*(?:\.\d+)?(?![\d.])"
_UNIT = r"[万亿千]?(?:\s?(?:%|‰|个月|小时|分钟|[元岁名个家人所张次例辆项种支座床天年亩]))?"
_LIMIT = "以上|以下|以内"
_MEASURED = "[率数量命比例值额]"  # what is measured ends with: 预期寿命78岁以上, but not 老年人65岁以上
# With a sign or word before the number; or with 以上 after it, where a percent sign or what stands before tells that no
# 65岁以上 is meant.
PATTERN = (
    rf"[^\s\"“”「『」』()|<>=≥≤≧≦:]{{0,40}}?\s?(?:{_BEFORE})\s?{_NUMBER}{_UNIT}"
    rf"|[^\s\"“”「『」』()|<>=≥≤≧≦:\d]{{0,40}}(?:{_NUMBER}[%‰]|(?<={_MEASURED}){_NUMBER}{_UNIT})(?:{_LIMIT})"
)
_PARTS = re.compile(
    rf"(?P<what>.*?)\s?(?:(?P<before>{_BEFORE})\s?(?P<number>{_NUMBER})(?P<unit>{_UNIT})"
    rf"|(?P<number2>{_NUMBER})(?P<unit2>{_UNIT})(?P<after>{_LIMIT}))"
)


@dataclass(frozen=True, slots=True)
class Comparison:
    """A comparison as it was typed: 签约率 > 50 %."""

    what: str
    sign: str  # one of > >= < <= =
    value: float  # 万 and 亿 multiplied out
    unit: str

    def __str__(self) -> str:
        return f"{self.what} {self.sign.replace('>=', '≥').replace('<=', '≤')} {self.value:g}{self.unit}".strip()


@dataclass(frozen=True, slots=True)
class Figure:
    """Passes the key of a target whose indicator holds all words of one of the `ways` to say it, and that compares so.

    A range passes where one of its ends does. Without a unit any will do.
    """

    comparison: Comparison
    ways: tuple[tuple[str, ...], ...] = ((),)

    def __call__(self, key: str) -> bool:
        indicator, value, high, unit, _ = key.split(_BETWEEN)
        if self.comparison.unit and self.comparison.unit != unit:
            return False
        compare = _COMPARE[self.comparison.sign]
        ends = [float(end) for end in (value, high) if end]
        return any(compare(end, self.comparison.value) for end in ends) and any(
            all(word in indicator for word in way) for way in self.ways
        )

    def __str__(self) -> str:
        return str(self.comparison)


def read(written: str) -> Comparison | None:
    """The comparison that a text matched by PATTERN states; None where it is none after all."""
    match = _PARTS.fullmatch(written)
    if match is None:
        return None
    number, unit = match["number"] or match["number2"], match["unit"] or match["unit2"] or ""
    times = _TIMES.get(unit[:1], 1.0)
    unit = unit.lstrip("万亿千").strip()
    if unit == "年" and len(number) == 4:  # a year, not a number of years
        return None
    value = float(number.replace(",", "")) * times
    return Comparison(match["what"].strip(), _COMPARATORS[match["before"] or match["after"]], value, unit)


def key(indicator: str, value: float, high: float | None, unit: str | None, year: int | None) -> str:
    """How a target stands in the index."""
    parts = (analysis.normalise(indicator).text, value, high, unit, year)
    return _BETWEEN.join("" if part is None else str(part).replace(_BETWEEN, " ") for part in parts)


def keys(targets: Iterable[tuple[str, float, float | None, str | None, int | None]]) -> list[str]:
    return list(dict.fromkeys(key(*target) for target in targets))
