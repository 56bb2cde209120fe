"""The value in force of every field: a person's correction where there is one, else what the parser said. Nothing else
computes it.

An entry below a heading that is not seen (hidden, or no longer found) stands under the nearest one above that is, so
that hiding a heading never hides what stands under it, and no reader of the columns has to think of it.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils import timezone

from documents.corrections import parts
from documents.corrections.columns import clipped, column_of
from documents.corrections.order import orders
from documents.models import Chapter, Correction, Measure, Plan
from documents.themes import in_force as themes_in_force
from documents.themes.judging import judge
from documents.themes.rules import RuleBook
from documents.themes.subjects import subjects_of

Entry = Plan | Chapter | Measure
# The corrections of one entry: field → value.
Corrected = Mapping[str, Any]

# What is not a plain column: lists of rows, places in the tree, and the place among others.
LISTS = ("responsibilities", "targets")
PLACES = ("chapter", "parent")
NO_COLUMNS = (*LISTS, *PLACES, "after")
# What a person compares with the source when they check a measure.
READ_OFF = ("kind", "label", "lead", "text", *LISTS)


class Corrections:
    """All corrections of one plan and its entries, in one query."""

    def __init__(self, plan_id: int) -> None:
        self._of: dict[tuple[type[Entry], int], dict[str, Any]] = defaultdict(dict)
        self._moves: dict[type[Entry], list[tuple[int, int]]] = defaultdict(list)
        rows = Correction.objects.filter(plan_id=plan_id).order_by("made_at", "pk")
        for measure, chapter, field, value in rows.values_list("measure", "chapter", "field", "value"):
            key = (Measure, measure) if measure else (Chapter, chapter) if chapter else (Plan, plan_id)
            self._of[key][field] = value
            if field == "after":
                self._moves[key[0]].append((key[1], int(value or 0)))

    def of(self, entry: Entry) -> Corrected:
        return self._of.get((type(entry), entry.pk or 0), {})

    def moves(self, model: type[Chapter] | type[Measure]) -> list[tuple[int, int]]:
        """Entries of a kind that a person put behind others, with these; in the order in which that was done."""
        return self._moves[model]

    def chapters_in_use(self) -> set[int]:
        """The chapters in which a person put something that is not hidden."""
        placed = (own for own in self._of.values() if own.get("hidden") is not True)
        return {own[place] for own in placed for place in PLACES if own.get(place) is not None}


def value_in_force(entry: Entry, field: str, corrected: Corrected) -> Any:
    """The value in force in its stored form (JSON)."""
    return corrected[field] if field in corrected else parsed_value(entry, field)


def parsed_value(entry: Entry, field: str) -> Any:
    """What the parser said of a field, in its stored form; the field's default where it has never read the entry.

    Themes are given by rules, not by the parser: here is what these say.
    """
    if field == "themes" and isinstance(entry, Measure):
        return entry.themes_by_rule
    if field in entry.parsed:
        return entry.parsed[field]
    if field in LISTS:
        return []
    if field == "after":
        return None  # the parser says where an entry stands by the order in which it gives them
    column = column_of(entry, field)
    return column.get_default()


def set_columns(entry: Entry, corrected: Corrected) -> None:
    """Sets the plain columns of an entry, unsaved."""
    for field in entry.CORRECTABLE:
        if field not in NO_COLUMNS:
            column = column_of(entry, field)
            setattr(entry, column.attname, clipped(column, value_in_force(entry, field, corrected)))
    # hidden=False as a correction says: show it although the parser no longer finds it
    entry.kept = any(field != "hidden" or value is False for field, value in corrected.items())
    if isinstance(entry, Measure):
        entry.checked = corrected.get("checked") == digest(entry, corrected)


def digest(measure: Measure, corrected: Corrected) -> str:
    """What is in force of a measure in the fields that are read off its source, in short: the same for the same words
    in every installation, whatever number an agency has there.
    """
    values = [without_spans(value_in_force(measure, field, corrected)) for field in READ_OFF]
    values[READ_OFF.index("responsibilities")] = [_as_read(body) for body in values[READ_OFF.index("responsibilities")]]
    written = json.dumps(values, ensure_ascii=False, sort_keys=True)
    return hashlib.blake2b(written.encode(), digest_size=16).hexdigest()


def _as_read(body: Mapping[str, Any]) -> list[Any]:
    return [body["as_written"] or body["agency"], body["role"], body["inherited"]]


def without_spans(value: Any) -> Any:
    """A stored value without the places in the text where its parts were read."""
    if isinstance(value, list):
        return [without_spans(item) for item in value]
    if isinstance(value, dict):
        return {name: without_spans(item) for name, item in value.items() if name != "spans"}
    return value


class Headings:
    """The chapters of one plan as a tree of those that are seen."""

    def __init__(self, chapters: Sequence[Chapter], corrections: Corrections) -> None:
        self._above = {c.pk: value_in_force(c, "parent", corrections.of(c)) for c in chapters}
        self._seen = {c.pk for c in chapters if c.visible}

    def nearest(self, pk: int | None) -> int | None:
        """The chapter itself where it is seen, else the nearest above that is; None at the top."""
        passed = set()
        while pk is not None and pk not in self._seen:
            if pk in passed or pk not in self._above:
                return None
            passed.add(pk)
            pk = self._above[pk]
        return pk

    def parent(self, pk: int) -> int | None:
        """What a chapter stands under; None where corrections and a later parse together make a circle."""
        path = [pk]
        while (above := self.nearest(self._above[path[-1]])) is not None:
            if above in path:
                return None
            path.append(above)
        return path[1] if len(path) > 1 else None

    def levels(self) -> dict[int, int]:
        """Depth of each chapter, 1 at the top."""
        levels: dict[int, int] = {}

        def level(pk: int) -> int:
            if pk not in levels:
                above = self.parent(pk)
                levels[pk] = 1 + (level(above) if above is not None else 0)
            return levels[pk]

        return {pk: level(pk) for pk in self._above}


def apply_plan(plan: Plan, corrections: Corrections | None = None) -> None:
    """Brings the columns of the plan itself in line, not of its entries."""
    before = _columns(plan)
    set_columns(plan, (corrections or Corrections(plan.pk)).of(plan))
    if _columns(plan) != before:
        plan.save()


def apply_entries(
    plan: Plan, measures: Sequence[Measure] | None = None, corrections: Corrections | None = None
) -> None:
    """Brings chapters and measures of a plan (only the measures given) and their rows in line, saving what differs."""
    corrections = corrections or Corrections(plan.pk)
    chapters = list(plan.chapters.all())
    headings = _apply_chapters(chapters, corrections)
    order = _order_of_measures(plan, corrections)
    if measures is None:
        measures = list(plan.measures.all())
    before = {measure: _columns(measure) for measure in measures}
    for measure in measures:
        corrected = corrections.of(measure)
        set_columns(measure, corrected)
        measure.chapter_id = headings.nearest(value_in_force(measure, "chapter", corrected))
        measure.order = order[measure.pk]
    themes_by(themes_in_force.book(), plan, chapters, measures, corrections)
    write(Measure, [measure for measure in measures if _columns(measure) != before[measure]], _written(Measure))
    parts.replace(
        {m: {name: value_in_force(m, name, corrections.of(m)) for name in LISTS} | _citations(m) for m in measures},
        plan.province_id,
    )


def _order_of_measures(plan: Plan, corrections: Corrections) -> dict[int, int]:
    """The order of all measures of a plan; those that stand behind one that was moved are moved with it."""
    rows = {pk: own for pk, *own in plan.measures.order_by("place", "pk").values_list("pk", "place", "order")}
    found = orders({pk: place for pk, (place, _) in rows.items()}, corrections.moves(Measure))
    for pk, _ in corrections.moves(Measure):
        if rows[pk][1] != found[pk]:
            Measure.objects.filter(pk=pk).update(order=found[pk])
    return found


def themes_by(
    book: RuleBook, plan: Plan, chapters: Iterable[Chapter], measures: Iterable[Measure], corrections: Corrections
) -> None:
    """Sets the themes of measures, unsaved; all else of them and their chapters is in line. No query."""
    bodies = {measure: value_in_force(measure, "responsibilities", corrections.of(measure)) for measure in measures}
    named = {m: [body["as_written"] for body in own if not body["inherited"]] for m, own in bodies.items()}
    for measure, subject in subjects_of(plan, chapters, named).items():
        measure.themes_by_rule = list(judge(subject, book).themes)
        measure.themes = value_in_force(measure, "themes", corrections.of(measure))


def _apply_chapters(chapters: Sequence[Chapter], corrections: Corrections) -> Headings:
    before = {chapter.pk: _columns(chapter) for chapter in chapters}
    order = orders({c.pk: c.place for c in sorted(chapters, key=lambda c: (c.place, c.pk))}, corrections.moves(Chapter))
    in_use = corrections.chapters_in_use()
    for chapter in chapters:
        set_columns(chapter, corrections.of(chapter))
        chapter.kept |= chapter.pk in in_use
        chapter.order = order[chapter.pk]
    headings = Headings(chapters, corrections)
    levels = headings.levels()
    for chapter in chapters:
        chapter.parent_id, chapter.level = headings.parent(chapter.pk), levels[chapter.pk]
    write(Chapter, [c for c in chapters if _columns(c) != before[c.pk]], _written(Chapter))
    return headings


def _citations(measure: Measure) -> dict[str, Any]:
    return {"citations": measure.parsed.get("citations", [])}


def _written(model: type[Entry]) -> list[str]:
    """The derived columns of a kind of entry."""
    own: dict[type[Entry], list[str]] = {
        Chapter: ["order", "level"],
        Measure: ["order", "checked", "themes_by_rule"],
    }
    return [f for f in model.CORRECTABLE if f not in (*LISTS, "after")] + ["kept", *own.get(model, [])]


def _columns(entry: Entry) -> tuple[Any, ...]:
    columns = (column_of(entry, name) for name in _written(type(entry)))
    return tuple(getattr(entry, column.attname) for column in columns)


def write(model: type[Chapter] | type[Measure], entries: Iterable[Any], fields: Sequence[str]) -> None:
    """Updates rows that exist. As one upsert a batch, since an UPDATE with a CASE a column takes ten times as long."""
    rows = list(entries)
    for row in rows:
        row.updated_at = timezone.now()
    if rows:
        model._default_manager.bulk_create(
            rows, update_conflicts=True, unique_fields=["pk"], update_fields=[*fields, "updated_at"]
        )
