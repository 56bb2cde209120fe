"""What a scanned column did to paragraphs, and how it is undone.

A newspaper column breaks paragraphs at its foot, loses lines there, prints the running title into the text and sets a
tail where there was room. What is certain is mended and reported; what is lost is reported as lost.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import pairwise

import jieba

from documents.parsing import patterns
from documents.parsing.columns import column_width, line_ends
from documents.parsing.labels import read_label
from documents.parsing.paragraphs import Paragraph
from documents.parsing.responsibilities import closing_note
from documents.parsing.run_in import headings_apart
from documents.parsing.sentences import plain_title
from documents.parsing.source import Sourced
from documents.parsing.tree import Noise, ParseWarning, Repair, Span
from documents.parsing.wording import HAN_RUN, packaged_wording

# A paragraph shorter than this is no broken prose but a heading, a signature, a cell.
PROSE = 20
# So many characters before and behind a joint are cut into words.
_BRIDGE = 6


@dataclass(slots=True)
class Mended:
    """The paragraphs in their right order and form, and what was done or found on the way."""

    paragraphs: list[Paragraph] = field(default_factory=list)
    noise: list[Noise] = field(default_factory=list)
    repairs: list[Repair] = field(default_factory=list)
    warnings: list[ParseWarning] = field(default_factory=list)
    running_title: Paragraph | None = None


def mend(paragraphs: Sequence[Paragraph], raw: str) -> Mended:
    """All repairs of the form of paragraphs. `raw` is the source, for what repairs quote of it."""
    mended = Mended()
    column = column_width(paragraphs)
    paragraphs = headings_apart(paragraphs, column)
    queue = [part for paragraph in paragraphs for part in _parts(paragraph, column, mended)]
    displaced = _take_displaced_tail(queue, column, mended)
    groups: list[list[Paragraph]] = []
    for paragraph in queue:
        if groups and _broken(groups[-1]):
            last = groups[-1][-1]
            if _goes_on(paragraph):
                groups[-1].append(paragraph)
                mended.repairs.append(_joint(last, paragraph, raw))
                if column is not None and not _bridged(last.plain, paragraph.plain):
                    mended.repairs.append(_loss(last))
                continue
            mended.repairs.append(_loss(last))
        groups.append([paragraph])
    mended.paragraphs = [joined(group) for group in groups]
    if displaced:
        _put_back(displaced, mended, raw)
    return mended


def joined(parts: Sequence[Paragraph]) -> Paragraph:
    """One paragraph of several, line feeds between them."""
    if len(parts) == 1:
        return parts[0]
    return replace(parts[0], text=Sourced.joined(part.text for part in parts))


# --- broken paragraphs ------------------------------------------------------------------------------------------------


def _broken(parts: Sequence[Paragraph]) -> bool:
    """Prose that does not end: a heading, a list's introduction and a table's row do not count."""
    first, last = parts[0], parts[-1].plain
    prose = len(parts) > 1 or len(last) >= PROSE or "。" in last
    return (
        prose
        and not patterns.ENDS_SENTENCE.search(last[-20:])
        and not patterns.ROLE_HEAD.match(last.split("\n")[-1])
        and not first.marked
        and not first.row
        and bool(re.search("[，,。；;、]", last))
        and last[-1] not in "：:—"
        and not patterns.KIND_WORD.search(last[-40:])
        and not _is_heading(parts)
        and closing_note(last) is None
    )


def _is_heading(parts: Sequence[Paragraph]) -> bool:
    """A label with a title behind it, which has no end to lose; it may hold a comma."""
    label = read_label(parts[0].plain)
    return label is not None and len(parts) == 1 and plain_title(parts[0].plain[label.length :], longest=40) is not None


def _goes_on(paragraph: Paragraph) -> bool:
    """Whether this reads as the rest of a broken paragraph: no label, no name of a measure in front."""
    text = paragraph.plain
    if paragraph.marked or paragraph.row or read_label(text) or len(text) < 8 or patterns.ROLE_HEAD.match(text):
        return False
    return bool(patterns.ENDS_SENTENCE.search(text[-20:]) or _broken([paragraph])) and not starts_with_name(text)


def starts_with_name(text: str) -> bool:
    """Whether a paragraph's first sentence names a measure: short, without a comma, a policy verb in front."""
    sentence = patterns.FIRST_SENTENCE.match(text)
    if sentence is None or sentence.end() == len(text.rstrip()):
        return False
    name = re.sub(r"\s", "", sentence.group())[:-1]
    return len(name) <= 30 and not re.search("[，,；;：:]", name) and name.startswith(patterns.POLICY_VERBS)


def _joint(first: Paragraph, second: Paragraph, raw: str) -> Repair:
    start, end = first.text.offsets[-1] + 1, second.text.offsets[0]
    before, after = first.plain[-6:], second.plain[:6]
    return Repair(((start, end),) if start < end else ((start, start),), "joined", raw[start:end], before + after, True)


def _bridged(first: str, second: str) -> bool:
    """Whether a word goes from the end of the one into the other, so that nothing is missing between them."""
    before, behind = HAN_RUN.search(first[: -_BRIDGE - 1 : -1]), HAN_RUN.match(second[:_BRIDGE])
    if before is None or behind is None or before.start():
        return False
    end, place = 0, len(before.group())
    for word in packaged_wording().cut(before.group()[::-1] + behind.group()).words:
        end += len(word)
        if end >= place:
            return end > place
    return False


