"""What the pages say of entries, as HTML made of escaped parts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from urllib.parse import urlencode

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from documents.models import AgencyName, Chapter, Measure, Responsibility, Target
from documents.views.measure_text import Piece, paragraphs
from documents.views.roles import Role, roles

register = template.Library()


@register.filter
def with_label(measure: Measure) -> SafeString:
    """The reading text, of a measure with its parts, with label and lead set off and its targets marked."""
    label = format_html('<span class="label">{}</span>', measure.label) if measure.label else SafeString("")
    return _paragraphs(measure, measure.lead or "", label, measure.figures)


@register.filter
def text_only(measure: Measure) -> SafeString:
    """The reading text with its targets marked, for where label and lead stand above it."""
    return _paragraphs(measure, "", SafeString(""), measure.targets.all())


def _paragraphs(measure: Measure, lead: str, label: SafeString, targets: Iterable[Target]) -> SafeString:
    quotes = [target.quote for target in targets]
    first, *others = paragraphs(measure.text, lead, quotes) or [[]]
    rest = format_html_join("", "<p>{}</p>", ((_pieces(each),) for each in others))
    return format_html("<p>{}{}</p>{}", label, _pieces(first), rest)


def _pieces(pieces: Sequence[Piece]) -> SafeString:
    return format_html_join("", "{}", ((_piece(piece),) for piece in pieces))


def _piece(piece: Piece) -> SafeString:
    form = '<mark class="figure">{}</mark>' if piece.quoted else "{}"
    return format_html(f'<strong class="lead">{form}</strong>' if piece.lead else form, piece.text)


@register.filter
def name(body: Responsibility) -> SafeString:
    """A responsible body by the name that the document uses, with a link where it is known."""
    if body.agency is None:
        return format_html("{}", body.as_written)
    address = body.agency.get_absolute_url()
    return format_html('<a href="{}">{}</a>', address, body.as_written or body.agency.name)


@register.filter
def named(bodies: Sequence[Responsibility]) -> SafeString:
    """Several bodies; each keeps the 、 after it where lines break."""
    last = len(bodies) - 1
    parts = ((name(body), "、" if place < last else "") for place, body in enumerate(bodies))
    return format_html_join("", '<span class="body">{}{}</span>', parts)


@register.filter
def all_roles(measure: Measure) -> list[Role]:
    return roles(measure.responsibilities.all())


@register.filter
def own_roles(measure: Measure) -> list[Role]:
    """The bodies named beside the measure itself; what a rule for the whole document adds is on the measure's page."""
    return roles(body for body in measure.bodies if not body.inherited)


@register.simple_tag
def source_url(entry: Measure | Chapter) -> str:
    """The page of the source with the places marked that the entry was read from."""
    return spans_url(entry.plan_id, entry.spans, entry.source_id)


@register.simple_tag
def spans_url(plan: int, spans: Sequence[Sequence[int]], source: int | None = None) -> str:
    parts: list[tuple[str, str | int]] = [("span", f"{start}-{end}") for start, end in spans]
    if source is not None:
        parts.insert(0, ("source", source))
    query = f"?{urlencode(parts)}" if parts else ""
    return reverse("documents:source", args=[plan]) + query + ("#marked" if spans else "")


@register.filter
def in_force(name: AgencyName) -> str:
    """The years of a name: 2014—2018, 2018 至今; nothing where neither day is known."""
    if name.valid_until is None:
        return f"{name.valid_from.year} 年至今" if name.valid_from else ""
    return f"{name.valid_from.year if name.valid_from else ''}—{name.valid_until.year} 年"
