"""Marks and digits that a scanner took for something else: 2016一2020, 2O25年, 时. 在."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from documents.parsing import patterns


@dataclass(frozen=True, slots=True)
class MistakenMark:
    """[start, end) of the text as it should be: `put` stands in the place of the character at `at`."""

    start: int
    end: int
    at: int
    put: str
    certain: bool

    def right(self, text: str) -> str:
        return text[self.start : self.at] + self.put + text[self.at + 1 : self.end]


# A dash between two numbers read as 一. Refuses 一 before anything but a digit (5一体化).
_DASH = re.compile(r"(?<![\dA-Za-z])\d{1,4}(?:\.\d+)?[%％‰年月日]?(?P<wrong>一)(?=(?P<behind>\d{1,4})(?!\d))")
# The same between three words of one character in quotation marks: “省一市一县”. Refuses 一户一档, where 一 counts.
_LEVELS = re.compile(
    rf"(?<=[“\"])(?![{patterns.NUMERAL}])[{patterns.HAN}](?P<wrong>一)[{patterns.HAN}](?P<other>一)[{patterns.HAN}](?=[”\"])"
)
# A letter in a number. Refuses H2O2 and numbers of models, which have other letters.
_ZERO = re.compile(r"(?<![A-Za-z\d])\d{0,3}\d(?P<wrong>[Oo])\d{0,2}(?=[\d%％年月日])(?!\d*[A-Za-z])")
# A point between two Han characters, where no abbreviation stands: a comma of which the tail was lost.
_POINT = re.compile(rf"(?<=[{patterns.HAN}])[.．](?=[{patterns.HAN}])")


def mistaken_marks(text: str) -> Iterator[MistakenMark]:
    """All of a text without blanks, kind by kind."""
    for match in _DASH.finditer(text):
        yield MistakenMark(match.start(), match.end("behind"), match.start("wrong"), "—", certain=True)
    for match in _LEVELS.finditer(text):
        for group in ("wrong", "other"):
            at = match.start(group)
            yield MistakenMark(at - 1, at + 2, at, "—", certain=False)
    for match in _ZERO.finditer(text):
        end = match.end() + 1
        number = text[match.start() : end].replace("O", "0").replace("o", "0")
        year = re.fullmatch(r"(?:19|20)\d\d", number) or re.fullmatch(r"(?:19|20)\d\d年", number)
        yield MistakenMark(match.start(), end, match.start("wrong"), "0", certain=bool(year))
    comma = "," if text.count(",") > text.count("，") else "，"
    for match in _POINT.finditer(text):
        yield MistakenMark(match.start() - 1, match.end() + 1, match.start(), comma, certain=False)
