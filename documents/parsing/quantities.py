"""Numbers with units: where they stand in a clause, what they come to, and of which sort the unit is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

# A clause reaches at the most so far; the rest of a longer one is not looked at.
CLAUSE = 400

# Units in the order of what they measure. What is counted, and what only a comparator makes a target of: a time
# (24小时内报告), a weight, a length, a mark, a grade.
SHARES = ("个百分点", "百分点", "个千分点", "千分点", "%", "％", "‰", "倍", "番", "成")
MONEY = ("元",)
COUNTED = (
    "人次", "人份", "例次", "台次", "场次", "批次", "剂次", "家次", "户次", "车次", "课时", "学时", "学分", "人", "名", "个", "家", "所", "张",
    "支", "辆", "台", "套", "项", "门", "种", "批", "次", "例", "户", "件", "处", "间", "条", "座", "位", "对", "类", "片", "部", "场", "株",
    "份", "款", "床", "亩", "公顷", "剂", "针", "期", "起", "轮", "届", "篇", "册", "本", "幅", "栋", "艘", "架", "只", "头", "枚", "村",
    "步", "块", "盏", "颗", "吨", "立方米", "平方米", "平方公里", "公里", "遍", "床日", "人天", "千瓦时",
)  # fmt: skip
MEASURED = (
    "个工作日", "工作日", "个小时", "小时", "分钟", "个月", "天", "日", "周", "年", "秒", "微克/立方米", "毫克/立方米", "微克/升", "毫克/升",
    "μg/m³", "μg/m3", "千卡", "毫克", "微克", "千克", "公斤", "克", "毫升", "升", "千米", "厘米", "米", "分贝", "kg", "mg", "ml",
    "g", "分", "级", "岁", "度",
)  # fmt: skip

# No figure of such a text has more digits; a longer run of them is none.
_NUMBER = r"\d{1,3}(?:[,，]\d{3}){1,4}(?!\d)|\d{1,12}(?:[.．]\d{1,6})?"
_SCALE = r"[十百千]?万亿|[十百千]?[万亿]|千(?![米克卡瓦人])"
_UNITS = "|".join(
    re.escape(unit) + ("(?![A-Za-z])" if unit.isascii() and unit.isalpha() else "(?![钟贝])" if unit == "分" else "")
    for unit in sorted((*SHARES, *MONEY, *COUNTED, *MEASURED), key=len, reverse=True)
)
_BASE = r"人口|人|户|年|月|周|日|天|次|张|床|例|名|家|所|村|平方米|平方公里|立方米"
_PER = rf"/\s?(?:\d*\s?[百千万](?:{_BASE})?|(?:{_BASE}))"
_CHINESE = "[一二两三四五六七八九十百千万]"
# What Chinese numerals count: institutions and people rather than 一种, 一类, 一批, 一套, 三级, 五项; and tenths (九成).
_CHINESE_UNIT = "(?:个?小时|[个所家名座辆支台处项次场间期番]|成(?=[以左，,。；;、的]|$))"
# 百分之, 千分之 …: what such a share is counted in
_PARTS = {"百": "%", "千": "‰", "万": "/万", "十万": "/10万"}
_QUANTITY = re.compile(
    rf"(?<![\d.．:∶：〔\[A-Za-z+\-])(?:(?P<left>\d{{1,6}}(?:\.\d{{1,6}})?)\s?[:：∶]\s?(?P<right>\d{{1,6}}(?:\.\d{{1,6}})?)(?![\d.:∶：])|"
    rf"(?:(?P<low>{_NUMBER})\s?(?P<lowscale>{_SCALE})?\s?(?P<lowunit>{_UNITS})?\s?[-—–~～至到]\s?)?"
    rf"(?P<value>{_NUMBER})\s?(?P<scale>{_SCALE})?[余多]?\s?(?P<unit>{_UNITS})?\s?(?P<per>{_PER})?(?![\d.]))"
    rf"|(?P<parts>十万|[百千万])分之\s?(?P<share>[零〇一二三四五六七八九十百点]{{1,8}}|\d{{1,3}}(?:\.\d{{1,4}})?(?![\d.]))"
    rf"|(?<![第零〇一二两三四五六七八九十百千万每这那同另某])(?P<words>{_CHINESE}{{1,4}})[余多]?(?P<things>{_CHINESE_UNIT})(?!百)"
)
_END = re.compile(r"[。；;！？\n]|[,，](?!\d{3}(?!\d))|(?<!\d)[：:]|[：:](?!\s?\d)")
_TAIL = re.compile(
    r"\s?的?\s?(?:(?P<above>及?以上|或以上|之上)|(?P<below>及?以下|或以下|以内|之内|之下)|(?P<about>左右|上下))"
)
_LIST = re.compile(r"\s?[、和及与或]\s?|\s?以及\s?")
_BETWEEN = re.compile(r"\s?(?:[（(]20\d\d\s?年[）)])?\s?(?:[、和及与或]|以及)\s?(?:20\d\d\s?年)?")
_MARKS = str.maketrans({",": None, "，": None, "．": "."})
_SCALES = {"": 1, "十": 10, "百": 100, "千": 1_000, "万": 10_000, "亿": 100_000_000}
_DIGITS = {word: value for value, word in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit, at its place in the clause. `value` has 万 and 亿 multiplied out; `high` ends a range.
    `tail` is 以上, 以下 or 左右 behind it, and `behind` where that ends.
    """

    start: int
    end: int
    value: float | int
    high: float | int | None
    unit: str | None
    tail: str | None
    behind: int
    in_words: bool = False

    @property
    def share(self) -> bool:
        return self.unit in SHARES

    @property
    def counts(self) -> bool:
        """Whether it says how many of something."""
        return self.unit is not None and self.unit.partition("/")[0] in COUNTED

    @property
    def measures(self) -> bool:
        """Whether only a comparator can make a target of it."""
        return not (self.share or self.counts or self.unit in MONEY)

    @property
    def ratio(self) -> bool:
        """Whether it is 1:1.2."""
        return self.unit is not None and ":" in self.unit


