"""What search engines are told of: every page with a text of its own, and when it last changed."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.contrib import sitemaps
from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse

from documents.models import Agency, Chapter, Measure, Plan, Province, Responsibility

A_FILE = 5000  # entries; the standard allows ten times as many, which are a second's work


# Django's own class takes its type parameter in the stubs only.
if TYPE_CHECKING:
    PageMap = sitemaps.Sitemap[str]
    PlanMap = sitemaps.Sitemap[Plan]
    ChapterMap = sitemaps.Sitemap[Chapter]
    MeasureMap = sitemaps.Sitemap[Measure]
    AgencyMap = sitemaps.Sitemap[Agency]
    ProvinceMap = sitemaps.Sitemap[Province]
else:
    PageMap = PlanMap = ChapterMap = MeasureMap = AgencyMap = ProvinceMap = sitemaps.Sitemap


class Pages(PageMap):
    def items(self) -> list[str]:
        return ["home", "plans", "agencies", "data", "help"]

    def location(self, item: str) -> str:
        return reverse(f"documents:{item}")


class Plans(PlanMap):
    limit = A_FILE

    def items(self) -> QuerySet[Plan]:
        return Plan.objects.visible().order_by("pk").only("updated_at")

    def lastmod(self, item: Plan) -> datetime:
        return item.updated_at


class Chapters(ChapterMap):
    limit = A_FILE

    def items(self) -> QuerySet[Chapter]:
        return Chapter.objects.visible().order_by("pk").only("updated_at")

    def lastmod(self, item: Chapter) -> datetime:
        return item.updated_at


class Measures(MeasureMap):
    limit = A_FILE

    def items(self) -> QuerySet[Measure]:
        return Measure.objects.visible().order_by("pk").only("updated_at")

    def lastmod(self, item: Measure) -> datetime:
        return item.updated_at


class Agencies(AgencyMap):
    limit = A_FILE

    def items(self) -> QuerySet[Agency]:
        borne = Responsibility.objects.filter(agency=OuterRef("pk"), measure__in=Measure.objects.visible())
        return Agency.objects.filter(Exists(borne)).order_by("pk").only("pk")


class Provinces(ProvinceMap):
    def items(self) -> QuerySet[Province]:
        return Province.objects.filter(Exists(Plan.objects.visible().filter(province=OuterRef("pk"))))


SITEMAPS = {
    "pages": Pages,
    "plans": Plans,
    "chapters": Chapters,
    "measures": Measures,
    "agencies": Agencies,
    "provinces": Provinces,
}
