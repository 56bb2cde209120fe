"""Which numbers of a clause can be targets, and the word that each is bound to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TypeAlias

from documents.parsing import comparators, indicators, refusals
from documents.parsing.comparators import Bound
from documents.parsing.quantities import Quantity, joined

Candidate: TypeAlias = tuple[Quantity, Bound | None]

# What parts the entries of a list, and what a list ends with before its next number.
MARKS = re.compile(r"以及|[、和及与]")
ENDS_LIST = re.compile(r"(?:[、和及与或]|以及|并|其中|^)\s?$")


def candidates(clause: str, numbers: Sequence[Quantity]) -> list[Candidate]:
    """The numbers of a clause that can be targets, each with the word that it is bound to."""
    words = comparators.words_of(clause)
    begin = 0
    tied: list[Candidate] = []
    for quantity in numbers:
        tie = comparators.bound(clause, words, begin, quantity)
        goes_on = tie is None and bool(tied) and _goes_on(clause, tied[-1][0], quantity)
        possible = goes_on or _can_be(clause, quantity, tie)
        if possible and not refusals.refused(clause, quantity, tie.sort if tie else None):
            tied.append((quantity, tie))
            begin = quantity.end
    return [entry for index, entry in enumerate(tied) if not _in_a_name(clause, index, tied)]


def _in_a_name(clause: str, index: int, tied: Sequence[Candidate]) -> bool:
    """提供6类以上中医疗法的比例达到100%: the first number stands in the name of what the second says."""
    if index + 1 == len(tied) or not tied[index][0].counts:
        return False
    tie = tied[index + 1][1]
    between = clause[tied[index][0].behind : tie.cut] if tie and tie.sort == "level" else ""
    return bool(indicators.RATE.search(indicators.trimmed(between))) and not MARKS.search(between)


def _goes_on(clause: str, before: Quantity, quantity: Quantity) -> bool:
    """Whether a number goes on with a list: 下降到9/10万和8.1/10万, 一所甲和两个乙."""
    if quantity.in_words:
        return ENDS_LIST.search(clause, 0, quantity.start) is not None
    return (quantity.unit == before.unit or "分别" in clause) and joined(clause, [before, quantity])


def _can_be(clause: str, quantity: Quantity, tie: Bound | None) -> bool:
    """Whether a number of its sort can be a target where it stands."""
    if quantity.in_words:
        return tie is not None and _words_count(clause, quantity, tie)
    if quantity.measures:
        level = tie is not None and tie.sort != "count"
        if quantity.unit is None or quantity.ratio or quantity.unit == "级":
            named = quantity.unit == "级" or _rated(clause, tie)
            alone = not comparators.follows_noun(clause, quantity) or refusals.TO_STANDARD.match(
                clause, quantity.behind
            )
            return level and named and bool(alone)
        return level
    return True


def _rated(clause: str, tie: Bound | None) -> bool:
    if tie is None:
        return False
    name = indicators.trimmed(clause[: tie.cut])
    return not name or bool(indicators.RATE.search(name))


def _words_count(clause: str, quantity: Quantity, tie: Bound) -> bool:
    """一所, 两个: they count where each place shall have so many, or where so many institutions shall be built."""
    if quantity.unit == "番" or tie.comparator == "不低于" or indicators.each(clause, quantity.start):
        return True
    return tie.comparator in ("建成", "新增") and (
        quantity.value > 1 or quantity.unit in ("所", "家", "名", "座", "辆")
    )
