"""What every page says of itself in its head, and where it stands in the site."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import template
from django.http import HttpRequest
from django.template import Context
from django.template.base import Node, NodeList, Parser, Token
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()

SITE = "健康政策知识库"
# Parameters that make another page of an address; the rest (what was looked for, what is marked) do not.
TELLING = ("province", "year", "role", "plan", "part", "page")


class _InHead(Node):
    """Renders what it encloses once, into each of `forms`."""

    def __init__(self, nodelist: NodeList, *forms: str) -> None:
        self.nodelist, self.forms = nodelist, forms

    def render(self, context: Context) -> SafeString:
        text = self.nodelist.render(context)  # escaped already, as all that templates render
        return SafeString("\n  ".join(form.format(text=text.strip(), site=SITE) for form in self.forms))


@register.tag
def titled(parser: Parser, token: Token) -> Node:
    """{% titled %}what the page is{% endtitled %}: for the browser, and for where its address is passed on."""
    enclosed = parser.parse(["endtitled"])
    parser.delete_first_token()
    return _InHead(enclosed, "<title>{text} · {site}</title>", '<meta property="og:title" content="{text}">')


@register.tag
def described(parser: Parser, token: Token) -> Node:
    """{% described %}one sentence on the page{% enddescribed %}."""
    enclosed = parser.parse(["enddescribed"])
    parser.delete_first_token()
    forms = ('<meta name="description" content="{text}">', '<meta property="og:description" content="{text}">')
    return _InHead(enclosed, *forms)


@register.filter
def shortened(text: str, most: int) -> str:
    """At most so many characters; what is cut off is told by …, where Django writes three full stops in Chinese."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


@register.simple_tag(takes_context=True)
def canonical(context: Context) -> str:
    """The one address of this page; '' where there is no request (a failure is told without one)."""
    request: HttpRequest | None = context.get("request")
    if request is None:
        return ""
    kept: list[tuple[str, Any]] = [(name, request.GET[name]) for name in TELLING if request.GET.get(name)]
    kept = [(name, value) for name, value in kept if (name, value) != ("page", "1")]
    return request.build_absolute_uri(request.path + (f"?{urlencode(kept)}" if kept else ""))


@register.simple_tag(takes_context=True)
def absolute(context: Context, file: str) -> str:
    """The whole address of a static file."""
    request: HttpRequest = context["request"]
    return request.build_absolute_uri(static(file))


@register.simple_tag(takes_context=True)
def nav_link(context: Context, view: str, text: str) -> SafeString:
    """A link of the navigation, marked where the reader is on that page."""
    request: HttpRequest | None = context.get("request")
    address = reverse(view)
    here = request is not None and request.path == address
    return format_html('<a href="{}"{}>{}</a>', address, SafeString(' aria-current="page"') if here else "", text)
