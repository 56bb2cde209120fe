"""nDCG@10 and recall@50 over judged queries.

A judged measure counts 2^grade - 1; recall is of those graded 2 or 3. A query without an answer scores 1 where nothing
at all is found, else 0.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log2
from pathlib import Path

from documents.models import Measure
from search import analysis
from search.filters import Filters
from search.searching import find_numbers
from search.understanding import understand

QUERIES = Path(__file__).parent / "queries.toml"
FIRST, DEEP = 10, 50
GOOD = 2


@dataclass(frozen=True)
class Judged:
    """One query; `grades` by how the texts begin."""

    intent: str
    typed: str
    grades: Mapping[str, int]
    held_out: bool


@dataclass(frozen=True)
class Score:
    judged: Judged
    ndcg: float
    recall: float
    found: int


def judged_queries() -> list[Judged]:
    rows = tomllib.loads(QUERIES.read_text(encoding="utf-8"))["query"]
    return [
        Judged(
            row["intent"],
            row["typed"],
            {plain(beginning): grade for grade in (3, 2, 1) for beginning in row.get(str(grade), ())},
            row.get("held_out", False),
        )
        for row in rows
    ]


def measures_by_beginning(beginnings: set[str]) -> dict[str, list[int]]:
    """The measures whose text begins so."""
    texts = [(pk, plain(text)) for pk, text in Measure.objects.visible().values_list("pk", "text")]
    return {each: [pk for pk, text in texts if text.startswith(each)] for each in beginnings}


def plain(text: str) -> str:
    return analysis.normalise(text).text.strip()


def scores(queries: Sequence[Judged]) -> list[Score]:
    """Of each query, answered as page and API answer it."""
    numbers = measures_by_beginning({each for judged in queries for each in judged.grades})
    return [_score(judged, numbers) for judged in queries]


def _score(judged: Judged, numbers: Mapping[str, list[int]]) -> Score:
    answer = find_numbers(understand(judged.typed), Filters(), "relevance", sys.maxsize)
    ranked = answer.numbers[:DEEP]
    if not judged.grades:
        nothing = float(answer.total == 0)
        return Score(judged, nothing, nothing, answer.total)
    grades = {pk: grade for beginning, grade in judged.grades.items() for pk in numbers[beginning]}
    # one that names no measure any more counts as not found
    missing = [grade for beginning, grade in judged.grades.items() if not numbers[beginning]]
    good = [pk for pk, grade in grades.items() if grade >= GOOD]
    all_good = len(good) + sum(grade >= GOOD for grade in missing)
    recall = sum(pk in ranked for pk in good) / all_good if all_good else 1.0
    return Score(judged, ndcg(ranked, grades, missing), recall, answer.total)


def ndcg(ranked: Sequence[int], grades: Mapping[int, int], missing: Sequence[int] = ()) -> float:
    ideal = _gain(sorted((*grades.values(), *missing), reverse=True))
    return _gain([grades.get(pk, 0) for pk in ranked]) / ideal


def _gain(grades: Sequence[int]) -> float:
    return sum((2.0**grade - 1) / log2(place + 2) for place, grade in enumerate(grades[:FIRST]))


def means(scored: Sequence[Score]) -> dict[str, tuple[int, float, float]]:
    """Number of queries, nDCG and recall by intent, in the order of the file, and under "all"."""
    intents = [*dict.fromkeys(score.judged.intent for score in scored), "all"]
    return {intent: _mean([s for s in scored if intent in ("all", s.judged.intent)]) for intent in intents}


def _mean(scored: Sequence[Score]) -> tuple[int, float, float]:
    count = len(scored)
    return count, sum(s.ndcg for s in scored) / count, sum(s.recall for s in scored) / count
