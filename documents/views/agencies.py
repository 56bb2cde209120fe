"""The list of agencies, and one agency through all its names, with what it leads and joins."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from documents.models import Agency, AgencyName, Measure, Province, Responsibility
from documents.models.plans import in_time
from documents.views.filing import WITHOUT
from documents.views.profiles import by_province, partners, theme_counts
from documents.views.shares import PlanShare, borne, by_agency, by_plan

AGENCIES_A_PAGE = 100
MEASURES_A_PAGE = 30
NARROWED_BY = ("role", "plan", "province", "year")


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
    """One agency; its measures are narrowed by ?role=lead or participant, ?plan=NUMBER, ?province=CODE, ?year=YEAR."""
    entry = get_object_or_404(Agency.objects.select_related("province", "merged_into"), pk=pk)
    if entry.merged_into:
        return redirect(entry.merged_into)  # not for good: it may be parted from it again
    chosen = {name: request.GET.get(name, "") for name in NARROWED_BY}
    shares, names = by_plan(entry), list(entry.names.all())
    measures = _borne_by(entry, chosen["role"], _plans(shares, chosen))
    context = {
        "agency": entry,
        "names": [name for name in names if name.kind == AgencyName.Kind.FULL],
        "short_names": [name for name in names if name.kind == AgencyName.Kind.SHORT],
        "shares": shares,
        "led": sum(share.led for share in shares),
        "joined": sum(share.joined for share in shares),
        "provinces": by_province(shares),
        "themes": theme_counts(Measure.objects.visible().filter(responsibilities__agency=entry)) if shares else [],
        "partners": partners(entry) if shares else [],
        "page": Paginator(measures, MEASURES_A_PAGE).get_page(request.GET.get("page")),
        "role": chosen["role"],
        "narrowed": _told(shares, chosen),
    }
    return render(request, "documents/agency.html", context)


def _plans(shares: Sequence[PlanShare], chosen: Mapping[str, str]) -> list[int] | None:
    """The plans whose measures are to be listed; None: those of all."""
    if not any(chosen[name] for name in ("plan", "province", "year")):
        return None
    facts = ((share.plan.pk, share.plan.province_id or WITHOUT, share.plan.year or WITHOUT) for share in shares)
    wanted = (chosen["plan"], chosen["province"], chosen["year"])
    return [
        own[0] for own in facts if all(not want or want == str(have) for want, have in zip(wanted, own, strict=True))
    ]


def _told(shares: Sequence[PlanShare], chosen: Mapping[str, str]) -> list[str]:
    """What the list is narrowed to, in words."""
    plan = next((f"《{share.plan.heading}》" for share in shares if str(share.plan.pk) == chosen["plan"]), None)
    here = (share.plan.province for share in shares if share.plan.province_id == chosen["province"])
    province = next((found.name for found in here if found), None)
    year = f"{chosen['year']} 年" if chosen["year"].isdecimal() else None
    unknown = ("省份不详" if chosen["province"] == WITHOUT else None, "年份不详" if chosen["year"] == WITHOUT else None)
    return [each for each in (plan, province, year, *unknown) if each]


def _borne_by(agency: Agency, role: str, plans: list[int] | None) -> QuerySet[Measure]:
    """The measures to list, each with the agency's own responsibilities as `shares_of_agency`."""
    own = Responsibility.objects.filter(agency=agency)
    if role in Responsibility.Role.values:
        own = own.filter(role=role)
    measures = Measure.objects.visible().filter(pk__in=own.values("measure"))
    if plans is not None:
        measures = measures.filter(plan__in=plans)
    by_plan = measures.order_by("plan__province", *in_time("plan__"), "order", "pk")
    listed = by_plan.select_related("plan__province", "chapter").defer("parsed", "plan__parsed", "chapter__parsed")
    return listed.prefetch_related(Prefetch("responsibilities", own, to_attr="shares_of_agency"))
