"""One measure with its context: the page that a citation points to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Field, Prefetch, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from documents.models import Citation, Correction, Measure, Plan, Responsibility
from documents.views.outline import outline
from documents.views.reading import chapters_to_read
from documents.views.roles import roles

# Below this the page says that the parser was unsure of the entry.
UNSURE_BELOW = 0.8

LISTS = {"responsibilities": "责任单位", "targets": "指标"}


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
    bodies = Prefetch("responsibilities", Responsibility.objects.select_related("agency"))
    shown = Measure.objects.visible().select_related("plan__province", "chapter").prefetch_related(bodies, "targets")
    entry = get_object_or_404(shown.defer("parsed", "plan__parsed", "chapter__parsed"), pk=pk)
    section = outline(chapters_to_read(entry.plan)).section_of(entry.chapter_id)
    context = {
        "measure": entry,
        "plan": entry.plan,
        "path": section.path if section else [],
        "roles": roles(entry.responsibilities.all()),
        "inherits": any(body.inherited for body in entry.responsibilities.all()),
        "cited": _cited(entry),
        "corrections": _corrected(entry),
        "unsure": entry.confidence < UNSURE_BELOW,
        "previous": _beside(entry, before=True),
        "following": _beside(entry, before=False),
        "address": request.build_absolute_uri(entry.get_absolute_url()),
    }
    return render(request, "documents/measure.html", context)


def _cited(entry: Measure) -> list[CitedDocument]:
    citations = list(entry.citations.all())
    numbers = {each.document_number for each in citations if each.document_number}
    titles = {each.title for each in citations if each.title}
    plans = Plan.objects.visible().filter(Q(document_number__in=numbers) | Q(title__in=titles)).defer("parsed")
    by_number = {plan.document_number: plan for plan in plans}
    by_title = {plan.title: plan for plan in plans}
    return [CitedDocument(c, by_number.get(c.document_number or "") or by_title.get(c.title or "")) for c in citations]


def _corrected(entry: Measure) -> list[CorrectedField]:
    """What a person changed and when; by whom is not for the public."""
    made = Correction.objects.filter(measure=entry).values_list("field", "made_at")
    return [CorrectedField(_field_name(field), made_at) for field, made_at in made]


def _field_name(field: str) -> str:
    column = Measure._meta.get_field(field)
    return str(column.verbose_name) if isinstance(column, Field) else LISTS[field]


def _beside(entry: Measure, *, before: bool) -> Measure | None:
    """The visible measure before or after this one in its plan."""
    others = (
        Measure.objects.visible()
        .filter(plan=entry.plan_id)
        .select_related("chapter")
        .only("label", "lead", "text", "order", "chapter__title")
    )
    if before:
        earlier = Q(order__lt=entry.order) | Q(order=entry.order, pk__lt=entry.pk)
        return others.filter(earlier).order_by("-order", "-pk").first()
    later = Q(order__gt=entry.order) | Q(order=entry.order, pk__gt=entry.pk)
    return others.filter(later).order_by("order", "pk").first()
