"""Quantified targets: indicator, comparator, value, unit, year, each with the words it was read from.

A target is a number with a unit that a measure says shall be reached. What was reached already, ages, the size of a
group that is meant, names with numbers (“5321工程”) and document numbers are none.

A clause is read at a time. Its numbers may share one verb (打造30个…、50个…), one indicator (分别达到22%和30%), or
have one indicator each (甲率、乙率分别达80%、98%).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from documents.parsing import comparators, indicators, patterns, refusals
from documents.parsing.candidates import ENDS_LIST, MARKS, Candidate, candidates
from documents.parsing.comparators import Bound, follows_noun
from documents.parsing.quantities import MONEY, Quantity, clauses, joined, quantities
from documents.parsing.source import Sourced
from documents.parsing.target_years import Term, Years
from documents.parsing.tree import Target

_ASKS = re.compile("|".join(patterns.POLICY_VERBS) + "|.{0,20}(?:应当?|要(?!求|素)|须|将|每)")
_SAYS = re.compile("[\u4e00-\u9fff≥≤＞＜<>]")  # figures alone (1，2，3) say nothing
_ENDS_SENTENCE = ("。", "！", "？", "\n")
_NUMBER = re.compile(r"\d|[百千万]分之|翻[一两]番|[一二两三四五六七八九十]{1,3}[个所家名座辆支台处项次场间期成]")


@dataclass(frozen=True, slots=True)
class _Found:
    quantity: Quantity
    comparator: str
    indicator: str
    year: int | None


@dataclass(slots=True)
class _Sentence:
    """What of the sentence read so far still speaks in the clauses behind it."""

    years: Years
    verb: str | None = None  # 培养10名甲、100名乙: of the last number that was counted
    indicator: str = ""  # of the last target, for a clause that only goes on: …，2023年达到70%
    about: str = ""  # what the clause before is about: 推进健康县建设，建成率达到…
    some: str = ""  # 建成一批示范基地，其中国家级5个
    names: str = ""  # indicators that wait for their values: 甲率，乙率分别达到…
    report: bool = False  # it tells what is or was
    ahead: bool = False  # it says what shall be
    over: bool = False  # it speaks of a year that is over

    def end(self) -> None:
        self.verb = None
        self.indicator = self.about = self.names = self.some = ""
        self.ahead = self.over = False


def read_targets(text: Sourced, term: Term = Term()) -> tuple[Target, ...]:  # noqa: B008 - frozen
    """The targets in a measure's reading text, in order; `term` is the time of the document that it stands in."""
    if not _NUMBER.search(text.text):
        return ()
    return tuple(_read(text, term))


def _read(text: Sourced, term: Term) -> Iterator[Target]:
    sentence = _Sentence(Years(term))
    begins = True
    parts = list(clauses(text.text))
    for index, (start, end, mark) in enumerate(parts):
        clause = text.text[start:end]
        following = text.text[parts[index + 1][0] : parts[index + 1][1]] if index + 1 < len(parts) else ""
        sentence.years.see(clause, begins=begins)
        for found in _in_clause(clause, following, sentence, begins=begins):
            yield _target(text, start, end, found)
        begins = mark in _ENDS_SENTENCE
        if begins:
            sentence.end()
        if mark == "\n":
            sentence.report = False


def _target(text: Sourced, start: int, end: int, found: _Found) -> Target:
    return Target(
        indicator=found.indicator,
        comparator=found.comparator,
        value=found.quantity.value,
        value_high=found.quantity.high,
        unit=found.quantity.unit,
        year=found.year,
        quote=text.text[start:end],
        spans=(text.place(start, end),),
    )


