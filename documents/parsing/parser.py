"""The parts put together."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from documents.parsing import patterns
from documents.parsing.cleaning import Cleaned, clean
from documents.parsing.confidence import Doubts, confidence
from documents.parsing.facts import gather_facts
from documents.parsing.front_matter import FrontMatter as Front
from documents.parsing.front_matter import read_front_matter
from documents.parsing.labels import Label, read_label
from documents.parsing.lexicon import Division
from documents.parsing.lines import Line, noise_lines, read_lines, split_facts
from documents.parsing.measures import Context, build_measures
from documents.parsing.mending import Mended, mend
from documents.parsing.outline import Heading, Outline, Unit, build_outline
from documents.parsing.own_noise import NONE, OwnNoise
from documents.parsing.paragraphs import join_lines, split_labels, with_text_behind
from documents.parsing.places import Places, unplaced, whole
from documents.parsing.repairs import repair_characters
from documents.parsing.responsibilities import Place
from documents.parsing.script import script_repairs
from documents.parsing.tables import with_rows
from documents.parsing.target_years import Term
from documents.parsing.tree import Chapter, FrontMatter, Measure, Noise, ParsedText, ParseWarning, PlanFacts, Repair
from documents.parsing.wording import Wording, packaged_wording


@dataclass(frozen=True, slots=True)
class _Reading:
    """What the stages found, from the text to its outline."""

    cleaned: Cleaned
    noise_lines: tuple[tuple[Line, str], ...]  # with the reason
    mended: Mended
    front: Front
    facts: PlanFacts
    division: Division | None
    outline: Outline
    repairs: tuple[Repair, ...]  # of characters


def parse(
    text: str,
    *,
    file: str = "",
    sha256: str | None = None,
    search_repairs: bool = True,
    wording: Wording | None = None,
    noise: OwnNoise = NONE,
) -> ParsedText:
    """What a text says, by the contract. Any Unicode text gives an object; nothing raises.

    `sha256` is that of the file's bytes, where the caller has them. Without `search_repairs` no misprints are looked
    for, which is half of the work. `wording` holds the words by which they are found: the packaged ones, unless the
    caller has a corpus (`corpus.corpus_wording`). `noise` are lines that the caller knows to be part of no document.
    """
    reading = _read(text, (wording or packaged_wording()) if search_repairs else None, noise)
    left_out = tuple(_noise(reading))
    places = Places(text, left_out)
    entries = (*reading.front.entries, *reading.front.further)
    front_matter = tuple(
        sorted((FrontMatter(entry.kind, places.of([entry.paragraph])) for entry in entries), key=lambda e: e.spans)
    )
    chapters = tuple(_chapter(places, index, heading) for index, heading in enumerate(reading.outline.headings, 1))
    repairs = (*script_repairs(reading.cleaned, text), *_honest_joints(reading), *reading.repairs)
    doubts = Doubts(repairs)
    measures = tuple(_placed(places, unit, measure, doubts) for unit, measure in build_measures(_context(reading)))
    return ParsedText(
        file=file,
        sha256=sha256 or hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
        characters=len(text),
        plan=reading.facts,
        chapters=chapters,
        measures=measures,
        front_matter=front_matter,
        noise=left_out,
        repairs=repairs,
        warnings=tuple(_warnings(reading, measures)),
        unplaced=unplaced(
            text, [entry.spans for group in (chapters, measures, front_matter, left_out) for entry in group]
        ),
    )


def _read(text: str, wording: Wording | None, own: OwnNoise) -> _Reading:
    cleaned = clean(text)
    lines = with_rows(split_facts(read_lines(cleaned)), cleaned.text.text)
    reasons = noise_lines(lines, own)
    kept = [line for index, line in enumerate(lines) if index not in reasons]
    left_out = tuple((lines[index], reason) for index, reason in sorted(reasons.items()))
    mended = mend(list(with_text_behind(split_labels(join_lines(cleaned, kept)))), text)
    front = read_front_matter(mended.paragraphs)
    furniture = [line for line, _ in left_out]
    facts, division = gather_facts(front, cleaned.text, furniture, mended.running_title)
    body, repairs = repair_characters(front.body, text, wording) if wording else (front.body, [])
    outline = build_outline(body, _annexes(front))
    return _Reading(cleaned, left_out, mended, front, facts, division, outline, tuple(repairs))


def _annexes(front: Front) -> list[Label]:
    """附件1 above the title: the plan is itself an annex of the notice that issues it."""
    labels = (read_label(entry.paragraph.plain) for entry in front.entries)
    return [label for label in labels if label is not None and label.style == "annex"]


def _honest_joints(reading: _Reading) -> Iterable[Repair]:
    """A joint of two stretches between which text was lost is not certain."""
    found = (*reading.mended.repairs, *reading.repairs)
    lost = sorted(start for repair in found if repair.kind == "lost" for start, _ in repair.spans)
    for repair in reading.mended.repairs:
        start, end = repair.spans[0]
        first = bisect_left(lost, start - 1)
        over_loss = repair.kind == "joined" and first < len(lost) and lost[first] <= end + 1
        yield replace(repair, certain=False) if over_loss else repair


def _noise(reading: _Reading) -> Iterable[Noise]:
    yield from reading.cleaned.noise
    text = reading.cleaned.text
    yield from (Noise((text.place(line.start, line.end),), reason) for line, reason in reading.noise_lines)
    yield from reading.mended.noise
    yield from (Noise((whole(paragraph),), "other-news") for paragraph in reading.front.furniture)
    yield from (Noise((whole(paragraph),), "table-header") for paragraph in reading.outline.table_heads)


def _context(reading: _Reading) -> Context:
    facts = reading.facts
    day = date.fromisoformat(facts.issued_on) if facts.issued_on else None
    return Context(
        outline=reading.outline,
        place=Place(reading.division, national=reading.division is None, day=day),
        is_plan=facts.is_plan,
        term=_term(facts),
        first_leads=_first_leads(reading.cleaned.text.text),
        units_of=Counter(unit.chapter for unit in reading.outline.units),
    )


# What may stand before such a clause on a line of its own: 注：, （责任单位中
_PREFACED = re.compile(r"\s*(?:备?注|说明|[(（])[^。)）]{0,30}")


def _first_leads(text: str) -> bool:
    """Whether the text says of all its notes that the first body leads: beside 下同 or 以下, or on a line of its own
    that is no measure; a clause inside one note holds for that one.
    """
    return any(
        patterns.ALL_ALIKE.search(text, max(0, match.start() - 25), match.end() + 25)
        or _PREFACED.fullmatch(text, text.rfind("\n", 0, match.start()) + 1, match.start())
        for match in patterns.FIRST_LEADS.finditer(text)
    )


def _warnings(reading: _Reading, measures: Iterable[Measure]) -> Iterable[ParseWarning]:
    yield from reading.mended.warnings
    yield from reading.outline.warnings
    yield from _unknown_agencies(measures)
    yield from _ends_inside(reading.outline)


# --- entries ----------------------------------------------------------------------------------------------------------


def _chapter(places: Places, number: int, heading: Heading) -> Chapter:
    reasons = ("标题没有序号",) if heading.label is None else ()
    return Chapter(
        id=f"c{number}",
        parent=f"c{heading.parent + 1}" if heading.parent is not None else None,
        level=heading.level,
        label=heading.label.text if heading.label else None,
        title=heading.title,
        spans=places.of(heading.paragraphs),
        confidence=confidence(reasons),
        reasons=reasons,
    )


def _placed(places: Places, unit: Unit, measure: Measure, doubts: Doubts) -> Measure:
    spans = places.of(unit.paragraphs, [unit.label_span] if unit.label_span else [])
    reasons = tuple(_doubted(unit, measure)) + doubts.within(spans)
    return replace(measure, spans=spans, confidence=confidence(reasons), reasons=reasons)


def _doubted(unit: Unit, measure: Measure) -> Iterable[str]:
    if any(entry.agency is None for entry in measure.responsibilities):
        yield "责任单位不在词库中"
    if measure.text and measure.text[-1] not in "。；;！？!?”》)）…：:" and not unit.cells:
        yield "正文没有结束"
    if unit.paragraphs[0].inside:
        yield "从段落中间开始"


def _unknown_agencies(measures: Iterable[Measure]) -> list[ParseWarning]:
    return [
        ParseWarning("unknown-agency", entry.spans, f"“{entry.as_written}”不在部门词库中。")
        for measure in measures
        for entry in measure.responsibilities
        if entry.agency is None
    ]


def _ends_inside(outline: Outline) -> list[ParseWarning]:
    """The text breaks off: its last unit does not end a sentence."""
    if not outline.units or outline.order[-1][0] != "unit":
        return []
    unit = outline.units[-1]
    last = unit.paragraphs[-1]
    if unit.cells or not last.plain or last.plain.rstrip()[-1] in "。；;！？!?”》)）…：:" or len(last.plain) < 20:
        return []
    place = last.text.place(len(last.plain) - 1, len(last.plain))
    return [ParseWarning("ends-inside", (place,), "正文在句中结束。")]


def _term(facts: PlanFacts) -> Term:
    """The year of a yearly task list holds for all its targets; the end of a longer period does not unless said so."""
    issued = int(facts.issued_on[:4]) if facts.issued_on else None
    if not facts.period:
        return Term(since=issued)
    since, until = facts.period
    # what a plan says of the years before its issue was reached already, though its period begins earlier
    return Term(year=until if since == until else None, since=min(max(since, issued or since), until), until=until)
