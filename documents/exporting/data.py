"""A plan as JSON for programs. `format` names the shape; it is raised when a key changes its meaning or goes."""

from __future__ import annotations

import json
from typing import Any

from documents.exporting.content import PlanContent
from documents.models import Chapter, Citation, Measure, Responsibility, SourceText, Target

FORMAT = "healthplan-plan/1"


def as_json(content: PlanContent) -> str:
    """Facts, chapters and measures in reading order; spans are code points of the source (docs/parse-output.md)."""
    plan, source = content.plan, content.source
    told = {
        "format": FORMAT,
        "id": plan.pk,
        "url": content.link(plan),
        "title": plan.title,
        "province": plan.province.name if plan.province else None,
        "province_code": plan.province_id,
        "document_number": plan.document_number,
        "issuers": plan.issuers,
        "issued_on": plan.issued_on.isoformat() if plan.issued_on else None,
        "published_on": plan.published_on.isoformat() if plan.published_on else None,
        "period": [plan.period_start, plan.period_end] if plan.period_start else None,
        "kind": plan.kind,
        "validity": plan.validity,
        "source": _source(source) if source else None,
        "chapters": [_chapter(chapter) for chapter in content.chapters],
        "measures": [_measure(measure, content.link(measure)) for measure in content.measures],
    }
    return json.dumps(told, ensure_ascii=False, indent=1)


def _source(source: SourceText) -> dict[str, Any]:
    return {
        "file": source.file,
        "sha256": source.sha256,
        "characters": source.characters,
        "parser_version": source.parser_version,
        "imported_at": source.imported_at.isoformat(timespec="seconds"),
    }


def _chapter(chapter: Chapter) -> dict[str, Any]:
    return {
        "id": chapter.pk,
        "parent": chapter.parent_id,
        "level": chapter.level,
        "label": chapter.label,
        "title": chapter.title,
        "spans": chapter.spans,
    }


def _measure(measure: Measure, address: str) -> dict[str, Any]:
    return {
        "id": measure.pk,
        "url": address,
        "chapter": measure.chapter_id,
        "kind": measure.kind,
        "themes": measure.themes,
        "label": measure.label,
        "lead": measure.lead,
        "text": measure.text,
        "responsibilities": [_body(body) for body in measure.bodies],
        "targets": [_target(target) for target in measure.figures],
        "citations": [_citation(citation) for citation in measure.cited],
        "confidence": measure.confidence,
        "spans": measure.spans,
    }


def _body(body: Responsibility) -> dict[str, Any]:
    return {
        "as_written": body.as_written,
        "agency": {"id": body.agency.pk, "name": body.agency.name} if body.agency else None,
        "role": body.role,
        "inherited": body.inherited,
    }


def _target(target: Target) -> dict[str, Any]:
    names = ("indicator", "comparator", "value", "value_high", "unit", "year", "quote")
    return {name: getattr(target, name) for name in names}


def _citation(citation: Citation) -> dict[str, Any]:
    return {"title": citation.title, "document_number": citation.document_number}
