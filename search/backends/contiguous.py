"""Characters standing together: how a text is written down so that they are found by a plain search for a substring.

The *line* of a text holds its characters (`analysis.characters`) and no more: whatever separates them is one blank, and
a figure or a run of letters stands between two BOUNDARY signs, so that 19 is not found in 2019. A text holds the
characters of another together exactly where its line holds the other's line.

The *grams* of a line are its characters and its pairs of neighbouring characters. They are indexed: a text that holds
a line holds all grams of it, and where the line is one gram, their count is the count of the line.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from operator import add

from search.analysis import HAN

BOUNDARY = "\x01"
_RUN = re.compile(rf"([{HAN}%‰]+)|\d+(?:\.\d+)*|[^\W\d_{HAN}]+")
_BOUNDED = re.compile(rf"{BOUNDARY}([^{BOUNDARY}]+){BOUNDARY}|(.)")


@dataclass(frozen=True, slots=True)
class Needle:
    """What is looked for: the line in UTF-8, its grams, and whether it is no more than one gram."""

    line: bytes
    grams: tuple[str, ...]
    is_gram: bool
    overlaps: bool  # whether two places of it in a text can overlap


def line_of(normalised: str) -> str:
    """The line of a normalised text (`analysis.normalise`); it begins with a blank where the text does not speak."""
    pieces: list[str] = []
    before = 0
    for match in _RUN.finditer(normalised):
        if match.start() > before:
            pieces.append(" ")
        pieces.append(match[0] if match.lastindex else f"{BOUNDARY}{match[0]}{BOUNDARY}")
        before = match.end()
    return "".join(pieces)


def grams_of(line: str) -> list[str]:
    """Every gram of a line, as often as it stands there."""
    grams: list[str] = []
    for piece in line.split(" "):
        characters = _characters(piece)
        grams += characters
        grams += map(add, characters, characters[1:])
    return grams


def needle_of(normalised: str) -> Needle | None:
    """None where the text holds no character."""
    line = line_of(normalised).strip(" ")
    if not line:
        return None
    pieces = [_characters(piece) for piece in line.split(" ")]
    grams = [gram for piece in pieces for gram in (map(add, piece, piece[1:]) if len(piece) > 1 else piece)]
    looked_for = line.encode()
    return Needle(
        looked_for,
        tuple(dict.fromkeys(grams)),
        is_gram=len(grams) == 1,
        overlaps=any(looked_for.startswith(looked_for[i:]) for i in range(1, len(looked_for))),
    )


def _characters(piece: str) -> list[str]:
    """The characters of a part of a line without blanks."""
    if BOUNDARY not in piece:
        return list(piece)
    return [run or character for run, character in _BOUNDED.findall(piece)]
