"""The lines of a clean text, and which of them belong to the page it was printed on and not to the document."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from documents.parsing import patterns
from documents.parsing.cleaning import Cleaned
from documents.parsing.labels import read_label
from documents.parsing.own_noise import NONE, OwnNoise

# A running header is a line that stands at least so often, and is at most so long.
RUNNING_TIMES, RUNNING_LENGTH = 3, 40
# So many lines in a row that end in a date are a list of other news.
NEWS_RUN = 3
# So many lines that begin alike are looked at for an entry of a table of contents.
MOST_ALIKE = 50
# A page's table of facts stands so many lines deep at most, and none of its rows is longer than this.
FACTS_DEEP, FACTS_LENGTH = 40, 300


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank, by its place in the clean text, outer blanks left out."""

    text: str
    start: int
    indent: int  # columns before it
    blank_before: bool
    blank_behind: bool  # ends in a blank: in text layers of PDF files the mark of a paragraph's end
    marked: bool  # was marked as a heading (#)
    row: str = ""  # what parts the cells of a table's row; "" for a line that is none

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    @property
    def width(self) -> int:
        """Columns, a Han character taking two."""
        return len(self.text.encode("gb18030", "replace"))


def read_lines(cleaned: Cleaned) -> list[Line]:
    """The lines that are not blank, in order. A row of a table keeps the tab of an empty first cell."""
    lines: list[Line] = []
    text, at, blank = cleaned.text.text, 0, True
    for raw in text.split("\n"):
        stripped = raw.strip(" \t")
        if stripped:
            lead = len(raw) - len(raw.lstrip(" \t"))
            below_row = bool(lines) and not blank and "\t" in lines[-1].text and read_label(stripped) is None
            if raw[:1] == "\t" == raw[lead - 1 : lead] and ("\t" in stripped or below_row):
                lead, stripped = 0, raw.rstrip(" \t")
            # only the blanks just before the line can hide the mark that was taken out there
            origin = cleaned.text.offsets[at]
            marked = bool(cleaned.headings) and any(
                place in cleaned.headings for place in range(origin - 8, cleaned.text.offsets[at + lead] + 1)
            )
            lines.append(Line(stripped, at + lead, lead, blank, raw != raw.rstrip(" \t"), marked))
        blank = not stripped
        at += len(raw) + 1
    return lines


def split_facts(lines: Sequence[Line]) -> list[Line]:
    """发文机关 … 成文日期 … on one line of the table of facts above a text → a line for each name and each value."""
    head = next((i for i, line in enumerate(lines[:FACTS_DEEP]) if read_label(line.text)), min(len(lines), FACTS_DEEP))
    parts = [part for line in lines[:head] for part in (_facts_of(line) or (line,))]
    return [*parts, *lines[head:]]


def _facts_of(line: Line) -> list[Line]:
    """The parts of a line that holds facts by their names; empty for any other line."""
    if len(line.text) > FACTS_LENGTH:
        return []
    cells = [match.span() for match in re.finditer(r"[^\t]+?(?=\t| {2,}|$)", line.text) if match.group().strip()]
    named = [_is_fact_name(line.text[start:end]) for start, end in cells]
    if named and named[0] and len(cells) % 2 == 0 and all(named[::2]) and not any(named[1::2]):
        return [part for span in cells if (part := _part(line, *span)).text]
    starts = [match.start("name") for match in patterns.FACT_INSIDE.finditer(line.text)]
    if len(starts) < 2 or starts[0]:
        return []
    return [_part(line, start, end) for start, end in itertools.pairwise([*starts, len(line.text)])]


def _is_fact_name(text: str) -> bool:
    return bool(patterns.FACT_NAME.fullmatch(re.sub(r"\s", "", text)))


def _part(line: Line, start: int, end: int) -> Line:
    text = line.text[start:end]
    first = start + len(text) - len(text.lstrip())
    return replace(line, text=text.strip(), start=line.start + first)


def noise_lines(lines: Sequence[Line], own: OwnNoise = NONE) -> dict[int, str]:
    """Index of each line that is no part of the document → the reason; `own` are lines that the caller knows."""
    reasons = {index: "own-pattern" for index, line in enumerate(lines) if own.takes(line.text)} if own else {}
    for find in (_contents, _single, _menu, _news, _running, _numbers):
        for index, reason in find(lines):
            if not lines[index].row or reason == "page-furniture":
                reasons.setdefault(index, reason)
    return reasons


