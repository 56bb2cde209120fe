"""Keeps the index up to date for as long as it runs."""

from __future__ import annotations

import logging
import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError, close_old_connections
from haystack.exceptions import SearchBackendError
from whoosh.index import LockError

from search import analysis, updates

logger = logging.getLogger(__name__)
POLL = 0.2  # seconds between looks at the recorded changes
LONGEST_PAUSE = 30.0  # seconds, after failures in a row
# What passes with time: another writer, a database that restarts, a full disk. The changes stay recorded meanwhile.
_PASSING = (DatabaseError, SearchBackendError, LockError, OSError)


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
    failures = 0
    while not stopping.is_set():
        try:
            work(stopping)
            failures = 0
        except _PASSING as error:
            failures += 1
            logger.warning("The index is behind, trying again: %s", error)
        close_old_connections()
        stopping.wait(min(LONGEST_PAUSE, POLL * 2**failures) if failures else POLL)


def work(stopping: threading.Event | None = None) -> None:
    """Make sure of the index, and drain what is recorded, batch by batch."""
    if updates.ensure_index():
        logger.info("The index was built anew.")
    while updates.drain():
        if stopping is not None and stopping.is_set():
            return
