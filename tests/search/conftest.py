"""Searching with the real jieba and Whoosh, each test in an index of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from haystack import connections
from pytest_django import Settings

from search import analysis, updates
from search.filters import Filters
from search.query import parse
from search.searching import find

Search = Callable[[str], list[str]]


@pytest.fixture(scope="session", autouse=True)
def dictionaries_loaded() -> None:
    """Loading takes a second, which is not to be part of the time of the first property test that needs it."""
    for odd in ("医", "㐀"):  # the second is cut by jieba whatever is installed
        analysis.words(odd)


@pytest.fixture(autouse=True)
def index_of_its_own(tmp_path: Path, settings: Settings) -> Iterator[Path]:
    """An index directory for this test alone; there is no index in it yet."""
    default = {**settings.HAYSTACK_CONNECTIONS["default"], "PATH": str(tmp_path / "index")}
    settings.HAYSTACK_CONNECTIONS = {"default": default}
    connections.reload("default")
    yield tmp_path / "index"
    connections.reload("default")


@pytest.fixture
def indexed(db: None) -> Callable[[], None]:
    """Index all that the database holds."""
    return updates.rebuild


@pytest.fixture
def search(indexed: Callable[[], None]) -> Search:
    """Index everything anew, search, and give the texts of all hits, best first."""

    def texts(typed: str) -> list[str]:
        indexed()
        outcome = find(parse(typed), Filters(), 0, 1000)
        found = [hit.measure.text for hit in outcome.hits]
        assert outcome.total == len(found)
        return found

    return texts
