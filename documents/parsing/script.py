"""Machine conversions to Traditional characters that took the wrong one of several: 康複 for 康復, 緻病 for 致病.

The reading text is Simplified, where both are one character; the wrong one is reported, since the source shows it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import opencc

from documents.parsing.cleaning import Cleaned
from documents.parsing.tree import Repair
from documents.parsing.wording import packaged_wording


@dataclass(frozen=True, slots=True)
class _Meanings:
    """Simplified character → Traditional one → all that mean the same; and words in which any of them is right."""

    several: Mapping[str, Mapping[str, str]]
    either: frozenset[str]


def script_repairs(cleaned: Cleaned, raw: str) -> Iterator[Repair]:
    """One repair for each word of the text in which the conversion took another character than the word has."""
    before, after = cleaned.before_simplified, cleaned.text.text
    if before is None or len(before) != len(after):
        return
    for at, right in _conversions(after):
        if not _mistaken(after[at], before[at], right):
            continue
        start, end = packaged_wording().usual(after, at)
        if after[start:end] not in _meanings().either:
            span = cleaned.text.place(start, end)
            yield Repair((span,), "script", raw[slice(*span)], after[start:end], certain=True)


def _mistaken(simplified: str, written: str, right: str) -> bool:
    """Whether a character was converted, and to one of another meaning. One left Simplified was not converted."""
    meanings = _meanings().several[simplified]
    return written != simplified and written in meanings and right in meanings and written not in meanings[right]


def _conversions(simplified: str) -> Iterator[tuple[int, str]]:
    """(place, Traditional character by the words around it) of every character that stands for several."""
    several = _meanings().several
    position = 0
    for line in simplified.splitlines(keepends=True):
        converted = _converter().convert(line) if not several.keys().isdisjoint(line) else line
        if len(converted) == len(line):
            yield from ((position + i, converted[i]) for i, c in enumerate(line) if c in several)
        position += len(line)


@cache
def _meanings() -> _Meanings:
    data = tomllib.loads(files("documents.parsing.lexicon").joinpath("conversions.toml").read_text(encoding="utf-8"))
    rows = (row.split("：") for row in data["several"])
    several = {one: {other: same for same in others.split() for other in same} for one, others in rows}
    return _Meanings(several, frozenset(data["either"].split()))


@cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("s2t")
