"""The running text of a plan as HTML: its headings and measures, one after the other.

Built here and not by a template, since a long plan has hundreds of measures with thousands of parts; each value goes
through `escape`, and nothing else makes text into HTML.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from django.urls import reverse
from django.utils.safestring import SafeString

from documents.models import Chapter, Measure, Responsibility
from documents.outline import Block
from documents.roles import roles
from documents.views.finding import Finder
from documents.views.measure_text import Mark, Piece, paragraphs, pieces, quoted
from documents.views.naming import Names
from documents.views.quality import UNSURE_BELOW

UNTITLED = "（无题章节）"


class Addresses:
    """Of entries, by their numbers: looked up once, since a long plan links to hundreds."""

    def __init__(self) -> None:
        self._patterns: dict[str, str] = {}

    def of(self, view: str, number: int) -> str:
        if view not in self._patterns:
            self._patterns[view] = reverse(f"documents:{view}", args=[0])
        return self._patterns[view].replace("/0/", f"/{number}/")


class RunningText:
    """Renders blocks in reading order; `finder` numbers what it finds in that order."""

    def __init__(self, names: Names, finder: Finder) -> None:
        self._names, self._finder, self._addresses = names, finder, Addresses()
        self.figures = self.agencies = 0

    def html(self, blocks: Iterable[Block]) -> SafeString:
        return SafeString("\n".join(self._block(block) for block in blocks))

    def body(self, measure: Measure) -> SafeString:
        """The text of one measure, fetched `with_parts`, for where label and lead stand above it."""
        return SafeString("".join(f"<p>{line}</p>" for line in self._lines(measure, "")))

    def _block(self, block: Block) -> str:
        if block.chapter:
            return self._heading(block, block.chapter)
        return self._measure(block.measure) if block.measure else ""

    def _heading(self, block: Block, chapter: Chapter) -> str:
        heading = chapter.heading or UNTITLED
        inner = self._pieces(pieces(heading, self._finder.marks(heading, heading)))
        address = self._addresses.of("chapter", chapter.pk)
        opened = f'<{block.element} class="chapter-heading" id="{block.anchor}">'
        return f'{opened}<a href="{address}">{inner}</a></{block.element}>'

    def _measure(self, measure: Measure) -> str:
        label = f'<span class="label">{escape(measure.label)}</span>' if measure.label else ""
        first, *rest = self._lines(measure, measure.lead or "") or [""]
        lines = [f"<p>{label}{first}</p>", *(f"<p>{line}</p>" for line in rest)]
        opened = f'<div class="measure measure--{measure.kind}" id="m{measure.pk}">'
        foot = f'<div class="measure__foot">{self._bodies(measure)}{self._tools(measure)}</div>'
        return f"{opened}{''.join(lines)}{foot}</div>"

    def _lines(self, measure: Measure, lead: str) -> list[str]:
        marks = [*quoted(measure.text, (target.quote for target in measure.figures)), *self._names.marks(measure.text)]
        self.figures += len(measure.figures)
        self.agencies += sum(mark.sort == "agency" for mark in marks)
        found: list[Mark] = self._finder.marks(measure.text, measure.labelled_heading) if self._finder else []
        return [self._pieces(line) for line in paragraphs(measure.text, lead, [*marks, *found])]

    def _pieces(self, line: Iterable[Piece]) -> str:
        return "".join(self._piece(piece) for piece in line)

    def _piece(self, piece: Piece) -> str:
        html = escape(piece.text)
        if piece.found:
            place = f' id="found-{piece.found}"' if piece.opens else ""
            html = f'<mark class="found"{place}>{html}</mark>'
        if piece.agency:
            html = f'<a class="agency" href="{self._addresses.of("agency", piece.agency)}">{html}</a>'
        if piece.figure:
            html = f'<mark class="figure">{html}</mark>'
        return f'<strong class="lead">{html}</strong>' if piece.lead else html

    def _bodies(self, measure: Measure) -> str:
        """Who is named beside the measure itself; what a rule for the whole document adds is on the measure's page."""
        own = roles(body for body in measure.bodies if not body.inherited)
        return "".join(
            f'<p class="bodies"><span class="role role--{role.key}">{role.name}</span> '
            f"<span>{self._named(role.bodies)}</span></p>"
            for role in own
        )

    def _named(self, bodies: list[Responsibility]) -> str:
        """Several bodies; each keeps the 、 after it where lines break."""
        *others, last = (self._name(body) for body in bodies)
        return "".join(f'<span class="body">{name}、</span>' for name in others) + f'<span class="body">{last}</span>'

    def _name(self, body: Responsibility) -> str:
        name = escape(body.as_written or str(body))
        return f'<a href="{self._addresses.of("agency", body.agency_id)}">{name}</a>' if body.agency_id else name

    def _tools(self, measure: Measure) -> str:
        about = f'<span class="visually-hidden">：{escape(measure.heading)}</span>'
        opened = f'<a class="measure__open" href="{self._addresses.of("measure", measure.pk)}">详情{about}</a>'
        source = f'<a href="{self._source(measure)}">原文</a>' if measure.spans else ""
        unsure = '<span class="tag tag--unsure">待核</span>' if measure.confidence < UNSURE_BELOW else ""
        return f'<p class="measure__tools">{opened}{source}{unsure}</p>'

    def _source(self, measure: Measure) -> str:
        return f"{self._addresses.of('source', measure.plan_id)}?measure={measure.pk}#marked"
