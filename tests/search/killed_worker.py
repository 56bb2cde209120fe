"""What test_index_worker.py runs as processes of their own, on a database and index in HEALTHPLAN_DATA_DIR.

prepare        make the database and the index
kill TIMES     change every entry, start an indexer, kill -9 it at a random moment, search; TIMES times; then settle
timed TIMES    change an entry and wait until a search finds it, while a worker runs elsewhere; TIMES times
write NUMBER   so many processes change entries and drain at once; then settle
cramped        change every entry, and drain where no file may grow beyond a few bytes; then settle
missing        build the index that is not there, and look at it

To settle is to let the index worker do what there is to do, and to look at what the index then holds.
"""

from __future__ import annotations

import json
import os
import random
import resource
import signal
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from haystack import connections  # noqa: E402
from haystack.query import SearchQuerySet  # noqa: E402

from documents.models import IndexChange, Measure  # noqa: E402
from search import analysis, updates  # noqa: E402
from search.backends.generations import IndexBusy  # noqa: E402
from search.management.commands import index_worker  # noqa: E402
from tests import factories  # noqa: E402

ENTRIES = 32
LONGEST_WAIT = 0.3  # seconds before a kill: on a busy machine each comes early, but the hundred still come soon


def prepare() -> None:
    call_command("migrate", verbosity=0)
    plan = factories.plan()
    for n in range(ENTRIES):
        factories.measure(f"健康促进第{n}项，第0次措辞。" + "完善体系，提升能力。" * 10, in_plan=plan)
    updates.rebuild()


def reword(times: int, part: slice = slice(None)) -> None:
    """A new wording for entries, recorded with it in one transaction, as importing does."""
    with transaction.atomic():
        rows = list(Measure.objects.order_by("pk")[part])
        for row in rows:
            row.text = f"健康促进第{row.pk}项，第{times}次措辞。" + "完善体系，提升能力。" * 10
        Measure.objects.bulk_update(rows, ["text"])
        IndexChange.objects.bulk_create([IndexChange(measure_id=row.pk) for row in rows])


def kill(times: int) -> dict[str, Any]:
    """How many indexers were killed before they were done, at draining and at rebuilding, and how often a search in
    between did not find every entry.
    """
    analysis.load()
    updates.BATCH = 4
    reword(0)
    one_batch, whole_rebuild = _seconds(updates.drain), _seconds(updates.rebuild)
    killed: dict[str, Any] = {"drain_all": 0, "rebuild": 0, "incomplete": 0}
    for time_ in range(1, times + 1):
        reword(time_, slice(None) if time_ == times else slice(time_ % 4 * 8, time_ % 4 * 8 + 8))
        # a drain is killed somewhere in its first two batches: it does the same in each
        work, until = (updates.rebuild, whole_rebuild) if time_ % 4 == 0 else (updates.drain_all, 2 * one_batch)
        killed[work.__name__] += _killed(work, random.uniform(0.0, min(until, LONGEST_WAIT)))
        killed["incomplete"] += SearchQuerySet().filter(content="“健康促进第”").count() != ENTRIES
    return killed | settled(f"“第{times}次措辞”")


def _started(work: Callable[[], object]) -> int:
    """A process that does the work: forked, since starting Django anew takes longer than all the rest."""
    connection.close()
    connections.reload("default")
    child = os.fork()
    if child == 0:
        try:
            work()
            os._exit(0)
        finally:
            os._exit(1)
    return child


def _seconds(work: Callable[[], object]) -> float:
    """How long a process takes that is left to finish."""
    start = time.monotonic()
    _, status = os.waitpid(_started(work), 0)
    assert status == 0
    return time.monotonic() - start


def _killed(work: Callable[[], object], after: float) -> bool:
    """Whether the kill came before the work was done."""
    child = _started(work)
    time.sleep(after)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def cramped() -> dict[str, object]:
    """What a search finds while an indexer has a disk that takes nothing any more, and what when there is room."""
    analysis.load()
    reword(1)
    _, failed = os.waitpid(_started(_cramped), 0)
    meanwhile = SearchQuerySet().filter(content="“第0次措辞”").count()
    generations = len(list((Path(settings.DATA_DIR) / "index" / "generations").iterdir()))
    return {"failed": os.waitstatus_to_exitcode(failed), "meanwhile": meanwhile, "generations": generations} | settled(
        "“第1次措辞”"
    )


def _cramped() -> None:
    """Ends with how many ways of indexing failed."""
    connection.ensure_connection()  # to open a database takes a disk
    resource.setrlimit(resource.RLIMIT_FSIZE, (16, resource.RLIM_INFINITY))
    failures = 0
    for work in (updates.drain_all, updates.rebuild):
        try:
            work()
        except OSError:
            failures += 1
    os._exit(failures)


def timed(times: int) -> list[float]:
    """Seconds from each change to the first search that finds it; the first change waits for the worker to start."""
    analysis.load()
    return [_until_found(wording) for wording in range(2000, 2000 + times + 1)][1:]


def _until_found(wording: int) -> float:
    reword(wording, slice(1))
    start = time.monotonic()
    while SearchQuerySet().filter(content=f"“第{wording}次措辞”").count() == 0:
        time.sleep(0.02)
    return time.monotonic() - start


def write(number: int) -> dict[str, Any]:
    analysis.load()
    writers = [_started(partial(_write, each)) for each in range(number)]
    assert [os.waitpid(writer, 0)[1] for writer in writers] == [0] * number
    return settled("“第1004次措辞”")


def _write(number: int) -> None:
    for times in range(5):
        reword(1000 + times, slice(number * 8, number * 8 + 8))
        try:
            updates.drain()
        except IndexBusy:
            continue


def missing() -> dict[str, Any]:
    (Path(settings.DATA_DIR) / "index" / "CURRENT").unlink()
    call_command("index_worker", "--once", stdout=sys.stderr)
    call_command("index_status", stdout=sys.stderr)
    return settled("“第0次措辞”")


def settled(wording: str) -> dict[str, int | bool]:
    index_worker.work()
    return {
        "waiting": updates.waiting(),
        "found": SearchQuerySet().filter(content=wording).count(),
        "all": SearchQuerySet().all().count(),
        "drift": bool(updates.drift()),
    }


if __name__ == "__main__":
    name, *numbers = sys.argv[1:]
    works: dict[str, Callable[..., Any]] = {
        each.__name__: each for each in (prepare, kill, timed, write, cramped, missing)
    }
    sys.stdout.write(json.dumps(works[name](*map(int, numbers))))
