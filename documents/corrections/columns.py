"""Columns of a model, and what they can hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.db import models

if TYPE_CHECKING:
    Column = models.Field[Any, Any]


def column_of(model: models.Model | type[models.Model], name: str) -> Column:
    """The model's own column of that name, a foreign key included. Raises FieldDoesNotExist."""
    return cast("Column", model._meta.get_field(name))


def clipped(column: Column, value: Any) -> Any:
    """The value as its column holds it; `parsed` and the source keep what is longer than a column."""
    value = column.to_python(value)
    if isinstance(value, str) and column.max_length and len(value) > column.max_length:
        return value[: column.max_length - 1] + "…"
    return value
