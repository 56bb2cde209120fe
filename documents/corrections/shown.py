"""Stored values (see `corrections.values`) as a person reads them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from documents.amounts import amount, stated
from documents.models import Agency, Chapter, Measure, Province, Responsibility

EMPTY = "（空）"
_CHAPTERS = ("chapter", "parent")  # fields whose value is a chapter's number
_NOTHING = frozenset({None, ""})


@dataclass(frozen=True, slots=True)
class Names:
    """What the codes and numbers in values are called."""

    provinces: Mapping[str, str]
    chapters: Mapping[int, str]
    agencies: Mapping[int, str]


def names_in(values: Iterable[tuple[str, Any]]) -> Names:
    """Of all these values of fields; three queries at most, however many there are."""
    provinces, chapters, agencies = set(), set(), set()
    for field, value in values:
        if field == "responsibilities":
            agencies |= {row["agency"] for row in value or ()}
        elif field == "province":
            provinces.add(value)
        elif field in _CHAPTERS:
            chapters.add(value)
    return Names(
        {each.pk: str(each) for each in Province.objects.filter(pk__in=provinces - _NOTHING)},
        {each.pk: str(each) for each in Chapter.objects.filter(pk__in=chapters - _NOTHING)},
        dict(Agency.objects.filter(pk__in=agencies - _NOTHING).values_list("pk", "name")),
    )


def shown(field: str, value: Any, names: Names | None = None) -> str:
    """One line for a value: 是, 贵州, 省卫生健康委（牵头）；省财政厅（参与）. `names`, where many are shown at once."""
    names = names or names_in([(field, value)])
    if field == "responsibilities":
        return _bodies(value, names)
    if field == "targets":
        return "；".join(_target(row) for row in value) or EMPTY
    if value in (None, "", []):
        return EMPTY
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return "、".join(map(str, value))
    return _named(field, value, names)


def _named(field: str, value: Any, names: Names) -> str:
    """What a code or number stands for."""
    if field == "province":
        return names.provinces.get(value, str(value))
    if field in _CHAPTERS:
        return names.chapters.get(value, "（已不存在）")
    if field == "kind":
        return str(dict(Measure.Kind.choices).get(value, value))
    return str(value)


def _bodies(rows: list[Mapping[str, Any]], names: Names) -> str:
    called, roles = names.agencies, dict(Responsibility.Role.choices)
    told = (f"{row['as_written'] or called.get(row['agency'], '')}（{roles.get(row['role'], '')}）" for row in rows)
    return "；".join(told) or EMPTY


def _target(row: Mapping[str, Any]) -> str:
    year = f"（{row['year']}年）" if row["year"] else ""
    figure = amount(row["value"], row["value_high"], row["unit"])
    return f"{row['indicator']}{stated(row['comparator'], figure)}{year}"
