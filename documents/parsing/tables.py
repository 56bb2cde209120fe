"""Tables flattened to text: rows of cells between tabs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from documents.parsing import patterns
from documents.parsing.lines import Line
from documents.parsing.paragraphs import Paragraph
from documents.parsing.responsibilities import names_bodies

# What parts cells that are aligned by blanks.
SPACES = r" {2,}"
# What parts cells between bars, with such at both ends of the row (|a|b|) and with none (a|b).
FRAMED, BARS = r"[|｜]", r" ?[|｜] ?"
# What parts cells that stand each on a line of its own; one that ends in a comma goes on.
_GOES_ON = "、，,"
STACKED = rf"(?<![{_GOES_ON}])\n"
_YEAR_HEAD = re.compile(r"(?P<year>20[1-6]\d)\s?年?")
# What a table calls its columns, as whole cells.
_COLUMN_NAME = re.compile(
    r"(?:重点|主要|具体|工作|改革|年度)?(?:任务|内容|措施|目标|项目|事项|举措|要求)(?:名称|内容|分工)?|(?:牵头|责任|配合|参与|协办|主办|落实)(?:单位|部门|科室|处室)|部门|单位|(?:完成|办结)?(?:时间|时限|期限)|备注|进度(?:安排)?|领域|类别|成果(?:形式)?|(?:主要|工作|具体|部门)?职责(?:分工|任务|内容)?"
)


def with_rows(lines: Sequence[Line], text: str) -> list[Line]:
    """The lines with the rows of tables marked: cells between tabs, between bars, between several blanks below a head
    that has them too, or each on a line of its own below such a head.
    """
    result: list[Line] = []
    index = 0
    while index < len(lines):
        rows = _stacked(lines, index, text) or _wrapped(lines, index, text) or _spaced(lines, index)
        rows = rows or _barred(lines, index)
        if not rows and (separator := _separator(lines[index].text)):
            rows = [replace(lines[index], row=separator)]
        result += rows or [lines[index]]
        # a stacked row is made of several lines
        end = rows[-1].end if rows else lines[index].end
        while index < len(lines) and lines[index].start < end:
            index += 1
    return result


def _separator(text: str) -> str:
    if "\t" in text:
        return "\t"
    return FRAMED if text.startswith(("|", "｜")) and len(re.findall(FRAMED, text)) >= 3 else ""


def _barred(lines: Sequence[Line], index: int) -> list[Line]:
    """序号|任务|责任单位 and the lines below it that have as many bars; one line alone is a menu or a list."""
    if lines[index].text.startswith(("|", "｜")) or len(re.findall(FRAMED, lines[index].text)) < 2:
        return []
    return _below_head(lines, index, BARS)


def _wrapped(lines: Sequence[Line], index: int, text: str) -> list[Line]:
    """序号, 任务, 单位 between tabs, and rows below whose cells are broken into lines: each row ends where the next
    number stands, and has as many cells as the head.
    """
    heads = lines[index].text.split("\t")
    if len(heads) < 3 or not re.fullmatch(r"序\s*号", heads[0].strip()):
        return []
    rows, first = [replace(lines[index], row="\t")], index + 1
    while first < len(lines) and re.match(rf"{len(rows)}[.．、]?\t", lines[first].text):
        last = _last_of_row(lines, first, len(heads), len(rows) + 1)
        whole = text[lines[first].start : lines[last].end]
        rows.append(replace(lines[first], text=whole, row="\t"))
        first = last + 1
    return rows if len(rows) > 1 else []


def _last_of_row(lines: Sequence[Line], first: int, width: int, following: int) -> int:
    """The line on which a row has all its cells; the row's own first line where it is not broken."""
    cells = lines[first].text.count("\t") + 1
    for last in range(first + 1, min(first + 8, len(lines))):
        if cells >= width or re.match(rf"{following}[.．、]?\t", lines[last].text):
            break
        cells += lines[last].text.count("\t")
        if cells == width:
            return last
    return first


def _spaced(lines: Sequence[Line], index: int) -> list[Line]:
    """A head whose cells stand between blanks, and the lines below it that have as many cells."""
    if _heads_indicators(lines[index].text) or _heads_tasks(lines[index].text):
        return _below_head(lines, index, r" +")
    return _below_head(lines, index, SPACES) or _headless(lines, index)


def _heads_tasks(text: str) -> bool:
    """序号 任务 责任单位: nothing but names of columns, the first of them a number's."""
    first, *heads = text.split() or [""]
    return first == "序号" and len(heads) >= 2 and all(_COLUMN_NAME.fullmatch(head) for head in heads)


def _headless(lines: Sequence[Line], index: int) -> list[Line]:
    """市委组织部  负责…: several lines in a row of two cells, the first of which names bodies."""
    rows: list[Line] = []
    for line in lines[index:]:
        cells = re.split(SPACES, line.text)
        if len(cells) != 2 or len(cells[0]) > 40 or not names_bodies(cells[0]) or names_bodies(cells[1]):
            break
        rows.append(replace(line, row=SPACES))
    return rows if len(rows) > 2 else []


