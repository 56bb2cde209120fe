"""Bodies and their names in time: 省卫生计生委 of 2017 and 省卫生健康委 of 2022 are one body with two names."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

from documents.parsing.lexicon.divisions import Division, divisions, provinces

# What a level is called in front of a body's name: 省卫生健康委, 自治区民政厅, 市教育局.
LEVELS = ("自治区", "自治州", "自治县", "省", "市", "州", "盟", "区", "县", "旗")


@dataclass(frozen=True, slots=True)
class BodyName:
    """A name with its place (贵州省卫生和计划生育委员会) and the days on which it was in force (None: open)."""

    name: str
    kind: str  # "full" or "short"
    valid_from: date | None
    valid_until: date | None

    def in_force(self, day: date) -> bool:
        return (self.valid_from or date.min) <= day <= (self.valid_until or date.max)


@dataclass(frozen=True, slots=True)
class Body:
    """One body of one place. `names` holds the full names oldest first, then the short ones."""

    key: str
    province: str | None  # short name; None for a body of the central government
    collective: bool
    names: tuple[BodyName, ...]

    @property
    def full_names(self) -> tuple[BodyName, ...]:
        return tuple(name for name in self.names if name.kind == "full")

    def name_on(self, day: date | None, *, written: str = "") -> str:
        """The full name in force on `day`; without a day, the one that `written` abbreviates, else the last.

        A body that was not founded or was already dissolved on that day has the nearest name: a text may run
        ahead of a reform or behind it by months.
        """
        full = self.full_names
        if day is None:
            return next(
                (n.name for n in full if written and normal_form(n.name).endswith(normal_form(written))), full[-1].name
            )
        for name in full:
            if name.in_force(day):
                return name.name
        return full[0].name if full[0].valid_from and day < full[0].valid_from else full[-1].name


@dataclass(frozen=True, slots=True)
class Kind:
    """A body as there is one in every province: its names without place and level, the usual one first, and the keys
    of the bodies that took it over. `called`: what else it goes by where no text is parsed.
    """

    key: str
    names: tuple[str, ...]
    called: tuple[str, ...]
    heirs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Entry:
    key: str
    names: tuple[BodyName, ...]
    short: tuple[str, ...]
    written: tuple[str, ...]
    template: str
    national: tuple[BodyName, ...]
    national_short: tuple[str, ...]
    heirs: tuple[str, ...]
    called: tuple[str, ...]


def normal_form(name: str) -> str:
    """What two ways to write one name have in common: 发展和改革委员会 and 发展改革委 are the same."""
    for found, put in (("和", ""), ("与", ""), ("委员会", "委"), ("监督管理", "监管"), ("办公室", "办")):
        name = name.replace(found, put)
    return name


def abbreviated(name: str) -> str:
    """How texts write a name in short: 卫生健康委员会 → 卫生健康委, 发展和改革委员会 → 发展改革委."""
    for found, put in (
        ("委员会", "委"),
        ("监督管理", "监管"),
        ("人力资源和", "人力资源"),
        ("发展和改革", "发展改革"),
        ("住房和", "住房"),
    ):
        name = name.replace(found, put)
    return name


@cache
def _entries() -> tuple[_Entry, ...]:
    data = tomllib.loads(files(__package__).joinpath("agencies.toml").read_text(encoding="utf-8"))
    return tuple(_entry(row) for row in data["body"])


def _entry(row: dict[str, Any]) -> _Entry:
    return _Entry(
        key=row["key"],
        names=tuple(_timed(name) for name in row["names"]),
        short=tuple(row.get("short", ())),
        written=tuple(row.get("written", ())),
        template=row.get("template", ""),
        national=tuple(_timed(name) for name in row.get("national", ())),
        national_short=tuple(row.get("national_short", ())),
        heirs=tuple(row.get("heirs", ())),
        called=tuple(row.get("called", ())),
    )


def _timed(text: str) -> BodyName:
    """'卫生厅 ..2013-12' → that name, in force to the end of December 2013."""
    name, _, days = text.partition(" ")
    first, _, last = days.partition("..")
    return BodyName(name, "full", _month(first), _month(last, end=True))


def _month(text: str, *, end: bool = False) -> date | None:
    if not text:
        return None
    year, month = map(int, text.split("-"))
    if not end:
        return date(year, month, 1)
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def _full_name(entry: _Entry, place: Division, name: str) -> str:
    if entry.template:
        return entry.template.format(place=place.full_name, short=place.name)
    if _level(place) not in ("省", "自治区"):
        name = re.sub("厅$", "局", name)  # what is an office of the province is a bureau of a city, 上海市 too
    return f"中共{place.full_name}{name}" if name.startswith("委") else place.full_name + name


def _body(entry: _Entry, place: Division) -> Body:
    level = _level(place)
    full = tuple(
        BodyName(_full_name(entry, place, name.name), "full", name.valid_from, name.valid_until) for name in entry.names
    )
    usual = [abbreviated(name.name) for name in reversed(entry.names)]
    shorts = [level + short for short in (*usual, *entry.short, *(name.name for name in entry.names))]
    if level == "自治区":  # 自治区党委宣传部, where provinces have a 省委宣传部
        shorts += [f"{level}党{short.removeprefix(level)}" for short in shorts if short.startswith(f"{level}委")]
    shorts += [way.format(level=level, short=place.name) for way in entry.written]
    short = tuple(BodyName(name, "short", None, None) for name in dict.fromkeys(shorts))
    return Body(entry.key, province_of(place).name, False, full + short)


def _national_body(entry: _Entry) -> Body:
    short = tuple(BodyName(name, "short", None, None) for name in entry.national_short)
    return Body(entry.key, None, False, entry.national + short)


def _level(place: Division) -> str:
    return next((level for level in LEVELS if place.full_name.endswith(level)), "")


@cache
def province_of(place: Division) -> Division:
    """The province that a division lies in; a province itself."""
    return next(province for province in provinces() if province.code == place.province_code)


@cache
def bodies(place: Division | None) -> tuple[Body, ...]:
    """All bodies of the lexicon as they are named in one place; of the central government for None."""
    if place is None:
        return tuple(_national_body(entry) for entry in _entries() if entry.national)
    return tuple(_body(entry, place) for entry in _entries())


@cache
def _by_form(place: Division | None) -> dict[str, Body]:
    """Every normal form of every name of a place's bodies → that body; an earlier entry wins a clash."""
    forms: dict[str, Body] = {}
    for body in bodies(place):
        for form in _forms(body, place):
            forms.setdefault(form, body)
    return forms


