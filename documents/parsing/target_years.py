"""For which year a target is: the years that a paragraph names, and how far each of them holds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

# How many years that a list names may stand for the values of a 分别, at the most.
MOST_YEARS = 4

_TO = r"到|(?<!截)至|力争"
_BEHIND_YEAR = (
    r"(?!\s?(?:度|以?来|级|起|基础|[-—~～]|的?(?:水平|基数|基础)|相比|、\d{4}年度|《|[”》])|"
    r"[^，,。；]{0,12}(?:印发|出台|发布|颁布|文件|修订|启动|为基))"
)
# The last year of 2021—2025年 is by when; that of 行动（2019—2030年） belongs to a name.
_OF_A_SPAN = r"(?:(?<![-—–~～])|(?=20[1-6]\d\s?年\s?(?![)）》])))"
_YEAR = re.compile(
    rf"(?<![从由比较与自在《“\d]){_OF_A_SPAN}(?P<to>{_TO})?\s?(?P<year>20[1-6]\d)\s?年(?:底前|年底前|[1-9]\d?月底?前?|底|末|内|前)?{_BEHIND_YEAR}"
)
# 到二〇二五年
_IN_WORDS = re.compile(
    r"(?P<to>到|至)?二[〇○零](?P<tens>[一二三四五六])(?P<ones>[〇○零一二三四五六七八九])年(?:底|末)?"
)
_DIGITS = {word: value for value, word in enumerate("〇一二三四五六七八九")} | {"○": 0, "零": 0}
_LISTED = re.compile(rf"(?P<to>{_TO})?\s?(?P<first>20[1-6]\d)\s?年?\s?[、和及与]\s?(?P<second>20[1-6]\d)\s?年")
# “十四五”末, “十四五”期间: the term's last year
_FIVE_YEARS = re.compile(r"[“\"]?十(?P<which>[二三四五六])五[”\"]?\s?(?:规划)?(?:时期|期)?(?P<mark>期?末|期间|时期|内)")
_TERM_END = re.compile(r"(?:到|至)?(?:本)?规划期(?:末|内|满)")
_PLANS = {"二": 2015, "三": 2020, "四": 2025, "五": 2030, "六": 2035}


_IN_BRACKETS = re.compile(r"[^，,、；;]{0,6}[（(](20[1-6]\d)\s?年[）)]")


@dataclass(frozen=True, slots=True)
class Term:
    """What a document says of its time. `year` holds for every target that states none (a yearly list); `since` is the
    first year that it plans, `until` the last; None where it does not say.
    """

    year: int | None = None
    since: int | None = None
    until: int | None = None


@dataclass(frozen=True, slots=True)
class Stated:
    """A year at its place in a clause; `to` if it is said to be reached by then (到2025年)."""

    start: int
    end: int
    year: int
    to: bool


def years_of(clause: str, term: Term) -> list[Stated]:
    """The years of a clause that a target can be for, in order."""
    return sorted(_years_of(clause, term), key=lambda stated: stated.start)


def _years_of(clause: str, term: Term) -> Iterator[Stated]:
    if "20" in clause:
        yield from _in_digits(clause)
    if "二" in clause and "年" in clause:
        for match in _IN_WORDS.finditer(clause):
            year = 2000 + 10 * _DIGITS[match["tens"]] + _DIGITS[match["ones"]]
            yield Stated(match.start(), match.end(), year, match["to"] is not None)
    if "五" in clause:
        for match in _FIVE_YEARS.finditer(clause):
            yield Stated(match.start(), match.end(), _PLANS[match["which"]], True)
    if term.until and (match_of_term := _TERM_END.search(clause)):
        yield Stated(match_of_term.start(), match_of_term.end(), term.until, True)


def _in_digits(clause: str) -> Iterator[Stated]:
    listed = {match.start("first"): match for match in _LISTED.finditer(clause)}
    for match in listed.values():
        yield Stated(match.start(), match.end("first"), int(match["first"]), match["to"] is not None)
    for match in _YEAR.finditer(clause):
        if match.start("year") not in listed:
            yield Stated(match.start(), match.end(), int(match["year"]), match["to"] is not None)


class Years:
    """Which years hold where, as one reads on: those of the clause, else those of the sentence, else the 到…年 that
    stands earlier in the paragraph, else the term's.
    """

    def __init__(self, term: Term) -> None:
        self.term = term
        self._sentence: list[int] = []
        self._reached: int | None = None
        self._clause: list[Stated] = []
        self._held: int | None = None  # what holds up to the first year of the clause

    def see(self, clause: str, *, begins: bool) -> None:
        """One more clause; `begins` if it is the first of its sentence."""
        self._clause = years_of(clause, self.term)
        if begins:
            self._sentence = []
        self._held = (self._sentence[-1] if self._sentence else None) or self._reached
        if self._clause:
            self._sentence = [stated.year for stated in self._clause][:MOST_YEARS]
            self._reached = next((s.year for s in reversed(self._clause) if s.to), self._reached)

    @property
    def listed(self) -> list[int]:
        """The years of a sentence that names several: 到2022年和2030年."""
        return self._sentence if len(self._sentence) > 1 else []

    @property
    def over(self) -> bool:
        """Whether the sentence speaks of a year before the document's term."""
        year = max(self._sentence, default=None)
        return year is not None and self.term.since is not None and year < self.term.since

    @property
    def ahead(self) -> bool:
        """Whether the clause speaks of a year after the first that is planned."""
        since = self.term.since
        return since is not None and bool(self._clause) and min(stated.year for stated in self._clause) > since

    @property
    def asked(self) -> bool:
        """Whether what is said has a year by which it shall be."""
        return bool(self._reached or self.term.year)

    def at(self, place: int, end: int, clause: str) -> int | None:
        """The year of a number at [place, end) of the clause: 2022年达到30%、2025年达到70%; 30%（2022年）."""
        behind = _IN_BRACKETS.match(clause, end)
        if behind:
            return int(behind[1])
        before = [stated.year for stated in self._clause if stated.end <= place]
        if before:
            return before[-1]
        return self._held or self.term.year
