"""What is likely misprinted, put together: wrong characters (`misprints`), wrong marks (`marks`), what could not be
read (`garble`) and bad lines (`damage`).

What is certain is applied to the paragraphs; all of it is reported.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from documents.parsing.damage import damaged_lines, lonely_ends
from documents.parsing.marks import mistaken_marks
from documents.parsing.misprints import suspicious
from documents.parsing.paragraphs import Paragraph
from documents.parsing.sentences import reading
from documents.parsing.source import Sourced
from documents.parsing.tree import Repair, Span, Spans
from documents.parsing.wording import Wording

# Between two characters of a word there are at most so many others in the source: blanks, a line end.
_APART = 4


@dataclass(frozen=True, slots=True)
class _Wrong:
    """[start, end) of a text that should be `right`, where `put` stands in the place of the character at `at`."""

    start: int
    end: int
    right: str | None = None
    at: int = 0
    put: str = ""
    certain: bool = False


def repair_characters(
    paragraphs: Sequence[Paragraph], raw: str, wording: Wording
) -> tuple[list[Paragraph], list[Repair]]:
    """The paragraphs with certain repairs applied, and all repairs, in order. `raw` is the source, quoted as found."""
    whole = Sourced.joined(reading(paragraph.text) for paragraph in paragraphs)
    repairs: list[Repair] = []
    applied: dict[int, str] = {}
    for wrong in _wrong(whole.text, wording):
        repairs.append(_character(_places(whole, wrong), raw, wrong.right, certain=wrong.certain))
        if wrong.certain:
            applied[whole.offsets[wrong.at]] = wrong.put
    known = [span for repair in repairs for span in repair.spans]
    repairs += _damaged(paragraphs, raw, wording, known)
    return _all_repaired(paragraphs, applied), sorted(repairs, key=lambda repair: repair.spans)


def _wrong(text: str, wording: Wording) -> Iterator[_Wrong]:
    found = suspicious(text, wording)
    senseless = {place for start, end in found.unreadable for place in range(start, end)}
    yield from (_Wrong(start, end) for start, end in found.unreadable)
    for misprint in found.misprints:
        if misprint.certain or misprint.at not in senseless:
            yield _Wrong(
                misprint.start, misprint.end, misprint.word, misprint.at, misprint.put, certain=misprint.certain
            )
    for mark in mistaken_marks(text):
        yield _Wrong(mark.start, mark.end, mark.right(text), mark.at, mark.put, certain=mark.certain)


def _places(whole: Sourced, wrong: _Wrong) -> Spans:
    """Where it stands in the source: in several places where a page broke it or a text was moved."""
    offsets = whole.offsets[wrong.start : wrong.end]
    spans: list[Span] = []
    for offset in offsets:
        if spans and 0 < offset - spans[-1][1] + 1 <= _APART:
            spans[-1] = (spans[-1][0], offset + 1)
        else:
            spans.append((offset, offset + 1))
    return tuple(spans)


def _character(spans: Spans, raw: str, suggestion: str | None, *, certain: bool) -> Repair:
    return Repair(spans, "character", "".join(raw[slice(*span)] for span in spans), suggestion, certain)


def _damaged(paragraphs: Sequence[Paragraph], raw: str, wording: Wording, known: Sequence[Span]) -> Iterator[Repair]:
    """Bad lines, and ends of lines that no misprint and no bad line explains."""
    lines = [damage.span for damage in damaged_lines(paragraphs)]
    yield from (_character((span,), raw, None, certain=False) for span in lines)
    explained = {place for start, end in (*known, *lines) for place in range(start, end + 1)}
    for end in lonely_ends(paragraphs, wording):
        if end.span[1] in explained:
            continue
        if end.span[0] == end.span[1]:
            yield Repair((end.span,), "lost", "", end.lost, False)
        else:
            yield _character((end.span,), raw, None, certain=False)


def _all_repaired(paragraphs: Sequence[Paragraph], applied: Mapping[int, str]) -> list[Paragraph]:
    places = sorted(applied)
    return [_repaired(paragraph, applied, places) for paragraph in paragraphs] if places else list(paragraphs)


def _repaired(paragraph: Paragraph, applied: Mapping[int, str], places: Sequence[int]) -> Paragraph:
    offsets = paragraph.text.offsets
    if bisect_left(places, min(offsets)) == bisect_right(places, max(offsets)):
        return paragraph
    characters = (applied.get(offset, character) for character, offset in zip(paragraph.plain, offsets, strict=True))
    return replace(paragraph, text=paragraph.text.with_text("".join(characters)))