@cache
def all_forms() -> frozenset[str]:
    """The normal forms of all names of all bodies, without a level in front and of no place in particular."""
    entries = _entries()
    bare = {name.name for entry in entries for name in entry.names} | {s for entry in entries for s in entry.short}
    national = {name for entry in entries for name in (*(n.name for n in entry.national), *entry.national_short)}
    return frozenset(normal_form(name) for name in bare | national)


@cache
def kinds() -> tuple[Kind, ...]:
    """All bodies of the lexicon, whatever place they are of."""
    return tuple(Kind(entry.key, tuple(_bare_names(entry)), entry.called, entry.heirs) for entry in _entries())


def _bare_names(entry: _Entry) -> dict[str, None]:
    """An office of a central body in the provinces goes by that body's names too; 委宣传部 means 省委宣传部."""
    newest_first = [name.name for name in reversed(entry.names)]
    names = [*map(abbreviated, newest_first), *entry.short, *newest_first]
    if any(name.name in entry.template for name in entry.national):
        names += [*(name.name for name in entry.national), *entry.national_short]
    return dict.fromkeys(
        way for name in names for way in ((f"省{name}", name[1:]) if name.startswith("委") else (name,))
    )


def _forms(body: Body, place: Division | None) -> Iterator[str]:
    for name in body.names:
        yield normal_form(name.name)
        if place is not None and name.kind == "short":
            # 省卫生健康委, also written 黑龙江省卫生健康委 and 省级…; the bare name is tried last by `find`
            level = _level(place)
            if name.name.startswith(level):
                yield normal_form(place.full_name + name.name[len(level) :])


def find(written: str, place: Division | None) -> Body | None:
    """The body that a text of this place (None: of the central government) means by `written`."""
    form = normal_form(written)
    body = _by_form(place).get(form)
    if body or place is None:
        return body
    bare = _by_form(place).get(normal_form(_level(place)) + form)
    return bare or _by_form(None).get(form)


@cache
def body_named(name: str, province: str | None) -> Body | None:
    """The body that bears this full name (or, in its province, short name); None when the lexicon has none."""
    place = next((division for division in provinces() if division.name == province), None)
    for where in (place, None):
        if body := _by_form(where).get(normal_form(name)):
            return body
    town = _town_in_front(name, place)
    return _by_form(town).get(normal_form(name)) if town else None


@cache
def _town_in_front(name: str, province: Division | None) -> Division | None:
    """句容市卫生健康委员会 → 句容市, where the name begins with a division of that province."""
    if province is None:
        return None
    name = name.removeprefix("中共").removeprefix("共青团")
    towns = (d for d in divisions() if d.province_code == province.code and name.startswith(d.full_name))
    return max(towns, key=lambda division: len(division.full_name), default=None)
