"""What a noise pattern would take from the texts that are there, looked at before it is saved."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from documents.models import Chapter, Finding, Measure, Plan, SourceText
from documents.parsing.own_noise import OwnNoise

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Taken:
    """The lines of one plan's present source that a pattern takes and that are no noise so far."""

    plan: Plan
    lines: tuple[str, ...]
    measures: int  # in whose place one of them stands
    headings: int


def would_take(pattern: str) -> list[Taken]:
    """Plan by plan. Nothing is parsed, so that it is quick: a text whose markup hides a line tells only when read."""
    own = OwnNoise.of([pattern])
    sources = SourceText.objects.filter(current=True).select_related("plan__province").order_by("plan")
    found = (_of(source, list(_lines(own, source.text))) for source in sources.iterator(chunk_size=50))
    return [taken for taken in found if taken is not None]


def _of(source: SourceText, lines: list[tuple[Span, str]]) -> Taken | None:
    if lines:
        findings = Finding.objects.filter(source=source, kind=Finding.Kind.NOISE)
        known = [span for spans in findings.values_list("spans", flat=True) for span in spans]
        lines = [(place, line) for place, line in lines if not _meets(place, known)]
    if not lines:
        return None
    counts = [
        sum(any(_meets(place, spans) for place, _ in lines) for spans in those.values_list("spans", flat=True))
        for those in (
            Measure.objects.visible().filter(plan=source.plan_id),
            Chapter.objects.visible().filter(plan=source.plan_id),
        )
    ]
    return Taken(source.plan, tuple(line for _, line in lines), *counts)


def _lines(own: OwnNoise, text: str) -> Iterator[tuple[Span, str]]:
    at = 0
    for raw in text.split("\n"):
        line = raw.strip()
        if line and own.takes(line):
            yield (at, at + len(raw)), line
        at += len(raw) + 1


def _meets(place: Span, spans: list[list[int]]) -> bool:
    return any(start < place[1] and end > place[0] for start, end in spans)
