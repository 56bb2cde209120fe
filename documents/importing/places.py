"""Where entries stand and what the parser says they say, for `matching`: of rows as of the last parse that found them,
and of a fresh parse. Corrections play no part: the parser is compared with itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from documents.importing.matching import Place
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
    headings = [
        _Heading(c.pk, c.parsed.get("parent"), levelled(c.parsed.get("label")), levelled(c.parsed.get("title")))
        for c in chapters
    ]
    return _chapter_places(headings, ((m.parsed.get("chapter"), m.parsed.get("text", "")) for m in measures))


def new_chapter_places(parsed: tree.ParsedText) -> list[Place]:
    headings = [_Heading(c.id, c.parent, levelled(c.label), levelled(c.title)) for c in parsed.chapters]
    return _chapter_places(headings, ((m.chapter, m.text) for m in parsed.measures))


def old_measure_places(measures: Iterable[Measure]) -> list[Place]:
    return [
        _measure_place(m.parsed.get("chapter"), m.parsed.get("label"), m.parsed.get("lead"), m.parsed.get("text"))
        for m in measures
    ]


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
