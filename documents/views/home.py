"""The first page: search, provinces, years, what came lately."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from documents.models import Agency, Correction, Measure, Plan, Province, SourceText
from documents.views.filing import years_of
from documents.views.help_pages import EXAMPLES
from documents.views.shares import SEEN, borne

LATELY = 6
# `PlanQuerySet.visible` of the plan of a source.
PLAN_SEEN = Q(plan__hidden=False) & (Q(plan__found=True) | Q(plan__kept=True))
# A province with so many plans or more is of the next level: the deeper its colour.
LEVELS = (1, 2, 5, 10)


@dataclass(frozen=True, slots=True)
class Tile:
    province: Province
    plans: int
    address: str

    @property
    def level(self) -> int:
        return sum(self.plans >= least for least in LEVELS)


@dataclass(frozen=True, slots=True)
class Corrected:
    measure: Measure
    at: datetime


@dataclass(frozen=True, slots=True)
class Totals:
    plans: int
    provinces: int
    measures: int
    agencies: int


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    counts = dict(Plan.objects.visible().order_by().values_list("province").annotate(number=Count("pk")))
    years = years_of(Plan.objects.visible())
    context = {
        "tiles": _tiles(counts),
        "years": years,
        "longest": max((each.plans for each in years), default=1),
        "imported": _lately_imported(),
        "corrected": _lately_corrected(),
        "without_province": counts.get(None, 0),
        "totals": _totals(counts),
        "examples": EXAMPLES[:3],
    }
    return render(request, "documents/home.html", context)


def _tiles(counts: dict[str | None, int]) -> list[Tile]:
    """All 34; those with plans first, which is where a phone shows them (a map has their places)."""
    pattern = reverse("documents:province", args=["000000"])
    tiles = [
        Tile(province, counts.get(province.code, 0), pattern.replace("000000", province.code))
        for province in Province.objects.order_by("code")
    ]
    return sorted(tiles, key=lambda tile: not tile.plans)


def _totals(counts: dict[str | None, int]) -> Totals:
    return Totals(
        plans=sum(counts.values()),
        provinces=len(counts.keys() - {None}),
        measures=Measure.objects.visible().count(),
        agencies=Agency.objects.filter(Exists(borne().filter(agency=OuterRef("pk")))).count(),
    )


def _lately_imported() -> QuerySet[SourceText]:
    seen = SourceText.objects.filter(PLAN_SEEN, current=True).select_related("plan__province")
    return seen.defer("text", "plan__parsed", "plan__reasons").order_by("-imported_at", "-pk")[:LATELY]


def _lately_corrected() -> list[Corrected]:
    """Each corrected measure once, by the day of its last correction."""
    made = Correction.objects.filter(SEEN, measure__isnull=False).order_by().values_list("measure")
    latest = dict(made.annotate(at=Max("made_at")).order_by("-at", "-measure")[:LATELY])
    shown = Measure.objects.select_related("plan", "chapter").defer("parsed", "plan__parsed", "chapter__parsed")
    measures = shown.in_bulk(latest)
    return [Corrected(measures[pk], at) for pk, at in latest.items()]
