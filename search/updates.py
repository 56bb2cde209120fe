"""Brings what changed into the index, and loses nothing.

A change is a row (`documents.models.IndexChange`) written in the transaction that made it. One process at a time
drains the rows: it reads them, then the entries, commits to the index, brings that to the disk, and only then removes
the rows it had read. Killed at any moment it leaves the rows, and doing it again does no harm.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db.models import Min
from django.utils import timezone
from haystack import connections
from haystack.utils import get_identifier, get_model_ct

from documents.models import IndexChange, Measure
from search import dictionaries
from search.backends import snapshot
from search.backends.generations import DAMAGE, IndexDamaged, IndexMissing
from search.backends.whoosh import WhooshSearchBackend
from search.indexes import MeasureIndex

logger = logging.getLogger(__name__)
BATCH = 500


@dataclass(frozen=True, slots=True)
class Drift:
    """How the index differs from the database, by haystack identifier; changes that wait are not drift."""

    missing: frozenset[str]
    outdated: frozenset[str]
    superfluous: frozenset[str]
    indexed: int  # entries in the index
    present: int  # entries that it should hold

    def __bool__(self) -> bool:
        return bool(self.missing or self.outdated or self.superfluous)

    def measure_ids(self) -> list[int]:
        return sorted(int(each.rsplit(".", 1)[1]) for each in self.missing | self.outdated | self.superfluous)


def backend() -> WhooshSearchBackend:
    found: WhooshSearchBackend = connections["default"].get_backend()
    return found


def measure_index() -> MeasureIndex:
    index: MeasureIndex = connections["default"].get_unified_index().get_index(Measure)
    return index


def is_outdated() -> bool:
    """Whether there is no sound index made by the present rules and terms, so that the worker is about to build one."""
    dictionaries.refresh()
    return is_damaged() or not backend().is_present()


def is_readable() -> bool:
    """Whether there is an index to search and to write to, be it outdated."""
    return not is_damaged() and backend().is_readable()


def is_damaged() -> bool:
    """Whether there is an index that cannot be opened; what is wrong further inside shows when it is read."""
    try:
        backend().snapshot()
    except IndexDamaged as error:
        logger.warning("The index cannot be opened: %s", error)
        return True
    except IndexMissing:
        pass
    return False


def look_anew() -> None:
    """Forget what was read of the index: its files may no longer be what they were."""
    snapshot.close_all()


@contextmanager
def read_whole() -> Iterator[None]:
    """Reading the index inside the block raises IndexDamaged for all that a damaged file may lead to."""
    try:
        yield
    except DAMAGE as error:
        raise IndexDamaged(f"索引文件损坏（{type(error).__name__}：{error}）") from error


def waiting() -> int:
    """How many recorded changes the index has yet to hear of."""
    return IndexChange.objects.count()


def waited() -> float:
    """For how many seconds the oldest of them has waited; 0 where none waits."""
    oldest = IndexChange.objects.aggregate(at=Min("recorded_at"))["at"]
    return max(0.0, (timezone.now() - oldest).total_seconds()) if oldest else 0.0


def ensure_index() -> bool:
    """Build the index if there is no sound one made by the present rules and terms; says whether that was needed."""
    if not is_outdated():
        return False
    engine = backend()
    with engine.generations.only_builder(engine.write_timeout):
        if not is_outdated():  # another process built it while we waited
            return False
        rebuild()
    return True


def rebuild() -> None:
    """A new generation from the database as it is; what changes meanwhile is recorded, and drained as ever."""
    dictionaries.refresh()
    index, engine = measure_index(), backend()
    label = get_model_ct(Measure)
    with engine.generations.only_builder(engine.write_timeout):
        has_other_terms = is_readable() and not engine.is_present()
        # committed before the first entry is read, so the new generation holds what they tell of
        told = dict(IndexChange.objects.values_list("pk", "measure_id"))
        drained = engine.rebuild([(index, index.in_batches(index.index_queryset()))])
        # an entry that was drained meanwhile may have been read for that before what is told of it here
        done = [pk for pk, measure_id in told.items() if f"{label}.{measure_id}" not in drained]
        for start in range(0, len(done), BATCH):
            IndexChange.objects.filter(pk__in=done[start : start + BATCH]).delete()
        if has_other_terms:  # by which it was cut into words, so it is to be indexed once more
            again = [int(each.rsplit(".", 1)[1]) for each in sorted(drained) if each.startswith(f"{label}.")]
            IndexChange.objects.bulk_create(IndexChange(measure_id=number) for number in again)


def drain() -> int:
    """Bring one batch of recorded changes into the index; says how many rows that were.

    Raises IndexBusy, IndexMissing, IndexDamaged.
    """
    if not IndexChange.objects.exists():
        return 0
    engine = backend()
    with engine.generations.writing(engine.write_timeout):
        if not is_readable():
            raise IndexMissing("还没有索引，或其格式已旧、文件损坏：请先运行 rebuild_index")
        # rows before entries: an entry is then at least as new as the rows that will be removed for it
        rows = dict(IndexChange.objects.order_by("pk").values_list("pk", "measure_id")[:BATCH])
        with read_whole():
            index_measures(set(rows.values()))
        IndexChange.objects.filter(pk__in=rows).delete()
    return len(rows)


def drain_all() -> int:
    """Bring all recorded changes into the index; says how many rows that were."""
    total = 0
    while done := drain():
        total += done
    return total


def index_measures(ids: Iterable[int]) -> None:
    """Make the index hold these measures as they are now, and not hold those that readers do not see."""
    index = measure_index()
    wanted = set(ids)
    visible = set(Measure.objects.visible().filter(pk__in=wanted).values_list("pk", flat=True))
    label = get_model_ct(Measure)
    removed = [f"{label}.{pk}" for pk in sorted(wanted - visible)]
    backend().write(index, index.in_batches(index.index_queryset().filter(pk__in=visible)), removed)


def drift() -> Drift:
    """Compare the whole index with the database; entries with a recorded change are left out.

    Raises IndexMissing, IndexDamaged.
    """
    index, engine = measure_index(), backend()
    with read_whole():
        indexed = engine.snapshot().stamps()
    measures = index.in_batches(index.index_queryset())
    present = {get_identifier(each): engine.stamp_of(index.full_prepare(each)) for each in measures}
    label = get_model_ct(Measure)
    # read last: whatever changed while we looked is among them
    recorded = {f"{label}.{pk}" for pk in IndexChange.objects.values_list("measure_id", flat=True)}
    return Drift(
        missing=frozenset(present.keys() - indexed.keys() - recorded),
        outdated=frozenset(
            key for key in present.keys() & indexed.keys() if present[key] != indexed[key] and key not in recorded
        ),
        superfluous=frozenset(indexed.keys() - present.keys() - recorded),
        indexed=len(indexed),
        present=len(present),
    )


def settled_drift() -> Drift:
    """The drift while nobody writes to the index: a batch half way through would look like one. Raises IndexBusy,
    IndexMissing, IndexDamaged.
    """
    engine = backend()
    engine.snapshot()  # raises where there is no index, before anything is written to its directory
    with engine.generations.writing(engine.write_timeout):
        return drift()


def repair() -> Drift:
    """Bring recorded changes and all drift into the index; says what had drifted."""
    engine = backend()
    with engine.generations.writing(engine.write_timeout):
        drain_all()
        found = drift()
        if found:
            index_measures(found.measure_ids())
    return found
