"""What an import would do, looked at before anything is saved: the outline as it would stand, and what would change.

The import is done and taken back, so that what is shown is what would be: corrections in force, entries recognised.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import transaction

from documents.corrections import title_of
from documents.extracting import Brought
from documents.importing import ImportResult, import_text, nothing_new, reading
from documents.importing.results import EntryResult
from documents.models import Chapter, Measure, Plan
from documents.outline import Block, chapters_to_read, measures_to_read, outline
from documents.parsing.wording import Wording

MODELS = {"plan": Plan, "chapter": Chapter, "measure": Measure}
SHOWN_CHARACTERS = 160
MOST_WARNINGS = 50


def preview(brought: Brought, wording: Callable[[], Wording | None] = lambda: None) -> dict[str, Any]:
    """A JSON object: status, heading, plan (the number of one that is there already), facts, blocks, counts, gone,
    conflicts, warnings. The database is as before."""
    raw = brought.raw
    parsed, reader = None, reading.in_force()
    if nothing_new(raw, reader) is None:
        parsed = reader.parse(raw, wording())  # outside the transaction, which keeps others from writing
    with transaction.atomic():
        known = set(Plan.objects.values_list("pk", flat=True))
        result = import_text(raw, parsed=parsed)
        plan = Plan.objects.select_related("province").get(pk=result.plan_id or 0)
        told = _told(plan, result, known=plan.pk in known)
        transaction.set_rollback(True)
    return told


def _told(plan: Plan, result: ImportResult, *, known: bool) -> dict[str, Any]:
    read = outline(chapters_to_read(plan))
    read.fill(measures_to_read(plan))
    changes = _changes(result)
    blocks = [_block(block, changes) for block in read.root.blocks()]
    return {
        "status": str(result.status),
        "heading": plan.heading,
        "plan": plan.pk if known else None,
        "facts": _facts(plan),
        "blocks": blocks,
        "counts": _counts(result),
        "changed": [_changed(entry) for entry in result.updated if entry.kind == "plan" and entry.fields],
        "gone": [entry.heading for entry in result.withdrawn],
        "conflicts": [str(conflict) for conflict in result.conflicts],
        "warnings": list(result.warnings[:MOST_WARNINGS]),
        "warning_count": len(result.warnings),
    }


def _changes(result: ImportResult) -> dict[tuple[str, int | None], tuple[str, str]]:
    """What becomes of each chapter and measure: new, or updated and in which fields."""
    new = {(entry.kind, entry.pk): ("new", "") for entry in result.new}
    return new | {(entry.kind, entry.pk): ("updated", _fields(entry)) for entry in result.updated}


def _block(block: Block, changes: dict[tuple[str, int | None], tuple[str, str]]) -> dict[str, Any]:
    entry = block.chapter or block.measure
    change, fields = changes.get((entry._meta.model_name or "", entry.pk), ("", "")) if entry else ("", "")
    told: dict[str, Any] = {"change": change, "fields": fields}
    if block.chapter:
        return told | {"level": block.level, "heading": block.chapter.heading}
    measure = block.measure
    if measure is None:
        return told
    text = measure.text if len(measure.text) <= SHOWN_CHARACTERS else measure.text[:SHOWN_CHARACTERS] + "……"
    bodies = [body.as_written for body in measure.bodies]
    return told | {"label": measure.label or "", "text": text, "kind": measure.get_kind_display(), "bodies": bodies}


def _facts(plan: Plan) -> list[tuple[str, str]]:
    """What was read of the document itself, 未见 where it says nothing."""
    period = f"{plan.period_start}—{plan.period_end}" if plan.period_start else None
    facts: list[tuple[str, object]] = [
        ("标题", plan.title), ("省份", plan.province and plan.province.name), ("文号", plan.document_number),
        ("发文机关", "、".join(plan.issuers)), ("成文日期", plan.issued_on), ("发布日期", plan.published_on),
        ("规划期", period), ("文种", plan.kind),
    ]  # fmt: skip
    return [(name, str(value or "未见")) for name, value in facts]


def _counts(result: ImportResult) -> dict[str, int]:
    groups = {
        "new": result.new,
        "updated": result.updated,
        "unchanged": result.unchanged,
        "withdrawn": result.withdrawn,
    }
    counted = {name: sum(entry.kind != "plan" for entry in entries) for name, entries in groups.items()}
    every = (*result.new, *result.updated, *result.unchanged)
    kinds = {f"{kind}s": sum(entry.kind == kind for entry in every) for kind in ("chapter", "measure")}
    return counted | kinds


def _changed(entry: EntryResult) -> str:
    return f"{entry.heading}：{_fields(entry)}"


def _fields(entry: EntryResult) -> str:
    model = MODELS[entry.kind]
    return "、".join("引用" if field == "citations" else title_of(model, field) for field in entry.fields)
