"""The index worker as a process: killed at any moment, stopped, several at once."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError
from whoosh.index import LockError

from search import updates
from search.backends.generations import IndexBusy
from search.management.commands import index_worker

ROOT = Path(__file__).resolve().parents[2]
ENTRIES = 32  # as in killed_worker.py
KILLS = 100
SETTLED = {"waiting": 0, "found": ENTRIES, "all": ENTRIES, "drift": False}  # what is true when all is done


class Site:
    """A database and an index of their own, worked on by processes of their own."""

    def __init__(self, directory: Path) -> None:
        kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG")}
        self.environment = {
            **kept,
            "HEALTHPLAN_DATA_DIR": str(directory),
            "DJANGO_SETTINGS_MODULE": "healthplan.settings",
            "SECRET_KEY": "only for this test",
            "PYTHONPATH": str(ROOT),
        }
        self._started: list[subprocess.Popen[str]] = []

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, *arguments], cwd=ROOT, env=self.environment, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip
        self._started.append(process)
        return process

    def end(self) -> None:
        """Ends what a test that failed left running."""
        for process in self._started:
            with process:
                process.kill()

    def run(self, *arguments: str) -> Any:
        process = self.start("-m", "tests.search.killed_worker", *arguments)
        said, complained = process.communicate(timeout=240)
        assert process.returncode == 0, said + complained
        return json.loads(said)


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory with measures, indexed."""
    directory = tmp_path_factory.mktemp("prepared")
    made = Site(directory)
    made.run("prepare")
    return directory


@pytest.fixture
def site(tmp_path: Path, prepared: Path) -> Iterator[Site]:
    shutil.copytree(prepared, tmp_path, dirs_exist_ok=True)
    made = Site(tmp_path)
    yield made
    made.end()


def test_killed_a_hundred_times_at_draining_and_rebuilding_it_loses_nothing_and_searches_go_on(site: Site) -> None:
    killed = site.run("kill", str(KILLS))
    # else the kills came too late to mean anything
    assert killed["drain_all"] >= KILLS // 2
    assert killed["rebuild"] >= KILLS // 8
    assert killed["incomplete"] == 0
    assert SETTLED.items() <= killed.items()


def test_on_a_full_disk_searches_go_on_and_the_changes_arrive_when_there_is_room(site: Site) -> None:
    said = site.run("cramped")
    assert (said["failed"], said["meanwhile"], said["generations"]) == (2, ENTRIES, 1)
    assert SETTLED.items() <= said.items()


def test_what_passes_with_time_does_not_end_it(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    stopping = threading.Event()
    troubles = [IndexBusy("locked"), LockError(), OSError(28, "No space left on device"), OperationalError("gone")]

    def drain(_: threading.Event) -> None:
        if troubles:
            raise troubles.pop()
        stopping.set()

    monkeypatch.setattr(updates, "is_readable", lambda: True)
    monkeypatch.setattr(updates, "is_outdated", lambda: False)
    monkeypatch.setattr(index_worker, "drain", drain)
    monkeypatch.setattr(index_worker, "POLL", 0.001)
    index_worker.keep_working(stopping)
    assert troubles == []


def test_changes_do_not_wait_while_an_outdated_index_is_built_anew(
    db: None, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    stopping, drained, built = threading.Event(), threading.Event(), list[str]()
    rounds = iter(range(20))

    def drain(_: threading.Event) -> None:
        if next(rounds) == 10:
            drained.set()
        if built and built[-1] == "built":
            stopping.set()

    def ensure_index() -> bool:
        built.append("begun")
        assert drained.wait(10)
        built.append("built")
        return True

    monkeypatch.setattr(updates, "is_readable", lambda: True)
    monkeypatch.setattr(updates, "is_outdated", lambda: not built)
    monkeypatch.setattr(updates, "ensure_index", ensure_index)
    monkeypatch.setattr(index_worker, "drain", drain)
    monkeypatch.setattr(index_worker, "POLL", 0.001)
    index_worker.keep_working(stopping)
    assert built == ["begun", "built"]


def test_an_index_that_cannot_be_built_is_not_tried_again_at_once(
    db: None, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    tried: list[int] = []

    def full_disk() -> bool:
        tried.append(1)
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(updates, "is_readable", lambda: True)
    monkeypatch.setattr(updates, "is_outdated", lambda: True)
    monkeypatch.setattr(updates, "ensure_index", full_disk)
    builder = index_worker.Builder()
    for _ in range(20):
        assert builder.rebuilds_beside()
        for thread in threading.enumerate():
            if thread.name == "index builder":
                thread.join(10)
    assert len(tried) == 1
    assert "No space left" in caplog.text


def test_several_writers_at_once_lose_nothing(site: Site) -> None:
    assert site.run("write", "4") == SETTLED


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_changes_are_found_within_a_second_until_a_signal_stops_it_cleanly(site: Site, number: signal.Signals) -> None:
    worker = site.start("manage.py", "index_worker")
    assert min(site.run("timed", "5")) < 1.0  # on a machine that is busy with other tests not each
    worker.send_signal(number)
    complained = worker.communicate(timeout=30)[1]
    assert (worker.returncode, "Traceback" in complained) == (0, False)


def test_it_makes_the_index_that_is_missing(site: Site) -> None:
    assert site.run("missing") == SETTLED
