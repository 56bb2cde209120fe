"""What the pages say of entries, as HTML made of escaped parts."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from urllib.parse import urlencode

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from documents.models import AgencyName, Chapter, Measure, Responsibility
from documents.roles import Role, roles
from documents.views.finding import Hit
from documents.views.reading import ContentsLine
from documents.views.running_text import UNTITLED, Addresses

register = template.Library()

ADDRESSES = Addresses()  # a page of hits names two hundred bodies
HEADING = 30  # characters of a heading in a list of places


@register.filter
def name(body: Responsibility) -> SafeString:
    """A responsible body by the name that the document uses, with a link where it is known."""
    if body.agency is None:
        return format_html("{}", body.as_written)
    return format_html(
        '<a href="{}">{}</a>', ADDRESSES.of("agency", body.agency.pk), body.as_written or body.agency.name
    )


@register.filter
def named(bodies: Sequence[Responsibility]) -> SafeString:
    """Several bodies; each keeps the 、 after it where lines break."""
    last = len(bodies) - 1
    parts = ((name(body), "、" if place < last else "") for place, body in enumerate(bodies))
    return format_html_join("", '<span class="body">{}{}</span>', parts)


@register.filter
def all_roles(measure: Measure) -> list[Role]:
    return roles(measure.responsibilities.all())


@register.simple_tag
def source_url(entry: Measure | Chapter) -> str:
    """The page of the source with the places marked that the entry was read from."""
    sort = "measure" if isinstance(entry, Measure) else "chapter"
    return f"{reverse('documents:source', args=[entry.plan_id])}?{sort}={entry.pk}#marked"


@register.simple_tag
def spans_url(plan: int, spans: Sequence[Sequence[int]], source: int | None = None) -> str:
    parts: list[tuple[str, str | int]] = [("span", f"{start}-{end}") for start, end in spans]
    if source is not None:
        parts.insert(0, ("source", source))
    query = f"?{urlencode(parts)}" if parts else ""
    return reverse("documents:source", args=[plan]) + query + ("#marked" if spans else "")


@register.filter
def in_force(name: AgencyName) -> str:
    """The years of a name: 2014—2018 年, 至 2014 年, 2018 年至今; nothing where neither day is known."""
    if name.valid_until is None:
        return f"{name.valid_from.year} 年至今" if name.valid_from else ""
    return f"{name.valid_from.year}—{name.valid_until.year} 年" if name.valid_from else f"至 {name.valid_until.year} 年"


@register.simple_tag
def contents(lines: Sequence[ContentsLine]) -> SafeString:
    """A table of contents as nested lists. A long plan has hundreds of lines, which a template takes too long over."""
    return SafeString(_contents(lines))


@register.simple_tag
def found_places(hits: Sequence[Hit]) -> SafeString:
    """Where in a plan the words stand, a line each, leading there. By hand for the same reason."""
    return SafeString("\n".join(_found_place(hit) for hit in hits))


def _found_place(hit: Hit) -> str:
    heading = hit.heading if len(hit.heading) <= HEADING else f"{hit.heading[: HEADING - 1]}…"
    words = f"{escape(hit.before)}<mark>{escape(hit.words)}</mark>{escape(hit.after)}"
    inner = f'<span class="found-list__heading">{escape(heading)}</span> <span class="found-list__words">{words}</span>'
    more = f' <span class="soft">等 {hit.more + 1} 处</span>' if hit.more else ""
    return f'<li><a href="#found-{hit.number}">{inner}</a>{more}</li>'


def _contents(lines: Sequence[ContentsLine]) -> str:
    items = (
        f'<li><a href="#{line.anchor}">{escape(line.text or UNTITLED)}</a>{_contents(line.below) if line.below else ""}'
        for line in lines
    )
    return f"<ol>{'</li>'.join(items)}</li></ol>"
