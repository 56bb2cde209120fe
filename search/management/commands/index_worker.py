"""Keeps the index up to date for as long as it runs."""

from __future__ import annotations

import logging
import signal
import threading
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError, close_old_connections, connections
from haystack.exceptions import SearchBackendError
from whoosh.index import LockError

from search import analysis, updates
from search.backends.generations import DAMAGE, IndexDamaged

logger = logging.getLogger(__name__)
POLL = 0.2  # seconds between looks at the recorded changes
LONGEST_PAUSE = 30.0  # seconds, after failures in a row
# What passes with time: another writer, a database that restarts, a full disk, files of the index that are damaged
# until it is built anew. The changes stay recorded meanwhile; were the worker to end, `make run` would end the site.
_PASSING = (DatabaseError, SearchBackendError, LockError, OSError, *DAMAGE)


class Command(BaseCommand):
    help = "持续把变更写入索引（一秒之内）；启动时如无索引或格式已旧则先重建。以 SIGTERM 或 SIGINT 停止。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="建好索引、写完已记录的变更即退出")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["once"]:
            work()
            return
        stopping = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stopping.set())
        keep_working(stopping)


def keep_working(stopping: threading.Event) -> None:
    """Work until `stopping` is set; the batch in hand is finished first."""
    analysis.load()
    builder = Builder()
    failures = 0
    while not stopping.is_set():
        try:
            if not builder.rebuilds_beside():
                updates.ensure_index()
            drain(stopping)
            failures = 0
        except _PASSING as error:
            failures += 1
            logger.warning("The index is behind, trying again: %s", error, exc_info=isinstance(error, DAMAGE))
            updates.look_anew()
        close_old_connections()
        stopping.wait(min(LONGEST_PAUSE, POLL * 2**failures) if failures else POLL)


def work() -> None:
    """Make sure of the index, and drain what is recorded."""
    updates.ensure_index()
    drain()


def drain(stopping: threading.Event | None = None) -> None:
    """Drain what is recorded, batch by batch, until all is done or `stopping` is set; a damaged index is built anew."""
    try:
        while updates.drain():
            if stopping is not None and stopping.is_set():
                return
    except IndexDamaged as error:
        logger.warning("The index is built anew: %s", error)
        updates.rebuild()


class Builder:
    """Builds an outdated index anew beside the work: on a large one that takes minutes, and changes must not wait."""

    def __init__(self) -> None:
        self._thread: threading.Thread | None = None
        self._not_before = 0.0

    def rebuilds_beside(self) -> bool:
        """Whether the index can be used as it is; if it is outdated it is being built anew, or soon will be."""
        if not updates.is_readable():
            return False
        busy = self._thread is not None and self._thread.is_alive()
        if not busy and time.monotonic() >= self._not_before and updates.is_outdated():
            # not again at once should it fail
            self._not_before = time.monotonic() + LONGEST_PAUSE
            self._thread = threading.Thread(target=self._build, name="index builder", daemon=True)
            self._thread.start()
        return True

    def _build(self) -> None:
        try:
            updates.ensure_index()
            self._not_before = 0.0
            logger.info("The index was built anew.")
        except _PASSING as error:
            logger.warning("The index could not be built anew: %s", error)
        finally:
            connections.close_all()
