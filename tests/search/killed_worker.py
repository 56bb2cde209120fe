"""What test_index_worker.py runs as processes of their own, on a database and index in HEALTHPLAN_DATA_DIR.

kill TIMES     change every entry, start a drain, kill -9 it at a random moment; TIMES times
write NUMBER   change entries and drain at once with others who do the same
check          how many entries the index holds in their last wording, and how far it has drifted
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time

import django

django.setup()

from django.db import connection, transaction  # noqa: E402
from haystack import connections  # noqa: E402
from haystack.query import SearchQuerySet  # noqa: E402

from documents.models import IndexChange, Measure  # noqa: E402
from search import analysis, updates  # noqa: E402
from search.backends.generations import IndexBusy  # noqa: E402
from tests import factories  # noqa: E402

ENTRIES = 120


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


def kill(times: int) -> int:
    """How often the drain was killed before it was done."""
    analysis.load()
    killed = 0
    for time_ in range(1, times + 1):
        reword(time_)
        connection.close()
        connections.reload("default")
        child = os.fork()
        if child == 0:
            updates.BATCH = 20
            updates.drain_all()
            os._exit(0)
        time.sleep(random.uniform(0.0, 0.6))
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        killed += os.WIFSIGNALED(status)
    return killed


def write(number: int) -> None:
    for times in range(5):
        reword(1000 + times, slice(number * 30, number * 30 + 30))
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
        case ["write", number]:
            write(int(number))
        case ["check", wording]:
            sys.stdout.write(json.dumps(check(wording)))
