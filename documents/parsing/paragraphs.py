"""Lines → paragraphs: what a page or a column broke is joined again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from documents.parsing import patterns
from documents.parsing.cleaning import Cleaned
from documents.parsing.labels import Label, read_label
from documents.parsing.lines import Line
from documents.parsing.source import Sourced

# A text is broken into lines of one width where its widest lines are at most this wide (columns of half-width
# characters; a page of 40 Han characters has 80) …
WIDEST_PAGE = 130
# … and this share of its full lines ends in the middle of a sentence.
BROKEN_SHARE = 0.3
# Labels of headings and items of a list.
LISTED = ("cn", "cn-bracket", "num", "num-bracket", "num-close", "circled")
# A line counts as full from this share of the page's width on.
FULL = 0.86


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph; `text` has a line feed where lines of the source were joined."""

    text: Sourced
    marked: bool = False  # as a heading
    row: str = ""  # what parts the cells of a table's row; "" for a paragraph that is none
    inside: bool = False  # begins in the middle of a sentence or paragraph that the text does not have
    opens: bool = False  # is the title of a further document in the same file

    @property
    def plain(self) -> str:
        return self.text.text

    def slice(self, start: int, end: int | None = None) -> Paragraph:
        """A part of it, outer blanks left out."""
        text = self.plain[start:end]
        first = start + len(text) - len(text.lstrip())
        last = first + len(text.strip())
        return Paragraph(
            self.text.part(first, last), self.marked, self.row, self.inside and not self.plain[:first].strip()
        )


def join_lines(cleaned: Cleaned, lines: Sequence[Line]) -> list[Paragraph]:
    """The paragraphs of the given lines, in reading order."""
    page = _page(lines)
    seen: dict[str, Label] = {}
    groups: list[list[Line]] = []
    for line in lines:
        label = read_label(line.text)
        if groups and _continues(groups[-1], line, label, page, seen):
            groups[-1].append(line)
        else:
            groups.append([line])
            if label:
                seen[label.style] = label
    return [_paragraph(cleaned.text, group) for group in groups]


def _paragraph(text: Sourced, group: Sequence[Line]) -> Paragraph:
    joined = Sourced.joined(text.part(line.start, line.end) for line in group)
    return Paragraph(joined, group[0].marked, group[0].row)


class Page(NamedTuple):
    """Columns of a page whose paragraphs are broken into lines: how wide most lines are, and the narrowest of those
    that break a sentence (but for one in twenty), which a line that ends one has to reach for its paragraph to go on.
    """

    width: int
    narrowest: int
    notes_close: bool  # notes of bodies stand at the ends of paragraphs and nowhere else


