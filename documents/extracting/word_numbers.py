"""The numbers that Word puts before paragraphs by itself: 一、 （一） 1. are nowhere in the file's text."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from docx.oxml.ns import qn

_DIGITS = "〇一二三四五六七八九"
_CHINESE = {
    "chineseCounting",
    "chineseCountingThousand",
    "ideographTraditional",
    "japaneseCounting",
    "taiwaneseCounting",
}
_DEEPEST_STYLE = 20


@dataclass(frozen=True, slots=True)
class _Level:
    start: int
    form: str
    pattern: str  # 第%1章, %1.%2
    behind: str


class Numbers:
    """Counts a document's numbered paragraphs as Word does, in reading order."""

    def __init__(self, document: Any) -> None:
        self._levels: dict[str, dict[int, _Level]] = {}
        self._abstract: dict[str, str] = {}
        self._styles: dict[str, tuple[str, int]] = {}
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)
        numbering = _numbering(document)
        if numbering is not None:
            self._read(numbering)
            self._read_styles(document.styles.element)

    def label(self, paragraph: Any) -> str:
        """What Word shows before a paragraph, with what parts it from the text; "" for one without a number."""
        number, depth = self._place(paragraph)
        levels = self._levels.get(self._abstract.get(number, ""), {})
        if depth not in levels:
            return ""
        counts = self._counts[self._abstract[number]]
        counts[depth] = counts[depth] + 1 if depth in counts else levels[depth].start
        for deeper in [each for each in counts if each > depth]:
            del counts[deeper]
        level = levels[depth]
        if level.form in ("bullet", "none"):
            return ""
        shown = re.sub(r"%(\d)", lambda m: self._written(levels, counts, int(m[1]) - 1), level.pattern)
        return shown + level.behind

    def _written(self, levels: dict[int, _Level], counts: dict[int, int], depth: int) -> str:
        level = levels.get(depth)
        return written(counts.get(depth, level.start), level.form) if level else ""

    def _place(self, paragraph: Any) -> tuple[str, int]:
        properties = paragraph.find(qn("w:pPr"))
        if properties is None:
            return "", 0
        style = properties.find(qn("w:pStyle"))
        inherited = self._styles.get(_value(style), ("", 0))
        own = properties.find(qn("w:numPr"))
        return _numbered(own, inherited) if own is not None else inherited

    def _read(self, numbering: Any) -> None:
        for abstract in numbering.iterchildren(qn("w:abstractNum")):
            levels = {int(each.get(qn("w:ilvl"), "0")): _level(each) for each in abstract.iterchildren(qn("w:lvl"))}
            self._levels[abstract.get(qn("w:abstractNumId"), "")] = levels
        for number in numbering.iterchildren(qn("w:num")):
            self._abstract[number.get(qn("w:numId"), "")] = _value(number.find(qn("w:abstractNumId")))

    def _read_styles(self, styles: Any) -> None:
        based: dict[str, str] = {}
        for style in styles.iterchildren(qn("w:style")):
            name = style.get(qn("w:styleId"), "")
            based[name] = _value(style.find(qn("w:basedOn")))
            found = style.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
            if found is not None:
                self._styles[name] = _numbered(found, ("", 0))
        for name in based:
            above, steps = name, 0
            while above and above not in self._styles and steps < _DEEPEST_STYLE:
                above, steps = based.get(above, ""), steps + 1
            if above in self._styles:
                self._styles[name] = self._styles[above]


def written(number: int, form: str) -> str:
    """A number as Word writes it in one of its forms."""
    if form in _CHINESE:
        return _chinese(number)
    if form.startswith("decimalEnclosedCircle") and 1 <= number <= 20:
        return chr(0x2460 + number - 1)
    if form in ("lowerLetter", "upperLetter") and 1 <= number <= 26:
        return chr((97 if form == "lowerLetter" else 65) + number - 1)
    return str(number)


def _chinese(number: int) -> str:
    if not 0 < number < 100:
        return str(number) if number >= 100 else _DIGITS[0]
    tens, ones = divmod(number, 10)
    return ("" if tens < 2 else _DIGITS[tens]) + ("十" if tens else "") + (_DIGITS[ones] if ones else "")


def _numbering(document: Any) -> Any:
    """The part that says how paragraphs are numbered; asking python-docx for a missing one would make it."""
    parts = (each.target_part for each in document.part.rels.values() if each.reltype.endswith("/numbering"))
    return next((part.element for part in parts), None)


def _level(element: Any) -> _Level:
    suffix = _value(element.find(qn("w:suff")))
    start = _value(element.find(qn("w:start")))
    return _Level(
        start=int(start) if start.isdecimal() else 1,
        form=_value(element.find(qn("w:numFmt"))) or "decimal",
        pattern=_value(element.find(qn("w:lvlText"))),
        behind="" if suffix == "nothing" else " ",
    )


def _numbered(element: Any, inherited: tuple[str, int]) -> tuple[str, int]:
    number, depth = _value(element.find(qn("w:numId"))), _value(element.find(qn("w:ilvl")))
    return number or inherited[0], int(depth) if depth.isdecimal() else inherited[1]


def _value(element: Any) -> str:
    return str(element.get(qn("w:val"), "")) if element is not None else ""
