"""Scores the search for misprints: `python -m tests.parsing.misprint_scorer [SEEDS]`.

Against what a person found wrong in the scanned source (data/misprints.toml), and against clean texts into which
misprints were put at random (`corrupting`), which tells what to expect of a text that nobody has read.
"""

from __future__ import annotations

import random
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from documents.parsing import parse
from documents.parsing.reading import read_path
from documents.parsing.tree import ParsedText, Repair
from tests.parsing.conftest import SOURCES
from tests.parsing.corrupting import corrupted

GOLD: dict[str, Any] = tomllib.loads((Path(__file__).parent / "data" / "misprints.toml").read_text(encoding="utf-8"))


@dataclass
class Score:
    """Characters that are wrong, of them those in a repair's span, put right for certain, and certain but not so."""

    wrong: int = 0
    found: int = 0
    mended: int = 0
    falsely: int = 0
    suggested: int = 0  # suggestions, of them those at a wrong character
    suggested_rightly: int = 0

    def line(self) -> str:
        return (
            f"{self.wrong} wrong, found {self.found / self.wrong:.2f}, mended {self.mended / self.wrong:.2f}, "
            f"mended falsely {self.falsely}, suggestions {self.suggested}, of them at a misprint "
            f"{self.suggested_rightly / max(1, self.suggested):.2f}"
        )


def holds(repair: Repair, at: int) -> bool:
    return any(start <= at < end for start, end in repair.spans)


def against_gold(parsed: ParsedText) -> Score:
    """The scanned source against what was read by hand; a lost place is found where a repair touches it."""
    score = Score()
    right = {row["at"] + i: put for row in GOLD["wrong"] for i, put in enumerate(row["right"])}
    return _scored(score, parsed, {at: right.get(at) for at in wrong_places()})


def wrong_places() -> list[int]:
    return [row["at"] + offset for row in GOLD["wrong"] for offset in range(len(row["found"]))]


def lost_lines_found(parsed: ParsedText) -> float:
    """The share of the losses at lines' ends that are reported at their place."""
    places = [row["at"] for row in GOLD["lost"] if row["what"] == "line"]
    reported = {repair.spans[0][0] for repair in parsed.repairs if repair.kind == "lost"}
    return sum(at in reported for at in places) / len(places)


def _scored(score: Score, parsed: ParsedText, wrong: dict[int, str | None]) -> Score:
    repairs = [repair for repair in parsed.repairs if repair.kind == "character"]
    score.wrong += len(wrong)
    for at, right in wrong.items():
        holding = [repair for repair in repairs if holds(repair, at)]
        score.found += bool(holding)
        score.mended += any(repair.certain and right and right in (repair.suggestion or "") for repair in holding)
    for repair in repairs:
        places = [at for at in wrong if holds(repair, at)]
        if repair.certain:
            score.falsely += not any((wrong[at] or "?") in (repair.suggestion or "") for at in places)
        else:
            score.suggested += 1
            score.suggested_rightly += bool(places)
    return score


def against_corrupted(texts: list[str], seeds: int) -> Score:
    """Clean texts with one misprint in 150 characters, `seeds` times over."""
    score = Score()
    for seed in range(seeds):
        chance = random.Random(seed)
        for text in texts:
            bad, wrong = corrupted(text, chance)
            _scored(score, parse(bad), dict(wrong))
    return score


def main(seeds: int) -> None:
    texts = [read_path(path).text for path in SOURCES]
    scanned, *clean = texts
    parsed = parse(scanned)
    sys.stdout.write(f"scanned source: {against_gold(parsed).line()}\n")
    sys.stdout.write(f"  lost at lines' ends found {lost_lines_found(parsed):.2f}\n")
    for path, text in zip(SOURCES[1:], clean, strict=True):
        found = [repair for repair in parse(text).repairs if repair.kind == "character"]
        shown = " ".join(f"{repair.found}→{repair.suggestion}" for repair in found)
        sys.stdout.write(f"{path.name[:3]}: {len(found)} in {len(text)} characters {shown}\n")
    sys.stdout.write(f"corrupted texts: {against_corrupted(clean, seeds).line()}\n")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2)
