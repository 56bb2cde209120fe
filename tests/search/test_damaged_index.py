"""An index whose files a power failure or a bad disk has damaged is noticed, said, and built anew by itself."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client

from documents.models import Measure
from search import updates
from search.backends.snapshot import Snapshot
from search.management.commands import index_worker
from tests import factories
from tests.search.test_updates import found, status

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.index_only,
    # Whoosh leaves a file that it could not read to the collector
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning", "ignore::ResourceWarning"),
]
Damage = Callable[[Path], None]


def the_one(generation: Path, pattern: str) -> Path:
    (path,) = generation.glob(pattern)
    return path


def _cut_short(generation: Path) -> None:
    segment = the_one(generation, "*.seg")
    segment.write_bytes(segment.read_bytes()[:100])


def _overwritten(pattern: str, content: bytes) -> Damage:
    def overwrite(generation: Path) -> None:
        the_one(generation, pattern).write_bytes(content)

    return overwrite


DAMAGES: dict[str, Damage] = {
    "segment cut short": _cut_short,
    "segment emptied": _overwritten("*.seg", b""),
    "segment gone": lambda generation: the_one(generation, "*.seg").unlink(),
    "contents overwritten": _overwritten("*.toc", b"M" * 300),
    "contents emptied": _overwritten("*.toc", b""),
    "format emptied": _overwritten("FORMAT.json", b""),
}


@pytest.fixture
def entry(indexed: Callable[[], None]) -> Measure:
    made = factories.measure("健康促进一项。")
    indexed()
    return made


@pytest.fixture(params=list(DAMAGES))
def damaged(request: pytest.FixtureRequest, entry: Measure) -> Iterator[Measure]:
    generation = updates.backend().generations.current()
    assert generation is not None
    DAMAGES[request.param](generation)
    updates.look_anew()  # as a process that has just been started
    yield entry
    updates.look_anew()


def test_the_status_says_so_and_fails(damaged: Measure) -> None:
    code, said = status()
    assert (code, "损坏" in said) == (1, True)


def test_readers_are_told_to_come_back(damaged: Measure, client: Client) -> None:
    assert client.get("/search/?q=健康").status_code == 503
    answer = client.get("/api/v1/measures/")
    assert (answer.status_code, answer.json()["error"]["code"]) == (503, "unavailable")
    assert client.get(damaged.get_absolute_url()).status_code == 200


def test_the_worker_builds_it_anew_and_brings_in_what_changed(
    damaged: Measure, monkeypatch: pytest.MonkeyPatch
) -> None:
    factories.changed(factories.measure("新增的丹顶鹤巡诊。"))
    stopping = threading.Event()
    rounds = iter(range(20))

    def done(_: float) -> None:
        if not updates.waiting() or next(rounds, None) is None:
            stopping.set()

    monkeypatch.setattr(stopping, "wait", done)
    index_worker.keep_working(stopping)
    assert found("健康促进") == [damaged.pk]
    assert len(found("丹顶鹤")) == 1
    assert status()[0] == 0


def test_update_index_builds_it_anew(damaged: Measure) -> None:
    call_command("update_index", verbosity=0)
    assert found("健康促进") == [damaged.pk]
    assert status()[0] == 0


def _with_damage_inside(monkeypatch: pytest.MonkeyPatch, at: object, step: str) -> None:
    """Something is wrong in the middle of a file, which opening it does not show."""

    def reads_nonsense(*_: object) -> None:
        raise KeyError("\x00")

    monkeypatch.setattr(at, step, reads_nonsense)


def test_damage_that_shows_when_a_change_is_written_makes_the_worker_build_it_anew(
    entry: Measure, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = updates.backend().generations.current()
    factories.changed(entry)
    _with_damage_inside(monkeypatch, updates, "index_measures")
    index_worker.drain()
    assert updates.backend().generations.current() != before
    assert (updates.waiting(), found("健康促进")) == (0, [entry.pk])


def test_damage_that_shows_when_all_is_compared_is_told_and_mended(
    entry: Measure, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        _with_damage_inside(patched, Snapshot, "stamps")
        code, said = status()
        assert (code, "损坏" in said) == (1, True)
        before = updates.backend().generations.current()
        call_command("update_index", verbosity=0)
    assert updates.backend().generations.current() != before
    assert status()[0] == 0


def test_a_directory_that_cannot_be_written_to_is_told_by_the_status(
    entry: Measure, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read_only(_: float) -> None:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(updates.backend().generations, "writing", read_only)
    code, said = status()
    assert (code, "Read-only file system" in said) == (1, True)
