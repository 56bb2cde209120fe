"""Paragraphs → headings and units: what is a chapter, what a measure, and what stands under what.

The rules are the contract's (docs/parse-output.md). A label has no depth of its own where texts differ (——, 专栏):
it takes the depth of where it first stands; the others keep the usual order (第X章 above 一、 above (一) above 1.).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from documents.parsing import patterns
from documents.parsing.labels import Label, read_label
from documents.parsing.numbering import Numbering
from documents.parsing.paragraphs import Paragraph
from documents.parsing.responsibilities import is_note, note_behind
from documents.parsing.sentences import lead_of, only_names, plain_title
from documents.parsing.source import Sourced
from documents.parsing.tables import cells_of, departments, departments_without_head, is_deadline, is_head
from documents.parsing.target_tables import row_targets
from documents.parsing.tree import ParseWarning, Span, Target

ALWAYS_CHAPTER = ("annex", "part", "chapter", "section", "box")
# Labels whose items stay in the paragraph above them unless they have a lead phrase of their own.
SMALL = ("num-bracket", "num-close", "circled")


@dataclass(slots=True)
class Heading:
    label: Label | None
    title: str | None
    paragraphs: list[Paragraph]  # label and title as they stand in the source
    parent: int | None  # index into Outline.headings
    level: int
    run_in: bool = False  # its title is the first sentence of its paragraph
    note: Paragraph | None = None  # of bodies, behind its title
    reasons: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Unit:
    """One measure to be: its label and the paragraphs it is made of, the first with the label cut off."""

    label: Label | None
    chapter: int | None
    paragraphs: list[Paragraph]
    label_span: Span | None = None
    cells: tuple[Paragraph, ...] = ()  # of a table's row
    departments: tuple[tuple[Paragraph, str], ...] = ()  # cells of the row that name bodies, each with their role
    targets: tuple[Target, ...] = ()  # of a row in a table of indicators
    reasons: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Outline:
    headings: list[Heading] = field(default_factory=list)
    units: list[Unit] = field(default_factory=list)
    order: list[tuple[str, int]] = field(default_factory=list)  # ("heading" | "unit", index) in reading order
    table_heads: list[Paragraph] = field(default_factory=list)
    warnings: list[ParseWarning] = field(default_factory=list)


@dataclass(slots=True)
class _Open:
    """An open heading on the stack."""

    style: str
    rank: int | None
    index: int
    last: Label | None = None  # the last label of this style


def build_outline(paragraphs: Sequence[Paragraph], in_front: Sequence[Label] = ()) -> Outline:
    """The outline of a document's body; `in_front` are labels in front of it, from which numbers go on."""
    return _Builder(list(paragraphs), in_front).build()


