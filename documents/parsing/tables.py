"""Tables flattened to text: rows of cells between tabs, and the targets in tables of indicators."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from documents.parsing import patterns
from documents.parsing.paragraphs import Paragraph
from documents.parsing.tree import Target

_YEAR_HEAD = re.compile(r"(?P<year>20[1-6]\d)\s?年?")
_BASE_HEAD = re.compile(r"现状|基[期数年]|现有|实际|完成")
_VALUE = re.compile(
    r"(?P<sign>[≥＞>≤＜<]|不低于|不少于|不高于|控制在|达到|约)?\s?(?:(?P<low>\d+(?:\.\d+)?)\s?[-—–~～至]\s?)?(?P<value>\d+(?:\.\d+)?)\s?(?P<unit>[%％‰])?\s?"
    r"(?P<behind>以上|以下|以内|左右)?"
)
_UNIT_IN_NAME = re.compile(r"[(（](?P<unit>[^()（）]{1,12})[)）]\s*$")
_SIGNS = {
    "≥": "不低于", "＞": "不低于", ">": "不低于", "不低于": "不低于", "不少于": "不低于", "≤": "不高于", "＜": "不高于", "<": "不高于",
    "不高于": "不高于", "控制在": "控制在", "以上": "以上", "以下": "以下", "以内": "以下", "左右": "左右", "约": "左右",
}  # fmt: skip


def cells_of(row: Paragraph) -> list[Paragraph]:
    """The cells of a row; empty ones are left out."""
    cells: list[Paragraph] = []
    at = 0
    for cell in row.plain.split("\t"):
        if cell.strip():
            cells.append(row.slice(at, at + len(cell)))
        at += len(cell) + 1
    return cells


def is_head(cells: Sequence[Paragraph], *, first: bool) -> bool:
    """The row that names the columns: short cells, two of them words that name columns; one is enough on top."""
    if len(cells) < 2 or any(len(cell.plain) > 20 or cell.plain[-1] in patterns.TERMINAL for cell in cells):
        return False
    named = sum(bool(patterns.TABLE_HEAD.search(cell.plain)) and len(cell.plain) <= 16 for cell in cells)
    return named >= (1 if first else 2)


def row_targets(heads: Sequence[str], cells: Sequence[Paragraph]) -> Iterator[Target]:
    """The targets of a row in a table of indicators: one for each column of a year that is no base year."""
    if len(heads) != len(cells):
        return
    years = {index: int(m["year"]) for index, head in enumerate(heads) if (m := _YEAR_HEAD.search(head))}
    base = min(years.values(), default=0) if len(years) > 1 else 0
    named = next((i for i, cell in enumerate(cells) if i not in years and not _is_plain_number(cell.plain)), None)
    if named is None:
        return
    unit_column = next((i for i, head in enumerate(heads) if re.fullmatch(r"单\s*位", head)), None)
    unit = cells[unit_column].plain if unit_column is not None else None
    for index, year in years.items():
        match = _VALUE.fullmatch(re.sub(r"\s", "", cells[index].plain))
        if match and year > base and not _BASE_HEAD.search(heads[index]):
            yield _target(cells[named], cells[index], match, unit, year)


def _is_plain_number(text: str) -> bool:
    return bool(re.fullmatch(r"[\d.%％‰\s]+", text))


def _target(name: Paragraph, cell: Paragraph, match: re.Match[str], unit: str | None, year: int) -> Target:
    written = re.sub(r"\s", "", name.plain)
    inside = _UNIT_IN_NAME.search(written)
    low, value = _number(match["low"]), _number(match["value"]) or 0
    return Target(
        indicator=written[: inside.start()] if inside else written,
        comparator=_SIGNS.get(match["sign"] or match["behind"] or "", "达到"),
        value=value if low is None else low,
        value_high=None if low is None else value,
        unit=(match["unit"] or "").replace("％", "%") or unit or (inside["unit"] if inside else None),
        year=year,
        quote=cell.plain,
        spans=(name.text.place(0, len(name.plain)), cell.text.place(0, len(cell.plain))),
    )


def _number(text: str | None) -> float | int | None:
    if text is None:
        return None
    value = float(text)
    return int(value) if value == int(value) else value