def _below_head(lines: Sequence[Line], index: int, separator: str) -> list[Line]:
    heads = re.split(separator, lines[index].text)
    if sum(bool(_names_column(head) or _YEAR_HEAD.match(head)) for head in heads) < 2:
        return []
    rows = [replace(lines[index], row=separator)]
    for line in lines[index + 1 :]:
        if len(re.split(separator, line.text)) != len(heads):
            break
        rows.append(replace(line, row=separator))
    return rows if len(rows) > 1 else []


def _heads_indicators(text: str) -> bool:
    """指标 2020年 2025年 属性: names of columns so plain that single blanks are enough to part them."""
    heads = text.split()
    years = sum(bool(_YEAR_HEAD.fullmatch(head)) for head in heads)
    return len(heads) >= 3 and years >= 1 and "指标" in heads[0] + heads[1] and all(len(head) <= 12 for head in heads)


def _stacked(lines: Sequence[Line], index: int, text: str) -> list[Line]:
    """序号, 工作任务, 责任单位 each on a line, then 1, …, …, 2, …, …: one line a row."""
    if not re.fullmatch(r"序\s*号", lines[index].text):
        return _stacked_by_bodies(lines, index, text)
    width = 1
    while index + width < len(lines) and _names_column(lines[index + width].text):
        width += 1
    rows, first = [_stacked_row(lines, index, width, text)], index + width
    while first < len(lines) and lines[first].text.strip(" .．、") == str(len(rows)):
        taken = _lines_of_row(lines, first, width)
        if not taken:
            break
        rows.append(_stacked_row(lines, first, taken, text))
        first += taken
    return rows if width >= 2 and len(rows) > 1 else []


def _lines_of_row(lines: Sequence[Line], first: int, width: int) -> int:
    """How many lines hold `width` cells, a cell that ends in a comma going on below; 0 where the lines end before."""
    cells = 0
    for taken, line in enumerate(lines[first : first + 4 * width], 1):
        cells += line.text[-1] not in _GOES_ON
        if cells == width:
            return taken
    return 0


def _stacked_by_bodies(lines: Sequence[Line], index: int, text: str) -> list[Line]:
    """工作任务, 责任单位 each on a line, then a task, its bodies, a task, its bodies: one line a row."""
    width = 0
    while index + width < len(lines) and _COLUMN_NAME.fullmatch(re.sub(r"\s", "", lines[index + width].text)):
        width += 1
    heads = [line.text for line in lines[index : index + width]]
    named = [column for column, head in enumerate(heads) if patterns.DEPARTMENT_HEAD.search(head)]
    if width < 2 or not named:
        return []
    rows = [_stacked_row(lines, index, width, text)]
    for first in range(index + width, len(lines) - width + 1, width):
        if not all(names_bodies(lines[first + column].text) for column in named):
            break
        rows.append(_stacked_row(lines, first, width, text))
    return rows if len(rows) > 2 else []


def _stacked_row(lines: Sequence[Line], first: int, width: int, text: str) -> Line:
    return replace(lines[first], text=text[lines[first].start : lines[first + width - 1].end], row=STACKED)


def _names_column(text: str) -> bool:
    return len(text) <= 12 and bool(patterns.TABLE_HEAD.search(text)) and text[-1] not in patterns.TERMINAL


def cells_of(row: Paragraph) -> list[Paragraph]:
    """The cells of a row, empty ones too; what stands outside the outer bars of |…| is none."""
    cells: list[Paragraph] = []
    at = 0
    for separator in [*re.finditer(row.row, row.plain), None]:
        end = separator.start() if separator else len(row.plain)
        cells.append(replace(row.slice(at, end), row=""))
        at = separator.end() if separator else end
    return cells[1:-1] if row.row == FRAMED else cells


def is_head(cells: Sequence[Paragraph], *, first: bool) -> bool:
    """The row that names the columns: short cells, two of them words that name columns; one is enough on top."""
    texts = [cell.plain for cell in cells if cell.plain]
    if len(texts) < 2 or any(len(text) > 20 or text[-1] in patterns.TERMINAL for text in texts):
        return False
    named = sum(bool(patterns.TABLE_HEAD.search(text)) and len(text) <= 16 for text in texts)
    return named >= (1 if first else 2)


def is_deadline(head: str) -> bool:
    """Whether a column says by when, which is no part of what is to be done."""
    return bool(re.search(r"时\s*限|时\s*间|期\s*限|进\s*度", head))


def departments(heads: Sequence[str]) -> dict[int, str]:
    """Column → the role of the bodies it names. 牵头单位 leads and leaves the others to join; else all lead."""
    if any("指标" in head for head in heads):
        return {}  # there 单位 is the unit of measure
    columns = [index for index, head in enumerate(heads) if patterns.DEPARTMENT_HEAD.search(head)]
    led = any("牵头" in heads[index] for index in columns)
    joins = re.compile("配合|参与|协办|协助")
    return {
        index: "lead" if "牵头" in heads[index] or not (led or joins.search(heads[index])) else "participant"
        for index in columns
    }


def departments_without_head(cells: Sequence[Paragraph]) -> dict[int, str]:
    """Of two cells under no head the one that names bodies, where the other is prose."""
    named = [index for index, cell in enumerate(cells) if names_bodies(cell.plain)]
    prose = [cell for cell in cells if len(cell.plain) >= 10]
    return {named[0]: "lead"} if len(cells) == 2 and len(named) == 1 and prose else {}
