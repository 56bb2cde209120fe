"""Where an index lives on disk.

    PATH/CURRENT             the name of the generation in use; replaced in one step
    PATH/generations/NAME/   a whole Whoosh index and FORMAT.json, which says by which rules it was made
    PATH/WRITING             locked by the one process that writes to the generation in use
    PATH/BUILDING            locked by the one process that builds another
    …/NAME/MISSED            while it is built: the identifiers of what was written to the generation in use meanwhile

A rebuild fills a new generation while readers and writers go on with the old one; what was written there meanwhile is
taken over when the new one is published. The system lets go of a lock when the process that holds it dies, whatever it
dies of. Who needs both locks takes BUILDING first.
"""

from __future__ import annotations

import json
import os
import pickle
import shutil
import struct
import threading
import time
import uuid
from collections.abc import Collection, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

from haystack.exceptions import SearchBackendError
from whoosh.index import IndexError as WhooshIndexError
from whoosh.util.filelock import FileLock

_MISSED = "MISSED"
_SETTLED = 2_000_000_000  # nanoseconds
Signs = tuple[int, int, int, int]
# What reading raises where a file is cut short or overwritten, as a power failure or a bad disk leaves it: Whoosh's
# table of contents is a pickle, of which nearly anything may come. A missing file or a full disk is an OSError.
DAMAGE = (
    ArithmeticError, AttributeError, EOFError, ImportError, LookupError, TypeError, ValueError, pickle.PickleError,
    struct.error, WhooshIndexError,
)  # fmt: skip


class IndexBusy(SearchBackendError):
    """Another process has been writing for longer than we were willing to wait; nothing was changed."""


class IndexMissing(SearchBackendError):
    """There is no index of the present format yet; the index worker makes one."""


class IndexDamaged(IndexMissing):
    """A file of the index is cut short, gone or overwritten; the index worker builds it anew."""


class _Lock:
    """A lock among processes and the threads of this one; may be entered again by the thread that holds it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._thread_lock = threading.RLock()
        self._depth = 0

    @contextmanager
    def held(self, timeout: float) -> Iterator[None]:
        """Raises IndexBusy after `timeout` seconds."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        until = time.monotonic() + timeout
        if not self._thread_lock.acquire(timeout=timeout):
            raise IndexBusy(f"索引正由本进程另一线程写入，等待{timeout:g}秒未果：{self._path}")
        try:
            with self._among_processes(until, timeout):
                yield
        finally:
            self._thread_lock.release()

    @contextmanager
    def _among_processes(self, until: float, timeout: float) -> Iterator[None]:
        lock = None if self._depth else self._acquire(until, timeout)
        self._depth += 1
        try:
            yield
        finally:
            self._depth -= 1
            if lock is not None:
                lock.release()

    def _acquire(self, until: float, timeout: float) -> FileLock:
        lock = FileLock(str(self._path))
        while not lock.acquire(blocking=False):
            if time.monotonic() >= until:
                raise IndexBusy(f"索引正由另一进程写入，等待{timeout:g}秒未果：{self._path}")
            time.sleep(0.02)
        return lock


_locks: dict[Path, _Lock] = {}


class Generations:
    """The generations below `root`, which is made when first written to."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._pointer = root / "CURRENT"
        self._directory = root / "generations"

    def writing(self, timeout: float) -> AbstractContextManager[None]:
        """Be the one who writes to the generation in use. Raises IndexBusy after `timeout` seconds."""
        return self._lock("WRITING").held(timeout)

    def only_builder(self, timeout: float) -> AbstractContextManager[None]:
        """Be the one who may build a generation. Raises IndexBusy after `timeout` seconds."""
        return self._lock("BUILDING").held(timeout)

    def _lock(self, name: str) -> _Lock:
        return _locks.setdefault(self.root / name, _Lock(self.root / name))

    def current(self) -> Path | None:
        """The directory of the generation in use; None where there is none."""
        try:
            directory = self._directory / self._pointer.read_text().strip()
        except FileNotFoundError:
            return None
        return directory if (directory / "FORMAT.json").exists() else None

    def is_current(self, generation: Path) -> bool:
        """Whether readers are turned to it."""
        try:
            return self._pointer.read_text().strip() == generation.name
        except FileNotFoundError:
            return False

    def signs_of(self, generation: Path) -> Signs | None:
        """What is another after every commit to it and after readers were turned elsewhere: the quickest of looks.

        None within _SETTLED of a change: another one might then leave the same signs, since the system's clock of files
        does not tell moments apart that lie closely together.
        """
        try:
            pointer, directory = os.stat(self._pointer), os.stat(generation)  # noqa: PTH116 - before every search
        except FileNotFoundError:
            return None
        latest = max(pointer.st_mtime_ns, directory.st_mtime_ns)
        if abs(time.time_ns() - latest) < _SETTLED:
            return None
        return pointer.st_ino, pointer.st_mtime_ns, directory.st_ino, directory.st_mtime_ns

    def format_of(self, generation: Path) -> Any:
        """What FORMAT.json says."""
        return json.loads((generation / "FORMAT.json").read_text())

    @contextmanager
    def building(self, made_by: dict[str, Any], timeout: float) -> Iterator[Path]:
        """An empty directory for the block to fill and to publish. Raises IndexBusy after `timeout` seconds.

        After a failure readers stay where they are, and the room is given back: the disk may be full because of it.
        """
        with self.only_builder(timeout):
            # what a rebuild that was killed left behind was never in use, and nobody else is filling one
            self._remove_all_but({self.current()})
            directory = self._directory / f"{int(time.time())}-{uuid.uuid4().hex[:8]}"
            try:
                directory.mkdir(parents=True)
                (directory / _MISSED).touch()
                (directory / "FORMAT.json").write_text(json.dumps(made_by, sort_keys=True))
                yield directory
            except BaseException:
                if directory != self.current():
                    shutil.rmtree(directory, ignore_errors=True)
                raise

    def publish(self, generation: Path) -> None:
        """Turn readers to `generation`, once all of it is on the disk; to be called by who builds it and is writing.

        The one before is kept until the next is built, for those who are in the middle of reading it.
        """
        (generation / _MISSED).unlink()
        sync(generation)
        following = self._pointer.with_suffix(".next")
        following.write_text(generation.name)
        sync_file(following)
        following.replace(self._pointer)
        sync_file(self.root)

    def tell_builders(self, identifiers: Collection[str]) -> None:
        """Note for a generation that is being built what is about to be written to the one in use; by who writes."""
        for missed in self._directory.glob(f"*/{_MISSED}"):
            with missed.open("a", encoding="utf-8") as file:
                file.writelines(f"{each}\n" for each in identifiers)
            sync_file(missed)

    def missed(self, generation: Path) -> set[str]:
        """What was written to the generation in use since `generation` was begun."""
        return set((generation / _MISSED).read_text(encoding="utf-8").splitlines())

    def sync_current(self) -> None:
        """Bring what was committed to the generation in use to the disk."""
        generation = self.current()
        if generation is not None:
            sync(generation)

    def _remove_all_but(self, kept: set[Path | None]) -> None:
        for directory in self._directory.iterdir() if self._directory.exists() else ():
            if directory not in kept:
                shutil.rmtree(directory, ignore_errors=True)


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
