"""The targets in tables of indicators: one for each column of a year to come."""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from documents.parsing.paragraphs import Paragraph
from documents.parsing.quantities import COUNTED, MEASURED, MONEY, SHARES, plain_number, scale_of
from documents.parsing.source import Sourced
from documents.parsing.target_years import Term
from documents.parsing.targets import read_targets
from documents.parsing.tree import Target

_YEAR = re.compile(r"20[1-6]\d(?=\s?年|$|\D)")
_NAME_HEAD = re.compile(r"指标(?!值|性质|属性|类型|类别|单位|来源|说明|解释|口径)|项目名称|名称")
_UNIT_HEAD = re.compile(r"(?:计量|度量)?单\s*位")
_TARGET_HEAD = re.compile(r"目标|规划值|预期值|标准值|指标值|预计|^达到")
# What is or was; growth over the years; what sort of indicator it is.
_NO_TARGET_HEAD = re.compile(
    r"现状|基[期数年线]|现有|实际|完成|当前|目前|上年|年均|增速|增长|累计|性质|属性|类型|责任|牵头|部门"
)

_SIGNS = {
    "≥": "不低于", ">": "不低于", "不低于": "不低于", "不少于": "不低于", "超过": "不低于", "大于": "不低于",
    "高于": "不低于", "≤": "不高于", "<": "不高于", "不高于": "不高于", "不超过": "不高于", "低于": "不高于",
    "小于": "不高于", "少于": "不高于", "控制在": "控制在", "稳定在": "保持", "保持在": "保持", "保持": "保持",
    "提高到": "提高到", "提高至": "提高到", "下降到": "下降到", "降低到": "下降到", "降至": "下降到", "降到": "下降到",
    "达到": "达到", "达": "达到", "约": "左右",
}  # fmt: skip
_TAILS = {"以上": "以上", "以下": "以下", "以内": "以下", "左右": "左右"}
_NUMBER = r"\d{1,3}(?:,\d{3}){1,4}|\d{1,12}(?:\.\d{1,6})?"
_VALUE = re.compile(
    rf"(?P<sign>{'|'.join(sorted(_SIGNS, key=len, reverse=True))})?(?:(?P<low>{_NUMBER})[%‰]?[-—–~至])?"
    rf"(?:(?P<one>1)[:∶])?(?P<value>{_NUMBER})(?P<scale>[万亿])?(?P<unit>[%‰]|/10万|[^\d\s以左及或~-]{{1,5}})?"
    r"[及或]?(?P<tail>以上|以下|以内|左右)?(?:[(（]20\d\d年?[)）])?"
)
_IN_BRACKETS = re.compile(r"[(（](?P<unit>[^()（）]{1,12})[)）]\s*$")
_UNITS = {*SHARES, *COUNTED, *MONEY, *MEASURED}
_PER = re.compile(r"1?/(?P<base>10万|万|千|百万|100万)人?口?")
_SCALED = re.compile(r"(?P<scale>[十百千]?万亿|[十百千]?[万亿]|[千百])(?P<unit>.+)")
# What a cell says in words, and no more than so long (比2020年降低15%).
_WORDS = 24


@dataclass(frozen=True, slots=True)
class _Columns:
    """Which column names the indicator, which its unit, and which are targets, each with its year."""

    name: int
    unit: int | None
    targets: dict[int, int | None]


def row_targets(heads: Sequence[str], cells: Sequence[Paragraph], title: str | None = None) -> Iterator[Target]:
    """The targets of a row in a table of indicators; `title` is that of the table, which may state its year."""
    if len(heads) != len(cells):
        return
    columns = _columns([re.sub(r"\s", "", head) for head in heads], cells, title or "")
    if columns is None:
        return
    name = cells[columns.name]
    unit = _normal(cells[columns.unit].plain) if columns.unit is not None else None
    for index, year in columns.targets.items():
        target = _target(name, cells[index], unit, year)
        if target is not None:
            yield target


