"""How many measures an agency leads and joins."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from documents.models import Agency, Plan, Responsibility

# Distinct: a body may be named twice in one measure, by two of its names.
LED = Count("measure", filter=Q(role=Responsibility.Role.LEAD), distinct=True)
JOINED = Count("measure", filter=Q(role=Responsibility.Role.PARTICIPANT), distinct=True)


@dataclass(frozen=True, slots=True)
class AgencyShare:
    agency: Agency
    led: int
    joined: int


@dataclass(frozen=True, slots=True)
class PlanShare:
    plan: Plan
    led: int
    joined: int


# `MeasureQuerySet.visible` of the measure of a responsibility. Joined, for a database makes a list of all measures that
# are seen where it is asked for those of them.
SEEN = Q(measure__hidden=False, measure__plan__hidden=False) & (Q(measure__found=True) | Q(measure__kept=True))


def borne() -> QuerySet[Responsibility]:
    """The responsibilities that readers see."""
    return Responsibility.objects.filter(SEEN)


def by_agency(responsibilities: QuerySet[Responsibility]) -> list[AgencyShare]:
    """Busiest first, in two queries; bodies that are no known agency are left out."""
    known = responsibilities.filter(agency__isnull=False).order_by()
    counts = {pk: (led, joined) for pk, led, joined in known.values_list("agency").annotate(led=LED, joined=JOINED)}
    agencies = Agency.objects.filter(pk__in=counts).select_related("province")
    shares = [AgencyShare(agency, *counts[agency.pk]) for agency in agencies]
    return sorted(shares, key=lambda share: (-share.led - share.joined, -share.led, share.agency.name))


def by_plan(agency: Agency) -> list[PlanShare]:
    """The plans that name the agency, by province and then newest first, in two queries."""
    rows = borne().filter(agency=agency).order_by().values_list("measure__plan").annotate(led=LED, joined=JOINED)
    counts = {pk: (led, joined) for pk, led, joined in rows}
    plans = Plan.objects.filter(pk__in=counts).in_time().select_related("province").defer("parsed", "reasons")
    shares = [PlanShare(plan, *counts[plan.pk]) for plan in plans]
    return sorted(shares, key=lambda share: share.plan.province_id or "")
