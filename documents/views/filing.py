"""How plans are filed and counted in lists: by year, by province, with the number of their measures."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, F, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce, ExtractYear

from documents.models import Measure, Plan, PlanQuerySet, Province

# The database's form of `Plan.year`.
FILED_YEAR = Coalesce(
    ExtractYear("issued_on"), ExtractYear("published_on"), F("period_start"), output_field=IntegerField()
)
WITHOUT = "none"  # as ?province= or ?year=: those of which nothing says it


@dataclass(frozen=True, slots=True)
class YearCount:
    year: int | None  # None: the texts say nothing of when
    plans: int


def filed_in(plans: PlanQuerySet, year: int | None) -> PlanQuerySet:
    return plans.alias(filed_year=FILED_YEAR).filter(filed_year=year)


def years_of(plans: PlanQuerySet) -> list[YearCount]:
    """Newest first, plans without a year last."""
    counts = plans.order_by().annotate(filed_year=FILED_YEAR).values_list("filed_year").annotate(number=Count("pk"))
    return [YearCount(year, number) for year, number in sorted(counts, key=lambda pair: -(pair[0] or 0))]


def newest_first(plans: PlanQuerySet) -> PlanQuerySet:
    """By the year a reader files them under, then by day; a text that states only its year stands after those of it."""
    day = F("issued_on").desc(nulls_last=True)
    return plans.alias(filed_year=FILED_YEAR).order_by(F("filed_year").desc(nulls_last=True), day, "-pk")


def listed(plans: PlanQuerySet) -> QuerySet[Plan]:
    """All that a list shows of each plan, in one query: its province and `measure_count`; newest first."""
    counts = Measure.objects.visible().filter(plan=OuterRef("pk")).order_by().values("plan").annotate(n=Count("pk"))
    light = newest_first(plans).select_related("province").defer("parsed", "reasons")
    return light.annotate(measure_count=Coalesce(Subquery(counts.values("n")), 0))


def provinces_with_plans() -> QuerySet[Province]:
    return Province.objects.filter(plans__in=Plan.objects.visible()).distinct()
