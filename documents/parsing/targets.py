"""Quantified targets: indicator, comparator, value, unit, year, each with the words it was read from.

A target is a number with a unit that a measure says shall be reached. What was reached already, ages, the size of a
group that is meant, names with numbers (“5321工程”) and document numbers are none.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from documents.parsing.source import Sourced
from documents.parsing.tree import Target

# How far a clause reaches from its number, and a sentence back from it, at the most.
CLAUSE, SENTENCE = 120, 800
_NUMBER = r"\d{1,3}(?:[,，]\d{3})+|\d+(?:\.\d+)?"
_SCALE = r"[万亿]"
# Units that make a number a quantity of the field. Longer ones first.
_UNIT = (
    r"个百分点|百分点|[%％‰]|/\s?\d*\s?万|张/千人|人/千人|名/万人|平方米|公里|亿元|万元|元|万亩|亩|岁|名|个|家|所|张|人次|人|支|辆|台|套|项|门|种|批|"
    r"次|例|户|件|处|间|条|座|小时|分钟|天|公斤|克|倍|位|对|类|片|村|县|期|部|场|床|公顷|吨|升|步|站|只|株|本"
)
_COMPARATORS: tuple[tuple[str, str], ...] = (
    # (words in front of the number, comparator), the longest first
    (r"不(?:得)?(?:低于|少于|小于)|至少(?:达到|有|为|建成|配备)?|最低|高于|大于|超过|多于|突破|≥", "不低于"),
    (r"不(?:得)?(?:高于|超过|大于|多于)|低于|少于|至多|最多|≤", "不高于"),
    (r"(?:稳定|保持|维持|稳定保持)(?:在|到|为)?", "保持"),
    (r"控制(?:在|到)", "控制在"),
    (r"(?:提高|提升|增加|上升|增长|扩大|延长)(?:到|至|为)", "提高到"),
    (r"(?:下降|降低|减少|降|压缩|缩短)(?:到|至|为)", "下降到"),
    (r"(?:提高|提升|增加|上升|增长|扩大)(?:了)?", "提高"),
    (r"(?:下降|降低|减少|降|缩短)(?:了)?", "下降"),
    (r"新增|新建|增设|新设|净增", "新增"),
    (r"建成|建设|建立|打造|创建|形成|设置|设立|培育|建", "建成"),
    (r"覆盖(?:到|率达|率达到)?", "覆盖"),
    (r"(?:均|都|分别|总量|力争|争取|原则上)?(?:达到|达|为|实现|约为|约)(?:到)?(?:约)?", "达到"),
)
_BEFORE = re.compile(
    "(?:" + "|".join(f"(?P<c{i}>{words})" for i, (words, _) in enumerate(_COMPARATORS)) + r")[约近]?\s?$"
)
_AFTER = re.compile(r"\s?(?:及)?(?:(?P<above>以上|之上)|(?P<below>以下|以内|之内|之下)|(?P<about>左右))")
_QUANTITY = re.compile(
    rf"(?<![\d.〔\[“\"A-Za-z+-])(?:(?P<low>{_NUMBER})\s?(?P<lowscale>{_SCALE})?\s?(?P<lowunit>[%％‰])?\s?[-—–~～至到]\s?)?"
    rf"(?P<value>{_NUMBER})\s?(?P<scale>{_SCALE})?余?\s?(?P<unit>{_UNIT})?(?:\s?(?P<per>/\s?(?:\d+)?\s?[千万]?人?|/\s?10\s?万))?(?![\d.])"
)
_YEAR = re.compile(r"(?:(?P<to>到|至|截至|力争到)\s?)?(?P<year>20[1-5]\d)\s?年(?P<end>底|末)?(?![度来前级起])")
_CLAUSE = re.compile(r"[，,。；;！？]")
# Words before or behind a number by which it is no target.
_ACHIEVED = re.compile(
    r"已(?:经)?(?:达|建|有|实现|累计|完成)|累计(?:达|公布|建成|完成)|现有|获批|荣获|目前|截至|排名|位居|比20\d\d年|较20\d\d年|同比"
)
_NOT_BEFORE = re.compile(r"(?:第|[〔\[(（]|《[^》]{0,40}|[“\"][^”\"]{0,12}|每|按|人口超过|人口在|常住人口|年龄|满)\s?$")
_NOT_BEHIND = re.compile(
    r"\s?(?:年(?!内)|月|日|号|版|级|条|款|页|时代|G|D|[+＋]|[”\"]|岁(?:及)?(?:以上|以下|至|儿童|以内)|元/人)"
)


@dataclass(frozen=True, slots=True)
class _Found:
    start: int
    end: int
    value: float | int
    high: float | int | None
    unit: str | None
    comparator: str
    indicator: str
    clause: tuple[int, int]


def read_targets(text: Sourced, year: int | None = None) -> tuple[Target, ...]:
    """The targets in a measure's reading text, in order; `year` holds for those that state none."""
    stated = _years(text.text)
    return tuple(_target(text, found, _year_of(found, stated, text.text) or year) for found in _found(text.text))


