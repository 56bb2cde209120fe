"""Where a hit was found that shows nothing of what was typed: not in its words, but in what stands around them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import prefetch_related_objects
from django.utils.safestring import SafeString

from documents.models import Chapter, Measure
from search.chapter_paths import Paths
from search.highlighting import Marker
from search.indexes import texts_around

_NAMES = {
    "chapter_titles": "章节标题",
    "agency_names": "责任单位",
    "plan_title": "文件标题",
    "province_names": "省份",
}


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """One field that holds what was typed, and its first text that does, marked."""

    name: str
    text: SafeString


def elsewhere(measures: Sequence[Measure], paths: Paths, marker: Marker) -> dict[int, tuple[Elsewhere, ...]]:
    """By measure; every name of its bodies counts, as it does in the index. One query."""
    # a body may have been found by a name that is nowhere on the page
    prefetch_related_objects(measures, "responsibilities__agency__names")
    return {measure.pk: tuple(_places(measure, paths[measure.pk], marker)) for measure in measures}


def _places(measure: Measure, path: tuple[Chapter, ...], marker: Marker) -> Iterable[Elsewhere]:
    for field, texts in texts_around(measure, path).items():
        holding = next((text for text in texts if marker.hits(text)), None)
        if holding is not None:
            yield Elsewhere(_NAMES[field], marker.whole(holding))
