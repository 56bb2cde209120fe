"""Where an index lives on disk.

    PATH/CURRENT             the name of the generation in use; replaced in one step
    PATH/generations/NAME/   a whole Whoosh index and FORMAT.json, which says by which rules it was made
    PATH/WRITING             locked by the one process that writes

A rebuild fills a new generation while readers go on with the old one. The system lets go of the lock when the process
that holds it dies, whatever it dies of.
"""

from __future__ import annotations

import json
import os
import shutil
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from haystack.exceptions import SearchBackendError
from whoosh.util.filelock import FileLock


class IndexBusy(SearchBackendError):
    """Another process has been writing for longer than we were willing to wait; nothing was changed."""


class IndexMissing(SearchBackendError):
    """There is no index of the present format yet; the index worker makes one."""


class _Held:
    """Who of this process's threads writes below one root, and how many times it has entered."""

    def __init__(self) -> None:
        self.lock = threading.RLock()
        self.depth = 0


_held: dict[Path, _Held] = {}


class Generations:
    """The generations below `root`, which is made when first written to."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._pointer = root / "CURRENT"
        self._directory = root / "generations"
        self._held = _held.setdefault(root, _Held())

    def current(self) -> Path | None:
        """The directory of the generation in use; None where there is none."""
        try:
            directory = self._directory / self._pointer.read_text().strip()
        except FileNotFoundError:
            return None
        return directory if (directory / "FORMAT.json").exists() else None

    def format_of(self, generation: Path) -> Any:
        """What FORMAT.json says."""
        return json.loads((generation / "FORMAT.json").read_text())

    @contextmanager
    def building(self, made_by: dict[str, Any]) -> Iterator[Path]:
        """An empty directory for the block to fill; readers turn to it when all of it is on the disk.

        The generation before is kept until the next is built, for those who are in the middle of reading it. After a
        failure readers stay where they are, and the room is given back: the disk may be full because of it.
        """
        # what a rebuild that was killed left behind was never in use; we hold the lock, so nobody is filling it
        self._remove_all_but({self.current()})
        directory = self._directory / f"{int(time.time())}-{uuid.uuid4().hex[:8]}"
        try:
            directory.mkdir(parents=True)
            (directory / "FORMAT.json").write_text(json.dumps(made_by, sort_keys=True))
            yield directory
            self._publish(directory)
        except BaseException:
            if directory != self.current():
                shutil.rmtree(directory, ignore_errors=True)
            raise

    def _publish(self, generation: Path) -> None:
        sync(generation)
        following = self._pointer.with_suffix(".next")
        following.write_text(generation.name)
        sync_file(following)
        following.replace(self._pointer)
        sync_file(self.root)

    def sync_current(self) -> None:
        """Bring what was committed to the generation in use to the disk."""
        generation = self.current()
        if generation is not None:
            sync(generation)

    def _remove_all_but(self, kept: set[Path | None]) -> None:
        for directory in self._directory.iterdir() if self._directory.exists() else ():
            if directory not in kept:
                shutil.rmtree(directory, ignore_errors=True)

    @contextmanager
    def writing(self, timeout: float) -> Iterator[None]:
        """Be the one writer; may be entered again by who is. Raises IndexBusy after `timeout` seconds."""
        self.root.mkdir(parents=True, exist_ok=True)
        until = time.monotonic() + timeout
        if not self._held.lock.acquire(timeout=timeout):
            raise IndexBusy(f"索引正由本进程另一线程写入，等待{timeout:g}秒未果：{self.root}")
        try:
            with self._among_processes(until, timeout):
                yield
        finally:
            self._held.lock.release()

    @contextmanager
    def _among_processes(self, until: float, timeout: float) -> Iterator[None]:
        lock = None if self._held.depth else self._acquire(until, timeout)
        self._held.depth += 1
        try:
            yield
        finally:
            self._held.depth -= 1
            if lock is not None:
                lock.release()

    def _acquire(self, until: float, timeout: float) -> FileLock:
        lock = FileLock(str(self.root / "WRITING"))
        while not lock.acquire(blocking=False):
            if time.monotonic() >= until:
                raise IndexBusy(f"索引正由另一进程写入，等待{timeout:g}秒未果：{self.root}")
            time.sleep(0.02)
        return lock


def sync(directory: Path) -> None:
    """Bring all files of `directory` to the disk; Whoosh itself leaves them to the system's leisure."""
    for path in directory.iterdir():
        sync_file(path)
    sync_file(directory)


def sync_file(path: Path) -> None:
    try:
        descriptor = os.open(path, os.O_RDONLY)
    except FileNotFoundError:  # a lock file or a merged segment that went away since the listing
        return
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
