"""The fast evaluation finds what plain Whoosh finds, asked for every document: same hits, scores and order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch

import pytest
from haystack.constants import DJANGO_CT, DJANGO_ID, ID
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from whoosh import index as whoosh_index

from search.backends import together, writing
from search.backends.batches import batch_of
from search.backends.evaluating import Evaluator
from search.backends.ordering import SCORE, page
from search.backends.ranking import Ranking
from search.backends.schema import Layout
from search.backends.snapshot import Snapshot
from search.indexes import MeasureIndex
from search.nodes import (
    Best,
    Between,
    Either,
    Enough,
    Every,
    Favoured,
    Has,
    HasSuch,
    Node,
    Preferred,
    Weighted,
    Without,
    Words,
)
from search.query import phrase, words
from tests.search.exhaustive import Exhaustive

# Few words, so that they meet often; cut otherwise in other surroundings, repeated, with figures, letters and signs.
PARTS = [
    "家庭医生", "签约服务", "医生", "家庭", "医疗", "医疗卫生", "卫生健康", "健康", "健健康康", "中医药", "中医", "药",
    "尘肺病", "到2030年", "2030", "19", "2019", "covid-19", "95%", "5‰", "b超", "、", "，", "。", "；", " ", "（一）",
    "服务能力", "能力建设", "建设", "哈哈哈", "哈哈", "高血压", "糖尿病", "和", "的",
]  # fmt: skip
TEXTS = st.lists(st.sampled_from(PARTS), min_size=1, max_size=14).map("".join)
FEW_TEXTS = st.lists(TEXTS, max_size=2)
KEYS = st.lists(st.sampled_from(["a", "b", "c"]), max_size=2, unique=True)


def prepared(number: int, text: str, lead: str | None, names: Sequence[str], keys: Sequence[str]) -> dict[str, Any]:
    """What haystack would prepare of a measure."""
    return {
        ID: f"documents.measure.{number}", DJANGO_CT: "documents.measure", DJANGO_ID: str(number),
        "text": text, "lead": lead, "chapter_titles": list(names), "agency_names": list(names[:1]),
        "plan_title": "健康规划", "province_names": [], "province": keys[0] if keys else None,
        "agency": list(keys), "year": 2018 + number % 5, "kind": "measure" if number % 3 else "background",
    }  # fmt: skip


ENTRIES = st.tuples(TEXTS, st.none() | TEXTS, FEW_TEXTS, KEYS)


@dataclass
class Corpus:
    """Entries as they are written: how many there are at first, and which are replaced or deleted after, in commits."""

    first: list[dict[str, Any]]
    commits: list[tuple[list[dict[str, Any]], list[int]]]


@st.composite
def corpora(draw: st.DrawFn) -> Corpus:
    texts = draw(st.lists(ENTRIES, min_size=1, max_size=25))
    first = [prepared(n, *entry) for n, entry in enumerate(texts)]
    commits = []
    for _ in range(draw(st.integers(0, 4))):
        changed = draw(st.dictionaries(st.integers(0, 30), ENTRIES, max_size=4))
        gone = draw(st.lists(st.integers(0, 30), max_size=3))
        commits.append(([prepared(n, *entry) for n, entry in changed.items()], [n for n in gone if n not in changed]))
    return Corpus(first, commits)


def leaf(text: str, name: str | None, *, literal: bool, whole: bool) -> Node:
    found = phrase(text, name) if literal else words(text, name)
    return (replace(found, whole=whole) if isinstance(found, Words) else found) or Every()


NAMES = st.sampled_from([None, None, None, "text", "lead", "chapter_titles"])
LEAVES = (
    st.builds(leaf, TEXTS | st.sampled_from(PARTS), NAMES, literal=st.booleans(), whole=st.booleans())
    | st.builds(Has, st.sampled_from(["agency", "province"]), KEYS.map(tuple))
    | st.builds(Between, st.just("year"), st.none() | st.just("2019"), st.none() | st.just("2021"))
    | st.just(HasSuch("year", "2020".__lt__))
)
WEIGHTS = st.sampled_from([0.3, 0.5, 1.0, 2.0])


def joined(part: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    several = st.lists(part, min_size=1, max_size=3).map(tuple)
    excluding = st.lists(part | st.builds(Without, part), min_size=1, max_size=3).map(tuple)
    return (
        st.builds(Either, several)
        | st.builds(Every, excluding)
        | st.builds(Without, part)
        | st.builds(Weighted, part, WEIGHTS)
        | st.builds(Best, several)
        | st.builds(Favoured, part, part)
        | st.builds(Preferred, part, st.just("kind"), st.just((("background", 0.5),)))
        | several.flatmap(lambda parts: st.builds(
            Enough, st.just(parts), st.tuples(*[WEIGHTS for _ in parts]), st.sampled_from([0.3, 0.8, 1.5])
        ))
    )  # fmt: skip


QUERIES: st.SearchStrategy[Node] = st.recursive(LEAVES, joined, max_leaves=6)
# From how many candidates on it is worth while to find out how often they hold a word without looking; 0: always.
MANY = (0, together._LOOKUP)
RANKINGS = st.sampled_from(
    [Ranking(), Ranking(length=0.4, lengths={"lead": 0.0}, repetition=2.0, together=1.0, together_length=0.6)]
)


def layout_with(ranking: Ranking) -> Layout:
    return Layout(MeasureIndex().fields, ranking)


def written(directory: Path, layout: Layout, corpus: Corpus) -> Snapshot:
    """The corpus as this product writes it."""
    schema = writing.create(directory, layout)
    writing.fill(directory, [batch_of(layout, schema, corpus.first)])
    for changed, gone in corpus.commits:
        identifiers = [*(each[ID] for each in changed), *(f"documents.measure.{n}" for n in gone)]
        writing.write(Snapshot(directory, layout), [batch_of(layout, schema, changed)], identifiers)
    return Snapshot(directory, layout)


def written_by_whoosh(directory: Path, layout: Layout, corpus: Corpus) -> Snapshot:
    """The corpus as Whoosh's own writer writes it."""
    index = whoosh_index.create_in(str(directory), layout.schema())
    for changed, gone in [(corpus.first, []), *corpus.commits]:
        writer = index.writer(blocklimit=8)
        for n in gone:
            writer.delete_by_term(ID, f"documents.measure.{n}")
        for each in changed:
            writer.update_document(**layout.document_of(each))
        writer.commit(merge=len(changed) % 2 == 0)
    return Snapshot(directory, layout)


