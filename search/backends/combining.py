"""What the nodes that weigh parts against each other make of the parts' scores; see `search.nodes`.

Scores are by document number; a document that is not among them is not found.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from search.backends.snapshot import Values
from search.nodes import Best

Scores = Mapping[int, float]
_ROUNDING = 1e-9


def best(parts: Sequence[Scores]) -> Scores:
    """The best part's score and a little of the others'."""
    found: dict[int, list[float]] = {}
    for part in parts:
        for number, score in part.items():
            found.setdefault(number, []).append(score)
    return {number: max(each) + Best.TIE * (sum(each) - max(each)) for number, each in found.items()}


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
