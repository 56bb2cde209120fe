"""What the parser says, in the form in which entries keep it (`parsed`, see `corrections.values`)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from documents.agencies import Register
from documents.corrections import same
from documents.models import Finding, Province, SourceText
from documents.parsing import tree


def spans(of: tree.Spans) -> list[list[int]]:
    return [list(span) for span in of]


def plan_facts(plan: tree.PlanFacts, province: Province | None) -> dict[str, Any]:
    """Every correctable field of a plan, and where each value was read."""
    first, last = plan.period or (None, None)
    return {
        "title": plan.title,
        "province": province.pk if province else None,
        "document_number": plan.document_number,
        "issuers": list(plan.issuers),
        "issued_on": plan.issued_on,
        "published_on": plan.published_on,
        "period_start": first,
        "period_end": last,
        "kind": plan.kind,
        "validity": plan.validity,
        "is_plan": plan.is_plan,
        "evidence": {name: spans(where) for name, where in plan.evidence.items()},
    }


def chapter(chapter: tree.Chapter, parent: int | None) -> dict[str, Any]:
    return {"label": chapter.label, "title": chapter.title, "parent": parent}


def measure(measure: tree.Measure, chapter: int | None, register: Register) -> dict[str, Any]:
    """Every correctable field of a measure, and the documents it names."""
    return {
        "chapter": chapter,
        "kind": measure.kind,
        "label": measure.label,
        "lead": measure.lead,
        "text": measure.text,
        "responsibilities": [_responsibility(body, register) for body in measure.responsibilities],
        "targets": [_target(target) for target in measure.targets],
        "citations": [
            {"title": c.title, "document_number": c.document_number, "spans": spans(c.spans)} for c in measure.citations
        ],
    }


def _responsibility(body: tree.Responsibility, register: Register) -> dict[str, Any]:
    agency = register.find(body.agency)
    return {
        "as_written": body.as_written,
        "agency": agency.pk if agency else None,
        "role": body.role,
        "inherited": body.inherited,
        "spans": spans(body.spans),
    }


def _target(target: tree.Target) -> dict[str, Any]:
    return {
        "indicator": target.indicator,
        "comparator": target.comparator,
        "value": target.value,
        "value_high": target.value_high,
        "unit": target.unit,
        "year": target.year,
        "quote": target.quote,
        "spans": spans(target.spans),
    }


def findings(parsed: tree.ParsedText, source: SourceText) -> list[Finding]:
    """What else the parser made of a text, as unsaved rows."""
    kinds = Finding.Kind
    found: list[tuple[str, str, dict[str, Any], tree.Spans]]
    found = [(kinds.FRONT_MATTER, item.kind, {}, item.spans) for item in parsed.front_matter]
    found += [(kinds.NOISE, item.reason, {}, item.spans) for item in parsed.noise]
    found += [(kinds.REPAIR, item.kind, _repair(item), item.spans) for item in parsed.repairs]
    found += [(kinds.WARNING, item.kind, {"message": item.message}, item.spans) for item in parsed.warnings]
    found += [(kinds.UNPLACED, "", {}, (span,)) for span in parsed.unplaced]
    return [
        Finding(source=source, kind=kind, label=label[:40], detail=detail, spans=spans(where))
        for kind, label, detail, where in found
    ]


def _repair(repair: tree.Repair) -> dict[str, Any]:
    return {"found": repair.found, "suggestion": repair.suggestion, "certain": repair.certain}


def differing(before: dict[str, Any], now: dict[str, Any], fields: Sequence[str]) -> list[str]:
    """The fields of which the parser now says something else, wherever in the text it reads it."""
    return [field for field in fields if not same(before.get(field), now.get(field))]
