"""Several documents in one file, one behind the other: where the second begins that no 附件 announces."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from documents.parsing import patterns
from documents.parsing.labels import Label, read_label
from documents.parsing.paragraphs import Paragraph
from documents.parsing.source import Sourced

# A title stands over at most so many lines, and its text's first label so many paragraphs below it.
TITLE_LINES, TO_FIRST_LABEL = 3, 12
SHORTEST_TITLE, LONGEST_TITLE = 8, 70
# Labels that number a whole document: where one of them begins again at 1 below a title, another document begins.
_WHOLE = ("part", "chapter", "article", "cn")


def with_openings(body: Sequence[Paragraph]) -> list[Paragraph]:
    """The paragraphs of a file, each further document's title put together in one that `opens` a document."""
    labels = [read_label(paragraph.plain) if not paragraph.row else None for paragraph in body]
    result: list[Paragraph] = []
    index, counted = 0, set[str]()
    while index < len(body):
        lines = _title_lines(body, labels, index)
        if lines and (
            _begins_again(labels[index + lines : index + lines + TO_FIRST_LABEL], counted)
            or _titles_table(body[index : index + lines + 1])
        ):
            result.append(_opening(body[index : index + lines]))
            counted.clear()
        else:
            lines = 1
            result.append(body[index])
            label = labels[index]
            if label is not None and label.style in _WHOLE and label.number:
                counted.add(label.style)
        index += lines
    return result


def _title_lines(body: Sequence[Paragraph], labels: Sequence[Label | None], index: int) -> int:
    """How many paragraphs from `index` on are a document's title, its dates in brackets included; 0 for none."""
    if index and not _ended(body[index - 1], labels[index - 1]):
        return 0
    title = ""
    for taken, paragraph in enumerate(body[index : index + TITLE_LINES], 1):
        line = re.sub(r"\s", "", paragraph.plain)
        if labels[index + taken - 1] is not None or paragraph.row or re.search("[。；;！？：:]", line):
            return 0
        title += line
        if SHORTEST_TITLE <= len(title) <= LONGEST_TITLE and patterns.KIND_WORD.search(title):
            below = body[index + taken].plain.strip() if index + taken < len(body) else ""
            dated = re.fullmatch(r"[(（][^()（）。]{4,20}[)）]", below)
            return taken + bool(dated)
    return 0


def _titles_table(paragraphs: Sequence[Paragraph]) -> bool:
    """…任务分解表 right above the rows of a table: an annex that is not called one."""
    title = re.sub(r"\s", "", "".join(paragraph.plain for paragraph in paragraphs[:-1]))
    return bool(paragraphs[-1].row) and bool(re.search("(?:表|清单|台账)$", title))


def _ended(paragraph: Paragraph, label: Label | None) -> bool:
    """Whether a new document may begin behind the paragraph: not behind 附件, whose title stands below it."""
    return not (label is not None and label.style == "annex" and len(paragraph.plain.strip()) <= 8)


def _begins_again(labels: Sequence[Label | None], counted: set[str]) -> bool:
    first = next((label for label in labels if label is not None), None)
    return first is not None and first.number == 1 and first.style in counted


def _opening(lines: Sequence[Paragraph]) -> Paragraph:
    return replace(lines[0], text=Sourced.joined(line.text for line in lines), opens=True)
