"""Quantified targets: indicator, comparator, value, unit, year, each with the words it was read from.

A target is a number with a unit that a measure says shall be reached. What was reached already, ages, the size of a
group that is meant, names with numbers (“5321工程”) and document numbers are none.

A clause is read at a time. Its numbers may share one verb (打造30个…、50个…), one indicator (分别达到22%和30%), or
have one indicator each (甲率、乙率分别达80%、98%).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from documents.parsing import quantities as q
from documents.parsing.source import Sourced
from documents.parsing.tree import Target

# How many years that a list names may stand for the values of a 分别, at the most.
MOST_YEARS = 4


@dataclass(frozen=True, slots=True)
class _Found:
    quantity: q.Quantity
    comparator: str
    indicator: str
    year: int | None
    clause: tuple[int, int]


def read_targets(text: Sourced, year: int | None = None) -> tuple[Target, ...]:
    """The targets in a measure's reading text, in order; `year` holds for those that state none."""
    found: list[_Found] = []
    years = _Years(year)
    for start, end in q.clauses(text.text):
        clause = text.text[start:end]
        years.see(clause, ends_sentence=text.text[end : end + 1] in ("。", "；", ";", ""))
        quantities = [quantity for quantity in q.quantities(clause) if not q.refused(clause, quantity)]
        if quantities and not q.reached_already(clause):
            found += (replace(f, clause=(start, end)) for f in _in_clause(clause, quantities, years))
    return tuple(_target(text, entry) for entry in found)


def _target(text: Sourced, found: _Found) -> Target:
    start, end = found.clause
    quantity = found.quantity
    return Target(
        indicator=found.indicator,
        comparator=found.comparator,
        value=quantity.value,
        value_high=quantity.high,
        unit=quantity.unit,
        year=found.year,
        quote=text.text[start:end],
        spans=(text.place(start, end),),
    )


class _Years:
    """Which years hold where: those of the clause, else of the sentence, else 到…年 earlier in the paragraph."""

    def __init__(self, default: int | None) -> None:
        self._default = default
        self._sentence: list[int] = []
        self._term: int | None = None

    def see(self, clause: str, *, ends_sentence: bool) -> None:
        """One more clause, in order."""
        if self._ended:
            self._sentence = []
        stated = q.years(clause)
        if stated:
            self._sentence = [year for year, _ in stated][:MOST_YEARS]
            self._term = next((year for year, to in reversed(stated) if to), self._term)
        self._ended = ends_sentence

    _ended = False
    indicator = ""  # of the last share, for a clause that only goes on with another year: …，2023年达到70%

    @property
    def listed(self) -> list[int]:
        """The years of a sentence that names several: 到2022年和2030年."""
        return self._sentence if len(self._sentence) > 1 else []

    @property
    def one(self) -> int | None:
        return (self._sentence[-1] if self._sentence else None) or self._term or self._default


def _in_clause(clause: str, quantities: Sequence[q.Quantity], years: _Years) -> Iterator[_Found]:
    """The targets of one clause."""
    if (each := clause.find("分别")) >= 0 and len(behind := [x for x in quantities if x.start > each]) > 1:
        yield from _respectively(clause, each, behind, years)
        return
    if len(years.listed) == len(quantities) and q.joined(clause, quantities):
        # 到2022年和2030年，…提升到20%和30%: a value for each year though 分别 is not said
        yield from _respectively(clause, quantities[0].start, quantities, years)
        return
    verb: str | None = None
    begin = 0
    for index, quantity in enumerate(quantities):
        stop = quantities[index + 1].start if index + 1 < len(quantities) else len(clause)
        before, after = clause[begin : quantity.start], clause[quantity.end : stop]
        own, at = q.comparator(before, clause[quantity.end :])
        listed = verb is not None and q.LIST_MARK.search(before[-1:]) is not None
        word = own or (verb if listed else None) or q.share_or_verb(before, quantity, after)
        noun = q.counted_before(before, clause[quantity.end :]) if own else ""
        indicator = noun or q.indicator(before[:at] if own else before, after, quantity) or years.indicator
        if word is None or not indicator:
            continue
        verb = word if own or not listed else verb
        years.indicator = indicator if quantity.share else ""
        begin = quantity.end
        yield _Found(quantity, word, indicator, years.one, (0, 0))


def _respectively(clause: str, each: int, values: Sequence[q.Quantity], years: _Years) -> Iterator[_Found]:
    """A value for each indicator that stands before `each`, or for each year."""
    word, cut = q.comparator(clause[: values[0].start], clause[values[0].end :])
    each = min(each, cut)
    names = q.listed_names(clause[:each])
    for index, quantity in enumerate(values):
        own = q.comparator(clause[: quantity.start], clause[quantity.end :])[0]
        by_year = len(years.listed) == len(values) and len(names) != len(values)
        name = names[index] if len(names) == len(values) else q.trimmed(clause[:each])
        if name:
            year = years.listed[index] if by_year else years.one
            yield _Found(quantity, word or own or "达到", name, year, (0, 0))
