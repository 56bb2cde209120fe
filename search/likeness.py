"""Characters that are typed or scanned for each other: those that sound alike, and those that look alike."""

from __future__ import annotations

from functools import lru_cache

from documents.parsing.confusions import ALIKE, confusions

# Sounds that many speakers, and the input methods they use, do not tell apart: zhi and zi, lin and ling, fu and hu.
_MERGED = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ng", "n"))


def alike(one: str, other: str) -> bool:
    """Whether one character may well stand for the other."""
    return bool(sounds(one) & sounds(other)) or confusions().get(one, {}).get(other, ALIKE + 1) <= ALIKE


@lru_cache(maxsize=10_000)
def sounds(character: str) -> frozenset[str]:
    """Every reading of a Chinese character without its tone, near sounds merged; none of any other."""
    # takes a quarter of a second and ten megabytes, for the few queries that find nothing
    from pypinyin import Style, pinyin

    readings = pinyin(character, style=Style.NORMAL, heteronym=True, errors="ignore")
    return frozenset(_merged(reading) for each in readings for reading in each)


def _merged(reading: str) -> str:
    for found, put in _MERGED:
        reading = reading.replace(found, put)
    return reading
