"""Changes reach the index, and none is lost."""

from __future__ import annotations

import io
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone
from haystack import connections
from haystack.query import SearchQuerySet
from whoosh.codec.whoosh3 import W3Segment
from whoosh.index import TOC
from whoosh.util.filelock import FileLock

from documents.models import IndexChange, Measure
from search import analysis, updates
from search.backends import generations, schema
from search.backends.bulk import BulkWriter
from search.backends.generations import IndexBusy, IndexMissing
from search.management.commands import index_worker
from tests import factories

pytestmark = pytest.mark.django_db
Indexed = Callable[[], None]


def found(typed: str) -> list[int]:
    return sorted(int(result.pk) for result in SearchQuerySet().filter(content=typed))


def status() -> tuple[int, str]:
    """Exit status and what index_status says."""
    said = io.StringIO()
    try:
        call_command("index_status", stdout=said)
    except SystemExit as stopped:
        return int(stopped.code or 0), said.getvalue()
    return 0, said.getvalue()


@pytest.fixture
def entries(indexed: Indexed) -> list[Measure]:
    made = [factories.measure(f"健康促进第{n}项。") for n in range(5)]
    indexed()
    return made


def test_new_changed_and_removed_entries_reach_the_index(entries: list[Measure]) -> None:
    new = factories.measure("新增的丹顶鹤巡诊。")
    Measure.objects.filter(pk=entries[0].pk).update(text="改成丹顶鹤巡诊。")
    Measure.objects.filter(pk=entries[1].pk).update(hidden=True)
    gone = entries[2].pk
    factories.changed(new, *entries[:3])
    entries[2].delete()
    assert updates.drain() == 4
    assert found("丹顶鹤") == [entries[0].pk, new.pk]
    assert found("健康促进") == [entries[3].pk, entries[4].pk]
    assert gone not in found("健康促进")
    assert updates.waiting() == 0


def test_draining_again_changes_nothing(entries: list[Measure]) -> None:
    factories.changed(*entries, *entries)
    assert updates.drain_all() == 10
    factories.changed(*entries)
    updates.drain_all()
    assert found("健康促进") == [entry.pk for entry in entries]
    assert not updates.drift()


