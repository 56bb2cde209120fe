"""Filters named in free text: a province, an agency, a year, a kind of plan (湖南 中医药, 2022年医改, 省医保局)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from search import analysis
from search.bodies import Named
from search.known import Known
from search.nodes import EVERYTHING, Best, Between, Either, Every, Favoured, Has, Node, Phrase, Weighted, Words
from search.places import provinces_in
from search.synonyms import SHORT

# A name made with the province's: 健康湖南, 湖南省人民医院 mean neither the province nor a filter.
_NAME_BEFORE = ("健康", "美丽", "平安", "数字", "智慧")
_NAME_AFTER = re.compile(r"^(?:省|市)?[\u4e00-\u9fff]{0,8}?(?:大学|学院|医院|医科大|公司|中心|博物馆)")
_YEAR = re.compile(
    r"(?<![\d.])(?P<year>(?:19|20)\d\d)(?:年? ?(?:[-—–~至到]|--) ?(?P<last>(?:19|20)\d\d))?(?![\d.%])(?P<sign>年度?)?"
)
_LONGEST_NAME = 30
# What is said of an agency's part, after its name or before it; 负责 says no more than the name.
ROLES = {"牵头": "lead", "主办": "lead", "参与": "participant", "配合": "participant", "协助": "participant"}
ROLE_WORDS = frozenset((*ROLES, "负责", "牵头负责", "负责牵头", "牵头单位", "牵头部门"))
_ROLE_AFTER = re.compile(rf" ?(?:(?:负责)?(?P<role>{'|'.join(ROLES)})(?:负责|单位|部门)?|负责)")
_ROLE_BEFORE = re.compile(rf"(?P<role>{'|'.join(ROLES)})(?:单位|部门)(?:是|为|:)? ?$")
RESPONSIBLE = 4.0  # what it counts that an agency is responsible …
AS_TYPED, MENTIONED = 0.5, 0.25  # … or that a text names it, as it was typed or otherwise …
THAT_YEAR = 4.0  # that a measure is of a year or names it, where its plan may only look ahead to it
LEADING = 0.9  # what it counts that an agency leads, where it counts 1 that it has any part
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
    besides: tuple[str, ...] = ()  # what else is meant by it


def recognise(text: str, known: Known, *, alone: bool) -> list[Recognised]:
    """What is named in one normalised piece, in order, none within another. `alone`: nothing else was typed."""
    borders = {0, len(text)} | {place for _, *places in analysis.cuts(text) for place in places}
    found: list[Recognised] = []
    for each in (
        *_agencies(text, known, borders),
        *_provinces(text, known, alone=alone),
        *_years(text, known, alone=alone),
    ):
        if not any(each.start < other.end and other.start < each.end for other in found):
            found.append(each)
    found.sort(key=lambda each: each.start)
    return found + _kinds(text, known, found, alone=alone)


def _agencies(text: str, known: Known, borders: set[int]) -> Iterator[Recognised]:
    start = 0
    while start < len(text):
        named = _named_at(text, start, known, borders)
        found = _agency(text, start, named) if named else None
        if found:
            yield found
        start = found.end if found else start + 1


def _named_at(text: str, start: int, known: Known, borders: set[int]) -> Named | None:
    """The bodies whose name begins there, by the longest name."""
    if start not in borders:
        return None
    for end in range(min(len(text), start + _LONGEST_NAME), start + 1, -1):
        named = known.bodies.named(text[start:end]) if end in borders else None
        if named and (named.is_borne or end - start > SHORT or _stands_alone(text, start, end)):
            return named
    return None


def _stands_alone(text: str, start: int, end: int) -> bool:
    """With no more than a role beside it: 海关, 网信牵头, but not 海关检疫."""
    after = _ROLE_AFTER.match(text[end:])
    return start == 0 and end + (after.end() if after else 0) == len(text)


def _agency(text: str, start: int, named: Named) -> Recognised:
    """Those responsible, and at less the texts that name it in any of its names; in the role that stands beside."""
    end = start + len(named.name)
    before, after = _ROLE_BEFORE.search(text[:start]), _ROLE_AFTER.match(text[end:])
    role = before["role"] if before else after["role"] if after else None
    start, end = before.start() if before else start, end + (after.end() if after else 0)
    node = concerned(named) if role is None else in_role(named, role)
    pks = (*named.pks, *named.kin)
    return Recognised(start, end, "agency", "部门", f"{named.name}{role or ''}", pks, node, named.kin_names)


def concerned(named: Named) -> Node:
    """What the bodies are responsible for, and behind it the texts that name them."""
    mentions = (Weighted(_mention(each), MENTIONED) for each in named.names)
    return Best((Weighted(responsible(named), RESPONSIBLE), Weighted(Phrase(named.name), AS_TYPED), *mentions))


def in_role(named: Named, role: str) -> Node:
    """What they have that part in; behind it the texts that name both."""
    ways = (Phrase(named.name, "text"), *(_mention(each, "text") for each in named.names))
    said = Every((Either(ways), Phrase(role, "text")))
    return Best((responsible(named, role), Weighted(said, IN_PASSING)))


def responsible(named: Named, role: str = "") -> Node:
    """What the bodies are responsible for, in a role (牵头) or in any; those named come before their kin, and what they
    lead before what they take part in.
    """
    field, before = ("responsibility", f"{ROLES[role]}:") if role else ("agency", "")
    own, kin = (tuple(before + pk for pk in pks) for pks in (named.pks, named.kin))
    node: Node = Every((Has(field, (*own, *kin), "、".join(named.meaning) + role), EVERYTHING))
    if own and kin:
        node = Favoured(node, Every((Has(field, own), EVERYTHING)))
    if not role:
        leads = Has("responsibility", tuple(f"lead:{pk}" for pk in (*named.pks, *named.kin)))
        node = Favoured(node, Weighted(Every((leads, EVERYTHING)), LEADING))
    return node


def _mention(name: str, field: str | None = None) -> Node:
    return Words(name, (name,), field, whole=True) if len(name) == SHORT else Phrase(name, field)


def _provinces(text: str, known: Known, *, alone: bool) -> Iterator[Recognised]:
    names = sorted(known.provinces, key=len, reverse=True)
    characters = [] if alone else provinces_in(text)
    if characters and all(name in known.provinces for name in characters):
        yield from (_province(place, place + 1, known.provinces[name]) for place, name in enumerate(characters))
        return
    start = 0
    while start < len(text):
        name = next((name for name in names if text.startswith(name, start)), "")
        if name and _is_the_province(text, start, start + len(name)):
            yield _province(start, start + len(name), known.provinces[name])
        start += len(name) or 1


def _province(start: int, end: int, province: tuple[str, str]) -> Recognised:
    code, full_name = province
    node = Has("province", (code,), full_name)
    return Recognised(start, end, "province", "省份", full_name, (code,), node)


def _is_the_province(text: str, start: int, end: int) -> bool:
    return not text[:start].endswith(_NAME_BEFORE) and not _NAME_AFTER.match(text[end:])


def _years(text: str, known: Known, *, alone: bool) -> Iterator[Recognised]:
    """A year that begins the piece or is called 年 (健康龙江2030 is a name): a plan's, a target's, or in the text.

    Beside other words it may also be the one that a plan looks ahead to, all of whose aims are for it.
    """
    for match in _YEAR.finditer(text):
        if match["last"] and (match["sign"] or match.start() == 0):
            yield _period(match)
        elif match["sign"] or match.start() == 0:
            year = match["year"]
            said: Node = Best((Has("year", (year,), f"{year}年"), Has("target_year", (year,)), Phrase(f"{year}年")))
            ahead = () if alone and match[0] == text else known.plans_until.get(year, ())
            node = _looked_ahead(said, ahead) if ahead else said
            yield Recognised(match.start(), match.end(), "year", "年份", f"{year}年", (year,), node)


def _period(match: re.Match[str]) -> Recognised:
    """2017—2021年: plans of one of these years, and targets for one of them."""
    years = match["year"], match["last"]
    label = f"{years[0]}—{years[1]}年"
    node = Best((Between("year", *years, label), Between("target_year", *years), Phrase(match[0])))
    return Recognised(match.start(), match.end(), "year", "年份", label, (), node)


def _looked_ahead(said: Node, plans: tuple[str, ...]) -> Node:
    return Favoured(Best((said, Has("plan", plans))), Weighted(Every((said, EVERYTHING)), THAT_YEAR))


def _kinds(text: str, known: Known, found: list[Recognised], *, alone: bool) -> list[Recognised]:
    """What is left of the piece is a kind of plan: 规划, 湖南规划. A kind and nothing else is looked for as a word."""
    end = found[-1].end if found else 0
    rest = text[end:].strip()
    if rest not in known.document_kinds or (alone and not found):
        return []
    start = text.index(rest, end)
    return [Recognised(start, len(text), "document_kind", "文种", rest, (rest,), Has("document_kind", (rest,), rest))]