def _single(lines: Sequence[Line]) -> Iterator[tuple[int, str]]:
    """What a line tells of itself: a menu, a counter, a phone number, an address, a frame of marks."""
    for index, line in enumerate(lines):
        text = line.text
        if margin := patterns.MARGIN_LINE.fullmatch(text):
            yield index, "running-title" if margin["edge"] else "footnote"
        if len(text) > 160:
            continue
        if patterns.MARKS_ONLY.fullmatch(text):
            if not _left_over(lines, index):
                yield index, "page-furniture"
        elif line.row:
            continue
        elif patterns.PHONE.fullmatch(text):
            yield index, "phone-number"
        elif (
            patterns.WEB_LINE.fullmatch(text)
            or patterns.WEB_ADDRESS.fullmatch(text)
            or patterns.WEEKDAY_DATE.fullmatch(text)
            or patterns.MENU_LINE.fullmatch(text)
            or (len(text) <= 80 and patterns.DATED_TOOLS.fullmatch(text))
            or (len(text) <= 80 and patterns.TOOL_LINE.fullmatch(text))
        ):
            yield index, "page-furniture"


def _left_over(lines: Sequence[Line], index: int) -> bool:
    """A closing mark alone on the last line of a paragraph whose lines are full."""
    above = lines[index - 1].text if index else ""
    return bool(
        re.fullmatch("[)）】”’」，,；;、：:]{1,3}", lines[index].text)
        and len(above) >= 10
        and not patterns.ENDS_SENTENCE.search(above)
    )


def _menu(lines: Sequence[Line]) -> Iterator[tuple[int, str]]:
    """A menu with a word a line: several of them in a row, or 首页 on top and what follows it."""
    words = [bool(len(line.text) <= 8 and patterns.MENU_WORD.fullmatch(line.text)) for line in lines]
    # marks between them (>) part no run
    marks = [bool(len(line.text) <= 3 and patterns.MARKS_ONLY.fullmatch(line.text)) for line in lines]
    for index, first, last in _runs([word or mark for word, mark in zip(words, marks, strict=True)]):
        on_top = first == 0 and lines[0].text.endswith(("首页", "主页"))
        if words[index] and (on_top or sum(words[first:last]) >= NEWS_RUN):
            yield index, "page-furniture"


def _runs(flags: Sequence[bool]) -> Iterator[tuple[int, int, int]]:
    """(index, start of its run, end of its run) of each flag that is set."""
    start = 0
    for key, group in itertools.groupby(flags):
        end = start + len(list(group))
        if key:
            yield from ((index, start, end) for index in range(start, end))
        start = end


def _contents(lines: Sequence[Line]) -> Iterator[tuple[int, str]]:
    """A table of contents: lines with leaders to a page number, or, behind 目录, headings that come again below."""
    for index, line in enumerate(lines):
        if len(line.text) <= 100 and patterns.CONTENTS_LINE.fullmatch(line.text):
            yield index, "table-of-contents"
    yield from _numbered_contents(lines)
    title = next((i for i, line in enumerate(lines) if re.fullmatch(r"目\s*[录次]", line.text)), None)
    if title is None:
        return
    yield title, "table-of-contents"
    bodies = sorted((_unspaced(line.text), index) for index, line in enumerate(lines[title + 1 :], title + 1))
    for index in range(title + 1, len(lines)):
        entry = _unspaced(re.sub(r"[\s\d.…·]+$", "", lines[index].text))
        first, last = bisect_left(bodies, (entry, 0)), bisect_right(bodies, (entry + "\U0010ffff", 0))
        again = len(entry) > 1 and any(where > index for _, where in bodies[first : min(last, first + MOST_ALIKE)])
        if not again or (read_label(entry) is None and len(entry) > 30):
            break
        yield index, "table-of-contents"


def _unspaced(text: str) -> str:
    return re.sub(r"\s", "", text)


def _numbered_contents(lines: Sequence[Line]) -> Iterator[tuple[int, str]]:
    """第一章 规划背景  1: labelled lines in a row that all end in a page number."""
    run: list[int] = []
    for index, line in enumerate([*lines, None]):
        if line is not None and len(line.text) <= 60 and re.search(r"\s\d{1,3}$", line.text) and read_label(line.text):
            run.append(index)
            continue
        if len(run) >= NEWS_RUN:
            yield from ((i, "table-of-contents") for i in run)
        run = []


