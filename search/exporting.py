"""The whole result of a search as a table, for a spreadsheet: CSV and XLSX with the same columns.

Nothing in a cell is ever taken for a formula. In CSV a text that a spreadsheet would take for one is preceded by an
apostrophe (as OWASP advises against CSV injection); in XLSX texts are stored as texts, so nothing needs to be added.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import IO, Any

import xlsxwriter

from documents.citing import cite
from documents.models import Chapter, Measure, Responsibility
from search.chapter_paths import chapter_paths

BATCH = 200
# What spreadsheets begin a formula or a command with; some read the full-width signs in the same way.
_FORMULA_SIGNS = tuple("=+-@\t\r\n＝＋－＠")
_LONGEST_CELL = 32_767  # characters that Excel can hold
_CUT = "…（过长，已截断，全文见链接）"


@dataclass(frozen=True, slots=True)
class Column:
    title: str
    width: int  # in characters
    value: Callable[[Entry], str | int | None]


@dataclass(frozen=True, slots=True)
class Entry:
    """One measure to be written, with what its row tells of its surroundings."""

    measure: Measure
    path: tuple[Chapter, ...]
    link: str
    today: dt.date

    @property
    def place(self) -> str:
        return "，".join(chapter.heading for chapter in self.path)

    def bodies(self, role: str) -> str:
        bodies = [body for body in self.measure.bodies if body.role == role]
        return "、".join(str(body) for body in bodies)


COLUMNS = (
    Column("省份", 8, lambda entry: entry.measure.plan.province.name if entry.measure.plan.province else None),
    Column("文件", 36, lambda entry: entry.measure.plan.heading),
    Column("文号", 20, lambda entry: entry.measure.plan.document_number),
    Column("发文机关", 20, lambda entry: "、".join(entry.measure.plan.issuers)),
    Column("年份", 6, lambda entry: entry.measure.plan.year),
    Column("章节", 30, lambda entry: entry.place),
    Column("类型", 8, lambda entry: entry.measure.get_kind_display()),
    Column("主题", 20, lambda entry: "、".join(entry.measure.themes)),
    Column("标题", 30, lambda entry: entry.measure.labelled_heading),
    Column("正文", 80, lambda entry: entry.measure.text),
    Column("牵头", 20, lambda entry: entry.bodies(Responsibility.Role.LEAD)),
    Column("参与", 20, lambda entry: entry.bodies(Responsibility.Role.PARTICIPANT)),
    Column("量化指标", 30, lambda entry: "；".join(str(target) for target in entry.measure.figures)),
    Column(
        "引用格式（参照 GB/T 7714）", 60, lambda entry: cite(entry.measure.plan, entry.link, entry.today, entry.place)
    ),
    Column("链接", 30, lambda entry: entry.link),
)


def entries(numbers: Sequence[int], link: Callable[[str], str], today: dt.date) -> Iterator[Entry]:
    """The measures of these numbers, in their order, a few queries a batch; `link` makes a path a whole address.

    What was deleted since it was found is left out.
    """
    rows = Measure.objects.visible().select_related("plan__province", "chapter").with_parts()
    rows = rows.defer("parsed", "reasons", "plan__parsed", "plan__reasons", "chapter__parsed", "chapter__reasons")
    for start in range(0, len(numbers), BATCH):
        batch = numbers[start : start + BATCH]
        by_pk = rows.in_bulk(batch)
        measures = [by_pk[pk] for pk in batch if pk in by_pk]
        paths = chapter_paths(measures)
        for measure in measures:
            yield Entry(measure, paths[measure.pk], link(measure.get_absolute_url()), today)


def csv_lines(rows: Iterable[Entry]) -> Iterator[str]:
    """The table line by line; the first begins with the mark by which Excel knows UTF-8."""
    line = io.StringIO()
    writer = csv.writer(line)

    def written(cells: Iterable[Any]) -> str:
        writer.writerow(cells)
        text = line.getvalue()
        line.seek(0)
        line.truncate()
        return text

    yield "\ufeff" + written(column.title for column in COLUMNS)
    for entry in rows:
        yield written(_harmless(column.value(entry)) for column in COLUMNS)


def _harmless(value: str | int | None) -> str | int | None:
    if isinstance(value, str) and (value.startswith(_FORMULA_SIGNS) or value.lstrip().startswith(_FORMULA_SIGNS)):
        return f"'{value}"
    return value


def write_xlsx(file: IO[bytes], rows: Iterable[Entry], about: Sequence[tuple[str, str]]) -> None:
    """The table as the first sheet, and what it is as the second: pairs of what and which."""
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as workbook:
        bold = workbook.add_format({"bold": True, "bottom": 1})
        wrapped = workbook.add_format({"text_wrap": True, "valign": "top"})
        table = workbook.add_worksheet("措施")
        table.freeze_panes(1, 0)
        for place, column in enumerate(COLUMNS):
            table.set_column(place, place, column.width, wrapped)
            table.write_string(0, place, column.title, bold)
        last = 0
        for last, entry in enumerate(rows, start=1):
            for place, column in enumerate(COLUMNS):
                _write_cell(table, last, place, column.value(entry), wrapped)
        table.autofilter(0, 0, last, len(COLUMNS) - 1)
        _write_about(workbook.add_worksheet("说明"), about, bold, wrapped)


def _write_cell(sheet: Any, row: int, column: int, value: str | int | None, form: Any) -> None:
    if isinstance(value, int):
        sheet.write_number(row, column, value, form)
    elif value:
        sheet.write_string(row, column, _short_enough(value), form)


def _short_enough(text: str) -> str:
    """Excel counts in UTF-16 and refuses the whole cell where it is longer."""
    if len(text.encode("utf-16-le")) // 2 <= _LONGEST_CELL:
        return text
    room = (_LONGEST_CELL - len(_CUT)) * 2
    return text.encode("utf-16-le")[:room].decode("utf-16-le", errors="ignore") + _CUT


def _write_about(sheet: Any, about: Sequence[tuple[str, str]], bold: Any, wrapped: Any) -> None:
    sheet.set_column(0, 0, 14)
    sheet.set_column(1, 1, 100)
    for row, (what, which) in enumerate(about):
        sheet.write_string(row, 0, what, bold)
        sheet.write_string(row, 1, _short_enough(which), wrapped)
