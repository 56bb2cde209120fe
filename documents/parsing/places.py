"""Places in the source: which stretches an entry takes, and what no entry took."""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections.abc import Iterable, Sequence
from itertools import accumulate

from documents.parsing.paragraphs import Paragraph
from documents.parsing.source import Sourced, merged, outside
from documents.parsing.tree import Noise, Span, Spans


class Places:
    """Stretches of the source that a unit takes. Blanks and noise between its pieces belong to it, and so does a
    reading in brackets behind its last character; content between them does not, and parts the span.
    """

    def __init__(self, text: str, noise: Iterable[Noise]) -> None:
        self._noise = merged(span for entry in noise for span in entry.spans)
        self._inline = {span[0]: span[1] for e in noise if e.reason in ("pinyin", "markup") for span in e.spans}
        content = bytearray(b"\1" * len(text))
        for blank in _blanks(set(text)).finditer(text):
            content[blank.start() : blank.end()] = bytes(blank.end() - blank.start())
        for start, end in self._noise:
            content[start:end] = bytes(end - start)
        self._before = array("I", accumulate(content, initial=0))

    def of(self, paragraphs: Sequence[Paragraph], extra: Iterable[Span] = ()) -> Spans:
        """The spans of all of the paragraphs, in reading order."""
        spans: list[Span] = []
        for start, end in [*extra, *(piece for paragraph in paragraphs for piece in self._pieces(paragraph.text))]:
            if spans and spans[-1][1] <= start and not self._content(spans[-1][1], start):
                spans[-1] = (spans[-1][0], end)
            else:
                spans.append((start, end))
        return tuple((start, self._with_reading(end)) for start, end in spans)

    def _pieces(self, text: Sourced) -> Iterable[Span]:
        """Runs of the text whose places lie one behind the other in the source; a line feed may part them."""
        at = 0
        for line in text.text.split("\n"):
            if line:
                yield text.place(at, at + len(line))
            at += len(line) + 1

    def _content(self, start: int, end: int) -> bool:
        return self._before[end] > self._before[start]

    def _with_reading(self, end: int) -> int:
        while end in self._inline:
            end = self._inline[end]
        return end


def is_blank(character: str) -> bool:
    """Blank as the contract has it: Unicode Z*, Cc and Cf."""
    return unicodedata.category(character) in ("Zs", "Zl", "Zp", "Cc", "Cf")


def _blanks(characters: Iterable[str]) -> re.Pattern[str]:
    """Runs of those characters that are blank: far faster than a pattern of all that are blank anywhere."""
    blanks = "".join(sorted(filter(is_blank, characters)))
    return re.compile(f"[{re.escape(blanks)}]+" if blanks else r"(?!)")


def whole(paragraph: Paragraph) -> Span:
    """From a paragraph's first character to its last."""
    return paragraph.text.place(0, len(paragraph.plain))


def unplaced(text: str, taken: Iterable[Spans]) -> Spans:
    """What is not blank and lies in none of the spans."""
    covered = merged(span for spans in taken for span in spans)
    gaps = (_trimmed(text, start, end) for start, end in outside(covered, 0, len(text)))
    return tuple((start, end) for start, end in gaps if start < end)


def _trimmed(text: str, start: int, end: int) -> Span:
    while start < end and is_blank(text[start]):
        start += 1
    while end > start and is_blank(text[end - 1]):
        end -= 1
    return start, end
