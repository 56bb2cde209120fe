"""Where the parser, read again, and a person disagree: nothing of either is lost, and a person decides.

- the parser now says something else of a field than when a person corrected it, and not what they put there;
- it no longer finds an entry that a person worked on;
- it now reads other words in a measure that a person split or merged;
- what a person checked has changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from documents.corrections.in_force import parsed_value, without_spans
from documents.corrections.values import NAMES
from documents.models import Chapter, Correction, Measure, Plan, Succession
from documents.review.items import Kind, Raised, key_of, name_of

Entry = Plan | Chapter | Measure
# What a person says of an entry that the parser says nothing of.
PERSONS_ONLY = ("hidden", "after", "checked")


def disagreements(plan: Plan, entries: Sequence[Entry]) -> Iterator[Raised]:
    """Of these entries, with the plan itself among them or not. Two queries."""
    by_name = {name_of(entry): entry for entry in entries}
    for row in Correction.objects.filter(plan=plan).order_by("pk"):
        entry = by_name.get(_name(row))
        if entry is None:
            continue
        if row.field == "checked":
            if not entry.checked and entry.visible:
                yield _lapsed(entry, row)
        elif row.field not in PERSONS_ONLY and entry.found and differs(row, entry):
            yield _conflict(entry, row)
    yield from (_vanished(entry) for entry in entries if _has_vanished(entry))
    yield from _of_successions([entry for entry in entries if isinstance(entry, Measure)])


def differs(row: Correction, entry: Entry) -> bool:
    """Whether the parser's word has changed under a correction, and not to what the person put there."""
    now = without_spans(parsed_value(entry, row.field))
    return now not in (without_spans(row.parsed_value), without_spans(row.value))


def _name(row: Correction) -> str:
    if row.measure_id:
        return f"measure {row.measure_id}"
    return f"chapter {row.chapter_id}" if row.chapter_id else f"plan {row.plan_id}"


def _conflict(entry: Entry, row: Correction) -> Raised:
    now = parsed_value(entry, row.field)
    detail = {"about": "value", "before": row.parsed_value, "now": now, "mine": row.value}
    return Raised(
        Kind.CONFLICT, key_of(Kind.CONFLICT, name_of(entry), row.field), f"{_title(entry, row.field)}：解析结果有变",
        entry, key_of(without_spans(row.parsed_value), without_spans(now)), row.field, detail,
        entry.spans if isinstance(entry, Chapter | Measure) else [], extra=5 if row.field == "text" else 1,
    )  # fmt: skip


def _title(entry: Entry, field: str) -> str:
    return NAMES.get(field) or str(getattr(entry._meta.get_field(field), "verbose_name", field))


def _lapsed(entry: Entry, row: Correction) -> Raised:
    return Raised(
        Kind.LAPSED, key_of(Kind.LAPSED, name_of(entry)), "核对之后，导入改变了内容", entry, key_of(row.value),
        row.field, spans=entry.spans if isinstance(entry, Measure) else [],
    )  # fmt: skip


def _has_vanished(entry: Entry) -> bool:
    """A person worked on it, and it is still shown, but the parser that once found it does not any more."""
    if isinstance(entry, Plan) or entry.found or not entry.visible:
        return False
    return bool(entry.parsed)


def _vanished(entry: Entry) -> Raised:
    said = entry.parsed.get("text") or entry.parsed.get("title") or ""
    detail = {"about": "vanished", "before": said, "now": None, "mine": entry.heading}
    return Raised(
        Kind.CONFLICT, key_of(Kind.CONFLICT, "vanished", name_of(entry)), "有人工更正，新的解析不再得到本条", entry,
        key_of("vanished", said), "found", detail,
    )  # fmt: skip


def _of_successions(measures: Sequence[Measure]) -> Iterator[Raised]:
    by_pk = {measure.pk: measure for measure in measures}
    rows = Succession.objects.filter(measure__in=by_pk, by_import=False).select_related("successor")
    told: set[int] = set()
    for row in rows.order_by("measure", "order"):
        measure = by_pk[row.measure_id]
        now = measure.parsed.get("text", "")
        if row.measure_id in told or not measure.found or now == row.ground or not measure.hidden:
            continue
        told.add(row.measure_id)
        detail = {"about": "successors", "before": row.ground, "now": now, "mine": row.successor.text}
        yield Raised(
            Kind.CONFLICT, key_of(Kind.CONFLICT, "successors", name_of(measure)), "已拆分或合并的措施，解析的原文有变",
            measure, key_of(row.ground, now), "text", detail, measure.spans, extra=4,
        )  # fmt: skip
