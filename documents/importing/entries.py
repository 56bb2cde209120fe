"""Chapters and measures of one parsed text → rows. Each row is matched, told what the parser now says of it, and those
that the parser no longer finds are withdrawn."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from documents.agencies import Register
from documents.corrections.in_force import set_columns, write
from documents.corrections.order import imported_order
from documents.importing import stored
from documents.importing.ledger import Ledger
from documents.importing.matching import CHAPTER_KEYS, MEASURE_KEYS, match
from documents.importing.places import (
    corrected_chapter_places,
    corrected_measure_places,
    new_chapter_places,
    new_measure_places,
    old_chapter_places,
    old_measure_places,
)
from documents.models import Chapter, Measure, SourceText
from documents.parsing import tree

# What an import writes of a row that exists; the rest is derived from it.
IMPORTED = ("parsed", "confidence", "reasons", "found", "place", "spans", "source")


def write_entries(source: SourceText, parsed: tree.ParsedText, register: Register, ledger: Ledger) -> None:
    """Writes all chapters and measures of the source's plan."""
    old_chapters = list(source.plan.chapters.order_by("place", "pk"))
    old_measures = list(source.plan.measures.order_by("place", "pk"))
    new = new_chapter_places(parsed)
    pairs = match(old_chapter_places(old_chapters, old_measures), new, CHAPTER_KEYS)
    pairs = match(corrected_chapter_places(old_chapters, old_measures), new, CHAPTER_KEYS, pairs)
    chapters = _write_chapters(_Rows(Chapter, source, old_chapters, pairs, len(new), ledger), parsed)
    new = new_measure_places(parsed, chapters)
    pairs = match(old_measure_places(old_measures), new, MEASURE_KEYS)
    pairs = match(corrected_measure_places(old_measures), new, MEASURE_KEYS, pairs)
    _write_measures(_Rows(Measure, source, old_measures, pairs, len(new), ledger), parsed, chapters, register)


def _write_chapters(rows: _Rows, parsed: tree.ParsedText) -> dict[str, Chapter]:
    """Tree id → row. Level by level, since a chapter is told the number of the one above."""
    written: dict[str, Chapter] = {}
    for level in _levels(parsed.chapters):
        for at in level:
            item = parsed.chapters[at]
            above = written[item.parent].pk if item.parent else None
            written[item.id] = rows.take(at, item, stored.chapter(item, above))
        rows.create()
    rows.finish()
    return written


def _write_measures(rows: _Rows, parsed: tree.ParsedText, chapters: Mapping[str, Chapter], register: Register) -> None:
    for at, item in enumerate(parsed.measures):
        chapter = chapters[item.chapter].pk if item.chapter else None
        rows.take(at, item, stored.measure(item, chapter, register))
    rows.create()
    rows.finish()


def _levels(chapters: Sequence[tree.Chapter]) -> list[list[int]]:
    """Positions of the chapters without a parent, of those below these, and so on."""
    depth: dict[str, int] = {}
    levels: dict[int, list[int]] = defaultdict(list)
    for at, chapter in enumerate(chapters):
        depth[chapter.id] = depth[chapter.parent] + 1 if chapter.parent else 0
        levels[depth[chapter.id]].append(at)
    return [levels[level] for level in sorted(levels)]


class _Rows:
    """The rows of one kind, old and new, on their way into the database."""

    def __init__(
        self,
        model: type[Chapter] | type[Measure],
        source: SourceText,
        old: Sequence[Any],
        pairs: Mapping[int, int],
        count: int,
        ledger: Ledger,
    ) -> None:
        self._model, self._source, self._old, self._pairs, self._ledger = model, source, old, pairs, ledger
        self._places, self._places_withdrawn = reading_order(count, pairs, len(old))
        self._made: list[Any] = []
        self._changed: list[Any] = []

    def take(self, at: int, item: tree.Chapter | tree.Measure, said: dict[str, Any]) -> Any:
        """The row of the entry at one position, told what the parser says of it; not yet saved."""
        imported = {
            "parsed": said, "confidence": item.confidence, "reasons": list(item.reasons), "found": True,
            "place": self._places[at], "spans": stored.spans(item.spans), "source_id": self._source.pk,
        }  # fmt: skip
        if at not in self._pairs:
            row = self._model(plan=self._source.plan, order=imported_order(self._places[at]), **imported)
            set_columns(row, {})
            self._made.append(row)
            self._ledger.new.append(row)
            return row
        row = self._old[self._pairs[at]]
        self._ledger.told(row, said)
        if any(getattr(row, name) != value for name, value in imported.items()):
            self._changed.append(row)
        for name, value in imported.items():
            setattr(row, name, value)
        return row

    def create(self) -> None:
        """Saves the new rows taken so far, so that they have a number."""
        self._model._default_manager.bulk_create(self._made)
        self._made = []

    def finish(self) -> None:
        """Saves the rest, and withdraws what the parser no longer finds."""
        for at, place in self._places_withdrawn.items():
            row = self._old[at]
            if row.found:
                self._ledger.withdraw(row)
            if row.found or row.place != place:
                row.found, row.place = False, place
                self._changed.append(row)
        write(self._model, self._changed, IMPORTED)


def reading_order(count: int, pairs: Mapping[int, int], old_count: int) -> tuple[list[int], dict[int, int]]:
    """The places of the parsed entries, and of the old ones that are no longer found: these stay behind the entry that
    they stood behind."""
    now = {old: new for new, old in pairs.items()}
    behind: dict[int, list[int]] = defaultdict(list)
    anchor = -1
    for old in range(old_count):
        if old in now:
            anchor = now[old]
        else:
            behind[anchor].append(old)
    order, order_withdrawn, place = [0] * count, {}, 0
    for new in range(-1, count):
        if new >= 0:
            order[new], place = place, place + 1
        for old in behind[new]:
            order_withdrawn[old], place = place, place + 1
    return order, order_withdrawn
