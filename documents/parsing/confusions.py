"""Which characters a scanner takes for which: by hand (lexicon/confusions.toml) and by shape (lexicon/shapes.toml)."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from itertools import permutations
from typing import Any

# What a confusion costs: the less two characters resemble each other, the better the sense has to become.
BY_HAND = {"groups": 0.0, "loosely": 3.0}
BY_SHAPE = {"near": 1.0, "close": 2.5, "similar": 3.5}
# Up to this cost two characters resemble each other enough for a repair without asking.
ALIKE = 2.5


@cache
def confusions() -> Mapping[str, Mapping[str, float]]:
    """Character → the characters it may stand for, each with what the confusion costs."""
    table: dict[str, dict[str, float]] = {}
    for one, other, cost in _pairs():
        known = table.setdefault(one, {})
        known[other] = min(cost, known.get(other, cost))
    return table


def _pairs() -> Iterator[tuple[str, str, float]]:
    for degree, groups in _data("confusions.toml").items():
        for group in groups:
            yield from ((one, other, BY_HAND[degree]) for one, other in permutations(group, 2))
    for degree, stars in _data("shapes.toml").items():
        for star in stars.split():
            for other in star[1:]:
                yield star[0], other, BY_SHAPE[degree]
                yield other, star[0], BY_SHAPE[degree]


def _data(name: str) -> dict[str, Any]:
    return tomllib.loads(files("documents.parsing.lexicon").joinpath(name).read_text(encoding="utf-8"))
