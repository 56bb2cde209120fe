"""From rows to the document."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from documents.importing.matching import Place
from documents.importing.places import old_chapter_places, old_measure_places
from documents.models import Agency, Chapter, Correction, Measure, Plan, Succession

FORMAT = "healthplan-corrections/1"
# Fields whose value is another entry of the plan.
REFERENCES = {"chapter": "c", "parent": "c"}


def document_of(plans: Iterable[Plan]) -> dict[str, Any]:
    """All corrections of these plans; those of which nobody corrected anything are left out."""
    told = [each for plan in plans if (each := _plan(plan))["corrections"] or each["successions"]]
    named = {number for each in told for number in each.pop("agencies")}
    return {"format": FORMAT, "plans": told, "agencies": _agencies(named)}


def reference(field: str, value: Any, kind: str) -> Any:
    """A stored value with the numbers of entries as the document has them: 12 → c12; `kind` is that of the entry."""
    if value is None:
        return None
    if field in REFERENCES:
        return f"{REFERENCES[field]}{value}"
    return f"{kind}{value}" if field == "after" and value else value


def _plan(plan: Plan) -> dict[str, Any]:
    chapters, measures = _entries(plan)
    places = dict(zip([f"c{c.pk}" for c in chapters], old_chapter_places(chapters, measures), strict=True))
    places |= dict(zip([f"m{m.pk}" for m in measures], old_measure_places(measures), strict=True))
    rows = list(Correction.objects.filter(plan=plan).select_related("made_by").order_by("made_at", "pk"))
    successions = list(Succession.objects.filter(measure__plan=plan, by_import=False).order_by("pk"))
    corrections = [_correction(row) for row in rows]
    pairs = [(f"m{row.measure_id}", f"m{row.successor_id}", row) for row in successions]
    mentioned = _mentioned(corrections) | {name for *pair, _ in pairs for name in pair}
    added = {f"c{c.pk}" for c in chapters if c.added} | {f"m{m.pk}" for m in measures if m.added}
    mentioned |= {f"c{m.parsed['chapter']}" for m in measures if f"m{m.pk}" in mentioned and m.parsed.get("chapter")}
    return {
        "title": plan.title, "document_number": plan.document_number, "province": plan.province_id,
        "issued_on": plan.issued_on.isoformat() if plan.issued_on else None,
        "sources": list(plan.sources.order_by("pk").values_list("sha256", flat=True)),
        "entries": [_entry(name, place, name in added) for name, place in places.items() if name in mentioned],
        "corrections": corrections,
        "successions": [
            {"measure": one, "successor": other, "order": row.order, "ground": row.ground} for one, other, row in pairs
        ],
        "agencies": {body["agency"] for row in rows if row.field == "responsibilities" for body in row.value or []}
        - {None},
    }  # fmt: skip


def _entries(plan: Plan) -> tuple[list[Chapter], list[Measure]]:
    return list(plan.chapters.order_by("place", "pk")), list(plan.measures.order_by("place", "pk"))


def _entry(name: str, place: Place, added: bool) -> dict[str, Any]:
    """Where it stands and what it says, levelled; of a measure the chapter as the document calls it."""
    under = place.under
    if name.startswith("c"):
        above: Any = list(under) if isinstance(under, tuple) else None
    else:
        above = f"c{under}" if isinstance(under, int) else None
    known = isinstance(under, tuple) or under is None or isinstance(under, int)
    return {
        "id": name, "added": added, "given_up": not known, "under": above, "label": place.label, "name": place.name,
        "text": place.text,
    }  # fmt: skip


def _correction(row: Correction) -> dict[str, Any]:
    kind = "m" if row.measure_id else "c"
    return {
        "entry": f"m{row.measure_id}" if row.measure_id else f"c{row.chapter_id}" if row.chapter_id else "plan",
        "field": row.field,
        "value": reference(row.field, row.value, kind),
        "parsed_value": reference(row.field, row.parsed_value, kind),
        "reason": row.reason,
        "made_by": row.made_by.get_username() if row.made_by else None,
        "made_at": row.made_at.isoformat(),
    }


def _mentioned(corrections: Sequence[dict[str, Any]]) -> set[str]:
    """The entries that corrections are about or lead to."""
    named = {row["entry"] for row in corrections} - {"plan"}
    for row in corrections:
        if row["field"] in (*REFERENCES, "after"):
            named |= {each for each in (row["value"], row["parsed_value"]) if isinstance(each, str)}
    return named


def _agencies(numbers: set[int]) -> list[dict[str, Any]]:
    rows = Agency.objects.filter(pk__in=numbers).order_by("pk")
    return [{"id": row.pk, "name": row.name, "province": row.province_id, "collective": row.collective} for row in rows]