def _page(lines: Sequence[Line]) -> Page | None:
    """None where each paragraph is one line."""
    widths = sorted(line.width for line in lines)
    if len(widths) < 4:
        return None
    width = widths[int(len(widths) * 0.93)]
    if not 30 <= width <= WIDEST_PAGE:
        return None
    full = [line for line in lines if FULL * width <= line.width]
    broken = sorted(line.width for line in full if not patterns.ENDS_SENTENCE.search(line.text))
    if len(full) < 4 or len(broken) < BROKEN_SHARE * len(full):
        return None
    notes_close = not any(patterns.TEXT_BEHIND_NOTE.search(line.text) for line in lines)
    return Page(width, broken[len(broken) // 20], notes_close)


def _continues(group: list[Line], line: Line, label: Label | None, page: Page | None, seen: dict[str, Label]) -> bool:
    """Whether `line` goes on with the paragraph of which `group` holds the lines so far."""
    last = group[-1]
    if line.marked or last.marked or line.row or last.row or _stands_alone(line) or _stands_alone(last):
        return False
    if patterns.STARTS_INSIDE.match(line.text) or _closes_bracket(last, line):
        return True
    if label is None and last.text[-1] == "、" and _open_bracket("".join(part.text for part in group[-8:])):
        return True  # a list inside a bracket, however wide the lines are
    if page is None or (label is not None and not _misplaced(last, label, page.width, seen)):
        return False
    return _open_bracket("".join(part.text for part in group[-8:])) or _runs_on(group, line, page)


def _closes_bracket(last: Line, line: Line) -> bool:
    """（省民政厅牵头，省财政 / 厅配合）: a note that goes on below, however wide the lines are."""
    if len(line.text) > 200 or line.text.rstrip("。；;")[-1:] not in tuple(")）") or not _open_bracket(last.text):
        return False
    closing = re.search("[()（）]", line.text)
    return closing is not None and closing.group() in ")）" and not patterns.ENDS_SENTENCE.search(last.text)


def _stands_alone(line: Line) -> bool:
    """A document number, or the name of a fact in a page's table of them."""
    if len(line.text) > 40:
        return False
    written = re.sub(r"\s", "", line.text)
    return bool(patterns.NUMBER.fullmatch(written) or patterns.FACT_NAME.fullmatch(written))


def _runs_on(group: list[Line], line: Line, page: Page) -> bool:
    """Whether the last line is full and nothing says that the paragraph ends with it."""
    last, ended = group[-1], bool(patterns.ENDS_SENTENCE.search(group[-1].text))
    full = last.width >= (page.narrowest if last.text[-1] in patterns.TERMINAL else FULL * page.width)
    if page.notes_close and patterns.ENDS_NOTE.search(last.text):
        return False
    if (line.indent > last.indent + 1 and len(group) > 1) or (line.blank_before and (ended or not full)):
        return False
    if ended and line.width < 0.7 * page.width and patterns.UNLABELLED_TITLE.fullmatch(line.text):
        return False  # a heading without a label behind a last line that happens to be full
    if last.text[-1] in "：:" and patterns.ADDRESSEE.fullmatch("".join(part.text for part in group[-4:])):
        return False
    # a full line that ends a sentence and a blank behind it: the paragraph mark of a text layer
    return full and not (last.blank_behind and last.text[-1] in "。：:")


def _misplaced(last: Line, label: Label, width: int, seen: dict[str, Label]) -> bool:
    """A line that only looks labelled: it stands in the middle of a sentence and counts on from no label before it."""
    inside = last.width >= FULL * width and not patterns.ENDS_SENTENCE.search(last.text)
    before = seen.get(label.style)
    counted = label.number == 1 or label.number is None or (before is not None and label.follows(before))
    return inside and not counted


def _open_bracket(text: str) -> bool:
    """Whether the last bracket or title mark of the text is still open, not too far back to be believed."""
    for opening, closing in (("（", "）"), ("(", ")"), ("《", "》"), ("“", "”"), ("〔", "〕")):
        at = text.rfind(opening)
        if at >= 0 and at > text.rfind(closing) and len(text) - at < 400:
            return True
    return False


# --- one paragraph of its own lines, two labels, a heading with its body ----------------------------------------------


def with_text_behind(paragraphs: Iterable[Paragraph]) -> Iterator[Paragraph]:
    """A label that stands alone on its line and the paragraph below it, as one; not those of parts and chapters,
    whose title is a line of its own anyway, and no numbers that may be values (1.5).
    """
    alone: Paragraph | None = None
    for paragraph in paragraphs:
        label = read_label(paragraph.plain)
        if alone is not None and label is None and not paragraph.row:
            yield replace(alone, text=Sourced.joined((alone.text, paragraph.text)))
            alone = None
            continue
        if alone is not None:
            yield alone
        alone = paragraph if label and label.style in LISTED and label.length >= len(paragraph.plain) else None
        if alone is None:
            yield paragraph
    if alone is not None:
        yield alone


def split_labels(paragraphs: Iterable[Paragraph]) -> Iterator[Paragraph]:
    """第三篇 保障措施 第一章 强化组织领导 → two paragraphs."""
    for paragraph in paragraphs:
        rest = paragraph
        while (at := _second_label(rest)) is not None:
            yield rest.slice(0, at)
            rest = rest.slice(at)
        yield rest


def _second_label(paragraph: Paragraph) -> int | None:
    """Where a label of a lower kind begins behind the title of the first; None where there is none."""
    text = paragraph.plain[:60]
    label = read_label(text)
    second = patterns.SECOND_LABEL.search(text, label.length) if label is not None else None
    if label is None or second is None or second.end() > 40 or not _deeper(label, read_label(text[second.end() :])):
        return None
    title = text[label.length : second.start()].rstrip("。 ")
    return None if re.search(f"[{patterns.TERMINAL}，,]", title) else second.end()


def _deeper(first: Label, second: Label | None) -> bool:
    return second is not None and None not in (first.rank, second.rank) and (second.rank or 0) > (first.rank or 0)
