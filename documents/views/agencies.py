"""The list of agencies, and one agency through all its names, with what it leads and joins."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from documents.models import Agency, AgencyName, Measure, Province, Responsibility
from documents.models.plans import in_time
from documents.views.filing import WITHOUT
from documents.views.shares import borne, by_agency, by_plan

AGENCIES_A_PAGE = 100
MEASURES_A_PAGE = 30


@require_safe
def agencies(request: HttpRequest) -> HttpResponse:
    """The agencies that measures name, narrowed by ?province=CODE (or none)."""
    code = request.GET.get("province", "")
    named = Agency.objects.filter(Exists(borne().filter(agency=OuterRef("pk"))))
    provinces = Province.objects.filter(Exists(named.filter(province=OuterRef("pk"))))
    if code:
        named = named.filter(province=None) if code == WITHOUT else named.filter(province=code)
    ordered = named.order_by("province", "collective", "name")
    page = Paginator(ordered, AGENCIES_A_PAGE).get_page(request.GET.get("page"))
    shares = by_agency(borne().filter(agency__in=[agency.pk for agency in page]))
    context = {
        "page": page,
        "shares": sorted(shares, key=lambda share: share.agency.province_id or ""),
        "provinces": provinces,
        "code": code,
    }
    return render(request, "documents/agencies.html", context)


@require_safe
def agency(request: HttpRequest, pk: int) -> HttpResponse:
    """One agency; its measures are narrowed by ?role=lead or participant and ?plan=NUMBER."""
    entry = get_object_or_404(Agency.objects.select_related("province"), pk=pk)
    role, plan = request.GET.get("role", ""), request.GET.get("plan", "")
    shares, names = by_plan(entry), list(entry.names.all())
    context = {
        "agency": entry,
        "names": [name for name in names if name.kind == AgencyName.Kind.FULL],
        "short_names": [name for name in names if name.kind == AgencyName.Kind.SHORT],
        "shares": shares,
        "led": sum(share.led for share in shares),
        "joined": sum(share.joined for share in shares),
        "page": Paginator(_borne_by(entry, role, plan), MEASURES_A_PAGE).get_page(request.GET.get("page")),
        "role": role,
        "chosen": next((share.plan for share in shares if str(share.plan.pk) == plan), None),
    }
    return render(request, "documents/agency.html", context)


def _borne_by(agency: Agency, role: str, plan: str) -> QuerySet[Measure]:
    """The measures to list, each with the agency's own responsibilities as `shares_of_agency`."""
    own = Responsibility.objects.filter(agency=agency)
    if role in Responsibility.Role.values:
        own = own.filter(role=role)
    measures = Measure.objects.visible().filter(Exists(own.filter(measure=OuterRef("pk"))))
    if plan.isdecimal():
        measures = measures.filter(plan=int(plan))
    by_plan = measures.order_by("plan__province", *in_time("plan__"), "order", "pk")
    listed = by_plan.select_related("plan__province", "chapter").defer("parsed", "plan__parsed", "chapter__parsed")
    return listed.prefetch_related(Prefetch("responsibilities", own, to_attr="shares_of_agency"))
