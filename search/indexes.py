"""What of a measure goes into the index. Boosts weigh the text fields against each other; faceted fields hold keys.

What is read here has to be covered by `documents.index_changes`, which notices what changed of it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Prefetch, QuerySet
from haystack import indexes

from documents.models import Chapter, Measure, Responsibility
from search import figures
from search.chapter_paths import chapter_paths

BATCH = 200


class MeasureIndex(indexes.SearchIndex, indexes.Indexable):
    """Measures as readers see them."""

    text = indexes.CharField(document=True, model_attr="text")
    lead = indexes.CharField(model_attr="lead", null=True, boost=3.0)
    chapter_titles = indexes.MultiValueField(boost=1.2)
    agency_names = indexes.MultiValueField(boost=0.2)
    plan_title = indexes.MultiValueField(boost=0.5)  # and its number
    province_names = indexes.MultiValueField(boost=0.5)

    province = indexes.CharField(model_attr="plan__province_id", null=True, faceted=True)
    plan = indexes.CharField(model_attr="plan_id", faceted=True)
    chapter = indexes.MultiValueField(faceted=True)  # its own and all above it
    agency = indexes.MultiValueField(faceted=True)
    role = indexes.MultiValueField(faceted=True)  # in which some agency is responsible
    responsibility = indexes.MultiValueField(faceted=True)  # lead:12, the agency's role and number
    year = indexes.IntegerField(model_attr="plan__year", null=True, faceted=True)
    kind = indexes.CharField(model_attr="kind", faceted=True)
    document_kind = indexes.CharField(model_attr="plan__kind", null=True, faceted=True)  # 规划, 意见 …
    target = indexes.MultiValueField(faceted=True)  # see search.figures
    target_year = indexes.MultiValueField(faceted=True)
    theme = indexes.MultiValueField(model_attr="themes", faceted=True)  # primary first
    checked = indexes.CharField(null=True, faceted=True)  # "yes" where a person compared it with its source
    date = indexes.CharField(null=True, faceted=True)  # ISO
    added = indexes.CharField(faceted=True)  # when it came into the knowledge base: ISO, to the second, UTC

    def get_model(self) -> type[Measure]:
        return Measure

    def index_queryset(self, using: str | None = None) -> QuerySet[Measure]:
        bodies = Responsibility.objects.select_related("agency").prefetch_related("agency__names")
        return (
            Measure.objects.visible()
            .select_related("plan__province")
            .prefetch_related(Prefetch("responsibilities", bodies.order_by("order", "pk")), "targets")
            .order_by("pk")
        )

    def read_queryset(self, using: str | None = None) -> QuerySet[Measure]:
        """What `load_all` fetches of hits: all that a list of hits shows."""
        return Measure.objects.visible().with_context()

    def in_batches(self, measures: QuerySet[Measure]) -> Iterator[Measure]:
        """`measures` of `index_queryset`, each with its chapters at hand: a few queries a batch, not one each."""
        last = 0
        while batch := list(measures.filter(pk__gt=last)[:BATCH]):
            yield from with_chapters(batch)
            last = batch[-1].pk

    def prepare(self, obj: Measure) -> dict[str, Any]:
        path = _path_of(obj)
        bodies = list(obj.responsibilities.all())
        agencies = dict.fromkeys(body.agency_id for body in bodies if body.agency_id)
        targets = [(each.indicator, each.value, each.value_high, each.unit, each.year) for each in obj.targets.all()]
        prepared: dict[str, Any] = super().prepare(obj)
        prepared |= {
            **texts_around(obj, path),
            "chapter": [str(chapter.pk) for chapter in path],
            "agency": [str(pk) for pk in agencies],
            "role": list(dict.fromkeys(body.role for body in bodies)),
            "responsibility": list(dict.fromkeys(f"{body.role}:{body.agency_id}" for body in bodies if body.agency_id)),
            "target": figures.keys(targets),
            "target_year": sorted({str(year) for *_, year in targets if year}),
            "checked": "yes" if obj.is_checked else None,
            "date": str(obj.plan.issued_on or obj.plan.published_on or obj.plan.period_start or "") or None,
            "added": f"{obj.created_at.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%S}",
        }
        self.prepared_data = prepared
        return prepared


def texts_around(measure: Measure, path: Iterable[Chapter]) -> dict[str, list[str]]:
    """What is searched of a measure beside its own words, by field."""
    plan, province = measure.plan, measure.plan.province
    return {
        "chapter_titles": [chapter.title for chapter in path if chapter.title],
        "agency_names": _names(measure.responsibilities.all()),
        "plan_title": [each for each in (plan.title, plan.document_number) if each],
        "province_names": [province.name, province.full_name] if province else [],
    }


def with_chapters(measures: Iterable[Measure]) -> list[Measure]:
    """The measures, each carrying the chapters it stands under."""
    entries = list(measures)
    paths = chapter_paths(entries)
    for entry in entries:
        entry.chapters_above = paths[entry.pk]  # type: ignore[attr-defined]  # carried from here to _path_of
    return entries


def _path_of(measure: Measure) -> tuple[Chapter, ...]:
    if not hasattr(measure, "chapters_above"):
        with_chapters([measure])
    path: tuple[Chapter, ...] = measure.chapters_above  # type: ignore[attr-defined]  # see with_chapters
    return path


def _names(bodies: Iterable[Responsibility]) -> list[str]:
    """Every name of the responsible bodies, as written and in all times."""
    names = [body.as_written for body in bodies if body.as_written]
    for agency in (body.agency for body in bodies if body.agency):
        names += [agency.name, *(name.name for name in agency.names.all())]
    return list(dict.fromkeys(names))
