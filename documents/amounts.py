"""Figures as they are written: 51%, 1200万张, 2.5–3张/千人, 1:1.2."""

from __future__ import annotations

from decimal import Decimal

_AFTER = ("以上", "以下", "左右")  # comparators that follow their figure
_SIZES = ((10**8, "亿"), (10**4, "万"))


def amount(value: float, high: float | None, unit: str | None) -> str:
    """A value, or a range up to `high`, with its unit, which of a ratio stands in front (1:)."""
    upper = f"–{_number(high)}" if high is not None else ""
    if unit and unit.endswith(":"):
        return f"{unit}{_number(value)}{upper}"
    return f"{_number(value)}{upper}{unit or ''}"


def stated(comparator: str, figure: str) -> str:
    """A figure as a reader says it: 不低于75%, 80岁左右; without the comparator where the parser knew none."""
    if comparator == "其他":
        return figure
    return f"{figure}{comparator}" if comparator in _AFTER else f"{comparator}{figure}"


def _number(value: float) -> str:
    """Plain digits, none lost; from ten thousand on in 万 or 亿, as Chinese readers count."""
    exact = Decimal(str(value))
    for size, name in _SIZES:
        if abs(exact) >= size:
            return f"{_digits(exact / size)}{name}"
    return _digits(exact)


def _digits(exact: Decimal) -> str:
    return f"{exact.normalize():f}"
