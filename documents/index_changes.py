"""Which measures the search index has to hear of: those of which something that is indexed has changed.

What is indexed of a measure is compared as a whole before and after a write, so that no writer has to know which of
its steps reaches the index. A measure that nobody sees has no content: hiding it, or its plan, is a change too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from documents.models import Chapter, IndexChange, Measure, Plan, Responsibility, Target

# What is indexed, by measure; comparable, nothing more.
Contents = Mapping[int, tuple[Any, ...]]

PLAN_FACTS = (
    "title", "province_id", "document_number", "issuers", "issued_on", "published_on", "period_start", "period_end",
    "kind", "validity", "is_plan", "checked",
)  # fmt: skip


def contents(plan_id: int, measure_ids: Collection[int] | None = None) -> Contents:
    """What the index holds, or should hold, of a plan's measures (of those given). Five queries."""
    facts = Plan.objects.filter(pk=plan_id).values_list(*PLAN_FACTS).first()
    measures = Measure.objects.visible().filter(plan_id=plan_id)
    if measure_ids is not None:
        measures = measures.filter(pk__in=measure_ids)
    paths = _chapter_paths(plan_id)
    parts = _parts(plan_id, measure_ids)
    rows = measures.values_list("pk", "chapter_id", "kind", "label", "lead", "text", "themes", "checked")
    return {pk: (facts, paths.get(chapter), *own, parts.get(pk, ())) for pk, chapter, *own in rows}


def _chapter_paths(plan_id: int) -> dict[int | None, tuple[Any, ...]]:
    """For each chapter its own number, label and title, after those of the chapters above."""
    rows = {
        pk: own for pk, *own in Chapter.objects.filter(plan_id=plan_id).values_list("pk", "parent", "label", "title")
    }
    paths: dict[int | None, tuple[Any, ...]] = {}
    for pk in rows:
        path: list[Any] = []
        at: Any = pk
        while at in rows and len(path) <= len(rows):  # what is in force has no circles; never hang on one all the same
            path.insert(0, (at, *rows[at][1:]))
            at = rows[at][0]
        paths[pk] = tuple(path)
    return paths


def _parts(plan_id: int, measure_ids: Collection[int] | None) -> dict[int, list[Any]]:
    bodies = Responsibility.objects.filter(measure__plan_id=plan_id)
    targets = Target.objects.filter(measure__plan_id=plan_id)
    if measure_ids is not None:
        bodies, targets = bodies.filter(measure__in=measure_ids), targets.filter(measure__in=measure_ids)
    parts: dict[int, list[Any]] = defaultdict(list)
    for pk, *own in bodies.order_by("measure", "order").values_list("measure", "agency", "as_written", "role"):
        parts[pk].append(own)
    shown = ("indicator", "comparator", "value", "value_high", "unit", "year")
    for pk, *own in targets.order_by("measure", "order").values_list("measure", *shown):
        parts[pk].append(own)
    return parts


def record_differences(before: Contents, after: Contents) -> int:
    """Records the measures whose content differs, those that came and went included; says how many."""
    return record(pk for pk in before.keys() | after.keys() if before.get(pk) != after.get(pk))


def record(measure_ids: Iterable[int]) -> int:
    """Records these measures; says how many."""
    return len(IndexChange.objects.bulk_create([IndexChange(measure_id=pk) for pk in sorted(set(measure_ids))]))


@contextmanager
def recorded(plan_id: int, measure_ids: Collection[int] | None = None) -> Iterator[None]:
    """Records what the block changed in a plan (in those of its measures), within the caller's transaction."""
    before = contents(plan_id, measure_ids)
    yield
    record_differences(before, contents(plan_id, measure_ids))
