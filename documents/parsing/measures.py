"""Units of the outline → measures: kind, lead phrase, reading text, and what is read from them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from documents.parsing import patterns
from documents.parsing.citations import read_citations
from documents.parsing.outline import Heading, Outline, Unit
from documents.parsing.paragraphs import Paragraph
from documents.parsing.responsibilities import Place, closing_note, read_note, read_statement
from documents.parsing.sentences import lead_of, plain_title, reading
from documents.parsing.source import Sourced
from documents.parsing.target_years import Term
from documents.parsing.targets import read_targets
from documents.parsing.tree import Measure, Responsibility, Target

# Bodies that the notes of one measure name at the most; what has more is no list of them.
MOST_BODIES = 200
# A unit says its name in so many characters at its beginning.
NAMED_WITHIN = 300


@dataclass(frozen=True, slots=True)
class Context:
    """What the measures of one document have in common."""

    outline: Outline
    place: Place
    is_plan: bool
    term: Term  # the years that it plans
    first_leads: bool  # the document says that the first body of a note leads
    units_of: Counter[int | None]  # index of a heading → how many units stand directly under it


def reading_of_cells(cells: Sequence[Paragraph]) -> Sourced:
    """The cells of a row with a blank between them: nothing else parts them, and a mark would be invented."""
    whole = Sourced.joined(reading(cell.text) for cell in cells)
    return whole.with_text(whole.text.replace("\n", " "))


def joined(paragraphs: Iterable[Paragraph]) -> Sourced:
    """The paragraphs one behind the other, with a line feed between them."""
    return Sourced.joined(paragraph.text for paragraph in paragraphs)


def build_measures(context: Context) -> Iterable[tuple[Unit, Measure]]:
    """Each unit with its measure, in reading order; spans and confidence are the caller's."""
    units = context.outline.units
    measures = [_measure(context, *row) for row in zip(units, _kinds(context), range(1, len(units) + 1), strict=True)]
    if context.is_plan:
        measures = _with_statements(context, _with_notes_of_headings(context, measures))
    return zip(units, measures, strict=True)


def _with_notes_of_headings(context: Context, measures: list[Measure]) -> list[Measure]:
    """（一）推进县域医共体建设（省卫生健康委牵头） above prose: its bodies go to the first unit that names none, and
    inherited to the others.
    """
    given: set[int | None] = set()
    result = list(measures)
    for index, (unit, measure) in enumerate(zip(context.outline.units, measures, strict=True)):
        note = context.outline.headings[unit.chapter].note if unit.chapter is not None else None
        if note is not None and not measure.responsibilities:
            bodies = read_note(note.text, context.place, first_leads=context.first_leads)
            inherited = unit.chapter in given
            result[index] = replace(
                measure, responsibilities=tuple(replace(body, inherited=inherited) for body in bodies)
            )
            given.add(unit.chapter)
    return result


def _with_statements(context: Context, measures: list[Measure]) -> list[Measure]:
    """以下责任单位均包括…: its bodies go to the measure that prints it, and inherited to those behind it that name
    bodies of their own.
    """
    inherited: tuple[Responsibility, ...] = ()
    result: list[Measure] = []
    for unit, measure in zip(context.outline.units, measures, strict=True):
        text = reading(joined(unit.paragraphs))
        stated = read_statement(text, context.place)
        own = measure.responsibilities
        named = {entry.as_written for entry in own}
        more = stated or (inherited if own else ())
        added = tuple(entry for entry in more if entry.as_written not in named)
        result.append(replace(measure, responsibilities=own + added) if added else measure)
        inherited += tuple(replace(entry, inherited=True) for entry in stated)
    return result


def _measure(context: Context, unit: Unit, kind: str, number: int) -> Measure:
    whole, notes = _body_and_notes(context, unit)
    text = reading_of_cells(unit.cells) if unit.cells else reading(whole)
    responsibilities = tuple(notes) if context.is_plan else ()
    binding = context.is_plan and kind != "background"
    return Measure(
        id=f"m{number}",
        chapter=f"c{unit.chapter + 1}" if unit.chapter is not None else None,
        kind=kind,
        label=unit.label.text if unit.label else None,
        lead=_lead(context, unit, text.text),
        text=text.text,
        spans=(),
        responsibilities=responsibilities,
        targets=_targets(unit, text, context.term) if binding else (),
        citations=read_citations(text),
        confidence=1.0,
    )


