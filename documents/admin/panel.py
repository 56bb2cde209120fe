"""What stands beside the form of an entry: the source it was read from, the parser's reading, what is in question."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.safestring import SafeString

from documents.corrections import title_of
from documents.corrections.in_force import parsed_value, without_spans
from documents.corrections.shown import shown
from documents.models import Chapter, Correction, Measure, ReviewItem, SourceText
from documents.review.offers import Offered, offered
from documents.views.quality import findings_on
from documents.views.source_html import SourceHtml
from documents.views.source_layers import layers_of
from documents.views.source_text import Note, merged

AROUND = 160  # characters of the source before and after
GAP = 400  # places nearer to each other than this are shown as one


@dataclass(frozen=True, slots=True)
class Reading:
    """One field: what the parser read, and the correction over it if there is one."""

    field: str
    title: str
    parsed: str
    correction: str | None = None
    made_by: str = ""
    made_at: datetime | None = None
    reason: str = ""
    moved: bool = False  # the parser's word has changed since


@dataclass(frozen=True, slots=True)
class Panel:
    source: SourceText | None
    excerpts: list[SafeString]
    readings: list[Reading]
    items: list[Offered]


def panel_of(entry: Chapter | Measure) -> Panel:
    source = entry.source
    items = ReviewItem.objects.filter(state=ReviewItem.State.OPEN, **{str(entry._meta.model_name): entry})
    own = items.select_related("plan__province", "chapter", "measure__chapter").order_by("-worth")
    return Panel(source, _excerpts(entry, source) if source else [], _readings(entry), [offered(item) for item in own])


def _excerpts(entry: Chapter | Measure, source: SourceText) -> list[SafeString]:
    """Each place of the entry with what stands around it, what was cleaned away or repaired set off."""
    asked = merged(entry.spans, source.characters)
    layers = layers_of(source, findings_on(source))
    layers.note(Note("asked"), asked)
    windows = merged(((start - GAP // 2, end + GAP // 2) for start, end in asked), source.characters)
    html = SourceHtml(source.text)
    found = []
    for first, last in windows:
        within = [span for span in asked if first <= span[0] < last]
        start, end = max(0, within[0][0] - AROUND), min(source.characters, within[-1][1] + AROUND)
        start += len(source.text[start:end]) - len(source.text[start:end].lstrip())
        found.append(html.html(layers.segments(start, end)))
    return found


def _readings(entry: Chapter | Measure) -> list[Reading]:
    own: dict[str, Any] = {str(entry._meta.model_name): entry}
    made = {row.field: row for row in Correction.objects.filter(**own).select_related("made_by")}
    return [_reading(entry, field, made.get(field)) for field in entry.CORRECTABLE if field != "after" or field in made]


def _reading(entry: Chapter | Measure, field: str, row: Correction | None) -> Reading:
    said = parsed_value(entry, field)
    parsed = shown(field, said) if field != "after" else "原文次序"
    if row is None:
        return Reading(field, title_of(entry, field), parsed)
    return Reading(
        field, title_of(entry, field), parsed, shown(field, row.value), str(row.made_by or ""), row.made_at, row.reason,
        without_spans(said) != without_spans(row.parsed_value),
    )  # fmt: skip
