"""The parts put together, and the contract's first rule held: nothing of a text is lost."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from array import array
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from itertools import accumulate, chain

from documents.parsing.cleaning import Cleaned, clean
from documents.parsing.facts import gather_facts
from documents.parsing.front_matter import read_front_matter
from documents.parsing.lines import Line, noise_lines, read_lines
from documents.parsing.measures import Context, build_measures
from documents.parsing.mending import mend
from documents.parsing.outline import Heading, Outline, Unit, build_outline
from documents.parsing.paragraphs import Paragraph, join_lines, split_labels
from documents.parsing.responsibilities import Place
from documents.parsing.source import Sourced, merged, outside
from documents.parsing.tree import (
    Chapter,
    FrontMatter,
    Measure,
    Noise,
    ParsedText,
    ParseWarning,
    PlanFacts,
    Span,
    Spans,
)

# Counts up with every change that can change a result: imports made by an older one are brought up to date.
PARSER_VERSION = "1"


def parse(text: str, *, file: str = "", sha256: str | None = None) -> ParsedText:
    """What a text says, by the contract. Any Unicode text gives an object; nothing raises.

    `sha256` is that of the file's bytes, where the caller has them.
    """
    cleaned = clean(text)
    lines = read_lines(cleaned)
    reasons = noise_lines(lines)
    furniture = [line for index, line in enumerate(lines) if index in reasons]
    kept = [line for index, line in enumerate(lines) if index not in reasons]
    mended = mend(list(split_labels(join_lines(cleaned, kept))), text)
    front = read_front_matter(mended.paragraphs)
    facts, division = gather_facts(front, cleaned.text, furniture, mended.running_title)
    outline = build_outline(front.body)
    noise = [
        *cleaned.noise,
        *(Noise((_line_place(cleaned, line),), reasons[i]) for i, line in enumerate(lines) if i in reasons),
        *mended.noise,
        *(Noise((_whole(p),), "page-furniture") for p in front.noise),
        *(Noise((_whole(p),), "table-header") for p in outline.table_heads),
    ]
    places = _Places(text, noise)
    front_matter = tuple(FrontMatter(entry.kind, places.of([entry.paragraph])) for entry in front.entries)
    chapters = tuple(_chapter(places, index, heading) for index, heading in enumerate(outline.headings, 1))
    context = Context(
        outline,
        Place(division, national=division is None, day=_day(facts)),
        facts.is_plan,
        _target_year(facts),
        Counter(unit.chapter for unit in outline.units),
    )
    measures = tuple(_placed(places, unit, measure) for unit, measure in build_measures(context))
    warnings = (
        *mended.warnings,
        *outline.warnings,
        *_unknown_agencies(measures),
        *_ends_inside(outline, mended.paragraphs),
    )
    return ParsedText(
        file=file,
        sha256=sha256 or hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
        characters=len(text),
        plan=facts,
        chapters=chapters,
        measures=measures,
        front_matter=front_matter,
        noise=tuple(noise),
        repairs=tuple(mended.repairs),
        warnings=warnings,
        unplaced=_unplaced(text, [*chapters, *measures, *front_matter, *noise]),
    )


# --- places -----------------------------------------------------------------------------------------------------------


class _Places:
    """Stretches of the source that a unit takes. Blanks and noise between its pieces belong to it, and so does a
    reading in brackets behind its last character; content between them does not, and parts the span.
    """

    def __init__(self, text: str, noise: Iterable[Noise]) -> None:
        self._noise = merged(span for entry in noise for span in entry.spans)
        self._inline = {span[0]: span[1] for e in noise if e.reason in ("pinyin", "markup") for span in e.spans}
        content = bytearray(b"\1" * len(text))
        for blank in _blanks().finditer(text):
            content[blank.start() : blank.end()] = bytes(blank.end() - blank.start())
        for start, end in self._noise:
            content[start:end] = bytes(end - start)
        self._before = array("L", accumulate(content, initial=0))

    def of(self, paragraphs: Sequence[Paragraph], extra: Iterable[Span] = ()) -> Spans:
        """The spans of all of the paragraphs, in reading order."""
        spans: list[Span] = []
        for start, end in [*extra, *(piece for paragraph in paragraphs for piece in self._pieces(paragraph.text))]:
            if spans and spans[-1][1] <= start and not self._content(spans[-1][1], start):
                spans[-1] = (spans[-1][0], end)
            else:
                spans.append((start, end))
        return tuple((start, self._with_reading(end)) for start, end in spans)

    def _pieces(self, text: Sourced) -> Iterable[Span]:
        """Runs of the text whose places lie one behind the other in the source; a line feed may part them."""
        at = 0
        for line in text.text.split("\n"):
            if line:
                yield text.place(at, at + len(line))
            at += len(line) + 1

    def _content(self, start: int, end: int) -> bool:
        return self._before[end] > self._before[start]

    def _with_reading(self, end: int) -> int:
        while end in self._inline:
            end = self._inline[end]
        return end


def is_blank(character: str) -> bool:
    """Blank as the contract has it: Unicode Z*, Cc and Cf."""
    return unicodedata.category(character) in ("Zs", "Zl", "Zp", "Cc", "Cf")


@cache
def _blanks() -> re.Pattern[str]:
    """Runs of blank characters; they lie in the first two planes and the one of tags."""
    planes = chain(range(0x20000), range(0xE0000, 0xE1000))
    blanks = "".join(character for character in map(chr, planes) if is_blank(character))
    return re.compile(f"[{re.escape(blanks)}]+")


def _whole(paragraph: Paragraph) -> Span:
    return paragraph.text.place(0, len(paragraph.plain))


def _line_place(cleaned: Cleaned, line: Line) -> Span:
    return cleaned.text.place(line.start, line.end)


def _unplaced(text: str, entries: Sequence[Chapter | Measure | FrontMatter | Noise]) -> Spans:
    covered = merged(span for entry in entries for span in entry.spans)
    return tuple(
        trimmed
        for start, end in outside(covered, 0, len(text))
        if (trimmed := _trimmed(text, start, end))[0] < trimmed[1]
    )


def _trimmed(text: str, start: int, end: int) -> Span:
    while start < end and is_blank(text[start]):
        start += 1
    while end > start and is_blank(text[end - 1]):
        end -= 1
    return start, end


# --- entries ----------------------------------------------------------------------------------------------------------


def _chapter(places: _Places, number: int, heading: Heading) -> Chapter:
    return Chapter(
        id=f"c{number}",
        parent=f"c{heading.parent + 1}" if heading.parent is not None else None,
        level=heading.level,
        label=heading.label.text if heading.label else None,
        title=heading.title,
        spans=places.of(heading.paragraphs),
        confidence=0.6 if heading.label is None else 0.95,
        reasons=("标题没有序号",) if heading.label is None else (),
    )


def _placed(places: _Places, unit: Unit, measure: Measure) -> Measure:
    spans = places.of(unit.paragraphs, [unit.label_span] if unit.label_span else [])
    reasons = []
    if any(r.agency is None for r in measure.responsibilities):
        reasons.append("责任单位不在词库中")
    if measure.text and measure.text[-1] not in "。；;！？!?”》)）…：:" and not unit.cells:
        reasons.append("正文没有结束")
    return replace(measure, spans=spans, confidence=round(0.95 - 0.2 * len(reasons), 2), reasons=tuple(reasons))


def _unknown_agencies(measures: Iterable[Measure]) -> list[ParseWarning]:
    return [
        ParseWarning("unknown-agency", entry.spans, f"“{entry.as_written}”不在部门词库中。")
        for measure in measures
        for entry in measure.responsibilities
        if entry.agency is None
    ]


def _ends_inside(outline: Outline, paragraphs: Sequence[Paragraph]) -> list[ParseWarning]:
    """The text breaks off: its last unit does not end a sentence."""
    if not outline.units or not paragraphs or outline.order[-1][0] != "unit":
        return []
    unit = outline.units[-1]
    last = unit.paragraphs[-1]
    if unit.cells or not last.plain or last.plain.rstrip()[-1] in "。；;！？!?”》)）…：:" or len(last.plain) < 20:
        return []
    place = last.text.place(len(last.plain) - 1, len(last.plain))
    return [ParseWarning("ends-inside", (place,), "正文在句中结束。")]


def _day(facts: PlanFacts) -> date | None:
    return date.fromisoformat(facts.issued_on) if facts.issued_on else None


def _target_year(facts: PlanFacts) -> int | None:
    """The year of a yearly task list holds for all its targets; the end of a longer period does not unless said so."""
    return facts.period[1] if facts.period and facts.period[0] == facts.period[1] else None