def listed(snapshot: Snapshot, node: Node) -> list[tuple[str, float]]:
    found = Evaluator(snapshot).find(Every((node,)))
    numbers = page(snapshot, found, [SCORE], slice(0, None), snapshot.column)
    return [(snapshot.entry(number).pk, score) for number, score in numbers]


def assert_alike(found: list[tuple[str, float]], expected: list[tuple[str, float]]) -> None:
    assert [key for key, _ in found] == [key for key, _ in expected]
    assert [score for _, score in found] == pytest.approx([score for _, score in expected], abs=1e-9)


@pytest.mark.parametrize("write", [written, written_by_whoosh])
@given(
    corpus=corpora(), queries=st.lists(QUERIES, min_size=5, max_size=12), ranking=RANKINGS, many=st.sampled_from(MANY)
)
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_hits_scores_and_order_are_those_of_plain_whoosh(
    write: Any, corpus: Corpus, queries: list[Node], ranking: Ranking, many: int
) -> None:
    layout = layout_with(ranking)
    with TemporaryDirectory() as directory, patch.object(together, "_LOOKUP", many):
        snapshot = write(Path(directory), layout, corpus)
        plain = Exhaustive(Path(directory), layout)
        for node in queries:
            assert_alike(listed(snapshot, node), plain.ranked(Every((node,))))
