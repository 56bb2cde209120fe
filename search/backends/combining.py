"""What the nodes that weigh parts against each other make of the parts' scores; see `search.nodes`.

Scores are by document number; a document that is not among them is not found.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import log

from search.backends.snapshot import Values
from search.nodes import Best

Scores = Mapping[int, float]
_ROUNDING = 1e-9


def best(parts: Sequence[Scores], total: int) -> Scores:
    """The best part's score and a little of the others', of `total` documents.

    All parts together are as rare as one thing is: a way to say it that is rarer than the others is not worth more.
    """
    found: dict[int, list[float]] = {}
    together = rarity(len({number for part in parts for number in part}), total)
    for part in parts:
        levelled = together / rarity(len(part), total)
        for number, score in part.items():
            found.setdefault(number, []).append(score * levelled)
    return {number: max(each) + Best.TIE * (sum(each) - max(each)) for number, each in found.items()}


def rarity(count: int, total: int) -> float:
    return log(1 + total / max(count, 1))


def favoured(part: Scores, by: Scores) -> Scores:
    return {number: score + by.get(number, 0.0) for number, score in part.items()}


def enough(parts: Sequence[Scores], weights: Sequence[float], needed: float) -> Scores:
    """The sum of the parts' scores times their share of the weight, where that is enough."""
    scores: dict[int, float] = {}
    held: dict[int, float] = {}
    for part, weight in zip(parts, weights, strict=True):
        for number, score in part.items():
            scores[number] = scores.get(number, 0.0) + score
            held[number] = held.get(number, 0.0) + weight
    whole = sum(weights)
    return {
        number: score * held[number] / whole
        for number, score in scores.items()
        if held[number] >= needed - _ROUNDING * whole
    }


def preferred(part: Scores, column: Sequence[Values], factors: Mapping[str, float]) -> Scores:
    return {
        number: score * max((factors.get(key, 1.0) for key in column[number]), default=1.0)
        for number, score in part.items()
    }
