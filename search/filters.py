"""The filters of page and API: what a request names, as keys of the index."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, OuterRef, Q

from documents.models import Agency, Measure, Plan, Province, Responsibility
from documents.themes.rules import THEMES
from search import analysis
from search.known import known

Keys = tuple[str, ...]

NAMES = {
    "province": "省份",
    "plan": "文件",
    "chapter": "章节",
    "agency": "部门",
    "role": "角色",
    "year": "年份",
    "kind": "类型",
    "theme": "主题",
    "checked": "核对",
}
CHECKED = (("yes", "已核对"),)


@dataclass(frozen=True, slots=True)
class Problem:
    """A value that names nothing; `message` is for the reader, in Chinese."""

    field: str
    message: str


@dataclass(frozen=True, slots=True)
class Filters:
    """For each field in use the keys of which one must hold: several values of a field widen it, fields narrow."""

    keys: Mapping[str, Keys] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Keys:
        return self.keys.get(name, ())

    def __bool__(self) -> bool:
        return bool(self.keys)


def read_filters(values: Mapping[str, Sequence[str]]) -> tuple[Filters, list[Problem]]:
    """The filters that `values` name, and what could not be read; blank values are no filter."""
    keys: dict[str, Keys] = {}
    problems: list[Problem] = []
    for name, label in NAMES.items():
        given = [cleaned for value in values.get(name, ()) if (cleaned := value.replace("\0", "").strip())]
        read = [(value, _READERS[name](value)) for value in given]
        problems += [Problem(name, f"没有这样的{label}：{value[:40]}") for value, found in read if not found]
        found_keys = tuple(dict.fromkeys(key for _, found in read for key in found))
        if found_keys:
            keys[name] = found_keys
    return Filters(keys), problems


def not_collected(filters: Filters, typed: str = "") -> list[str]:
    """The provinces asked for, as filters or else in what was typed, if there is no plan of any; one query at most."""
    held = Exists(Plan.objects.visible().filter(province=OuterRef("pk")))
    provinces = Province.objects.annotate(is_held=held)
    if filters["province"]:
        asked = list(provinces.filter(pk__in=filters["province"]))
    else:
        asked = [each for each in provinces if each.name in typed] if typed.strip() else []
    return [] if any(each.is_held for each in asked) else [each.name for each in asked]


def _province(value: str) -> Keys:
    """By code, short or full name."""
    found = Province.objects.filter(Q(code=value) | Q(name=value) | Q(full_name=value))
    return tuple(found.values_list("code", flat=True))


def _agency(value: str) -> Keys:
    """By number, or by any name, as texts or people call it; one name may be borne by bodies of several provinces."""
    if _is_number(value):
        merged = Agency.objects.filter(pk=int(value)).values_list("merged_into", flat=True).first()
        return (str(merged or int(value)),)
    named = Q(name=value) | Q(names__name=value) | Q(responsibilities__as_written=value)
    found = Agency.objects.filter(named, merged_into=None).order_by("pk").distinct()
    return tuple(str(pk) for pk in found.values_list("pk", flat=True)) or _called(value)


def _called(value: str) -> Keys:
    """The bodies that a query would take the name for: 卫健委, 教育部门."""
    named = known().bodies.named(analysis.normalise(value).text)
    return (*named.pks, *named.kin) if named else ()


def _plan(value: str) -> Keys:
    """By number or title."""
    if _is_number(value):
        return _number(value)
    plans = Plan.objects.visible().filter(title=value).order_by("pk")
    return tuple(str(pk) for pk in plans.values_list("pk", flat=True))


def _number(value: str) -> Keys:
    return (str(int(value)),) if _is_number(value) else ()


def _is_number(value: str) -> bool:
    return value.isdecimal() and len(value) < 19


def _year(value: str) -> Keys:
    """2022, or 2022年, as facets call it."""
    year = value.removesuffix("年")
    return (str(int(year)),) if year.isdecimal() and len(year) == 4 else ()


def _one_of(choices: Any) -> Callable[[str], Keys]:
    by_name = {name: key for key, label in choices for name in (key, label)}
    return lambda value: (by_name[value],) if value in by_name else ()


_READERS: dict[str, Callable[[str], Keys]] = {
    "province": _province,
    "plan": _plan,
    "chapter": _number,
    "agency": _agency,
    "role": _one_of(Responsibility.Role.choices),
    "year": _year,
    "kind": _one_of(Measure.Kind.choices),
    "theme": _one_of((theme, theme) for theme in THEMES),
    "checked": _one_of(CHECKED),
}