def _in_clause(clause: str, following: str, sentence: _Sentence, *, begins: bool) -> Iterator[_Found]:
    """The targets of one clause, and what it leaves for the clauses behind it."""
    numbers = quantities(clause) if _SAYS.search(clause) else []
    _tell(clause, sentence, begins=begins)
    asked = sentence.ahead or sentence.years.asked
    if not numbers:
        _leave(clause, sentence)
        return
    told = sentence.report or refusals.reached_already(clause, asked=asked)
    tied = [(quantity, tie) for quantity, tie in candidates(clause, numbers) if asked or not (tie and tie.weak)]
    for found in _with_noun_of_last(list(_in_order(clause, tied, following, sentence)) if tied else []):
        sentence.indicator = found.indicator
        if not told:  # 2020年规模超过8万亿，2030年达到16万亿: the first names what the second says
            yield found
        sentence.names = ""


def _leave(clause: str, sentence: _Sentence) -> None:
    """What a clause without a number leaves for those behind it."""
    sentence.names = f"{sentence.names}、{clause}".strip("、") if indicators.RATE.search(clause) else ""
    sentence.about = clause
    if some := _SOME.search(clause):
        sentence.verb, sentence.some = "建成", some["noun"]


def _tell(clause: str, sentence: _Sentence, *, begins: bool) -> None:
    """Whether what is said is a report of what is or was."""
    if begins and sentence.report and _ASKS.match(clause):
        sentence.report = False  # what follows a report reports too, unless it asks for something
    if sentence.years.over or (sentence.over and sentence.years.ahead):
        sentence.over = sentence.report = sentence.years.over
    elif refusals.looks_ahead(clause):
        sentence.report, sentence.ahead = False, True
    elif refusals.compares(clause) and not sentence.years.asked:
        sentence.over = sentence.report = True
    elif not sentence.ahead and (refusals.reported(clause) or refusals.is_done(clause)):
        sentence.report = True


# --- several values for one verb --------------------------------------------------------------------------------------


def _in_order(clause: str, tied: Sequence[Candidate], following: str, sentence: _Sentence) -> Iterator[_Found]:
    """The targets of a clause: first those that stand alone, then those that share one verb at its end."""
    first = _first_of_many(clause, tied, sentence)
    alone = [entry for entry in tied[:first] if entry[1] is not None] if first < len(tied) else tied
    yield from _singly(clause, alone, following, sentence)
    if first < len(tied):
        begin = alone[-1][0].behind if alone else 0
        yield from _respectively(clause, begin, tied[first:], sentence)


def _first_of_many(clause: str, tied: Sequence[Candidate], sentence: _Sentence) -> int:
    """Where the values begin that share one verb (甲率、乙率分别达80%、98%; 到2022年和2030年，甲率达到30%和60%); the
    number of candidates where none do.
    """
    first = len(tied) - 1
    while first > 0 and joined(clause, [tied[first - 1][0], tied[first][0]]):
        first -= 1
    quantity, tie = tied[first]
    number = len(tied) - first
    names = indicators.rates(indicators.trimmed(clause[: tie.cut])) if tie and tie.sort == "level" else []
    parted = ("分别" in clause[: quantity.start] or number == len(names)) and not (
        quantity.counts and follows_noun(clause, quantity)
    )
    by_year = number == len(sentence.years.listed) and not (tie and tie.sort == "count")
    return first if number > 1 and (parted or by_year) else len(tied)


def _respectively(clause: str, begin: int, tied: Sequence[Candidate], sentence: _Sentence) -> Iterator[_Found]:
    """A value for each indicator that stands before the verb, or for each year."""
    tie = tied[0][1]
    before = tie.noun if tie and tie.noun else clause[begin : tie.cut if tie else tied[0][0].start]
    years = sentence.years.listed
    names = _names(before, len(tied), len(years), sentence)
    whole = indicators.trimmed(before) or indicators.trimmed(sentence.names) or sentence.indicator
    for index, (quantity, _) in enumerate(tied):
        name = names[index] if names else whole
        by_year = not names and len(years) == len(tied)
        year = years[index] if by_year else sentence.years.at(quantity.start, quantity.end, clause)
        if name:
            yield _Found(quantity, comparators.named(tie.comparator if tie else "达到", quantity), name, year)


