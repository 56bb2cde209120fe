"""Numbers without their mark that are labels all the same: 一 总体目标, 1 主要任务, 1.1 完善体系.

One such line says nothing: a cell of a table and a broken line look alike. They are labels where they count as labels
do, so a whole text is looked at, and what was found is marked by putting `MARK` in the place of the blank behind.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from documents.parsing.labels import read_number
from documents.parsing.patterns import HAN, NUMERAL

# A blank that no clean text holds otherwise; as a label's end it is read by patterns.LABELS.
MARK = "\x1f"
# So many lines must count on from 1.
ENOUGH = 3
_LINE = re.compile(
    rf"^[ \t]*(?P<n>[{NUMERAL}]{{1,3}}|\d{{1,2}}(?:\.\d{{1,2}}){{0,3}})(?P<blank>[ \t])[ \t]*(?=[{HAN}“\"《])"
    # what is counted or dated is no title: 3 个, 12 月, 五 年
    r"(?![个名张家所元亿万岁天倍年月日时分公平立方千百吨台辆例次项件期级类人周楼版页号条])(?P<title>[^\t\n]{2,50})$",
    re.MULTILINE,
)


def mark_bare_numbers(text: str) -> str:
    """The text, of the same length, with `MARK` behind each bare number that is a label."""
    lines = [match for match in _LINE.finditer(text) if not re.search(r"[。；;，,]|\S {2,}\S", match["title"])]
    counted = _counting(lines)
    if not counted:
        return text
    characters = list(text)
    for match in counted:
        characters[match.start("blank")] = MARK
    return "".join(characters)


def _counting(lines: Sequence[re.Match[str]]) -> list[re.Match[str]]:
    """The lines whose numbers count: 一, 二, 三 once through, or 1.1, 1.2; beside those the bare 1, 2 as well."""
    chinese = [line for line in lines if line["n"][0] in NUMERAL]
    decimal = [line for line in lines if "." in line["n"]]
    whole = [line for line in lines if line["n"].isdigit()]
    chinese = chinese if _counts([read_number(line["n"]) for line in chinese]) else []
    decimal = decimal if _counts_by_levels([line["n"] for line in decimal]) else []
    if not chinese and not decimal:
        return []
    return [*chinese, *decimal, *(whole if _starts_again([int(line["n"]) for line in whole]) else [])]


def _counts(numbers: Sequence[int | None]) -> bool:
    return len(numbers) >= ENOUGH and list(numbers) == list(range(1, len(numbers) + 1))


def _starts_again(numbers: Sequence[int]) -> bool:
    """1, 2, 3, 1, 2: each is 1 or the next."""
    return all(number in (1, before + 1) for before, number in zip([0, *numbers], numbers, strict=False))


def _counts_by_levels(numbers: Sequence[str]) -> bool:
    """1.1, 1.2, 2.1, 2.1.1: the last part is 1 or the next of its list."""
    last: dict[str, int] = {}
    for number in numbers:
        above, _, own = number.rpartition(".")
        if int(own) not in (1, last.get(above, 0) + 1):
            return False
        last[above] = int(own)
    return len(numbers) >= ENOUGH