def _loss(paragraph: Paragraph) -> Repair:
    at = paragraph.text.offsets[-1] + 1
    return Repair(((at, at),), "lost", "", None, False)


# --- columns ----------------------------------------------------------------------------------------------------------


def _parts(paragraph: Paragraph, column: float | None, mended: Mended) -> list[Paragraph]:
    """The paragraph without what a newspaper printed into it, cut where a column swallowed a paragraph's start."""
    paragraph = _without_continuations(paragraph, mended)
    if not paragraph.plain:
        return []
    if column is None:
        return [paragraph]
    paragraph = _without_running_title(paragraph, mended)
    return _swallowed_starts(paragraph, column) if paragraph.plain else []


def _without_continuations(paragraph: Paragraph, mended: Mended) -> Paragraph:
    """Without (上接第十一版) and (下转第三版); what goes on from another page begins inside."""
    matches = list(patterns.CONTINUED.finditer(paragraph.plain))
    if not matches:
        return paragraph
    mended.noise += [Noise((paragraph.text.place(*match.span()),), "page-furniture") for match in matches]
    rest = replace(paragraph, text=paragraph.text.without(match.span() for match in matches)).slice(0)
    if matches[0].start() == 0 and rest.plain:
        place = rest.text.offsets[0]
        mended.warnings.append(ParseWarning("starts-inside", ((place, place),), "正文从段落中间开始（上接他版）。"))
        return replace(rest, inside=True)
    return rest


def _without_running_title(paragraph: Paragraph, mended: Mended) -> Paragraph:
    """A page's title that was read into a sentence: the last line of the column, without a mark, ending in 规划."""
    at = max(line_ends(paragraph.plain), default=-1)
    if at < PROSE or paragraph.marked:
        return paragraph
    tail = paragraph.plain[at + 1 :]
    titled = len(tail) <= 30 and patterns.KIND_WORD.search(tail) and not re.search("[，,。；;、：:]", tail)
    if not titled or patterns.ENDS_SENTENCE.search(paragraph.plain[:at]):
        return paragraph
    title = paragraph.slice(at + 1)
    mended.running_title = mended.running_title or title
    mended.noise.append(Noise((title.text.place(0, len(title.plain)),), "running-title"))
    return paragraph.slice(0, at)


def _swallowed_starts(paragraph: Paragraph, column: float) -> list[Paragraph]:
    """Two paragraphs read as one: a line that ends a sentence, then a name of a measure on an indented or new line."""
    text = paragraph.plain
    places = line_ends(text)
    cuts = [0]
    for before, at, after in zip([-1, *places], places, [*places[1:], len(text)], strict=False):
        if text[at - 1] != "。" or not starts_with_name(text[at + 1 : at + 90]):
            continue
        short_line = at - before - 1 <= 0.8 * column
        indented = after - at - 1 <= column - 1.5 and after < len(text)
        if short_line or indented:
            cuts.append(at + 1)
    return [paragraph.slice(start, end) for start, end in pairwise([*cuts, len(text)])]


# --- a tail that was printed elsewhere --------------------------------------------------------------------------------


def _take_displaced_tail(queue: list[Paragraph], column: float | None, mended: Mended) -> Paragraph | None:
    """Takes out a sentence's tail that stands in the middle of another sentence, when three things agree: it begins
    with a word that only goes on (和, 及, 的), the sentence around it closes over it with a word of the dictionary
    (骨|干), and the text ends in the middle of a sentence.
    """
    if column is None or len(queue) < 2 or not _broken_end(queue[-1]):
        return None
    for index, paragraph in enumerate(queue[:-1]):
        at = max(line_ends(paragraph.plain), default=-1)
        tail, following = paragraph.plain[at + 1 :], queue[index + 1]
        if at < 1 or len(tail) > 0.8 * column or tail[-1] != "。" or tail[0] not in "和与及或的并":
            continue
        bridge = paragraph.plain[at - 1] + following.plain[0]
        if following.marked or read_label(following.plain) or not _is_word(bridge):
            continue
        displaced = paragraph.slice(at + 1)
        place = following.text.offsets[0]
        mended.repairs.append(Repair(((place, place),), "joined", "", bridge, True))
        queue[index : index + 2] = [joined([paragraph.slice(0, at), following])]
        return displaced
    return None


def _broken_end(paragraph: Paragraph) -> bool:
    return not patterns.ENDS_SENTENCE.search(paragraph.plain) and len(paragraph.plain) >= PROSE


def _put_back(displaced: Paragraph, mended: Mended, raw: str) -> None:
    last = mended.paragraphs[-1]
    place: Span = displaced.text.place(0, len(displaced.plain))
    mended.paragraphs[-1] = joined([last, displaced])
    suggestion = last.plain[-6:] + displaced.plain
    mended.repairs.append(Repair((place,), "moved", raw[slice(*place)], suggestion, True))


@cache
def _dictionary() -> frozenset[str]:
    """The words of two characters of jieba's dictionary; read from its file, since only damaged texts need them."""
    with jieba.get_dict_file() as lines:
        words = (line.split(b" ", 1)[0].decode() for line in lines)
        return frozenset(word for word in words if len(word) == 2)


def _is_word(characters: str) -> bool:
    return characters in _dictionary()
