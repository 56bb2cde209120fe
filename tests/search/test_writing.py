"""How the index is written: in batches, by several processes, in segments that are merged."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from haystack.constants import DJANGO_CT, DJANGO_ID, ID
from whoosh import index as whoosh_index
from whoosh.codec.whoosh3 import W3Segment
from whoosh.query import Term

from search.backends import feeding, writing
from search.backends.batches import batch_of
from search.backends.generations import Generations
from search.backends.keeping import Kept
from search.backends.schema import Layout
from search.backends.snapshot import Snapshot
from search.indexes import MeasureIndex


def prepared(number: int, text: str) -> dict[str, Any]:
    """What haystack would prepare of a measure."""
    return {
        ID: f"documents.measure.{number}", DJANGO_CT: "documents.measure", DJANGO_ID: str(number),
        "text": text, "kind": "measure",
    }  # fmt: skip


@pytest.fixture(scope="module")
def layout() -> Layout:
    return Layout(MeasureIndex().fields)


def change(directory: Path, layout: Layout, numbers: range, text: str) -> None:
    entries = [prepared(number, text) for number in numbers]
    writing.write(
        Snapshot(directory, layout), [batch_of(layout, layout.schema(), entries)], [entry[ID] for entry in entries]
    )


def test_plain_whoosh_reads_what_is_written(tmp_path: Path, layout: Layout) -> None:
    texts = ["家庭医生签约服务" * (1 + n % 3) + f"第{n}项" for n in range(40)]
    entries = [prepared(n, text) for n, text in enumerate(texts)]
    writing.fill(tmp_path, [batch_of(layout, writing.create(tmp_path, layout), entries)])
    with whoosh_index.open_dir(str(tmp_path)).searcher() as searcher:
        assert searcher.doc_count() == 40
        hits = searcher.search(Term("text", "家庭医生"), limit=None)
        assert {int(hit[DJANGO_ID]) for hit in hits} == set(range(40))
        matcher = searcher.reader().postings("text", "家庭医生")
        counts = []
        while matcher.is_active():
            assert matcher.weight() == matcher.value_as("frequency")
            counts.append(int(matcher.weight()))
            matcher.next()
        assert counts == [1 + n % 3 for n in range(40)]
        assert searcher.reader().doc_field_length(2, "text") > searcher.reader().doc_field_length(0, "text")


def test_many_small_commits_leave_few_segments_and_lose_nothing(tmp_path: Path, layout: Layout) -> None:
    writing.create(tmp_path, layout)
    for n in range(40):
        change(tmp_path, layout, range(n, n + 1), f"健康促进第{n}项")
    snapshot = Snapshot(tmp_path, layout)
    assert len(snapshot.segments) < 12
    assert sorted(snapshot.entry(int(n)).fields["text"] for n in np.flatnonzero(snapshot.alive)) == sorted(
        f"健康促进第{n}项" for n in range(40)
    )
    assert len(snapshot.postings("text", "健康").numbers) == 40


def test_a_segment_of_which_most_was_replaced_is_written_anew(tmp_path: Path, layout: Layout) -> None:
    schema = writing.create(tmp_path, layout)
    writing.fill(tmp_path, [batch_of(layout, schema, [prepared(n, "健康促进") for n in range(30)])])
    change(tmp_path, layout, range(20), "丹顶鹤巡诊")
    snapshot = Snapshot(tmp_path, layout)
    assert (len(snapshot.segments), snapshot.size) == (1, 30)
    assert snapshot.doc_frequency("text", "健康") == 10


@pytest.mark.filterwarnings(
    "ignore::pytest.PytestUnraisableExceptionWarning"
)  # Whoosh leaves its files to the collector
def test_a_commit_that_fails_does_not_keep_the_disk_full(
    tmp_path: Path, layout: Layout, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full_disk(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    writing.create(tmp_path, layout)
    change(tmp_path, layout, range(3), "健康")
    before = {path.name for path in tmp_path.iterdir() if path.is_file()}
    with monkeypatch.context() as patched:
        patched.setattr(W3Segment, "create_compound_file", full_disk)
        with pytest.raises(OSError, match="No space"):
            change(tmp_path, layout, range(3), "改过")
    assert {path.name for path in tmp_path.iterdir() if path.is_file()} == before
    (tmp_path / "MAIN_0123456789abcdef.pst").write_bytes(b"left by one that was killed")
    with monkeypatch.context() as patched:
        patched.setattr(W3Segment, "create_compound_file", full_disk)
        with pytest.raises(OSError, match="No space"):
            change(tmp_path, layout, range(3), "改过")
    assert {path.name for path in tmp_path.iterdir() if path.is_file()} == before


def test_a_large_index_is_filled_segment_by_segment(
    tmp_path: Path, layout: Layout, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "SEGMENT", 10)
    schema = writing.create(tmp_path, layout)
    parts = [[prepared(n, "健康") for n in range(start, start + 5)] for start in range(0, 35, 5)]
    writing.fill(tmp_path, (batch_of(layout, schema, part) for part in parts))
    assert [segment.size for segment in Snapshot(tmp_path, layout).segments] == [10, 10, 10, 5]


def test_several_processes_give_what_one_gives_even_where_one_is_killed(
    layout: Layout, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feeding, "CHUNK", 5)
    monkeypatch.setattr(feeding, "MANY", 10)
    started: list[Any] = []
    start = feeding._Helper.start

    def starting(helper: feeding._Helper, chunk: Any) -> None:
        started.append(helper)
        if len(started) == 3:
            helper._process.kill()
            helper._process.join()
            assert helper._process.exitcode == -signal.SIGKILL
        start(helper, chunk)

    monkeypatch.setattr(feeding._Helper, "start", starting)
    entries = [prepared(n, f"健康促进第{n}项，家庭医生。") for n in range(38)]
    schema = layout.schema()
    together = list(feeding.batches(layout, schema, iter(entries)))
    assert [batch.size for batch in together] == [5] * 7 + [3]
    for place, batch in enumerate(together):
        alone = batch_of(layout, schema, entries[5 * place : 5 * place + 5])
        assert (batch.columns, batch.stored) == (alone.columns, alone.stored)
        for name, postings in alone.postings.items():
            other = batch.postings[name]
            assert postings.terms == other.terms
            assert np.array_equal(postings.counts, other.counts)
    assert not any(helper._process.is_alive() for helper in started)


def test_few_entries_are_analysed_without_other_processes(layout: Layout, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: Any) -> Iterator[Any]:
        raise AssertionError("a process was started")

    monkeypatch.setattr(feeding, "_by_processes", refused)
    (batch,) = feeding.batches(layout, layout.schema(), [prepared(1, "健康")])
    assert batch.size == 1


def test_what_is_kept_stays_within_its_bytes_and_the_last_used_stays() -> None:
    kept: Kept[int, str] = Kept(3000)
    for number in range(3):
        kept.put(number, "x", 500)
    assert kept.get(0) == "x"
    kept.put(3, "x", 500)
    assert [kept.get(number) for number in range(4)] == ["x", None, "x", "x"]


class TestTheQuickLook:
    """Whether an opened state is still the present one is looked up before every search."""

    @pytest.fixture
    def generations(self, tmp_path: Path, layout: Layout) -> Generations:
        """Of which nothing was changed for a while."""
        generations = Generations(tmp_path)
        with generations.building({}, 0) as directory:
            writing.create(directory, layout)
            generations.publish(directory)
        self._let_time_pass(generations)
        return generations

    def _let_time_pass(self, generations: Generations) -> None:
        current = generations.current()
        assert current
        for path in (current, generations.root / "CURRENT"):
            os.utime(path, (time.time() - 60, time.time() - 60))

    def opened(self, generations: Generations, layout: Layout) -> Snapshot:
        current = generations.current()
        assert current
        snapshot = Snapshot(current, layout)
        assert snapshot.is_current(generations)
        return snapshot

    def test_what_has_not_changed_is_not_looked_into(
        self, generations: Generations, layout: Layout, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        snapshot = self.opened(generations, layout)
        monkeypatch.delattr(Snapshot, "_is_last_commit")
        assert snapshot.is_current(generations)

    def test_a_commit_is_seen_at_once(self, generations: Generations, layout: Layout) -> None:
        snapshot = self.opened(generations, layout)
        change(snapshot.generation, layout, range(3), "健康促进")
        assert not snapshot.is_current(generations)

    def test_a_commit_is_seen_that_comes_right_after_a_look_right_after_a_commit(
        self, generations: Generations, layout: Layout
    ) -> None:
        change(self.opened(generations, layout).generation, layout, range(3), "健康促进")
        snapshot = self.opened(generations, layout)
        moment = snapshot.generation.stat().st_mtime_ns
        change(snapshot.generation, layout, range(3, 6), "健康促进")
        os.utime(snapshot.generation, ns=(moment, moment))  # as a clock would have it that is not finer
        assert not snapshot.is_current(generations)

    def test_another_generation_is_seen_at_once(self, generations: Generations, layout: Layout) -> None:
        snapshot = self.opened(generations, layout)
        with generations.building({}, 0) as directory:
            writing.create(directory, layout)
            generations.publish(directory)
        assert not snapshot.is_current(generations)
        self._let_time_pass(generations)
        assert not snapshot.is_current(generations)
        assert self.opened(generations, layout).generation == directory
