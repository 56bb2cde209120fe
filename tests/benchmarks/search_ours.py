"""The product's own engine, and plain Whoosh with one writer, whose building it is measured against."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from haystack.constants import DJANGO_CT, DJANGO_ID, ID
from whoosh import index as whoosh_index
from whoosh.analysis import Token, Tokenizer
from whoosh.fields import ID as KEY
from whoosh.fields import KEYWORD, TEXT, Schema

from search import analysis, highlighting
from search.backends import segments, snapshot, writing
from search.backends.feeding import batches
from search.backends.schema import Layout, WordTokens, normalised
from search.backends.whoosh import WhooshSearchBackend
from search.indexes import MeasureIndex
from search.nodes import Either, Every, Has, Node, Without
from search.query import phrase
from search.query import words as words_of
from tests.benchmarks.search_corpus import Question
from tests.benchmarks.search_engines import FACETS, PAGE


class Ours:
    """The page as haystack's interface gives it, marked passages included."""

    name = "this product"

    def __init__(self, directory: Path) -> None:
        self._backend = WhooshSearchBackend("default", PATH=str(directory / "index"))

    def build(self, entries: Iterable[Mapping[str, Any]]) -> None:
        layout, generations = self._backend.layout(), self._backend.generations
        with generations.building(layout.format(), 0) as directory:
            writing.fill(directory, batches(layout, writing.create(directory, layout), entries))
            generations.publish(directory)

    def page(self, question: Question) -> int:
        node, keys = _tree(question)
        facets: dict[str, Any] = {name: {} for name in FACETS}
        found = self._backend.search(
            node, start_offset=0, end_offset=PAGE, narrow_queries=keys, facets=facets, highlight=True
        )
        return int(found["hits"])

    def forget(self) -> None:
        """Everything that a query taught; what is read when the index is opened stays."""
        for part in (segments, snapshot, analysis, highlighting):
            part.forget()

    def size(self) -> int:
        """Bytes on the disk."""
        current = self._backend.generations.current()
        return sum(path.stat().st_size for path in current.iterdir()) if current else 0

    def replace(self, entries: Sequence[Mapping[str, Any]]) -> float:
        """Seconds until a reader finds changed entries."""
        layout, generations = self._backend.layout(), self._backend.generations
        started = time.perf_counter()
        with generations.writing(0):
            changed = batches(layout, layout.schema(), entries)
            writing.write(self._backend.snapshot(), changed, [entry[ID] for entry in entries])
            generations.sync_current()
        self.page(Question(every=("家庭医生",)))
        return time.perf_counter() - started

    def close(self) -> None:
        self.forget()
        snapshot.close_all()


def _tree(question: Question) -> tuple[Node, list[Node]]:
    parts = [_found(words_of(text)) for text in question.every]
    if question.either:
        parts.append(Either(tuple(_found(words_of(text)) for text in question.either)))
    parts += [_found(phrase(text)) for text in question.phrases]
    parts += [Without(_found(phrase(text))) for text in question.without]
    return Every(tuple(parts)), [Has(name, (value,)) for name, value in question.keys]


def _found(node: Node | None) -> Node:
    if node is None:
        raise ValueError("a question of the benchmark holds no word")
    return node


class _Characters(Tokenizer):
    """The characters of all texts with their positions: how phrases are found with Whoosh's own means."""

    def __call__(self, value: str, **_: Any) -> Iterator[Token]:
        token = Token(positions=True)
        for character in analysis.characters(normalised(value)):
            token.text, token.pos, token.boost = character.text, character.position, 1.0
            yield token


def build_with_plain_whoosh(directory: Path, entries: Iterable[Mapping[str, Any]]) -> float:
    """Seconds that Whoosh's writer takes, one process, for words, phrases and keys of the same entries."""
    layout = Layout(MeasureIndex().fields)
    kinds = {name: TEXT(analyzer=WordTokens(), phrase=False, stored=True) for name in layout.texts}
    kinds |= {name: KEYWORD(stored=True, scorable=True) for name in layout.keys}
    kinds |= {name: KEY(stored=True) for name in (ID, DJANGO_CT, DJANGO_ID)}
    kinds["characters"] = TEXT(analyzer=_Characters(), phrase=True)
    directory.mkdir()
    index = whoosh_index.create_in(str(directory), Schema(**kinds))
    started = time.perf_counter()
    writer = index.writer(limitmb=256)
    for entry in entries:
        document = {name: value for name, value in layout.document_of(entry).items() if name.lstrip("_") in kinds}
        texts = "\n".join(document[name] for name in layout.texts if name in document)
        writer.add_document(**document, characters=texts)
    writer.commit()
    return time.perf_counter() - started
