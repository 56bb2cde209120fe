"""Where entries stand and what they say, for `matching`: of rows as of the last parse that found them, of a fresh
parse, and of rows as a person corrected them.

First the parser is compared with itself. What is left over then is compared with what persons made of it: a better
parse may have come round to that. An entry that a person added and the parser has never found has no other place than
that; one that they hid again is nobody's word on the text any more, and cannot be what a parse finds.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from documents.importing.matching import Place, nowhere
from documents.importing.similarity import levelled
from documents.models import Chapter, Measure
from documents.parsing import tree

# So much of what stands under a heading is enough to know the heading by.
ENOUGH = 2000


@dataclass(frozen=True, slots=True)
class _Heading:
    id: int | str
    above: int | str | None
    label: str
    title: str


def old_chapter_places(chapters: Sequence[Chapter], measures: Iterable[Measure]) -> list[Place]:
    """As the parser last read them, or as a person added them."""
    headings = [_in_force(c) if _only_added(c) else _read(c) for c in chapters]
    texts = ((m.parsed.get("chapter"), m.parsed.get("text", "")) for m in measures)
    places = _chapter_places(headings, texts)
    return [nowhere() if _given_up(c) else place for c, place in zip(chapters, places, strict=True)]


def corrected_chapter_places(chapters: Sequence[Chapter], measures: Iterable[Measure]) -> list[Place]:
    """As persons corrected them; those that nobody did are nowhere."""
    places = _chapter_places([_in_force(c) for c in chapters], ((m.chapter_id, m.text) for m in measures))
    corrected = (c.kept and not _given_up(c) and _in_force(c) != _read(c) for c in chapters)
    return [place if differs else nowhere() for place, differs in zip(places, corrected, strict=True)]


def _read(chapter: Chapter) -> _Heading:
    said = chapter.parsed
    return _Heading(chapter.pk, said.get("parent"), levelled(said.get("label")), levelled(said.get("title")))


def _in_force(chapter: Chapter) -> _Heading:
    return _Heading(chapter.pk, chapter.parent_id, levelled(chapter.label), levelled(chapter.title))


def _only_added(entry: Chapter | Measure) -> bool:
    return entry.added and not entry.parsed


def _given_up(entry: Chapter | Measure) -> bool:
    return _only_added(entry) and entry.hidden


def new_chapter_places(parsed: tree.ParsedText) -> list[Place]:
    headings = [_Heading(c.id, c.parent, levelled(c.label), levelled(c.title)) for c in parsed.chapters]
    return _chapter_places(headings, ((m.chapter, m.text) for m in parsed.measures))


def old_measure_places(measures: Iterable[Measure]) -> list[Place]:
    """As the parser last read them, or as a person added them."""
    return [nowhere() if _given_up(m) else _corrected_place(m) if _only_added(m) else _read_place(m) for m in measures]


def corrected_measure_places(measures: Iterable[Measure]) -> list[Place]:
    """As persons corrected them; those that nobody did are nowhere."""
    return [
        _corrected_place(m) if m.kept and not _given_up(m) and _corrected_place(m) != _read_place(m) else nowhere()
        for m in measures
    ]


def _read_place(measure: Measure) -> Place:
    said = measure.parsed
    return _measure_place(said.get("chapter"), said.get("label"), said.get("lead"), said.get("text"))


def _corrected_place(measure: Measure) -> Place:
    return _measure_place(measure.chapter_id, measure.label, measure.lead, measure.text)


def new_measure_places(parsed: tree.ParsedText, chapters: Mapping[str, Chapter]) -> list[Place]:
    """`chapters` are the rows of the parsed chapters, by tree id."""
    return [
        _measure_place(chapters[m.chapter].pk if m.chapter else None, m.label, m.lead, m.text) for m in parsed.measures
    ]


def _measure_place(chapter: int | None, label: str | None, lead: str | None, text: str | None) -> Place:
    return Place(chapter, levelled(label), levelled(lead), levelled(text))


def _chapter_places(headings: Sequence[_Heading], texts: Iterable[tuple[int | str | None, str]]) -> list[Place]:
    by_id = {heading.id: heading for heading in headings}
    under = {heading.id: _above(heading, by_id) for heading in headings}
    content: dict[int | str, str] = defaultdict(str)
    for chapter, text in texts:
        if chapter is None or chapter not in by_id:
            continue
        for holder in (chapter, *(heading.id for heading in under[chapter])):
            if len(content[holder]) < ENOUGH:
                content[holder] += levelled(text[:ENOUGH])
    return [
        Place(tuple(above.title for above in under[h.id]), h.label, h.title, content[h.id][:ENOUGH]) for h in headings
    ]


def _above(heading: _Heading, by_id: Mapping[int | str, _Heading]) -> list[_Heading]:
    """The headings above one, innermost first."""
    path: list[_Heading] = []
    at = by_id.get(heading.above) if heading.above is not None else None
    while at is not None and at not in path:
        path.append(at)
        at = by_id.get(at.above) if at.above is not None else None
    return path