def _names(before: str, number: int, years: int, sentence: _Sentence) -> list[str]:
    """As many names as there are values, [] if the words do not give them."""
    for words in (before, f"{sentence.names}、{before}" if sentence.names else ""):
        names = indicators.listed_names(indicators.trimmed(words)) if words else []
        if len(names) == number:
            return names
    return [] if years == number else indicators.shared_head(before, number)


# --- each number on its own -------------------------------------------------------------------------------------------


def _singly(clause: str, tied: Sequence[Candidate], following: str, sentence: _Sentence) -> Iterator[_Found]:
    begin = 0
    for index, (quantity, tie) in enumerate(tied):
        last = index + 1 == len(tied)
        end = len(clause) if last else _end(clause, quantity, *tied[index + 1])
        place = _Place(clause, begin, end, following if last else "", index == 0)
        word, name = _read_one(place, quantity, tie, sentence)
        if word and name:
            if tie:
                sentence.verb = word if quantity.counts or quantity.unit in MONEY else None
            year = sentence.years.at(quantity.start, quantity.end, clause)
            for each in indicators.rates(name) if quantity.share else [name]:
                yield _Found(quantity, comparators.named(word, quantity), each, year)
            begin = end if end > quantity.behind and not last else quantity.behind


def _with_noun_of_last(found: Sequence[_Found]) -> list[_Found]:
    """2个年产值过10亿元、20个年产值过亿元的大品种: what the last one counts, the others count too."""
    noun = found[-1].indicator.rpartition("的")[2] if found else ""
    return [
        replace(target, indicator=f"{target.indicator}的{noun}")
        if target.indicator.endswith(("亿元", "万元")) and target.quantity.counts and noun
        else target
        for target in found
    ]


