"""Stored values (see `corrections.values`) as a person reads them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from documents.amounts import amount, stated
from documents.models import Agency, Chapter, Measure, Province, Responsibility

EMPTY = "（空）"


def shown(field: str, value: Any) -> str:
    """One line for a value: 是, 贵州, 省卫生健康委（牵头）；省财政厅（参与）."""
    if field == "responsibilities":
        return _bodies(value)
    if field == "targets":
        return "；".join(_target(row) for row in value) or EMPTY
    if value in (None, "", []):
        return EMPTY
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return "、".join(map(str, value))
    return _named(field, value)


def _named(field: str, value: Any) -> str:
    """What a code or number stands for."""
    if field == "province":
        return str(Province.objects.filter(pk=value).first() or value)
    if field in ("chapter", "parent"):
        return str(Chapter.objects.filter(pk=value).first() or "（已不存在）")
    if field == "kind":
        return str(dict(Measure.Kind.choices).get(value, value))
    return str(value)


def _bodies(rows: list[Mapping[str, Any]]) -> str:
    names = dict(Agency.objects.filter(pk__in={row["agency"] for row in rows} - {None}).values_list("pk", "name"))
    roles = dict(Responsibility.Role.choices)
    told = (f"{row['as_written'] or names.get(row['agency'], '')}（{roles.get(row['role'], '')}）" for row in rows)
    return "；".join(told) or EMPTY


def _target(row: Mapping[str, Any]) -> str:
    year = f"（{row['year']}年）" if row["year"] else ""
    figure = amount(row["value"], row["value_high"], row["unit"])
    return f"{row['indicator']}{stated(row['comparator'], figure)}{year}"
