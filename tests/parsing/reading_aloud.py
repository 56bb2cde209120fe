"""What tests say of a parse, in a few words a line."""

from __future__ import annotations

from documents.parsing import parse
from documents.parsing.tree import Measure, ParsedText, Spans


def outline(text: str) -> list[str]:
    """Chapters as `# label title` (one # a level), measures as `kind label <lead> text`, in reading order."""
    parsed = parse(text)
    rows = [(c.spans[0], f"{'#' * c.level} {c.label or '-'} {c.title or '-'}") for c in parsed.chapters]
    rows += [(m.spans[0], f"{m.kind} {m.label or '-'} <{m.lead or '-'}> {m.text}") for m in parsed.measures]
    return [row for _, row in sorted(rows)]


def only_measure(text: str) -> Measure:
    """The one measure with a label or a note in a text."""
    measures = [m for m in parse(text).measures if m.label or m.responsibilities]
    assert len(measures) == 1, measures
    return measures[0]


def bodies(text: str) -> list[tuple[str, str]]:
    """(as written, role) of everybody responsible, in the order of the text."""
    return [(r.as_written, r.role) for m in parse(text).measures for r in m.responsibilities]


def quoted(text: str, spans: Spans) -> list[str]:
    return [text[start:end] for start, end in spans]


def noise(text: str) -> list[tuple[str, str]]:
    """(what, why) of everything taken out of a text."""
    return [(part, entry.reason) for entry in parse(text).noise for part in quoted(text, entry.spans)]


def texts(parsed: ParsedText) -> list[str]:
    return [measure.text for measure in parsed.measures]
