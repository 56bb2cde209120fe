"""Headings with their body on the same line, a blank between them: 一、总体要求 全面贯彻…。

A scanner also puts blanks into words. Which of the two a text does shows in its prose: where blanks stand between the
words of long paragraphs too, one behind the first words of a labelled paragraph tells nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from documents.parsing import patterns
from documents.parsing.labels import read_label
from documents.parsing.paragraphs import Paragraph

# The longest title that a blank parts from its body; blanks behind it are those of prose.
TITLE = 30
# So many times as often as a stray blank would fall there has a blank to stand behind a title.
ABOVE_CHANCE = 2
_STRAY = re.compile(rf"(?<=[{patterns.HAN}]) (?=[{patterns.HAN}])")
_BLANKS = re.compile("[ \u3000]+")


def headings_apart(paragraphs: Sequence[Paragraph], column: float | None) -> list[Paragraph]:
    """The paragraphs, those cut in two that are a heading with its body. `column` is the width of a newspaper's."""
    ends = [_end_of_heading(paragraph, column) for paragraph in paragraphs]
    strays = column is None and _by_chance(paragraphs, ends)
    result: list[Paragraph] = []
    for paragraph, end in zip(paragraphs, ends, strict=True):
        if end is None or (strays and len(_BLANKS.findall(paragraph.plain[:end])[-1]) == 1):
            result.append(paragraph)
        else:
            body = replace(paragraph.slice(end), marked=False)
            result += (paragraph.slice(0, end), *headings_apart([body], column))
    return result


def _end_of_heading(paragraph: Paragraph, column: float | None) -> int | None:
    """Where the body begins that stands on the line of its heading, behind a blank; None where there is none."""
    label = read_label(paragraph.plain)
    if label is None or label.style == "article" or paragraph.row:
        return None
    if column is not None and (label.rank is None or label.rank > 3):
        return None  # the blank may be a line end of the column
    blank = _BLANKS.search(paragraph.plain, label.length)
    if blank is None:
        return None
    title, body = paragraph.plain[label.length : blank.start()], paragraph.plain[blank.end() :]
    if title.endswith("。"):
        return None  # a lead phrase with a blank behind it
    plain = 3 <= len(title) <= TITLE and not re.search(r"[，,。；;：:（(“\"《\dA-Za-z]", title[:-1])
    return blank.end() if plain and len(body) >= 15 and re.search("[，,。；;]", body) else None


def _by_chance(paragraphs: Sequence[Paragraph], ends: Sequence[int | None]) -> bool:
    """Whether blanks stand in the prose so often that those behind titles may be of the same kind."""
    prose = [paragraph.plain[TITLE:] for paragraph in paragraphs if len(paragraph.plain) > TITLE]
    strays = sum(len(_STRAY.findall(text)) for text in prose)
    if not strays:
        return False
    labelled = sum(len(paragraph.plain) > TITLE and read_label(paragraph.plain) is not None for paragraph in paragraphs)
    expected = min(1.0, strays / sum(map(len, prose)) * TITLE) * labelled
    return sum(end is not None for end in ends) <= ABOVE_CHANCE * expected
