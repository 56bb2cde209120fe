"""What one request may ask of the search, and how long it may take.

The length of what is typed and the number of its words are limited where it is read (`search.query`), each with a
note to the reader; what is here holds for what has been understood.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from haystack.exceptions import SearchBackendError

PAGE_SIZE = 20
MAX_PAGE = 500  # of the page of results; whoever wants more takes the whole result away as a file
MAX_EXPORTED = 20_000  # measures in one file
FEED_ENTRIES = 50
SECONDS = 8.0  # a search may take; far more than any takes on 100,000 measures

_deadline: ContextVar[float | None] = ContextVar("deadline", default=None)


class SearchTooLong(SearchBackendError):
    """The search was given up because it took too long; the message is for the reader, in Chinese."""


@contextmanager
def time_limited(seconds: float | None = None) -> Iterator[None]:
    """Let searches inside the block take `seconds` altogether, SECONDS unless told; see `check_time`."""
    token = _deadline.set(time.monotonic() + (SECONDS if seconds is None else seconds))
    try:
        yield
    finally:
        _deadline.reset(token)


def check_time() -> None:
    """To be called now and then by what may take long. Raises SearchTooLong past the deadline, if there is one."""
    deadline = _deadline.get()
    if deadline is not None and time.monotonic() > deadline:
        raise SearchTooLong("检索用时过长，已经中止。请减少检索词，或换用更具体的词。")