class _Builder:
    def __init__(self, paragraphs: list[Paragraph], in_front: Sequence[Label]) -> None:
        self.paragraphs = paragraphs
        self.labels = [read_label(p.plain) if not p.row else None for p in paragraphs]
        self.outline = Outline()
        self.stack: list[_Open] = []
        self.numbering = Numbering(in_front)
        self.last_labels: dict[str, Label] = {}
        self.around_box: dict[str, Label] = {}  # the last labels before the open box
        self.short_lines = self._many_short_lines()
        self.heads: tuple[str, ...] = ()  # of the last table

    def build(self) -> Outline:
        skip = 0
        for index, (paragraph, label) in enumerate(zip(self.paragraphs, self.labels, strict=True)):
            if skip:
                skip -= 1
                continue
            if paragraph.row:
                self._row(index, paragraph)
            elif label is not None:
                skip = self._labelled(index, paragraph, label)
            else:
                skip = self._unlabelled(index, paragraph)
        self.outline.warnings += self.numbering.warnings
        return self.outline

    # --- labelled paragraphs -----------------------------------------------------------------------------------------

    def _labelled(self, index: int, paragraph: Paragraph, label: Label) -> int:
        """One labelled paragraph; tells how many of the following ones it has taken with it."""
        rest = paragraph.slice(label.length)
        if (label.style in SMALL or self._in_article(label)) and self._stays_inside(label, rest):
            self.outline.units[-1].paragraphs.append(paragraph)
            return 0
        place = paragraph.text.place(0, len(paragraph.plain[: label.length].rstrip()))
        if label.style in ALWAYS_CHAPTER:
            return self._always_chapter(index, paragraph, label, rest)
        note = note_behind(rest.plain)
        title_line = plain_title(rest.plain[: note.start] if note else rest.plain)
        if (rest.plain and label.style == "article") or (
            rest.plain and not self._is_chapter(index, label, rest, title_line=title_line)
        ):
            self._make_room(label)
            self.numbering.see(label, self._parent(), place)
            self._unit(label, rest, place)
            return 0
        self._make_room(label)
        self.numbering.see(label, self._parent(), place)
        if title_line is not None:
            self._heading(label, title_line or None, [paragraph])
            self.outline.headings[-1].note = rest.slice(note.start) if note else None
            return 0
        return self._run_in_chapter(paragraph, label, rest)

    def _run_in_chapter(self, paragraph: Paragraph, label: Label, rest: Paragraph) -> int:
        """A label with units below it whose paragraph goes on behind its title: the prose becomes a unit."""
        lead = lead_of(rest.plain, labelled=True)
        cut = lead.end if lead else 0
        head = paragraph.slice(0, len(paragraph.plain) - len(rest.plain) + cut)
        self._heading(label, lead.text if lead else None, [head], run_in=True)
        body = rest.slice(cut)
        if body.plain:
            self._unit(None, body)
        return 0

    def _always_chapter(self, index: int, paragraph: Paragraph, label: Label, rest: Paragraph) -> int:
        """篇, 章, 节, 专栏, 附件: a chapter whose title stands behind it or on the next line."""
        self._make_room(label)
        self.numbering.see(
            label, self._parent(), paragraph.text.place(0, len(paragraph.plain[: label.length].rstrip()))
        )
        title, taken, lines = rest.plain, 0, [paragraph]
        if not title and index + 1 < len(self.paragraphs):
            following = self.paragraphs[index + 1]
            if self.labels[index + 1] is None and not following.row and plain_title(following.plain, longest=60):
                title, taken = following.plain, 1
                lines = [paragraph, following]
        if plain_title(title, longest=120) is None and len(title) > 60:
            # the label of a paragraph: what stands behind it is its prose
            self._heading(label, None, [paragraph.slice(0, label.length)])
            self._unit(None, rest)
            return 0
        self._heading(label, re.sub(r"\s+", "", title).strip("：:。】]") or None, lines)
        return taken

    def _is_chapter(self, index: int, label: Label, rest: Paragraph, *, title_line: str | None) -> bool:
        below = self._units_below(index, label)
        if title_line is None:
            return below == "labelled"
        if note := note_behind(rest.plain):
            return below == "labelled" or (below == "prose" and not note.ended)
        if rest.plain.rstrip().endswith(("。", "：", ":")) or label.style == "dash":
            return below != ""
        return below != "" or ((label.rank or 0) <= patterns.RANKS["cn-bracket"] and len(title_line) <= 40)

    def _units_below(self, index: int, label: Label) -> str:
        """What stands under a label: "labelled" units, "prose", or "" for nothing before the next of its list."""
        following = index + 1
        while following < len(self.paragraphs):
            other = self.labels[following]
            paragraph = self.paragraphs[following]
            if paragraph.opens:
                return ""
            if other is None:
                if self._is_closing_note(paragraph):
                    following += 1
                    continue
                behind_all = patterns.IN_FORCE.match(paragraph.plain) or self._is_unlabelled_title(following)
                return "prose" if following == index + 1 and not behind_all else ""
            if self._lies_below(other, label) and (
                other.style not in SMALL
                or only_names(self.paragraphs[index].plain[label.length :])
                or lead_of(paragraph.plain[other.length :], labelled=True) is not None
            ):
                return "labelled"
            return ""
        return ""

    def _lies_below(self, other: Label, label: Label) -> bool:
        if other.style == label.style or any(level.style == other.style for level in self._kept(label)):
            return False
        before = self.last_labels.get(other.style)
        if label.rank is None and before is not None and other.number != 1 and other.follows(before):
            return False  # goes on with a list that began above the dash
        if other.rank is None:
            return other.style == "dash"
        return label.rank is None or other.rank > label.rank

    def _in_article(self, label: Label) -> bool:
        """(一)… below 第三条…："""
        last = self.outline.units[-1].label if self.outline.order and self.outline.order[-1][0] == "unit" else None
        return (
            last is not None
            and last.style == "article"
            and label.rank is not None
            and label.rank > patterns.RANKS["article"]
        )

    def _stays_inside(self, label: Label, rest: Paragraph) -> bool:
        """(1)…；on a line of its own without a lead phrase goes on with the paragraph above it, unless that is the
        item before it of the same list.
        """
        if not self.outline.order or self.outline.order[-1][0] != "unit":
            return False
        above = self.outline.units[-1].label
        return (above is None or above.style != label.style) and lead_of(rest.plain, labelled=True) is None

    # --- unlabelled paragraphs ---------------------------------------------------------------------------------------

    def _unlabelled(self, index: int, paragraph: Paragraph) -> int:
        if paragraph.opens:
            self._further_document(paragraph)
            return 0
        last = self.outline.units[-1] if self.outline.order and self.outline.order[-1][0] == "unit" else None
        if last is not None and self._is_closing_note(paragraph):
            last.paragraphs.append(paragraph)
            return 0
        in_article = last is not None and last.label is not None and last.label.style == "article"
        introduces = in_article and paragraph.plain.rstrip()[-1:] in ("：", ":")
        if not introduces and self._is_unlabelled_title(index):
            self._make_room(None)
            self._heading(None, re.sub(r"\s+", "", paragraph.plain).strip("：:。"), [paragraph])
            return 0
        if last is not None and in_article:
            last.paragraphs.append(paragraph)  # a further paragraph of an article
            return 0
        # 行动目标： on a line of its own introduces the paragraph below it
        if len(paragraph.plain) <= 20 and paragraph.plain[-1] in "：:" and self._prose_at(index + 1):
            self._unit(None, paragraph)
            self.outline.units[-1].paragraphs.append(self.paragraphs[index + 1])
            return 1
        self._unit(None, paragraph)
        return 0

    def _further_document(self, paragraph: Paragraph) -> None:
        """Its title is a chapter under which all of it stands; its numbers begin again."""
        self.stack = []
        self.last_labels.clear()
        self.around_box.clear()
        self._heading(None, re.sub(r"\s+", "", paragraph.plain), [paragraph])

    def _prose_at(self, index: int) -> bool:
        return index < len(self.paragraphs) and self.labels[index] is None and not self.paragraphs[index].row

    def _is_closing_note(self, paragraph: Paragraph) -> bool:
        text = paragraph.plain.strip()
        if patterns.NOTE_LINE.fullmatch(text):
            return True
        return text[:1] in "(（〔【" and text.rstrip("。")[-1:] in ")）〕】" and is_note(text.rstrip("。")[1:-1])

    def _is_unlabelled_title(self, index: int) -> bool:
        """A short line without marks between paragraphs, where such lines are the exception."""
        paragraph = self.paragraphs[index]
        text = re.sub(r"\s+", "", paragraph.plain)
        if paragraph.row or self.labels[index] is not None or index + 1 >= len(self.paragraphs):
            return False
        following = self.paragraphs[index + 1]
        has_body = self.labels[index + 1] is not None or len(following.plain) >= 40
        if len(text) > 1 and text[-1] in "：:" and self.labels[index + 1] is not None:
            text = text[:-1]  # 主要任务： above labelled units
        if patterns.HEADING_WORD.fullmatch(text.rstrip("：:")) and not following.row:
            return self.labels[index + 1] is not None or text[-1] not in "：:"
        if paragraph.marked:
            return len(text) <= 60 and text[-1] not in "。；;，,"
        if self._is_only_prose(index):
            return False
        return (
            has_body and not self.short_lines and bool(patterns.UNLABELLED_TITLE.fullmatch(text)) and not following.row
        )

    def _is_only_prose(self, index: int) -> bool:
        """Whether a line is all that stands between a heading and the next of its list: 各级政府要加强领导, its full
        stop lost.
        """
        if not self.outline.order or self.outline.order[-1][0] != "heading" or not self.stack:
            return False
        above, label = self.stack[-1].last, self.labels[index + 1]
        return above is not None and label is not None and label.follows(above)

    def _many_short_lines(self) -> bool:
        """Whether short lines without a mark are usual here: cells of a table, names, verses."""
        plain = [p for p, label in zip(self.paragraphs, self.labels, strict=True) if label is None and not p.row]
        short = sum(bool(patterns.UNLABELLED_TITLE.fullmatch(re.sub(r"\s+", "", p.plain))) for p in plain)
        return short > 3 and short > 0.5 * len(plain)

    # --- tables ------------------------------------------------------------------------------------------------------

    def _row(self, index: int, paragraph: Paragraph) -> None:
        cells = cells_of(paragraph)
        first = index == 0 or not self.paragraphs[index - 1].row
        if is_head(cells, first=first):
            self.heads = tuple(cell.plain for cell in cells)
            self.outline.table_heads.append(paragraph)
            return
        self._unit(None, paragraph)
        unit = self.outline.units[-1]
        if paragraph.row == "\t":
            # empty cells at a line's end went with its blanks
            cells += [Paragraph(Sourced.of(""))] * (len(self.heads) - len(cells))
        fits = len(cells) == len(self.heads)
        roles = departments(self.heads) if fits else departments_without_head(cells)
        unit.targets = tuple(row_targets(self.heads, cells, self._table_title())) if fits else ()
        unit.departments = self._departments_of(cells, roles, index)
        deadlines = {i for i, head in enumerate(self.heads) if fits and is_deadline(head)}
        rest = [cell for i, cell in enumerate(cells) if i not in roles and i not in deadlines and cell.plain]
        # a bare number in front is the row's place in the table
        unit.cells = tuple(rest[1:] if len(rest) > 1 and re.fullmatch(r"\d+[.．、]?", rest[0].plain) else rest)

    def _table_title(self) -> str | None:
        """What stands above the table: the nearest heading."""
        return self.outline.headings[-1].title if self.outline.headings else None

    def _departments_of(
        self, cells: Sequence[Paragraph], roles: dict[int, str], index: int
    ) -> tuple[tuple[Paragraph, str], ...]:
        """The cells that name bodies; where all are empty, those of the row above, whose cell reaches down."""
        own = tuple((cells[column], role) for column, role in roles.items() if cells[column].plain)
        reaches_down = not own and roles and index and self.paragraphs[index - 1].row and len(self.outline.units) > 1
        return self.outline.units[-2].departments if reaches_down else own

    # --- stack -------------------------------------------------------------------------------------------------------

    def _kept(self, label: Label | None) -> list[_Open]:
        """The open headings that a paragraph with this label stands under."""
        style = label.style if label else "plain"
        boxed = next((i for i, level in enumerate(self.stack) if level.style == "box"), None)
        if boxed is not None and label is not None and self._resumes(label, boxed):
            return self._above(label.style, label.rank, self.stack[:boxed])
        if boxed is not None and style not in ("annex", "part", "chapter", "section", "box"):
            return self.stack[: boxed + 1] + self._above(style, label.rank if label else None, self.stack[boxed + 1 :])
        return self._above(style, label.rank if label else None, self.stack)

    def _resumes(self, label: Label, boxed: int) -> bool:
        """Whether a label behind a box goes on with the numbering of what stands around the box, and not with the
        box's own.
        """
        if label.style == "box" or (label.rank is not None and label.rank <= patterns.RANKS["section"]):
            return True
        if label.number is None:
            return False
        before, inside = self.around_box.get(label.style), self.last_labels.get(label.style)
        if inside is not None and inside is not before and label.follows(inside):
            return False
        if before is not None and label.follows(before):
            return True
        outside = any(level.style == label.style for level in self.stack[:boxed])
        return label.number != 1 if outside or before is not None or inside is None else False

    @staticmethod
    def _above(style: str, rank: int | None, stack: Sequence[_Open]) -> list[_Open]:
        if style == "annex":
            return []
        for index, level in enumerate(stack):
            deeper = rank is not None and level.rank is not None and level.rank >= rank
            if level.style == style or deeper:
                return list(stack[:index])
        return list(stack)

    def _make_room(self, label: Label | None) -> None:
        self.stack = self._kept(label)
        if label is not None:
            self.last_labels[label.style] = label

    def _parent(self) -> int | None:
        return self.stack[-1].index if self.stack else None

    def _heading(self, label: Label | None, title: str | None, lines: list[Paragraph], *, run_in: bool = False) -> None:
        index = len(self.outline.headings)
        parent = self._parent()
        level = self.outline.headings[parent].level + 1 if parent is not None else 1
        self.outline.headings.append(Heading(label, title, lines, parent, level, run_in))
        self.outline.order.append(("heading", index))
        if label is not None and label.style == "box":
            self.around_box = dict(self.last_labels)
        style = label.style if label else "document" if lines[0].opens else "plain"
        self.stack.append(_Open(style, label.rank if label else None, index, label))

    def _unit(self, label: Label | None, paragraph: Paragraph, label_span: Span | None = None) -> None:
        self.outline.order.append(("unit", len(self.outline.units)))
        self.outline.units.append(Unit(label, self._parent(), [paragraph], label_span))