def _targets(unit: Unit, text: Sourced, term: Term) -> tuple[Target, ...]:
    """Of a row each cell speaks for itself: no indicator reaches from one into the next."""
    if unit.targets or not unit.cells:
        return unit.targets or read_targets(text, term)
    return tuple(target for cell in unit.cells for target in read_targets(reading(cell.text), term))


def _body_and_notes(context: Context, unit: Unit) -> tuple[Sourced, list[Responsibility]]:
    """The text up to the closing note, and the bodies of the note, of the department's cell, or of both."""
    if unit.cells:
        return Sourced.of(""), [body for cell in unit.departments for body in _department_cell(*cell, context.place)]
    whole = joined(unit.paragraphs)
    notes: list[Responsibility] = []
    # several notes may close a paragraph, one behind the other or on lines of their own
    while len(notes) < MOST_BODIES and (found := closing_note(whole.text)) and found[0] > 0:
        note = whole.part(*found)
        notes[:0] = read_note(note, context.place, first_leads=context.first_leads)
        whole = whole.part(0, len(whole.text[: found[0]].rstrip()))
    return whole, notes


def _department_cell(cell: Paragraph, role: str, place: Place) -> tuple[Responsibility, ...]:
    # in a cell blanks part bodies: 市人社局 医保中心
    text = cell.text.with_text(re.sub(r"[\s/](?=[\u4e00-\u9fff])", "、", cell.plain))
    return tuple(replace(body, role=role) for body in read_note(text, place, all_lead=True))


def _lead(context: Context, unit: Unit, text: str) -> str | None:
    if unit.paragraphs[0].inside:
        return None
    if unit.cells:
        return _lead_of_row(unit.cells)
    if unit.label is None and unit.chapter is not None and context.units_of[unit.chapter] == 1:
        return context.outline.headings[unit.chapter].title
    if unit.label is not None and unit.label.style == "article":
        return None  # what an article's first paragraph says is no name of it
    lead = lead_of(text, labelled=unit.label is not None)
    return lead.text if lead else None


def _lead_of_row(cells: Sequence[Paragraph]) -> str | None:
    """A row's first cell where it names what the longer ones behind it are about."""
    title = plain_title(cells[0].plain, longest=30)
    longer = any(len(cell.plain) > 1.5 * len(cells[0].plain) for cell in cells[1:])
    return title if title and len(title) >= 4 and longer else None


# --- kinds ------------------------------------------------------------------------------------------------------------


def _kinds(context: Context) -> Iterator[str]:
    outline = context.outline
    situations = _situations(outline)
    first = next((i for i, unit in enumerate(outline.units) if unit.chapter is not None), len(outline.units))
    last_labelled = max((i for i, unit in enumerate(outline.units) if unit.label or unit.cells), default=-1)
    for index, unit in enumerate(outline.units):
        if not context.is_plan or index in situations:
            yield "background"
        elif unit.chapter is None:
            yield _kind_outside(unit, before=index < first, closing=index > last_labelled)
        else:
            alone = context.units_of[unit.chapter] == 1  # what a chapter consists of closes nothing
            yield _kind_inside(outline, unit, closing=index > last_labelled >= 0 and not alone)


def _situations(outline: Outline) -> frozenset[int]:
    """Prose between a chapter's heading and its 行动目标 says how things are, unless it says what is to be done."""
    found: set[int] = set()
    pending: list[int] = []
    for what, index in outline.order:
        if what == "heading":
            heading = outline.headings[index]
            name = heading.title or ""
            above = heading.parent
        else:
            unit = outline.units[index]
            name, above = _name(unit), unit.chapter
        if patterns.GOAL_TITLE.search(name):
            found.update(i for i in pending if outline.units[i].chapter == above)
        if what == "unit" and outline.units[index].label is None and not outline.units[index].cells:
            pending = [i for i in pending if outline.units[i].chapter == above]
            pending += [] if _says_what_to_do(outline.units[index]) else [index]
        else:
            pending = []
    return frozenset(found)


