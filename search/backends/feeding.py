"""What haystack prepared → batches, analysed in several processes where there is much of it.

The processes are started anew, not forked, and each has a pipe of its own: so none holds a lock or a connection of the
process that feeds them, and when that one dies, whatever it dies of, they read the end of their pipe and end too.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from itertools import chain, islice
from multiprocessing.connection import Connection
from typing import Any

from whoosh.fields import Schema

from search import analysis
from search.backends.batches import Batch, batch_of
from search.backends.schema import Layout

logger = logging.getLogger(__name__)
CHUNK = 500  # documents
MANY = 3000  # documents; for fewer, starting processes takes longer than it saves
_MOST_PROCESSES = 8

Prepared = Mapping[str, Any]


def batches(layout: Layout, schema: Schema, prepared: Iterable[Prepared]) -> Iterator[Batch]:
    """In the order in which they came."""
    chunks = _in_chunks(prepared)
    first = list(islice(chunks, MANY // CHUNK))
    if len(first) < MANY // CHUNK:
        yield from (batch_of(layout, schema, chunk) for chunk in first)
        return
    yield from _by_processes(layout, schema, chain(first, chunks))


def _in_chunks(prepared: Iterable[Prepared]) -> Iterator[list[Prepared]]:
    remaining = iter(prepared)
    while chunk := list(islice(remaining, CHUNK)):
        yield chunk


def _by_processes(layout: Layout, schema: Schema, chunks: Iterator[list[Prepared]]) -> Iterator[Batch]:
    helpers = deque(_Helper(layout) for _ in range(min(_MOST_PROCESSES, len(os.sched_getaffinity(0)))))
    try:
        for chunk in chunks:
            helper = helpers.popleft()
            done = helper.finish(schema)
            helper.start(chunk)
            helpers.append(helper)
            if done is not None:
                yield done
        for helper in helpers:
            done = helper.finish(schema)
            if done is not None:
                yield done
    finally:
        for helper in helpers:
            helper.end()


class _Helper:
    """A process that analyses one chunk at a time; should it die, its chunk is analysed here."""

    def __init__(self, layout: Layout) -> None:
        context = multiprocessing.get_context("spawn")
        self._layout = layout
        self._chunk: list[Prepared] | None = None
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_analyse, args=(theirs, layout, analysis.terms()), daemon=True)
        self._process.start()
        theirs.close()

    def start(self, chunk: list[Prepared]) -> None:
        """What was started before is finished."""
        self._chunk = chunk
        with suppress(OSError):  # the process died; `finish` sees to it
            self._pipe.send(chunk)

    def finish(self, schema: Schema) -> Batch | None:
        """The batch made of what was started; None where nothing was."""
        chunk, self._chunk = self._chunk, None
        if chunk is None:
            return None
        try:
            batch: Batch = self._pipe.recv()
        except (EOFError, OSError):
            logger.warning("A process that analyses texts for the index died; its part is done here.")
            return batch_of(self._layout, schema, chunk)
        return batch

    def end(self) -> None:
        self._pipe.close()
        self._process.join(timeout=10)
        if self._process.is_alive():
            self._process.kill()


def _analyse(pipe: Connection, layout: Layout, terms: tuple[str, ...]) -> None:
    """What such a process does, until the other end of the pipe is closed."""
    analysis.use_terms(terms)
    schema = layout.schema()
    with suppress(EOFError, OSError, KeyboardInterrupt):
        while True:
            pipe.send(batch_of(layout, schema, pipe.recv()))
