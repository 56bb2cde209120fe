"""Why a hit was found: which words stand where, also where its page shows nothing of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import prefetch_related_objects
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from documents.models import Chapter, Measure, Target
from search import analysis
from search.chapter_paths import Paths
from search.figures import FIELD, key
from search.highlighting import Marker
from search.indexes import texts_around
from search.nodes import Best, Either, Enough, Every, Favoured, HasSuch, Node, Preferred, Weighted
from search.query import Query, Role

LABELS = {
    "lead": "标题",
    "text": "正文",
    "chapter_titles": "章节标题",
    "agency_names": "责任单位",
    "plan_title": "文件标题或文号",
    "province_names": "省份",
    "target": "指标",
}
_SHOWN = ("lead", "text")


@dataclass(frozen=True, slots=True)
class Word:
    """Something that was sought; `instead_of` is what was typed, where that was another word."""

    text: str
    instead_of: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """One field that holds what was sought, and its first text that does, marked."""

    field: str
    words: tuple[Word, ...]
    text: SafeString

    @property
    def label(self) -> str:
        return LABELS[self.field]

    @property
    def is_shown(self) -> bool:
        """Whether the list of hits shows the text anyway."""
        return self.field in _SHOWN


def places(measures: Sequence[Measure], paths: Paths, marker: Marker, query: Query) -> dict[int, tuple[Place, ...]]:
    """By measure; every name of its bodies counts, as it does in the index. Two queries at most."""
    figures = list(_figures(query.node))
    if not measures or not (marker.seeks or figures):
        return {}
    # a body may have been found by a name that is nowhere on the page
    prefetch_related_objects(measures, "responsibilities__agency__names", *(["targets"] if figures else []))
    typed = _typed_for(query)
    return {
        measure.pk: (*_places(measure, paths[measure.pk], marker, typed), *_targets(measure, figures))
        for measure in measures
    }


def _places(measure: Measure, path: tuple[Chapter, ...], marker: Marker, typed: Mapping[str, str]) -> Iterable[Place]:
    own = {"lead": [measure.lead] if measure.lead else [], "text": [measure.after_lead]}
    for field, texts in {**own, **texts_around(measure, path)}.items():
        found = dict.fromkeys(word for text in texts for word in marker.words_in(text))
        if found:
            words = tuple(Word(word, typed.get(word, "")) for word in found)
            # the text of the measure itself is on the page already, and marking it takes long
            marked = "" if field in _SHOWN else next(marker.whole(text) for text in texts if marker.hits(text))
            yield Place(field, words, SafeString(marked))


def _targets(measure: Measure, figures: Sequence[HasSuch]) -> Iterable[Place]:
    """The targets that a comparison asked for."""
    found = [target for target in measure.targets.all() if _passes(target, figures)] if figures else []
    if found:
        text = format_html_join("、", "{}", ((target.quote or str(target),) for target in found))
        yield Place("target", tuple(Word(str(target)) for target in found), text)


def _passes(target: Target, figures: Sequence[HasSuch]) -> bool:
    indexed = key(target.indicator, target.value, target.value_high, target.unit, target.year)
    return any(figure.test(indexed) for figure in figures)


def _figures(node: Node | None) -> Iterator[HasSuch]:
    """The comparisons in a query, but those that exclude."""
    match node:
        case HasSuch() if node.name == FIELD:
            yield node
        case Either() | Every() | Best() | Enough():
            for part in node.parts:
                yield from _figures(part)
        case Weighted() | Preferred() | Favoured():
            yield from _figures(node.part)


def _typed_for(query: Query) -> dict[str, str]:
    """What was typed, by the words that were sought instead of it or besides."""
    own = {concept.text for concept in query.concepts}
    return {
        word: part.typed
        for part in query.parts
        if part.role in (Role.EXPANSION, Role.CORRECTION)
        for meaning in part.meaning
        for word in (analysis.normalise(each).text for each in meaning.split())
        if word not in own
    }