def _target(text: Sourced, found: _Found, year: int | None) -> Target:
    start, end = found.clause
    return Target(
        indicator=found.indicator,
        comparator=found.comparator,
        value=found.value,
        value_high=found.high,
        unit=found.unit,
        year=year,
        quote=text.text[start:end],
        spans=(text.place(start, end),),
    )


def _found(text: str) -> Iterator[_Found]:
    for match in _QUANTITY.finditer(text):
        if match["unit"] is None and match["per"] is None:
            continue
        clause = _clause(text, match.start(), match.end())
        before, behind = text[clause[0] : match.start()], text[match.end() : clause[1]]
        if _refused(text, match, before, behind):
            continue
        comparator, cut = _comparator(before, behind)
        indicator = _indicator(text, before[:cut], behind, clause[0], match)
        if comparator is None or not indicator:
            continue
        low, value = _value(match["low"], match["lowscale"] or match["scale"]), _value(match["value"], match["scale"])
        if value is None:
            continue
        first, high = (value, None) if low is None else (low, value)
        yield _Found(match.start(), match.end(), first, high, _unit(match), comparator, indicator, clause)


def _clause(text: str, start: int, end: int) -> tuple[int, int]:
    """The clause around a number, between the marks that part clauses; a comma inside a number is none."""
    left = max((m.end() for m in _CLAUSE.finditer(text, max(0, start - CLAUSE), start)), default=max(0, start - CLAUSE))
    right = _CLAUSE.search(text, end, end + CLAUSE)
    return left, right.start() if right else min(len(text), end + CLAUSE)


def _refused(text: str, match: re.Match[str], before: str, behind: str) -> bool:
    """A date, a class, a name with a number, an age, a figure already reached."""
    return bool(
        _NOT_BEFORE.search(text[max(0, match.start() - 45) : match.start()])
        or _NOT_BEHIND.match(text, match.end())
        or (match["unit"] == "岁" and not re.search(r"寿命|年龄", before))
        or _ACHIEVED.search(before + behind)
    )


def _comparator(before: str, behind: str) -> tuple[str | None, int]:
    """The comparator, and where in `before` its words begin."""
    match = _BEFORE.search(before)
    after = _AFTER.match(behind)
    name = next((name for i, (_, name) in enumerate(_COMPARATORS) if match and match[f"c{i}"] is not None), None)
    cut = match.start() if match else len(before)
    if after and name in (None, "达到", "提高到", "建成"):
        bound = "以上" if after["above"] else "以下" if after["below"] else "左右"
        return (bound if name in (None, "达到") else name), cut
    return name, cut


def _indicator(text: str, before: str, behind: str, clause_start: int, match: re.Match[str]) -> str:
    """What is measured: the words before the comparator, else what the number counts (建成5个中心 → 中心)."""
    name = _YEAR.sub("", before)
    name = re.sub(
        r"^(?:其中|力争|确保|实现|推动|推进|使|将|全省|全国|争取|努力|逐步|基本|到|年内|至|,)+", "", name.strip()
    )
    name = re.sub(r"(?:分别|均|都|力争|总体|至少|原则上|达|稳定|以上)+$", "", name).strip(" ，,、的")
    counted = re.match(r"(?:左右|以上|以内)?(?:的)?([^，,。；;、]{2,40})", behind)
    if match["unit"] in ("个", "家", "所", "名", "项", "种", "门", "支", "辆", "张", "批", "处", "座") and counted:
        return counted[1]
    return name or (counted[1] if counted else "")


def _value(number: str | None, scale: str | None) -> float | int | None:
    if number is None:
        return None
    value = float(re.sub("[,，]", "", number)) * {"万": 10_000, "亿": 100_000_000}.get(scale or "", 1)
    return int(value) if value == int(value) else round(value, 6)


def _unit(match: re.Match[str]) -> str | None:
    unit = re.sub(r"\s", "", (match["unit"] or "")).replace("％", "%")
    scale_unit = {"亿元": "亿元", "万元": "万元"}.get(unit, unit)
    per = re.sub(r"\s", "", match["per"] or "")
    return (scale_unit + per) or None


def _years(text: str) -> list[tuple[int, int, bool]]:
    """(place, year, whether 到 stands before it) of each year that a target can be for: 到2025年, 2030年底."""
    return [(match.start(), int(match["year"]), match["to"] is not None) for match in _YEAR.finditer(text)]


def _year_of(found: _Found, years: list[tuple[int, int, bool]], text: str) -> int | None:
    """The last year named before the number in its sentence, or by 到…年 earlier in the paragraph."""
    before = bisect_left(years, (found.start, 0, False))
    near = max(0, found.start - SENTENCE)
    sentence = max(text.rfind(mark, near, found.start) for mark in "。；;")
    if before and years[before - 1][0] > sentence:
        return years[before - 1][1]
    return next((year for _, year, to in reversed(years[max(0, before - 8) : before]) if to), None)