def clauses(text: str) -> Iterator[tuple[int, int, str]]:
    """(start, end, the mark that ends it) of each clause; a comma inside a number and the colon of 1:2 part none."""
    start = 0
    for match in _END.finditer(text):
        if match.start() > start:
            yield start, min(match.start(), start + CLAUSE), match.group()
        start = match.end()
    if start < len(text):
        yield start, min(len(text), start + CLAUSE), ""


def quantities(clause: str) -> list[Quantity]:
    """The numbers of a clause. A unit that only the last of a list prints holds for the others (90、80和60%)."""
    found: list[Quantity] = []
    for match in reversed(list(_QUANTITY.finditer(clause))):
        following = found[-1] if found else None
        quantity = _quantity(clause, match, following)
        if quantity is not None:
            found.append(quantity)
    return found[::-1]


def _quantity(clause: str, match: re.Match[str], following: Quantity | None) -> Quantity | None:
    unit, low, value = _read(match)
    if value is None:
        return None
    shared = unit is None or (unit == "个" and following is not None and following.unit == "个百分点")
    if shared and following and following.share and _LIST.fullmatch(clause, match.end(), following.start):
        unit = following.unit
    tail = _TAIL.match(clause, match.end())
    name = tail and ("以上" if tail["above"] else "以下" if tail["below"] else "左右")
    first, high = (value, None) if low is None else (low, value)
    behind = tail.end() if tail else match.end()
    return Quantity(match.start(), match.end(), first, high, unit, name, behind, match["words"] is not None)


def _read(match: re.Match[str]) -> tuple[str | None, float | int | None, float | int | None]:
    """(unit, where a range begins, value)"""
    if match["words"]:
        return match["things"], None, _in_words(match["words"])
    if share := match["share"]:
        return _PARTS[match["parts"]], None, _number(share) if share[0].isdecimal() else _in_words(share)
    if match["left"]:
        ratio = match["left"], match["right"]
        return ("1:", None, _number(ratio[1])) if ratio[0] == "1" else (":" + ratio[1], None, _number(ratio[0]))
    low = _number(match["low"], match["lowscale"] or match["scale"]) if match["low"] else None
    return _unit(match), low, _number(match["value"], match["scale"])


def _number(digits: str, scale: str | None = None) -> float | int:
    return plain_number(digits, scale_of(scale))


def scale_of(letters: str | None) -> int:
    """What 万, 亿, 百万, 万亿 multiply by; 1 where nothing stands."""
    factor = 1
    for letter in letters or "":
        factor *= _SCALES[letter]
    return factor


def plain_number(digits: str, factor: int = 1) -> float | int:
    """The number that digits come to, times a factor, without the dust of binary fractions; whole ones as int."""
    value = round(float(digits.translate(_MARKS)) * factor, 6)
    return int(value) if value == int(value) else value


def _unit(match: re.Match[str]) -> str | None:
    unit = (match["unit"] or "").replace("％", "%")
    return unit + re.sub(r"\s|(?<=10万)人口?$", "", match["per"] or "") or None


def _in_words(words: str) -> float | int | None:
    """八十五 → 85, 两 → 2, 一百二十 → 120, 六十点五 → 60.5; None for what is no number."""
    whole, point, decimals = words.partition("点")
    value, digit = 0, 0
    for letter in whole:
        if letter in _DIGITS:
            digit = _DIGITS[letter]
        elif letter == "万":
            value, digit = (value + digit or 1) * 10_000, 0
        else:
            value, digit = value + (digit or 1) * _SCALES[letter], 0
    if point:
        if not decimals or not all(letter in _DIGITS for letter in decimals):
            return None
        return value + digit + float("0." + "".join(str(_DIGITS[letter]) for letter in decimals))
    return value + digit


def joined(clause: str, values: Sequence[Quantity]) -> bool:
    """Whether nothing but 、 or 和 stands between the numbers: 37%及以上和40%及以上."""
    return len(values) > 1 and all(
        _BETWEEN.fullmatch(clause, first.behind, second.start) for first, second in pairwise(values)
    )
