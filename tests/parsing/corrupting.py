"""Puts scanner's errors into clean texts: one Han character in so many is replaced by one of a like shape."""

from __future__ import annotations

import random
import re

from documents.parsing.confusions import confusions
from documents.parsing.patterns import HAN

EVERY = 150
# Misprints are drawn from the likelier confusions, as scanners do.
LIKELY = 2.5
_HAN = re.compile(f"[{HAN}]")


def corrupted(text: str, chance: random.Random, every: int = EVERY) -> tuple[str, dict[int, str]]:
    """The text with misprints, and the place of each with the character that stood there. None touches another."""
    characters = list(text)
    wrong: dict[int, str] = {}
    places = [match.start() for match in _HAN.finditer(text)]
    chance.shuffle(places)
    for at in places:
        if len(wrong) * every >= len(text):
            break
        alike = [put for put, cost in confusions().get(text[at], {}).items() if cost <= LIKELY]
        if alike and not {at - 1, at + 1} & wrong.keys():
            wrong[at] = text[at]
            characters[at] = chance.choice(sorted(alike))
    return "".join(characters), wrong