def _says_what_to_do(unit: Unit) -> bool:
    """Whether a sentence of it begins with a verb of policy, or it speaks of a year to come."""
    sentences = re.split("[。；;]", _plain(unit))
    return any(
        sentence.startswith(patterns.POLICY_VERBS) and not patterns.STATEMENT.search(sentence) for sentence in sentences
    ) or bool(re.match(r"(?:到|至)?20[2-9]\d年，", _plain(unit)))


def _kind_outside(unit: Unit, *, before: bool, closing: bool) -> str:
    text = _plain(unit)
    if patterns.PREAMBLE_END.search(text) and unit.label is None:
        return "background"
    if unit.label is not None:
        return _named_kind(_name(unit)) or "measure"
    if closing and patterns.CLOSING_PARAGRAPH.match(text):
        return "implementation"
    return _named_kind(_name(unit)) or (
        "background" if before and not unit.cells and _is_preamble(unit, text) else "measure"
    )


def _is_preamble(unit: Unit, text: str) -> bool:
    """Prose before the first heading that states grounds: 为…, 根据…, … is the first of its document."""
    return (
        bool(re.match(r"为|根据|按照|依据|近年来|党的|健康|人民|当前|\d{4}年|.{0,40}(?:是|为)", text))
        and lead_of(text, labelled=False) is None
    )


def _kind_inside(outline: Outline, unit: Unit, *, closing: bool) -> str:
    chain = list(_chain(outline, unit.chapter))
    styles = {heading.label.style for heading in chain if heading.label}
    titles = [heading.title or "" for heading in chain]
    if "box" in styles:
        return "box_item"
    if any(patterns.IMPLEMENTATION_TITLE.search(title) for title in titles):
        return "implementation"
    # the unit's own name speaks first, then the nearest heading
    for name in (_name(unit), *titles):
        if kind := _named_kind(name):
            return _goal_by_year(kind, name, unit)
    text = _plain(unit)
    if unit.label is None and not unit.cells and _begins_document(chain[0]) and not closing:
        return "background" if patterns.PREAMBLE_END.search(text) or _is_preamble(unit, text) else "measure"
    return (
        "implementation"
        if closing and unit.label is None and patterns.CLOSING_PARAGRAPH.match(text) and re.search("要|应", text)
        else "measure"
    )


def _begins_document(heading: Heading) -> bool:
    """Whether it is the title of an annex or of a further document, whose preamble stands directly below it."""
    return heading.paragraphs[0].opens or (heading.label is not None and heading.label.style == "annex")


def _goal_by_year(kind: str, name: str, unit: Unit) -> str:
    """Under 总体要求 a paragraph 到2025年… is the goal."""
    if kind == "principle" and name.startswith("总体") and re.match(r"(?:到|至)?\s?(?:20\d\d)\s?年", _plain(unit)):
        return "goal"
    return kind


def _named_kind(name: str) -> str | None:
    if not name:
        return None
    for kind, pattern in (
        ("principle", patterns.PRINCIPLE_TITLE),
        ("goal", patterns.GOAL_TITLE),
        ("background", patterns.BACKGROUND_TITLE),
        ("implementation", patterns.IMPLEMENTATION_TITLE),
    ):
        # 夯实事业发展基础 is no background: it says what is to be done
        doing = name.startswith(patterns.POLICY_VERBS) and not patterns.BACKGROUND_FOR_SURE.search(name)
        if pattern.search(name) and not (kind == "background" and doing):
            return kind
    return None


def _chain(outline: Outline, chapter: int | None) -> Iterator[Heading]:
    """The headings above a unit, the nearest first."""
    while chapter is not None:
        heading = outline.headings[chapter]
        yield heading
        chapter = heading.parent


def _name(unit: Unit) -> str:
    """What the unit calls itself: its lead phrase, or a short introduction with a colon (行动目标：)."""
    text = re.sub(r"\s+", "", unit.paragraphs[0].plain[:NAMED_WITHIN])
    if len(unit.paragraphs) > 1 and len(text) < NAMED_WITHIN / 2:
        text = _plain(unit)
    lead = lead_of(text, labelled=unit.label is not None)
    if lead:
        return lead.text
    introduction = re.match(r"[^，,。；;]{2,12}(?=[：:])", text)
    return introduction.group() if introduction else ""


def _plain(unit: Unit) -> str:
    return re.sub(r"\s+", "", "".join(paragraph.plain for paragraph in unit.paragraphs))
