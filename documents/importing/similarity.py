"""How alike two texts are, in time that grows with their length only."""

from __future__ import annotations

import unicodedata

SHINGLE = 5  # characters; shorter ones are shared by any two policy texts


def levelled(text: str | None) -> str:
    """The text without what cleaning may add or take: width, blanks, line ends."""
    return "".join(unicodedata.normalize("NFKC", text or "").split())


def shingles(text: str, size: int = SHINGLE) -> frozenset[str]:
    """All runs of five (or `size`) characters of a levelled text; of a shorter one the text itself."""
    last = max(len(text) - size, 0)
    return frozenset(text[at : at + size] for at in range(last + 1)) if text else frozenset()


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """Dice's coefficient: 1 for the same shingles, 0 for none in common."""
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0
