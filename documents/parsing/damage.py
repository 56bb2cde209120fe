"""What the line ends of a scanned column tell: lines that could not be read, and characters lost at a line's end.

In a column every blank between Han characters is a line end. A line that has several of them stood on bad paper: the
blanks are marks that were not read, and the words between them are as doubtful. A character that scarcely ever stands
alone and does so at a line's end is wrong, or its other half is lost.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from documents.parsing.columns import column_width, line_ends
from documents.parsing.labels import read_label
from documents.parsing.paragraphs import Paragraph
from documents.parsing.patterns import HAN
from documents.parsing.tree import Span
from documents.parsing.wording import BEGUN, HAN_RUN, Wording

# So many characters more than the usual line fit into the widest.
_MARGIN = 3
# So many characters before and behind a line end are cut into words.
_AROUND = 6
# A word that the text uses so often may have lost its second character at a line's end.
_USED = 2


@dataclass(frozen=True, slots=True)
class Damage:
    """A place in the source that was badly read. An empty one lost something; `lost` is what it may have been."""

    span: Span
    lost: str | None = None


def damaged_lines(paragraphs: Sequence[Paragraph]) -> Iterator[Damage]:
    """Lines of a column with blanks in them; none in a text without columns."""
    width = column_width(paragraphs)
    if width is None:
        return
    for paragraph in paragraphs:
        if not paragraph.marked and read_label(paragraph.plain) is None:
            yield from (Damage(paragraph.text.place(*line)) for line in _with_blanks(paragraph.plain, width))


def _with_blanks(text: str, width: float) -> Iterator[Span]:
    """Stretches that fit into one line although blanks part them; the last lines of a paragraph do as they are."""
    starts = [0, *(at + 1 for at in line_ends(text))]
    ends = [*(start - 1 for start in starts[1:]), len(text)]
    first = 0
    while first < len(starts):
        last = first
        while last + 1 < len(starts) and ends[last + 1] - starts[first] <= width + _MARGIN:
            last += 1
        if last > first and (last < len(starts) - 1 or last - first > 1):
            yield starts[first], ends[last]
        first = last + 1


def lonely_ends(paragraphs: Sequence[Paragraph], wording: Wording) -> list[Damage]:
    """Characters at a line's end that make no word with what follows and scarcely stand alone, or begin a word."""
    if column_width(paragraphs) is None:
        return []
    places = ((paragraph, at) for paragraph in paragraphs for at in line_ends(paragraph.plain))
    alone = [(paragraph, at) for paragraph, at in places if _alone(paragraph.plain, at, wording)]
    lonely = [(paragraph, at) for paragraph, at in alone if wording.scarcely_alone(paragraph.plain[at - 1])]
    words = _beginning_with({paragraph.plain[at - 1] for paragraph, at in lonely}, paragraphs, wording)
    begun = ((paragraph, at, wording.begun(_before(paragraph.plain, at)[-BEGUN:])) for paragraph, at in alone)
    return [_damage(paragraph, at, words) for paragraph, at in lonely] + [
        _cut_off(paragraph, at, words) for paragraph, at, words in begun if words
    ]


def _alone(text: str, at: int, wording: Wording) -> bool:
    """Whether the last character before a line's end is a word of its own, as the words around are cut."""
    before, behind = _before(text, at), _han(text[at + 1 : at + 1 + _AROUND])
    end = 0
    for word in wording.cut(before + behind).words if before and behind else ():
        end += len(word)
        if end >= len(before):
            return end == len(before) and len(word) == 1
    return False


def _before(text: str, at: int) -> str:
    """The Han characters before a line's end."""
    return _han(text[max(0, at - _AROUND) : at][::-1])[::-1]


def _han(text: str) -> str:
    """The Han characters it begins with, blanks left out."""
    match = HAN_RUN.match(text.replace(" ", "").replace("\n", ""))
    return match.group() if match else ""


def _damage(paragraph: Paragraph, at: int, words: Sequence[str]) -> Damage:
    """Lost where the text has one word that begins so, else wrong."""
    start, end = paragraph.text.place(at - 1, at)
    character, following = paragraph.plain[at - 1], paragraph.plain[at + 1]
    likely = [word for word in words if word[0] == character and word[1] != following]
    return Damage((end, end), likely[0][1]) if len(likely) == 1 else Damage((start, end))


def _cut_off(paragraph: Paragraph, at: int, words: Sequence[str]) -> Damage:
    """Lost behind the line's end, whatever the text says elsewhere."""
    end = paragraph.text.place(at - 1, at)[1]
    return Damage((end, end), words[0][BEGUN:] if len(words) == 1 else None)


def _beginning_with(characters: set[str], paragraphs: Sequence[Paragraph], wording: Wording) -> list[str]:
    """The words of two characters that the text uses and that begin with one of these."""
    if not characters:
        return []
    pair = re.compile(f"[{''.join(characters)}][{HAN}]")
    used = Counter(match.group() for paragraph in paragraphs for match in pair.finditer(paragraph.plain))
    return [word for word, times in used.items() if times >= _USED and wording.knows(word)]
