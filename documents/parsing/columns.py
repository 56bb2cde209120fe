"""Columns of a newspaper: their line ends, which scanners print as blanks, and how wide they are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from documents.parsing import patterns
from documents.parsing.paragraphs import Paragraph

# How many blanks between Han characters tell that each stands for a line end of the column.
COLUMN_BLANKS = 40
# Such a share of the lines has nearly the width of the column; of the stretches between random blanks a sixth does.
REGULAR, NEARLY = 0.4, 0.25
LINE_BLANK = re.compile(rf"(?<=[{patterns.HAN}，。、；：,;:”\"）)·]) (?=[{patterns.HAN}“\"（(《\d])")


def line_ends(text: str) -> list[int]:
    """Places of the blanks that stand for line ends."""
    return [match.start() for match in LINE_BLANK.finditer(text)]


def column_width(paragraphs: Sequence[Paragraph]) -> float | None:
    """Characters in a line of the column, where blanks inside the paragraphs stand for its line ends."""
    lengths = [b - a - 1 for paragraph in paragraphs for a, b in pairwise(line_ends(paragraph.plain))]
    if len(lengths) < COLUMN_BLANKS:
        return None
    width = median(lengths)
    regular = sum(abs(length - width) <= NEARLY * width for length in lengths)
    return width if regular >= REGULAR * len(lengths) else None
