"""Parses made-up and disturbed texts for as long as told: `python -m tests.parsing.fuzz SECONDS [SEED]`.

Holds the contract's first rule for each: nothing raised, nothing lost, nothing unplaced, no character owned twice.
Stops at the first failure and prints the text as a Python literal.
"""

from __future__ import annotations

import random
import sys
import time
from itertools import pairwise

from documents.parsing import parse
from documents.parsing.reading import read_path
from tests.parsing.conftest import SOURCES
from tests.parsing.test_contract import PIECES, lost, owners


def any_text(chance: random.Random, texts: list[str]) -> str:
    """A heap of fragments, or a stretch of a real text with fragments put in and characters taken out."""
    if chance.random() < 0.4:
        return "".join(chance.choice(PIECES) for _ in range(chance.randint(0, 60)))
    text = chance.choice(texts)
    start = chance.randrange(len(text))
    characters = list(text[start : start + chance.randint(1, 1500)])
    for _ in range(chance.randint(0, 30)):
        at = chance.randrange(len(characters) + 1)
        if chance.random() < 0.5:
            characters[at:at] = chance.choice(PIECES)
        else:
            del characters[at : at + chance.randint(0, 5)]
    return "".join(characters)


def check(text: str) -> None:
    parsed = parse(text)
    places = sorted(span for spans in owners(parsed) for span in spans)
    assert not lost(text, parsed), "characters are lost"
    assert not parsed.unplaced, "characters are unplaced"
    assert all(first[1] <= second[0] for first, second in pairwise(places)), "a character has two owners"


def main(seconds: float, seed: int) -> int:
    chance = random.Random(seed)
    texts = [read_path(path).text for path in SOURCES]
    count, end = 0, time.monotonic() + seconds
    while time.monotonic() < end:
        text = any_text(chance, texts)
        count += 1
        try:
            check(text)
        except Exception:
            sys.stdout.write(f"case {count} of seed {seed}: {text!r}\n")
            raise
    return count


if __name__ == "__main__":
    arguments = [float(argument) for argument in sys.argv[1:]]
    given_seed = int(arguments[1]) if len(arguments) > 1 else 0
    sys.stdout.write(f"{main(arguments[0], given_seed)} cases, nothing raised, nothing lost\n")