def test_more_changes_than_a_batch_are_drained_batch_by_batch(
    entries: list[Measure], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(updates, "BATCH", 2)
    factories.changed(*entries)
    assert [updates.drain() for _ in range(4)] == [2, 2, 1, 0]


@pytest.mark.filterwarnings(
    "ignore::pytest.PytestUnraisableExceptionWarning"
)  # Whoosh leaves its files to the collector
@pytest.mark.parametrize(
    ("part", "step"),
    [(BulkWriter, "add_batch"), (W3Segment, "create_compound_file"), (TOC, "write")],
)
def test_a_failure_before_the_commit_is_done_keeps_the_changes(
    entries: list[Measure], monkeypatch: pytest.MonkeyPatch, part: type, step: str
) -> None:
    def full_disk(*_: Any, **__: Any) -> None:
        raise OSError(28, "No space left on device")

    Measure.objects.filter(pk=entries[0].pk).update(text="改成丹顶鹤巡诊。")
    factories.changed(entries[0])
    with monkeypatch.context() as patched:
        patched.setattr(part, step, full_disk)
        with pytest.raises(OSError, match="No space"):
            updates.drain()
    assert updates.waiting() == 1
    assert len(found("健康促进")) == 5
    assert updates.drain_all() == 1
    assert found("丹顶鹤") == [entries[0].pk]


def test_a_failure_after_the_commit_keeps_the_changes_too(
    entries: list[Measure], monkeypatch: pytest.MonkeyPatch
) -> None:
    factories.changed(entries[0])

    def stops() -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(updates.backend().generations, "sync_current", stops)
        with pytest.raises(KeyboardInterrupt):
            updates.drain()
    assert updates.waiting() == 1
    assert updates.drain_all() == 1


def test_a_change_while_the_batch_is_indexed_waits_for_the_next(
    entries: list[Measure], monkeypatch: pytest.MonkeyPatch
) -> None:
    write = updates.index_measures

    def meanwhile(ids: Any) -> None:
        write(ids)
        Measure.objects.filter(pk=entries[0].pk).update(text="改成丹顶鹤巡诊。")
        factories.changed(entries[0])

    factories.changed(entries[0])
    with monkeypatch.context() as patched:
        patched.setattr(updates, "index_measures", meanwhile)
        assert updates.drain() == 1
    assert (updates.waiting(), found("丹顶鹤")) == (1, [])
    updates.drain_all()
    assert found("丹顶鹤") == [entries[0].pk]


def test_while_another_process_writes_we_wait_and_then_say_so(
    entries: list[Measure], index_of_its_own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(updates.backend(), "write_timeout", 0.1)
    factories.changed(entries[0])
    other = FileLock(str(index_of_its_own / "WRITING"))
    assert other.acquire(blocking=False)
    with pytest.raises(IndexBusy):
        updates.drain()
    with pytest.raises(IndexBusy):
        updates.backend().remove(entries[0])
    other.release()
    assert updates.drain_all() == 1


def test_without_an_index_nothing_is_drained_and_the_changes_stay(db: None) -> None:
    factories.changed(factories.measure("健康"))
    with pytest.raises(IndexMissing):
        updates.drain()
    assert updates.waiting() == 1


class TestRebuilding:
    def test_readers_never_see_an_empty_index(self, entries: list[Measure]) -> None:
        stop, seen, failed = threading.Event(), set[int](), list[BaseException]()

        def read() -> None:
            try:
                while not stop.is_set():
                    seen.add(SearchQuerySet().filter(content="健康促进").count())
            except BaseException as error:  # noqa: BLE001 - whatever it is, the test has to tell of it
                failed.append(error)

        readers = [threading.Thread(target=read) for _ in range(3)]
        for reader in readers:
            reader.start()
        for _ in range(8):
            updates.rebuild()
            updates.index_measures([entry.pk for entry in entries])
        stop.set()
        for reader in readers:
            reader.join()
        assert (failed, seen) == ([], {5})

    def test_what_was_recorded_before_it_is_told_and_what_is_recorded_meanwhile_waits(
        self, entries: list[Measure], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        factories.changed(entries[0])
        rebuild = updates.backend().rebuild

        def meanwhile(objects: Any) -> set[str]:
            drained: set[str] = rebuild(objects)
            factories.changed(entries[1])
            return drained

        monkeypatch.setattr(updates.backend(), "rebuild", meanwhile)
        updates.rebuild()
        assert list(IndexChange.objects.values_list("measure_id", flat=True)) == [entries[1].pk]

    def test_what_is_written_meanwhile_is_written_at_once_and_taken_over(
        self, entries: list[Measure], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        index = updates.measure_index()
        read = index.in_batches

        def drained_half_way(measures: Any) -> Iterator[Measure]:
            yield from read(measures)
            monkeypatch.undo()
            Measure.objects.filter(pk=entries[0].pk).update(text="改成丹顶鹤巡诊。")
            factories.changed(entries[0])
            Measure.objects.filter(pk=entries[1].pk).delete()
            factories.changed(entries[1])
            assert updates.drain() == 2
            assert found("丹顶鹤") == [entries[0].pk]

        monkeypatch.setattr(index, "in_batches", drained_half_way)
        updates.rebuild()
        assert found("丹顶鹤") == [entries[0].pk]
        assert len(found("健康促进")) == 3
        assert not updates.drift()

    def test_what_was_written_meanwhile_by_other_terms_is_indexed_once_more(
        self, entries: list[Measure], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        index = updates.measure_index()
        read = index.in_batches

        def drained_half_way(measures: Any) -> Iterator[Measure]:
            yield from read(measures)
            monkeypatch.setattr(index, "in_batches", read)
            factories.changed(entries[0])
            assert updates.drain() == 1

        monkeypatch.setattr(analysis, "terms_version", lambda: "other terms")
        monkeypatch.setattr(index, "in_batches", drained_half_way)
        updates.rebuild()
        assert list(IndexChange.objects.values_list("measure_id", flat=True)) == [entries[0].pk]

    def test_an_older_reading_that_is_taken_over_does_not_end_the_waiting_of_a_newer_change(
        self, entries: list[Measure], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        index = updates.measure_index()
        read = index.in_batches

        def changed_between(measures: Any) -> Iterator[Measure]:
            monkeypatch.undo()
            Measure.objects.filter(pk=entries[0].pk).update(text="改成丹顶鹤巡诊。")
            yield from read(measures)
            updates.backend().write(index, [entries[0]], ())  # as who read it before the change

        factories.changed(entries[0])
        monkeypatch.setattr(index, "in_batches", changed_between)
        updates.rebuild()
        updates.drain_all()
        assert found("丹顶鹤") == [entries[0].pk]

    def test_a_rebuild_that_fails_leaves_the_index_as_it_was(
        self, entries: list[Measure], index_of_its_own: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fails(*_: Any) -> Iterator[Measure]:
            yield entries[0]
            raise OSError(28, "No space left on device")

        with monkeypatch.context() as patched:
            patched.setattr(updates.measure_index(), "in_batches", fails)
            with pytest.raises(OSError, match="No space"):
                updates.rebuild()
        assert len(found("健康促进")) == 5
        assert len(list((index_of_its_own / "generations").iterdir())) == 1  # it does not keep the disk full

    def test_old_generations_do_not_pile_up(self, entries: list[Measure], index_of_its_own: Path) -> None:
        for _ in range(4):
            updates.rebuild()
        assert len(list((index_of_its_own / "generations").iterdir())) == 2

    def test_another_format_is_rebuilt_by_itself(self, entries: list[Measure], monkeypatch: pytest.MonkeyPatch) -> None:
        assert not updates.ensure_index()
        monkeypatch.setattr(schema, "FORMAT", schema.FORMAT + 1)
        updates.look_anew()  # as a process that has just been started with the new code
        with pytest.raises(IndexMissing):
            found("健康促进")
        index_worker.work()
        assert len(found("健康促进")) == 5

    def test_with_other_terms_searches_go_on_until_the_worker_has_rebuilt_it(
        self, entries: list[Measure], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(analysis, "terms_version", lambda: "other terms")
        assert len(found("健康促进")) == 5
        code, said = status()
        assert (code, "等待索引进程重建" in said) == (1, True)
        index_worker.work()
        assert status()[0] == 0
        assert len(found("健康促进")) == 5

    def test_a_failure_after_readers_turned_to_the_new_index_leaves_it_to_them(
        self, entries: list[Measure], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        root = updates.backend().generations.root

        def fails(path: Path) -> None:
            if path == root:  # the last step, after the pointer was turned
                raise OSError(5, "Input/output error")

        with monkeypatch.context() as patched:
            patched.setattr(generations, "sync_file", fails)
            with pytest.raises(OSError, match="Input/output"):
                updates.rebuild()
        assert len(found("健康促进")) == 5

    def test_clearing_is_haystacks_way_to_an_empty_index(self, entries: list[Measure]) -> None:
        call_command("clear_index", "--noinput", verbosity=0)
        assert found("健康促进") == []
        assert status()[0] == 1
        call_command("update_index", verbosity=0)
        assert len(found("健康促进")) == 5


class TestCommands:
    def test_update_index_makes_drains_and_repairs(self, db: None) -> None:
        entries = [factories.measure(f"健康促进第{n}项。") for n in range(4)]
        call_command("update_index", verbosity=0)
        assert len(found("健康促进")) == 4
        # written past the doors, so nothing was recorded
        Measure.objects.filter(pk=entries[0].pk).update(text="改成丹顶鹤巡诊。")
        entries[1].delete()
        factories.measure("健康促进新项。")
        factories.changed(entries[2])
        code, said = status()
        assert (code, "待写入变更：1" in said, "缺：1  旧：1  多：1" in said) == (1, True, True)
        said_by_update = io.StringIO()
        call_command("update_index", stdout=said_by_update)
        assert "已写入变更 1 条；修正：缺 1、旧 1、多 1" in said_by_update.getvalue()
        assert status()[0] == 0
        assert (len(found("健康促进")), len(found("丹顶鹤"))) == (3, 1)

    def test_update_index_without_changes_writes_nothing(self, entries: list[Measure], index_of_its_own: Path) -> None:
        before = {path: path.stat().st_mtime_ns for path in index_of_its_own.rglob("*.toc")}
        call_command("update_index", verbosity=0)
        assert {path: path.stat().st_mtime_ns for path in index_of_its_own.rglob("*.toc")} == before

    def test_rebuild_index_says_what_it_did(self, entries: list[Measure]) -> None:
        said = io.StringIO()
        call_command("rebuild_index", "--noinput", stdout=said)
        assert "已重建索引：5 条措施" in said.getvalue()

    def test_index_status_without_an_index(self, db: None, index_of_its_own: Path) -> None:
        assert status()[0] == 1
        assert not index_of_its_own.exists()

    def test_changes_that_wait_are_no_drift(self, entries: list[Measure]) -> None:
        Measure.objects.filter(pk=entries[0].pk).update(text="改成丹顶鹤巡诊。")
        factories.changed(entries[0])
        code, said = status()
        assert (code, "待写入变更：1，最早一条已等待 0." in said) == (0, True)
        assert "可能没有运行" not in said

    def test_changes_that_wait_long_tell_of_a_worker_that_does_not_run(self, entries: list[Measure]) -> None:
        factories.changed(*entries)
        IndexChange.objects.filter(measure_id=entries[0].pk).update(recorded_at=timezone.now() - timedelta(minutes=2))
        said = status()[1]
        assert "待写入变更：5，最早一条已等待 120." in said
        assert "索引进程可能没有运行" in said


def test_what_a_chapter_an_agency_and_a_plan_are_called_is_covered_by_the_stamp(indexed: Indexed) -> None:
    chapter = factories.chapter(factories.plan(), "旧章名")
    body = factories.agency("湖南省旧名厅")
    factories.measure("内容", under=chapter, leads=[body])
    indexed()
    for row, field in ((chapter, "title"), (body, "name"), (chapter.plan, "title")):
        setattr(row, field, "换过的名称")
        row.save()
        assert len(updates.repair().outdated) == 1, field
    assert not updates.drift()


def test_the_reader_is_kept_until_something_was_committed(entries: list[Measure]) -> None:
    engine = connections["default"].get_backend()
    first = engine.snapshot()
    assert engine.snapshot() is first
    updates.index_measures([entries[0].pk])
    second = engine.snapshot()
    assert second is not first
    updates.rebuild()
    assert engine.snapshot() is not second
