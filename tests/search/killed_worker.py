"""What test_index_worker.py runs as processes of their own, on a database and index in HEALTHPLAN_DATA_DIR.

kill TIMES     change every entry, start an indexer, kill -9 it at a random moment, search; TIMES times
timed TIMES    change an entry and wait until a search finds it, while a worker runs elsewhere; TIMES times
write NUMBER   change entries and drain at once with others who do the same
check WORDING  how many entries the index holds in that wording, and how far it has drifted
settle WORDING the same, after the index worker has done what there was to do
cramped        change every entry, and drain where no file may grow beyond a few bytes
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

import django

django.setup()

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


def kill(times: int) -> dict[str, int]:
    """How many indexers were killed before they were done, at draining and at rebuilding, and how often a search in
    between did not find every entry.
    """
    analysis.load()
    updates.BATCH = 4
    reword(0)
    one_batch, whole_rebuild = _seconds(updates.drain), _seconds(updates.rebuild)
    killed = {"drain_all": 0, "rebuild": 0, "incomplete": 0}
    for time_ in range(1, times + 1):
        reword(time_, slice(None) if time_ == times else slice(time_ % 4 * 8, time_ % 4 * 8 + 8))
        # a drain is killed somewhere in its first two batches: it does the same in each
        work, until = (updates.rebuild, whole_rebuild) if time_ % 4 == 0 else (updates.drain_all, 2 * one_batch)
        killed[work.__name__] += _killed(work, random.uniform(0.0, min(until, LONGEST_WAIT)))
        killed["incomplete"] += SearchQuerySet().filter(content="“健康促进第”").count() != ENTRIES
    return killed


def _started(work: Callable[[], object]) -> int:
    """A process that does the work: forked, since starting Django anew takes longer than all the rest."""
    connection.close()
    connections.reload("default")
    child = os.fork()
    if child == 0:
        work()
        os._exit(0)
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
    """What an indexer says of a disk that takes nothing any more, and what a search finds meanwhile."""
    reword(1)
    resource.setrlimit(resource.RLIMIT_FSIZE, (16, resource.RLIM_INFINITY))
    failures = []
    for work in (updates.drain_all, updates.rebuild):
        try:
            work()
        except OSError as error:
            failures.append(type(error).__name__)
    return {"failed": failures, "found": SearchQuerySet().filter(content="“第0次措辞”").count()}


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


def write(number: int) -> None:
    for times in range(5):
        reword(1000 + times, slice(number * 8, number * 8 + 8))
        try:
            updates.drain()
        except IndexBusy:
            continue


def check(wording: str) -> dict[str, int | bool]:
    return {
        "waiting": updates.waiting(),
        "found": SearchQuerySet().filter(content=wording).count(),
        "all": SearchQuerySet().all().count(),
        "drift": bool(updates.drift()),
    }


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["prepare"]:
            prepare()
        case ["kill", times]:
            sys.stdout.write(json.dumps(kill(int(times))))
        case ["cramped"]:
            sys.stdout.write(json.dumps(cramped()))
        case ["timed", times]:
            sys.stdout.write(json.dumps(timed(int(times))))
        case ["write", number]:
            write(int(number))
        case ["settle", wording]:
            index_worker.work()
            sys.stdout.write(json.dumps(check(wording)))
        case ["check", wording]:
            sys.stdout.write(json.dumps(check(wording)))
