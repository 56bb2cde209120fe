"""The targets that the parser finds against those read by hand; `python -m tests.parsing.target_scorer` says more."""

import pytest

from documents.parsing.tree import ParsedText
from tests.parsing.target_scorer import Score, of_other_plans, of_the_five


@pytest.fixture(scope="module")
def scores(sources: dict[str, tuple[str, ParsedText]]) -> dict[str, Score]:
    of_sources = of_the_five(lambda name: [t for m in sources[name][1].measures for t in m.targets])
    return {"the five sources": of_sources, "paragraphs of other plans": of_other_plans()}


@pytest.mark.parametrize("texts", ["the five sources", "paragraphs of other plans"])
def test_the_targets_are_those_that_a_reader_finds(scores: dict[str, Score], texts: str) -> None:
    score = scores[texts]
    floors = {"indicator": 0.95, "indicator, about": 0.98, "comparator": 0.98, "unit": 0.99, "year": 0.98}
    found = {"recall": score.recall, "precision": score.precision} | {name: score.share(name) for name in floors}
    assert score.wanted > 100
    short = {name: share for name, share in found.items() if share < floors.get(name, 0.98)}
    assert short == {}, "\n".join(score.differences)