def _running(lines: Sequence[Line]) -> Iterator[tuple[int, str]]:
    """A short line that comes again and again, numbers aside, on a page's edge: beside a page number or inside a
    sentence. The first time it may be the document's own title, which stays.
    """
    places: dict[str, list[int]] = {}
    for index, line in enumerate(lines):
        if len(line.text) <= RUNNING_LENGTH:
            places.setdefault(re.sub(r"\d+", "0", line.text), []).append(index)
    for shape, found in places.items():
        if len(found) < 2 or not _may_run(shape, lines[found[0]].text):
            continue
        edges = [index for index in found if _on_edge(lines, index)]
        seldom = len(found) < RUNNING_TIMES and not all(_beside_dressed_number(lines, index) for index in found)
        if seldom and not _inside_sentence(lines, found[-1]):
            continue
        if 2 * len(edges) >= len(found):
            own = patterns.KIND_WORD.search(shape) and not _in_the_body(lines, found[0])
            yield from ((index, "running-title") for index in (found[1:] if own else found))


def _in_the_body(lines: Sequence[Line], index: int) -> bool:
    """In the middle of a sentence, or beside a page number when the text has begun: not where a title stands."""
    if _inside_sentence(lines, index):
        return True
    return _on_edge(lines, index) and any(read_label(line.text) for line in lines[:index])


def _may_run(shape: str, text: str) -> bool:
    worded = len(re.findall(f"[{patterns.HAN}A-Za-z]", re.sub("[年月日]", "", shape))) >= 4
    titled = patterns.KIND_WORD.search(text)  # 健康某省行动（2019—2030年） ends in a bracket and no sentence
    note = patterns.ROLE_HEAD.search(text) or (patterns.ENDS_SENTENCE.search(text) and not titled)
    fact = patterns.ISSUER_LINE.fullmatch(text) or patterns.NUMBER.fullmatch(_unspaced(text))
    ends = text[-1] in "：:" or text.count("\t") > 0
    return bool(worded) and not note and not fact and not ends and read_label(text) is None


def _beside_dressed_number(lines: Sequence[Line], index: int) -> bool:
    """Directly above or below — 3 — or 第3页."""
    around = (lines[at].text for at in (index - 1, index + 1) if 0 <= at < len(lines))
    return any((match := patterns.PAGE_NUMBER.fullmatch(text)) and not match["bare"] for text in around)


def _on_edge(lines: Sequence[Line], index: int) -> bool:
    """Beside a page number, or in the middle of a sentence."""
    around = [lines[i].text for i in (index - 2, index - 1, index + 1, index + 2) if 0 <= i < len(lines)]
    if any(patterns.PAGE_NUMBER.fullmatch(text) for text in around):
        return True
    return _inside_sentence(lines, index)


def _inside_sentence(lines: Sequence[Line], index: int) -> bool:
    above = (line.text for line in reversed(lines[max(0, index - 3) : index]))
    before = next((text for text in above if not patterns.PAGE_NUMBER.fullmatch(text)), "。")
    ended = patterns.ENDS_SENTENCE.search(before) or patterns.DATE_ONLY.fullmatch(before)
    return not ended and len(before) >= 15 and read_label(before) is None


def _numbers(lines: Sequence[Line]) -> Iterator[tuple[int, str]]:
    """Page numbers: dressed ones wherever they stand, bare ones where they count up through the text."""
    bare: list[tuple[int, int]] = []
    for index, line in enumerate(lines):
        if len(line.text) <= 24 and (match := patterns.PAGE_NUMBER.fullmatch(line.text)):
            if match["bare"]:
                bare.append((index, int(match["bare"])))
            else:
                yield index, "page-number"
    rising = all(b[1] == a[1] + 1 and b[0] - a[0] > 2 for a, b in itertools.pairwise(bare))
    if rising:
        yield from ((index, "page-number") for index, _ in bare)


def _news(lines: Sequence[Line]) -> Iterator[tuple[int, str]]:
    """Lists of other news: several short lines in a row that end in a date."""
    run: list[int] = []
    for index, line in enumerate([*lines, None]):
        if line is not None and len(line.text) <= 100 and patterns.NEWS_LINE.fullmatch(line.text):
            run.append(index)
            continue
        if len(run) >= NEWS_RUN:
            yield from ((i, "other-news") for i in run)
        run = []
