"""Filters named in free text: a province, an agency, a year, a kind of plan (湖南 中医药, 2022年医改, 省医保局)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from search import analysis
from search.known import Known, without_level
from search.nodes import EVERYTHING, Best, Either, Every, Has, Node, Phrase, Weighted
from search.synonyms import Synonyms

# A name made with the province's: 健康湖南, 湖南省人民医院 mean neither the province nor a filter.
_NAME_BEFORE = ("健康", "美丽", "平安", "数字", "智慧")
_NAME_AFTER = re.compile(r"^(?:省|市)?[\u4e00-\u9fff]{0,8}?(?:大学|学院|医院|医科大|公司|中心|博物馆)")
_YEAR = re.compile(r"(?<![\d.])(?P<year>(?:19|20)\d\d)(?![\d.%])(?P<sign>年度?)?")
_LONGEST_NAME = 30
# What is said of an agency's part, after its name or before it; 负责 says no more than the name.
_ROLES = {"牵头": "lead", "主办": "lead", "参与": "participant", "配合": "participant", "协助": "participant"}
ROLE_WORDS = frozenset((*_ROLES, "负责", "牵头负责", "负责牵头", "牵头单位", "牵头部门"))
_ROLE_AFTER = re.compile(rf" ?(?:(?:负责)?(?P<role>{'|'.join(_ROLES)})(?:负责|单位|部门)?|负责)")
_ROLE_BEFORE = re.compile(rf"(?P<role>{'|'.join(_ROLES)})(?:单位|部门)(?:是|为|:)? ?$")
MENTIONED = 0.5  # what it counts that a text names an agency otherwise than it was typed …
IN_PASSING = 0.01  # … and that it names it and the role somewhere, where those in that role are looked for


@dataclass(frozen=True, slots=True)
class Recognised:
    """`[start, end)` of a normalised text means the filter `node`; `field` and `values` as in `search.query.Part`."""

    start: int
    end: int
    field: str
    label: str
    meaning: str
    values: tuple[str, ...]
    node: Node


def recognise(text: str, known: Known, synonyms: Synonyms, *, alone: bool) -> list[Recognised]:
    """What is named in one normalised piece, in order, none within another. `alone`: nothing else was typed."""
    borders = {0, len(text)} | {place for _, *places in analysis.cuts(text) for place in places}
    found: list[Recognised] = []
    for each in (*_agencies(text, known, synonyms, borders), *_provinces(text, known), *_years(text)):
        if not any(each.start < other.end and other.start < each.end for other in found):
            found.append(each)
    found.sort(key=lambda each: each.start)
    return found + _kinds(text, known, found, alone=alone)


def _agencies(text: str, known: Known, synonyms: Synonyms, borders: set[int]) -> Iterator[Recognised]:
    start = 0
    while start < len(text):
        end = _end_of_agency(text, start, known, borders)
        if end:
            found = _agency(text, start, end, known, synonyms)
            yield found
            end = found.end
        start = end or start + 1


def _end_of_agency(text: str, start: int, known: Known, borders: set[int]) -> int:
    if start not in borders:
        return 0
    ends = range(min(len(text), start + _LONGEST_NAME), start + 1, -1)
    return next((end for end in ends if end in borders and text[start:end] in known.agencies), 0)


def _agency(text: str, start: int, end: int, known: Known, synonyms: Synonyms) -> Recognised:
    """Those responsible, and at less the texts that name it in any of its names; in the role that stands beside."""
    name = text[start:end]
    pks = known.agencies[name]
    others = dict.fromkeys(part for each in synonyms.of(without_level(name)) for part in each.parts)
    names = (name, *others)
    before, after = _ROLE_BEFORE.search(text[:start]), _ROLE_AFTER.match(text[end:])
    role = before["role"] if before else after["role"] if after else None
    start, end = before.start() if before else start, end + (after.end() if after else 0)
    if role is None:
        mentions = (Weighted(Phrase(each), MENTIONED) for each in others)
        node = Best((Has("agency", pks, name), Phrase(name), *mentions))
        return Recognised(start, end, "agency", "部门", name, pks, node)
    meaning = f"{name}{role}"
    responsible = Has("responsibility", tuple(f"{_ROLES[role]}:{pk}" for pk in pks), meaning)
    said = Every((Either(tuple(Phrase(each, "text") for each in names)), Phrase(role, "text")))
    node = Best((Every((responsible, EVERYTHING)), Weighted(said, IN_PASSING)))
    return Recognised(start, end, "agency", "部门", meaning, pks, node)


def _provinces(text: str, known: Known) -> Iterator[Recognised]:
    names = sorted(known.provinces, key=len, reverse=True)
    start = 0
    while start < len(text):
        name = next((name for name in names if text.startswith(name, start)), "")
        if name and _is_the_province(text, start, start + len(name)):
            code, full_name = known.provinces[name]
            node = Has("province", (code,), full_name)
            yield Recognised(start, start + len(name), "province", "省份", full_name, (code,), node)
        start += len(name) or 1


def _is_the_province(text: str, start: int, end: int) -> bool:
    return not text[:start].endswith(_NAME_BEFORE) and not _NAME_AFTER.match(text[end:])


def _years(text: str) -> Iterator[Recognised]:
    """A year that begins the piece or is called 年 (健康龙江2030 is a name): a plan's, a target's, or in the text."""
    for match in _YEAR.finditer(text):
        if match["sign"] or match.start() == 0:
            year = match["year"]
            node = Best((Has("year", (year,), f"{year}年"), Has("target_year", (year,)), Phrase(f"{year}年")))
            yield Recognised(match.start(), match.end(), "year", "年份", f"{year}年", (year,), node)


def _kinds(text: str, known: Known, found: list[Recognised], *, alone: bool) -> list[Recognised]:
    """What is left of the piece is a kind of plan: 规划, 湖南规划. A kind and nothing else is looked for as a word."""
    end = found[-1].end if found else 0
    rest = text[end:].strip()
    if rest not in known.document_kinds or (alone and not found):
        return []
    start = text.index(rest, end)
    return [Recognised(start, len(text), "document_kind", "文种", rest, (rest,), Has("document_kind", (rest,), rest))]
