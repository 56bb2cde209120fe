"""The themes of a measure on its page, each with the words that spoke for it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django import template
from django.urls import reverse

from documents.models import Chapter, Measure
from documents.themes.in_force import book
from documents.themes.judging import Evidence, judge
from documents.themes.rules import PLACES
from documents.themes.subjects import subject_of

register = template.Library()

MOST_TERMS = 8  # of one place
_PLACE_NAMES = {"lead": "主题句", "titles": "章节标题", "text": "正文", "agencies": "责任单位", "kind": "条目类型"}


@dataclass(frozen=True, slots=True)
class Because:
    """Where words spoke for a theme, and which; a word that stands there several times says so."""

    place: str
    terms: list[str]


@dataclass(frozen=True, slots=True)
class ThemeShown:
    name: str
    address: str  # of the search for all measures of the theme
    because: list[Because]


@register.inclusion_tag("parts/themes.html")
def measure_themes(measure: Measure, path: Sequence[Chapter]) -> dict[str, object]:
    """`path` is the chapters from the top down; the measure was fetched `with_parts`. One query."""
    bodies = [body.as_written for body in measure.bodies if not body.inherited]
    judgement = judge(subject_of(measure, measure.plan, path[::-1], bodies), book())
    themes = [
        ThemeShown(name, theme_address(name), _because(measure, judgement.evidence_for(name)))
        for name in measure.themes
    ]
    return {"themes": themes, "by_person": measure.themes != measure.themes_by_rule}


@register.simple_tag
def theme_address(theme: str, name: str = "", value: object = "") -> str:
    """The search for all measures of a theme, narrowed by one further filter: province, 430000."""
    narrowed = {name: value} if name else {}
    return f"{reverse('search:search')}?{urlencode({'theme': theme, **narrowed})}"


def _because(measure: Measure, evidence: Iterable[Evidence]) -> list[Because]:
    by_place: dict[str, list[str]] = {place: [] for place in PLACES}
    for each in evidence:
        by_place[each.place].append(f"{each.term}×{each.times}" if each.times > 1 else each.term)
    names = _PLACE_NAMES | ({} if measure.lead else {"lead": "开头"})
    return [Because(names[place], terms[:MOST_TERMS]) for place, terms in by_place.items() if terms]
