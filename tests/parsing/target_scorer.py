"""Scores the targets that the parser finds against those read by hand: `python -m tests.parsing.target_scorer`.

Two sets: the five sources (`targets_of_the_five.jsonl`, one target a line with its file and quote) and paragraphs of
our own in the style of other plans (`targets_of_other_plans.txt`). A target counts as found where value and end of
the range agree and the quotes overlap; the other fields are counted among those found. Prints every difference.
"""

from __future__ import annotations

import json
import re
import sys
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import Path

from documents.parsing import parse
from documents.parsing.reading import read_path
from documents.parsing.source import Sourced
from documents.parsing.target_years import Term
from documents.parsing.targets import read_targets
from documents.parsing.tree import Target

HERE = Path(__file__).parent
SOURCES = HERE.parents[1] / "fixtures" / "sources"
# The paragraphs are those of plans from this year on: what an earlier year reached is no target.
TERM = Term(since=2021, until=2025)


@dataclass(frozen=True, slots=True)
class Facts:
    """A target as read, by hand or by the parser."""

    quote: str
    indicator: str
    comparator: str
    value: float
    value_high: float | None
    unit: str | None
    year: int | None

    @classmethod
    def of(cls, target: Target) -> Facts:
        return cls(
            *(target.quote, target.indicator, target.comparator, target.value),
            *(target.value_high, target.unit, target.year),
        )

    def __str__(self) -> str:
        high = "" if self.value_high is None else f"–{self.value_high}"
        return f"{self.indicator} | {self.comparator} | {self.value}{high} | {self.unit} | {self.year}"


# What is compared of a target that was found.
FIELDS: dict[str, Callable[[Facts, Facts], bool]] = {
    "indicator": lambda a, b: plain(a.indicator) == plain(b.indicator),
    "indicator, about": lambda a, b: alike(plain(a.indicator), plain(b.indicator)),
    "comparator": lambda a, b: a.comparator == b.comparator,
    "unit": lambda a, b: a.unit == b.unit,
    "year": lambda a, b: a.year == b.year,
}


@dataclass
class Score:
    wanted: int = 0
    found: int = 0
    met: int = 0
    right: dict[str, int] = field(default_factory=lambda: dict.fromkeys(FIELDS, 0))
    differences: list[str] = field(default_factory=list)

    @property
    def recall(self) -> float:
        return self.met / max(1, self.wanted)

    @property
    def precision(self) -> float:
        return self.met / max(1, self.found)

    def share(self, name: str) -> float:
        return self.right[name] / max(1, self.met)

    def add(self, text: str, wanted: list[Facts], found: list[Facts]) -> None:
        """The targets of one text more."""
        self.wanted += len(wanted)
        self.found += len(found)
        left = list(found)
        for target in wanted:
            meets = [other for other in left if same_place(target, other)]
            if not meets:
                self.differences.append(f"missed   {target}   ← {text}")
                continue
            best = max(meets, key=lambda other, target=target: agreement(target, other))  # type: ignore[misc]
            left.remove(best)
            self._compare(text, target, best)
        self.differences += [f"invented {other}   ← {text}" for other in left]

    def _compare(self, text: str, target: Facts, other: Facts) -> None:
        self.met += 1
        for name, same in FIELDS.items():
            self.right[name] += same(target, other)
        if not all(same(target, other) for same in FIELDS.values()):
            self.differences.append(f"instead of {target}\n             {other}   ← {text}")

    def __str__(self) -> str:
        shares = "  ".join(f"{name} {self.share(name):.3f}" for name in FIELDS)
        return f"{self.wanted} targets  recall {self.recall:.3f}  precision {self.precision:.3f}  {shares}"


def plain(text: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


def alike(one: str, other: str) -> bool:
    """Whether two names mean the same: one holds the other, or most of both is the same."""
    return bool(one and other) and (
        one in other or other in one or SequenceMatcher(a=one, b=other, autojunk=False).ratio() >= 0.7
    )


def same_place(one: Facts, other: Facts) -> bool:
    a, b = plain(one.quote), plain(other.quote)
    return (one.value, one.value_high) == (other.value, other.value_high) and (a in b or b in a)


def agreement(one: Facts, other: Facts) -> float:
    alike = SequenceMatcher(a=one.indicator, b=other.indicator, autojunk=False).ratio()
    return alike + sum(same(one, other) for same in FIELDS.values())


# --- the two sets -----------------------------------------------------------------------------------------------------


def of_the_five(found: Callable[[str], Iterable[Target]]) -> Score:
    """`found` gives the targets of the source whose name begins with three characters."""
    score = Score()
    by_file: dict[str, list[Facts]] = {path.name[:3]: [] for path in sorted(SOURCES.glob("0*.txt"))}
    for line in (HERE / "targets_of_the_five.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        by_file[row.pop("file")].append(Facts(**row))
    for name, wanted in by_file.items():
        score.add(name, wanted, [Facts.of(target) for target in found(name)])
    return score


def parsed_targets(name: str) -> Iterator[Target]:
    [path] = SOURCES.glob(f"{name}*.txt")
    raw = read_path(path)
    for measure in parse(raw.text, file=raw.file).measures:
        yield from measure.targets


def of_other_plans() -> Score:
    score = Score()
    for text, wanted in paragraphs(HERE / "targets_of_other_plans.txt"):
        found = [Facts.of(target) for target in read_targets(Sourced.of(text), TERM)]
        score.add(text, wanted, found)
    return score


def paragraphs(path: Path) -> Iterator[tuple[str, list[Facts]]]:
    """Each paragraph with its targets, which stand below it: > indicator | comparator | value | high | unit | year."""
    rows = [line for line in path.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    text, wanted = rows[0], list[Facts]()
    for line in rows[1:]:
        if line.startswith(">"):
            wanted.append(_facts(text, [cell.strip() for cell in line[1:].split("|")]))
        else:
            yield text, wanted
            text, wanted = line, []
    yield text, wanted


def _facts(text: str, cells: list[str]) -> Facts:
    indicator, comparator, value, high, unit, year = cells
    return Facts(
        *(text, indicator, comparator, float(value), float(high) if high else None),
        *(unit or None, int(year) if year else None),
    )


def main() -> None:
    for name, score in (("the five sources", of_the_five(parsed_targets)), ("other plans", of_other_plans())):
        sys.stdout.write("\n".join([*score.differences, f"{name}: {score}", ""]) + "\n")


if __name__ == "__main__":
    main()
