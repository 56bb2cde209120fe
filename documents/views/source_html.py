"""A source text as HTML, coloured by what the parser made of it; each value goes through `escape`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from itertools import groupby

from django.utils.safestring import SafeString

from documents.views.source_text import Note, Owner, Segment

LOST = "〔原文此处有缺失〕"
UNTOLD = {"asked", "masked"}  # sorts that have no colour of their own


class SourceHtml:
    """Renders one part of a source; an entry that stands in several places has its anchor at the first of them."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._named_at = -1  # where the last name stands in the margin
        self._opened: set[str] = set()
        self._asked = False

    def html(self, segments: Iterable[Segment]) -> SafeString:
        runs = groupby(segments, key=lambda segment: segment.owner)
        return SafeString("".join(self._run(owner, run) for owner, run in runs))

    def _run(self, owner: Owner | None, run: Iterator[Segment]) -> str:
        segments = list(run)
        inner = "".join(self._segment(segment) for segment in segments)
        if owner is None:
            return inner
        name = self._name(owner, segments[0].start)
        return f'<span class="of of--{owner.sort}"{self._anchor(owner)}>{name}{inner}</span>'

    def _anchor(self, owner: Owner) -> str:
        if not owner.anchor or owner.anchor in self._opened:
            return ""
        self._opened.add(owner.anchor)
        return f' id="{owner.anchor}"'

    def _name(self, owner: Owner, start: int) -> str:
        """The way back to the clean text: in the margin, or among the words where its line has a name already."""
        first = self._named_at < 0 or "\n" in self._text[self._named_at : start]
        if first:
            self._named_at = start
        sort = "of__name" if first else "of__name of__name--inline"
        name = escape(owner.name)
        if not owner.address:
            return f'<span class="{sort}">{name}</span>'
        return f'<a class="{sort}" href="{escape(owner.address)}">{name}</a>'

    def _segment(self, segment: Segment) -> str:
        if not segment.text:
            return f'<span class="lost">{LOST}</span>'
        if not segment.notes:
            return escape(segment.text)
        sorts = {note.sort for note in segment.notes}
        html = _words(segment) if "masked" in sorts else escape(segment.text)
        told = sorted(sorts - UNTOLD)
        if told:
            html = f'<span class="{" ".join(f"is-{sort}" for sort in told)}">{html}</span>'
        html += "".join(f'<span class="instead">{escape(note.instead)}</span>' for note in _suggestions(segment))
        return self._mark(html) if "asked" in sorts else html

    def _mark(self, html: str) -> str:
        anchor = "" if self._asked else ' id="marked"'
        self._asked = True
        return f"<mark{anchor}>{html}</mark>"


def _words(segment: Segment) -> str:
    """Of words that are masked the sign of it, where they begin."""
    begin = (escape(note.instead) for note in segment.opens if note.sort == "masked")
    return "".join(f'<span class="masked">{sign}</span>' for sign in begin)


def _suggestions(segment: Segment) -> Iterator[Note]:
    return (note for note in segment.closes if note.sort == "repair" and note.instead)
