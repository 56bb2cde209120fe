"""What is likely misprinted, put together: wrong characters (`misprints`), wrong marks (`marks`), bad lines (`damage`).

What is certain is applied to the paragraphs; all of it is reported.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from documents.parsing.damage import damaged_lines, lonely_ends
from documents.parsing.marks import mistaken_marks
from documents.parsing.misprints import misprints
from documents.parsing.paragraphs import Paragraph
from documents.parsing.sentences import reading
from documents.parsing.source import Sourced
from documents.parsing.tree import Repair, Span
from documents.parsing.wording import Wording


def repair_characters(
    paragraphs: Sequence[Paragraph], raw: str, wording: Wording
) -> tuple[list[Paragraph], list[Repair]]:
    """The paragraphs with certain repairs applied, and all repairs, in order. `raw` is the source, quoted as found."""
    whole = Sourced.joined(reading(paragraph.text) for paragraph in paragraphs)
    repairs: list[Repair] = []
    applied: dict[int, str] = {}
    for start, end, at, put, right, certain in _wrong(whole.text, wording):
        repairs.append(_character(whole.place(start, end), raw, right, certain=certain))
        if certain:
            applied[whole.offsets[at]] = put
    repairs += _damaged(paragraphs, raw, wording, [repair.spans[0] for repair in repairs])
    return _all_repaired(paragraphs, applied), sorted(repairs, key=lambda repair: repair.spans)


def _character(span: Span, raw: str, suggestion: str | None, *, certain: bool) -> Repair:
    return Repair((span,), "character", raw[slice(*span)], suggestion, certain)


def _wrong(text: str, wording: Wording) -> Iterator[tuple[int, int, int, str, str, bool]]:
    """Start and end of what is wrong, the place of the character, what should stand there, the whole put right."""
    for found in misprints(text, wording):
        yield found.start, found.end, found.at, found.put, found.word, found.certain
    for mark in mistaken_marks(text):
        yield mark.start, mark.end, mark.at, mark.put, mark.right(text), mark.certain


def _damaged(paragraphs: Sequence[Paragraph], raw: str, wording: Wording, known: Sequence[Span]) -> Iterator[Repair]:
    """Bad lines, and ends of lines that no misprint and no bad line explains."""
    lines = [damage.span for damage in damaged_lines(paragraphs)]
    yield from (_character(span, raw, None, certain=False) for span in lines)
    explained = {place for start, end in (*known, *lines) for place in range(start, end + 1)}
    for end in lonely_ends(paragraphs, wording):
        if end.span[1] in explained:
            continue
        if end.span[0] == end.span[1]:
            yield Repair((end.span,), "lost", "", end.lost, False)
        else:
            yield _character(end.span, raw, None, certain=False)


def _all_repaired(paragraphs: Sequence[Paragraph], applied: Mapping[int, str]) -> list[Paragraph]:
    places = sorted(applied)
    return [_repaired(paragraph, applied, places) for paragraph in paragraphs] if places else list(paragraphs)


def _repaired(paragraph: Paragraph, applied: Mapping[int, str], places: Sequence[int]) -> Paragraph:
    offsets = paragraph.text.offsets
    if bisect_left(places, min(offsets)) == bisect_right(places, max(offsets)):
        return paragraph
    characters = (applied.get(offset, character) for character, offset in zip(paragraph.plain, offsets, strict=True))
    return replace(paragraph, text=paragraph.text.with_text("".join(characters)))
