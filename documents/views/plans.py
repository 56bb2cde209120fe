"""The list of plans, and one plan as it is read."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from documents.exporting import FORMATS
from documents.models import Plan, PlanQuerySet
from documents.outline import chapters_to_read, measures_to_read, outline
from documents.views.filing import WITHOUT, filed_in, listed, provinces_with_plans, years_of
from documents.views.finding import Finder
from documents.views.naming import names_for
from documents.views.quality import findings_on, quality
from documents.views.reading import contents_of, current_source
from documents.views.running_text import RunningText

PLANS_A_PAGE = 50


@require_safe
def plans(request: HttpRequest) -> HttpResponse:
    """All plans, newest first; narrowed by ?province=CODE and ?year=YYYY, either of them also `none`."""
    code, year = request.GET.get("province", ""), request.GET.get("year", "")
    of_province = _of_province(Plan.objects.visible(), code)
    context = {
        "page": Paginator(listed(_of_year(of_province, year)), PLANS_A_PAGE).get_page(request.GET.get("page")),
        "provinces": provinces_with_plans(),
        "years": years_of(Plan.objects.visible()),
        "code": code,
        "year": year,
    }
    return render(request, "documents/plans.html", context)


@require_safe
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    """The whole plan, however long, with its outline beside it; ?find=WORDS marks them and lists where they stand."""
    entry = get_object_or_404(Plan.objects.visible().select_related("province").defer("parsed"), pk=pk)
    read = outline(chapters_to_read(entry))
    read.fill(measures_to_read(entry))
    blocks = list(read.root.blocks())
    measures = [block.measure for block in blocks if block.measure]
    source = current_source(entry)
    finder = Finder(request.GET.get("find", ""))
    text = RunningText(names_for(entry, measures), finder)
    context = {
        "plan": entry,
        "source": source,
        "text": text.html(blocks),
        "marked": text,
        "finder": finder,
        "contents": contents_of(read.root, blocks),
        "chapter_count": len(blocks) - len(measures),
        "measure_count": len(measures),
        "checked_count": sum(measure.checked for measure in measures),
        "agency_count": len({body.agency_id for m in measures for body in m.bodies} - {None}),
        "quality": quality(findings_on(source), [measure.confidence for measure in measures], titled=bool(entry.title)),
        "formats": FORMATS,
    }
    return render(request, "documents/plan.html", context)


def _of_province(plans: PlanQuerySet, code: str) -> PlanQuerySet:
    if not code:
        return plans
    return plans.filter(province=None) if code == WITHOUT else plans.filter(province=code)


def _of_year(plans: PlanQuerySet, year: str) -> PlanQuerySet:
    """Anything that is no year finds nothing."""
    if not year:
        return plans
    if year == WITHOUT:
        return filed_in(plans, None)
    return filed_in(plans, int(year)) if year.isdecimal() and len(year) == 4 else plans.none()
