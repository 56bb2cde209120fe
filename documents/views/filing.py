"""How plans are filed and counted in lists: by year, by province, with the number of their measures."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from documents.models import Measure, Plan, PlanQuerySet, Province
from documents.models.plans import filed_year

WITHOUT = "none"  # as ?province= or ?year=: those of which nothing says it


@dataclass(frozen=True, slots=True)
class YearCount:
    year: int | None  # None: the texts say nothing of when
    plans: int


def filed_in(plans: PlanQuerySet, year: int | None) -> PlanQuerySet:
    return plans.alias(filed_year=filed_year()).filter(filed_year=year)


def years_of(plans: PlanQuerySet) -> list[YearCount]:
    """Newest first, plans without a year last."""
    counts = plans.order_by().annotate(filed_year=filed_year()).values_list("filed_year").annotate(number=Count("pk"))
    return [YearCount(year, number) for year, number in sorted(counts, key=lambda pair: -(pair[0] or 0))]


def listed(plans: PlanQuerySet) -> QuerySet[Plan]:
    """All that a list shows of each plan, in one query: its province and `measure_count`; newest first."""
    counts = Measure.objects.visible().filter(plan=OuterRef("pk")).order_by().values("plan").annotate(n=Count("pk"))
    light = plans.in_time().select_related("province").defer("parsed", "reasons")
    return light.annotate(measure_count=Coalesce(Subquery(counts.values("n")), 0))


def provinces_with_plans() -> QuerySet[Province]:
    return Province.objects.filter(plans__in=Plan.objects.visible()).distinct()