def _columns(heads: Sequence[str], cells: Sequence[Paragraph], title: str) -> _Columns | None:
    targets = _target_columns(heads, title)
    if not targets or not any("指标" in head or _YEAR.search(head) for head in heads):
        return None
    named = [i for i, head in enumerate(heads) if _NAME_HEAD.search(head) and i not in targets and cells[i].plain]
    named += [i for i, cell in enumerate(cells) if i not in targets and re.search(r"[\u4e00-\u9fff]", cell.plain)]
    unit = next((i for i, head in enumerate(heads) if _UNIT_HEAD.fullmatch(head)), None)
    return _Columns(named[0], unit, targets) if named else None


def _target_columns(heads: Sequence[str], title: str) -> dict[int, int | None]:
    """Of columns that are years and none of which says what it is, the earliest holds where things stand."""
    stated = _YEAR.search(title)
    possible = {i: head for i, head in enumerate(heads) if not _NO_TARGET_HEAD.search(head)}
    years = {i: int(match.group()) for i, head in possible.items() if (match := _YEAR.search(head))}
    said = {i for i, head in possible.items() if _TARGET_HEAD.search(head)}
    if years:
        has_base = len(possible) < len(heads) and any(re.search("现状|基[期数年线]", head) for head in heads)
        base = None if has_base or said or len(years) == 1 else min(years.values())
        return {i: year for i, year in years.items() if year != base and (not said or i in said)}
    return dict.fromkeys(said, int(stated.group()) if stated else None)


def _target(name: Paragraph, cell: Paragraph, unit: str | None, year: int | None) -> Target | None:
    written = re.sub(r"\s", "", name.plain)
    inside = _IN_BRACKETS.search(written)
    of_name = _normal(inside["unit"]) if inside and _is_unit(_normal(inside["unit"])) else None
    indicator = written[: inside.start()] if inside and of_name else written
    indicator = re.sub(r"^其中[:：]?", "", indicator)
    spans = (name.text.place(0, len(name.plain)), cell.text.place(0, len(cell.plain))) if cell.plain else ()
    match = _VALUE.fullmatch(_normal(cell.plain))
    if match is None or (match["unit"] and not _is_unit(match["unit"])):
        return _in_words(indicator, name, cell, year, spans)
    own = "1:" if match["one"] else match["unit"]
    scale, unit = _unit_of(own or unit or of_name)
    scale *= scale_of(match["scale"])
    low, value = match["low"], plain_number(match["value"], scale)
    return Target(
        indicator=indicator,
        comparator=_SIGNS.get(match["sign"] or "") or _TAILS.get(match["tail"] or "") or "达到",
        value=value if low is None else plain_number(low, scale),
        value_high=None if low is None else value,
        unit=unit,
        year=year,
        quote=cell.plain,
        spans=spans,
    )


def _in_words(
    indicator: str, name: Paragraph, cell: Paragraph, year: int | None, spans: tuple[tuple[int, int], ...]
) -> Target | None:
    """比2020年降低15%: read as if it stood behind its name."""
    if not re.search(r"\d", cell.plain) or len(cell.plain) > _WORDS or not spans:
        return None
    offsets = array("I", [*range(len(indicator)), *range(len(indicator), len(indicator) + len(cell.plain))])
    found = read_targets(Sourced(indicator + cell.plain, offsets), Term(year=year))
    return replace(found[0], indicator=indicator, quote=cell.plain, spans=spans) if len(found) == 1 else None


def _normal(text: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


def _is_unit(text: str) -> bool:
    scaled = _SCALED.fullmatch(text)
    return text in _UNITS or "/" in text or bool(scaled and scaled["unit"] in _UNITS)


def _unit_of(text: str | None) -> tuple[int, str | None]:
    """(scale, unit): 万元 → 10000, 元; 1/10万 → 1, /10万."""
    if not text or not re.search(r"[^\-—/\s]", text):
        return 1, None
    if per := _PER.fullmatch(text):
        return 1, "/" + per["base"]
    scaled = _SCALED.fullmatch(text)
    if scaled and text not in _UNITS and scaled["unit"].partition("/")[0] in _UNITS:
        return scale_of(scaled["scale"]), scaled["unit"]
    return 1, text
