"""Which values a person may put in the place of a parsed one, and the form in which they are kept.

The form is JSON: dates as ISO strings, a province by its code, a chapter or an agency by its number, responsibilities
and targets as lists of objects with the columns of their rows. `clean` gives that form or raises a ValidationError
whose message is for the person who entered the value.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from documents.corrections.columns import column_of
from documents.corrections.in_force import Corrections
from documents.corrections.order import FRONT, leads_to
from documents.models import Agency, Chapter, Correctable, Measure, Plan, Province, Responsibility, Target
from documents.themes.judging import MOST_THEMES
from documents.themes.rules import THEMES

Entry = Plan | Chapter | Measure
FIRST_YEAR, LAST_YEAR = 1900, 2200
# Of fields that are no column by that name.
NAMES = {"responsibilities": "责任单位", "targets": "指标", "after": "位置"}


def clean(entry: Entry, field: str, value: Any) -> Any:
    """The form in which `value` is kept as the correction of a field. Raises ValidationError with a Chinese message."""
    if field not in entry.CORRECTABLE:
        raise ValidationError(f"{entry._meta.verbose_name}没有可更正的字段“{field}”。")
    if isinstance(value, models.Model):
        value = value.pk
    return _rule(entry, field)(entry, field, value)


def title_of(entry: Correctable | type[Correctable], field: str) -> str:
    """How a field is called on pages: 标题, 责任单位."""
    return NAMES.get(field) or str(column_of(entry, field).verbose_name)


def _rule(entry: Entry, field: str) -> Callable[[Entry, str, Any], Any]:
    named: dict[str, Callable[[Entry, str, Any], Any]] = {
        "province": _province, "issuers": _issuers, "chapter": _chapter, "parent": _parent, "after": _after,
        "responsibilities": _responsibilities, "targets": _targets, "themes": _themes,
    }  # fmt: skip
    if field in named:
        return named[field]
    column = column_of(entry, field)
    if isinstance(column, models.BooleanField):
        return _flag
    if isinstance(column, models.DateField):
        return _day
    return _year if isinstance(column, models.PositiveSmallIntegerField) else _string


def _refuse(entry: Entry, field: str, why: str) -> ValidationError:
    return ValidationError(f"{title_of(entry, field)}：{why}")


def _flag(entry: Entry, field: str, value: Any) -> bool:
    if not isinstance(value, bool):
        raise _refuse(entry, field, "只能为是或否。")
    return value


def _string(entry: Entry, field: str, value: Any) -> str | None:
    column = column_of(entry, field)
    if value is not None and (not isinstance(value, str) or "\x00" in value):
        raise _refuse(entry, field, "不是文字。")
    text = (value or "").strip()
    if not text:
        if not column.null:
            raise _refuse(entry, field, "不能为空。")
        return None
    if column.max_length and len(text) > column.max_length:
        raise _refuse(entry, field, f"不能超过 {column.max_length} 字（现有 {len(text)} 字）。")
    if column.choices and text not in dict(column.flatchoices):
        raise _refuse(entry, field, f"没有“{text}”这一项。")
    return text


def _day(entry: Entry, field: str, value: Any) -> str | None:
    if value in (None, ""):
        return None
    try:
        day = value if isinstance(value, date) else date.fromisoformat(value)
    except (TypeError, ValueError) as error:
        raise _refuse(entry, field, f"“{value}”不是日期，请写作 2021-08-20。") from error
    _year(entry, field, day.year)
    return day.isoformat()


def _year(entry: Entry, field: str, value: Any) -> int | None:
    if value in (None, ""):
        return None
    if not isinstance(value, int) or isinstance(value, bool) or not FIRST_YEAR <= value <= LAST_YEAR:
        raise _refuse(entry, field, f"“{value}”不是 {FIRST_YEAR} 至 {LAST_YEAR} 之间的年份。")
    return value


def _province(entry: Entry, field: str, value: Any) -> str | None:
    if value in (None, ""):
        return None
    if not Province.objects.filter(pk=str(value)).exists():
        raise _refuse(entry, field, f"没有代码为“{value}”的省份。")
    return str(value)


def _issuers(entry: Entry, field: str, value: Any) -> list[str]:
    if not isinstance(value, (list, tuple)) or not all(isinstance(name, str) and "\x00" not in name for name in value):
        raise _refuse(entry, field, "须为名称的列表。")
    return [name.strip() for name in value if name.strip()]


def _themes(entry: Entry, field: str, value: Any) -> list[str]:
    if not isinstance(value, (list, tuple)) or not 1 <= len(value) <= MOST_THEMES or len({*value}) < len(value):
        raise _refuse(entry, field, f"请选择一个主要主题，另可再选，共不超过 {MOST_THEMES} 个，不重复。")
    if unknown := [theme for theme in value if theme not in THEMES]:
        raise _refuse(entry, field, f"没有“{unknown[0]}”这一主题。")
    return list(value)


def _chapter(entry: Entry, field: str, value: Any) -> int | None:
    if value in (None, ""):
        return None
    plan_id = entry.pk if isinstance(entry, Plan) else entry.plan_id
    if not isinstance(value, int) or not Chapter.objects.filter(plan_id=plan_id, pk=value).exists():
        raise _refuse(entry, field, "所选章节不在这份文件中。")
    return value


def _parent(entry: Entry, field: str, value: Any) -> int | None:
    wanted = at = _chapter(entry, field, value)
    above = dict(Chapter.objects.filter(plan__chapters=entry.pk).values_list("pk", "parent"))
    while at is not None:
        if at == entry.pk:
            raise _refuse(entry, field, "章节不能放在自己或自己的下级章节之下。")
        at = above.get(at)
    return wanted


def _after(entry: Entry, field: str, value: Any) -> int | None:
    """The number of the entry behind which this one is to stand; `FRONT`; None for where the import put it."""
    if value in (None, ""):
        return None
    model = type(entry)
    if isinstance(entry, Plan) or not isinstance(value, int):
        raise _refuse(entry, field, "请选择同一文件中的条目。")
    if value == FRONT:
        return FRONT
    if not model._default_manager.filter(plan_id=entry.plan_id, pk=value).exists():
        raise _refuse(entry, field, "所选条目不在这份文件中。")
    if leads_to(entry.pk, value, Corrections(entry.plan_id).moves(type(entry))):
        raise _refuse(entry, field, "条目不能排在自己或排在它之后的条目之后。")
    return value


def _responsibilities(entry: Entry, field: str, value: Any) -> list[dict[str, Any]]:
    rows = [_responsibility(entry, field, row) for row in _rows(entry, field, value)]
    known = {row["agency"] for row in rows} - {None}
    if known - set(Agency.objects.filter(pk__in=known).values_list("pk", flat=True)):
        raise _refuse(entry, field, "所选部门已不存在。")
    bodies = [row["agency"] or row["as_written"] for row in rows]
    if len(set(bodies)) < len(bodies):
        raise _refuse(entry, field, "同一部门出现了两次。")
    return rows


def _responsibility(entry: Entry, field: str, row: Mapping[str, Any]) -> dict[str, Any]:
    agency = row.get("agency")
    agency = agency.pk if isinstance(agency, Agency) else agency
    as_written = _short(entry, field, row.get("as_written"), Responsibility, "as_written") or ""
    if not as_written and not isinstance(agency, int):
        raise _refuse(entry, field, "请选择部门，或填写原文称谓。")
    role = row.get("role", Responsibility.Role.PARTICIPANT)
    if role not in Responsibility.Role.values:
        raise _refuse(entry, field, f"没有“{role}”这一角色。")
    return {
        "as_written": as_written, "agency": agency, "role": str(role),
        "inherited": bool(row.get("inherited")), "spans": list(row.get("spans") or []),
    }  # fmt: skip


def _targets(entry: Entry, field: str, value: Any) -> list[dict[str, Any]]:
    return [_target(entry, field, row) for row in _rows(entry, field, value)]


def _target(entry: Entry, field: str, row: Mapping[str, Any]) -> dict[str, Any]:
    indicator = _short(entry, field, row.get("indicator"), Target, "indicator")
    if not indicator:
        raise _refuse(entry, field, "请填写指标名称。")
    comparator = row.get("comparator") or Target.COMPARATORS[0]
    if comparator not in Target.COMPARATORS:
        raise _refuse(entry, field, f"没有“{comparator}”这一比较方式。")
    number, high = _number(entry, field, row.get("value")), row.get("value_high")
    return {
        "indicator": indicator, "comparator": comparator, "value": number,
        "value_high": None if high in (None, "") else _number(entry, field, high),
        "unit": _short(entry, field, row.get("unit"), Target, "unit"),
        "year": _year(entry, field, row.get("year")),
        "quote": str(row.get("quote") or ""), "spans": list(row.get("spans") or []),
    }  # fmt: skip


def _rows(entry: Entry, field: str, value: Any) -> Sequence[Mapping[str, Any]]:
    if not isinstance(value, (list, tuple)) or not all(isinstance(row, Mapping) for row in value):
        raise _refuse(entry, field, "须为列表。")
    return value


def _number(entry: Entry, field: str, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
        raise _refuse(entry, field, f"“{value}”不是数值。")
    return value


def _short(entry: Entry, field: str, value: Any, model: type[models.Model], name: str) -> str | None:
    column = column_of(model, name)
    text = str(value or "").strip().replace("\x00", "")
    if column.max_length and len(text) > column.max_length:
        raise _refuse(entry, field, f"“{text[:20]}…”超过了 {column.max_length} 字。")
    return text or None
