"""One measure with its context: the page that a citation points to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from documents.citing import cite, cite_in_words
from documents.corrections import title_of
from documents.models import Chapter, Citation, Correction, Measure, Plan, Succession
from documents.outline import chapters_to_read, outline
from documents.roles import roles
from documents.views.finding import Finder
from documents.views.naming import names_for
from documents.views.quality import UNSURE_BELOW
from documents.views.running_text import RunningText
from documents.views.succession import successor_of


@dataclass(frozen=True, slots=True)
class CorrectedField:
    name: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class CitedDocument:
    """A document that the measure names, and the plan that it is, where the base has it."""

    citation: Citation
    plan: Plan | None


@require_safe
def measure(request: HttpRequest, pk: int) -> HttpResponse:
    """One that was split, merged or is read otherwise by now leads on to what stands in its place."""
    entry = _shown(pk)
    if entry is None:
        successor = successor_of(pk)
        if successor is None:
            raise Http404("没有这条措施。")
        return redirect(successor)  # not for good: what was split may be put together again
    section = outline(chapters_to_read(entry.plan)).section_of(entry.chapter_id)
    path = section.path if section else []
    text = RunningText(names_for(entry.plan, [entry]), Finder(""))
    precedents = list(entry.precedents.select_related("measure__chapter")) if entry.has_precedents else []
    previous, following = _beside(entry)
    context = {
        "measure": entry,
        "plan": entry.plan,
        "path": path,
        "text": text.body(entry),
        "roles": roles(entry.bodies),
        "inherits": any(body.inherited for body in entry.bodies),
        "cited": _cited(entry) if entry.has_citations else [],
        **(_gone_over(entry) if entry.has_corrections else {}),
        "unsure": entry.confidence < UNSURE_BELOW and not entry.is_checked,
        "previous": previous,
        "following": following,
        "precedents": precedents,
        "siblings": _siblings(entry, precedents),
        **_ways_to_cite(entry, path, request.build_absolute_uri(entry.get_absolute_url())),
    }
    return render(request, "documents/measure.html", context)


def _shown(pk: int) -> Measure | None:
    """The measure; of the rows that few measures have, it says whether there are any."""
    measures = Measure.objects.visible().select_related("plan__province", "chapter").with_parts()
    light = measures.defer("parsed", "plan__parsed", "plan__reasons", "chapter__parsed")
    of_it = OuterRef("pk")
    told = {
        "has_citations": Exists(Citation.objects.filter(measure=of_it)),
        "has_corrections": Exists(Correction.objects.filter(measure=of_it)),
        "has_precedents": Exists(Succession.objects.filter(successor=of_it)),
    }
    return light.annotate(**told).filter(pk=pk).first()


def _siblings(entry: Measure, precedents: list[Succession]) -> list[Measure]:
    """What else came of the measures that this one came of."""
    if not precedents:
        return []
    came_of = Measure.objects.visible().filter(precedents__measure__in=[each.measure_id for each in precedents])
    return list(came_of.exclude(pk=entry.pk).select_related("chapter").order_by("order").distinct())


def _ways_to_cite(entry: Measure, path: list[Chapter], address: str) -> dict[str, str]:
    place = "，".join([*(chapter.heading for chapter in path), *_own_place(entry, path)])
    today = timezone.localdate()
    return {
        "address": address,
        "citation": cite(entry.plan, address, today, place),
        "citation_in_words": cite_in_words(entry.plan, address, place),
    }


def _own_place(entry: Measure, path: list[Chapter]) -> list[str]:
    """Label and lead, unless the chapter it stands in has just said them."""
    if not entry.label and (not entry.lead or (path and path[-1].title == entry.lead)):
        return []
    return [f"{entry.label or ''}{entry.lead or ''}"]


def _cited(entry: Measure) -> list[CitedDocument]:
    citations = list(entry.citations.all())
    numbers = {each.document_number for each in citations if each.document_number}
    titles = {each.title for each in citations if each.title}
    plans = Plan.objects.visible().filter(Q(document_number__in=numbers) | Q(title__in=titles)).defer("parsed")
    by_number = {plan.document_number: plan for plan in plans}
    by_title = {plan.title: plan for plan in plans}
    return [CitedDocument(c, by_number.get(c.document_number or "") or by_title.get(c.title or "")) for c in citations]


def _gone_over(entry: Measure) -> dict[str, object]:
    """What a person changed and when, and when one compared it with its source; by whom is not for the public."""
    made = list(Correction.objects.filter(measure=entry).values_list("field", "made_at"))
    return {
        "corrections": [CorrectedField(title_of(entry, field), at) for field, at in made if field != "checked"],
        "checked_on": next((at for field, at in made if field == "checked"), None) if entry.checked else None,
    }


def _beside(entry: Measure) -> tuple[Measure | None, Measure | None]:
    """The visible measures before and after this one in its plan. One query."""
    others = Measure.objects.visible().filter(plan=entry.plan_id)
    earlier = Q(order__lt=entry.order) | Q(order=entry.order, pk__lt=entry.pk)
    later = Q(order__gt=entry.order) | Q(order=entry.order, pk__gt=entry.pk)
    before = others.filter(earlier).order_by("-order", "-pk").values("pk")[:1]
    after = others.filter(later).order_by("order", "pk").values("pk")[:1]
    wanted = Measure.objects.filter(Q(pk=Subquery(before)) | Q(pk=Subquery(after))).select_related("chapter")
    found = list(wanted.only("label", "lead", "text", "order", "chapter__title"))
    place = (entry.order, entry.pk)
    previous = next((each for each in found if (each.order, each.pk) < place), None)
    return previous, next((each for each in found if (each.order, each.pk) > place), None)