def _end(clause: str, quantity: Quantity, following: Quantity, tie: Bound | None) -> int:
    """Where what a number speaks of ends and what the next one speaks of begins: 30%的甲号源、|丙医院20%的乙号源."""
    if not follows_noun(clause, quantity):
        return quantity.behind
    stop = tie.cut if tie and tie.cut >= quantity.behind else following.start
    marks = list(MARKS.finditer(clause, quantity.behind, stop))
    return marks[-1].start() if marks else stop


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a number stands: its clause, from the end of the number before it to the start of the one behind it."""

    clause: str
    begin: int
    end: int
    following: str  # the next clause, for the last number of this one
    first: bool  # of its clause

    def before(self, cut: int) -> str:
        return indicators.trimmed(self.clause[self.begin : cut])


_AMONG = re.compile(r"\s?(?:其中|[、和及与])")
_ONLY_LEVEL = re.compile(r"(?:^|健全)(?:国家|[省市县乡镇村区])+级$")
_LEVEL_AND_NOUN = re.compile(r"(?:国家|[省市县乡镇村区])级(?P<noun>[\u4e00-\u9fff]{2,20})$")
_LEVEL_NOUN = re.compile(r"(?:半径|人数|数量|率|时间|面积|距离|总数)$")
_EVERYWHERE = re.compile(r"(?:在|为|使|对)?(?:全[国省市区县]|各[地市县])?")
# 将不少于总收入的1.5%用于人才培养
_USE = re.compile(r"用于[^，,。；]{2,20}")
_SOME = re.compile(r"(?:建成|建设|打造|创建|培育|形成|建立)一批(?P<noun>[\u4e00-\u9fff]{2,16})$")
# 按3万人口1辆的标准配备救护车, 床位按每千人口8张配置
_STANDARD = re.compile(r"按照?(?P<each>每?[^，,。；]{2,16}?)\s?$")


def _read_one(place: _Place, quantity: Quantity, tie: Bound | None, sentence: _Sentence) -> tuple[str | None, str]:
    """(comparator, indicator) of a number; without a comparator it is no target."""
    if tie is None:
        return _untied(place, quantity, sentence)
    if tie.sort == "count" and tie.comparator == "其他" and _LEVEL_NOUN.search(tie.noun):
        return _untied(place, quantity, sentence)  # 服务半径10公里: no verb
    if tie.sort == "count":
        return _asked(place, quantity, tie), _counted(place, quantity, tie, sentence)
    name = place.before(tie.cut)
    if not quantity.share and not indicators.is_rate(name):
        counted = indicators.counted(place.clause, quantity, place.end, place.following)
        before = indicators.without_verb(name)
        name = _with_each(place, quantity, counted) if counted else before
        name = before + counted if before and indicators.is_general(counted) else name
    elif tie.comparator == "覆盖" and not name:
        name = indicators.counted(place.clause, quantity, place.end)
    elif quantity.share and (use := _USE.match(place.clause, quantity.behind)):
        name += use.group()
    elif quantity.share and tie.comparator != "覆盖" and not indicators.RATE.search(name):
        name += indicators.counted(place.clause, quantity, place.end)
    return tie.comparator, _whole(indicators.without_verb_of_rate(name), sentence)


def _asked(place: _Place, quantity: Quantity, tie: Bound) -> str:
    """每个团队配备1名: each shall have as many; 配备10名 alone asks for them."""
    if tie.comparator != "配备":
        return tie.comparator
    return "达到" if indicators.each(place.clause, quantity.start) else "其他"


def _whole(name: str, sentence: _Sentence) -> str:
    """The name with what it needs of what stood before."""
    if not name:
        return sentence.indicator or indicators.trimmed(sentence.names)
    about = indicators.worked_on(sentence.about) if indicators.is_bare(name) else ""
    return about + name


def _counted(place: _Place, quantity: Quantity, tie: Bound, sentence: _Sentence) -> str:
    if tie.verb:
        before = place.before(tie.cut)
        return before if indicators.RATE.search(before) else before + tie.verb
    if tie.noun and quantity.unit in MONEY:
        return place.before(tie.cut) + tie.noun
    noun = tie.noun or indicators.counted(place.clause, quantity, place.end, place.following)
    if _ONLY_LEVEL.search(noun):  # 1个国家级、3个省级临床重点专科; not 省级1个、市级14个
        of_last = None if tie.noun else _LEVEL_AND_NOUN.search(place.clause, place.end)
        noun = noun + of_last["noun"] if of_last else ""
        return _with_each(place, quantity, noun)
    return _with_each(place, quantity, noun) or place.before(tie.cut) or sentence.indicator or tie.bare


def _with_each(place: _Place, quantity: Quantity, noun: str) -> str:
    each = indicators.each(place.clause, quantity.start) if place.first else ""
    return noun if not noun or each in noun else each + noun


def _untied(place: _Place, quantity: Quantity, sentence: _Sentence) -> tuple[str | None, str]:
    """No word of its own: 80%的村卫生室…, 甲率95%, or one of a list (…、50个示范机构)."""
    clause, between = place.clause, place.clause[place.begin : quantity.start]
    if (standard := _STANDARD.search(between)) and (to := refusals.TO_STANDARD.match(clause, quantity.behind)):
        name = to["noun"] or indicators.trimmed(between[: standard.start()])
        return "达到", name and _with_each(place, quantity, name)
    if quantity.share:
        return "达到", _whole(_shared(place, quantity), sentence)
    name = place.before(quantity.start)
    if indicators.is_rate(name):
        return "达到", _whole(name, sentence)
    if sentence.verb and (quantity.counts or quantity.unit in MONEY):
        noun = indicators.counted(clause, quantity, place.end, place.following)
        if noun and ENDS_LIST.search(between):
            return sentence.verb, noun
        if not noun and _AMONG.match(between) and len(name) > 1:
            return sentence.verb, (name + sentence.some if sentence.some else "") if name.endswith("级") else name
    return None, ""


def _shared(place: _Place, quantity: Quantity) -> str:
    """What a share without a comparator is of: 80%的村卫生室能提供服务, 互联网医院100%提供服务, 甲率95%."""
    before = place.before(quantity.start)
    behind = indicators.counted(place.clause, quantity, place.end)
    joins = re.search(r"[和及与、]\s?$", place.clause[place.begin : quantity.start])
    if not behind:
        return before
    return behind if joins or _EVERYWHERE.fullmatch(before) else before + behind
