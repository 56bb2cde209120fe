"""Whose each stretch of a source text is and what is said of it, from the rows that were read from it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from documents.models import Chapter, Citation, Finding, Measure, Responsibility, SourceText, Target
from documents.views.masking import masks
from documents.views.quality import Found
from documents.views.source_text import Layers, Note, Owner, merged

FRONT = {
    "title": "标题",
    "document_number": "文号",
    "addressee": "主送机关",
    "signature": "落款",
    "date": "日期",
    "note": "附注",
}


def layers_of(source: SourceText, findings: Iterable[Found]) -> Layers:
    """All that the pages know of one source text; five queries, for values only: a long text has thousands of spans."""
    layers = Layers(source.text)
    entries: tuple[tuple[str, str, QuerySet[Any]], ...] = (
        ("chapter", "标题", Chapter.objects.visible()),
        ("measure", "措施", Measure.objects.visible()),
    )
    for sort, name, every in entries:
        _own(layers, source, sort, name, every)
    for note, parts in _PARTS:
        for (spans,) in parts.filter(measure__in=Measure.objects.visible().filter(source=source)).values_list("spans"):
            layers.note(note, spans)
    noise: list[list[int]] = []
    for finding in findings:
        _note_finding(layers, finding)
        if finding.kind == Finding.Kind.NOISE:
            noise += finding.spans
    for mask in masks(source.text, merged(noise, len(source.text))):
        layers.note(Note("masked", f"〔{mask.name}〕"), [(mask.start, mask.end)])
    return layers


_PARTS: tuple[tuple[Note, QuerySet[Any]], ...] = (
    (Note("agency"), Responsibility.objects.filter(inherited=False).order_by()),
    (Note("target"), Target.objects.order_by()),
    (Note("citation"), Citation.objects.order_by()),
)


def _own(layers: Layers, source: SourceText, sort: str, name: str, every: QuerySet[Any]) -> None:
    """Chapters or measures, each with the way to its place in the clean text."""
    plan = reverse("documents:plan", args=[source.plan_id])
    for pk, label, spans in every.filter(source=source).values_list("pk", "label", "spans"):
        anchor = f"{sort[0]}{pk}"
        layers.own(Owner(sort, f"{name} {label or ''}".strip(), anchor, f"{plan}#{anchor}"), spans)


def _note_finding(layers: Layers, finding: Found) -> None:
    if finding.kind == Finding.Kind.FRONT_MATTER:
        layers.own(Owner("front", FRONT.get(finding.label, "文头文尾")), finding.spans)
    elif finding.kind == Finding.Kind.UNPLACED:
        layers.own(Owner("unplaced", "未归位"), finding.spans)
    elif finding.kind == Finding.Kind.NOISE:
        layers.note(Note("noise"), finding.spans)
    elif finding.kind == Finding.Kind.REPAIR:
        _note_repair(layers, finding)


def _note_repair(layers: Layers, finding: Found) -> None:
    if finding.label == "lost":
        for start, _ in finding.spans:
            layers.place(Note("lost"), start)
    elif finding.label == "moved":
        layers.note(Note("moved"), finding.spans)
    else:
        layers.note(Note("repair", _suggested(finding)), finding.spans)


def _suggested(finding: Found) -> str:
    """What was put in the place of what was found, or might be; nothing where words were only drawn together."""
    suggestion = finding.detail.get("suggestion")
    if finding.label == "joined" or not suggestion:
        return ""
    return f"→{suggestion}" if finding.detail.get("certain") else f"？{suggestion}"
