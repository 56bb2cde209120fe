"""The queue: what there is to look at, most worth first, each item with its evidence and settled with one stroke."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from documents.admin.base import go_on, is_number, show, staff_page, told, user_of
from documents.models import Agency, Plan, ReviewItem
from documents.review import settling
from documents.review.offers import all_offered
from documents.review.progress import progress_of
from documents.review.reports import take_up_reports

ITEMS_A_PAGE = 20
VIEW, CHANGE = "documents.view_reviewitem", "documents.change_reviewitem"
State = ReviewItem.State

Act = Callable[[ReviewItem, HttpRequest], ReviewItem]


@staff_page(VIEW)
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """Open items; ?kind= and ?plan= narrow them."""
    take_up_reports()
    opened = ReviewItem.objects.filter(state=State.OPEN)
    narrowed = _narrowed(opened, request)
    at_hand = narrowed.select_related("plan__province", "chapter", "measure__chapter", "report")
    page = Paginator(at_hand.defer("measure__parsed", "plan__parsed"), ITEMS_A_PAGE).get_page(request.GET.get("p"))
    plan = request.GET.get("plan", "")
    context = {
        "page": page,
        "offered": all_offered(page.object_list),
        "kinds": _kinds(opened, plan),
        "kind": request.GET.get("kind", ""),
        "plan": Plan.objects.select_related("province").filter(pk=plan).first() if is_number(plan) else None,
        "last": settling.last_settled(user_of(request)),
        "address": request.get_full_path(),
        "opts": ReviewItem._meta,
    }
    return show(request, "queue.html", "核对队列", **context)


@staff_page(VIEW)
@require_safe
def progress(request: HttpRequest) -> HttpResponse:
    """How far each plan has come, those with most left first."""
    take_up_reports()
    plans = progress_of(Plan.objects.visible().select_related("province"))
    return show(request, "progress.html", "核对进度", plans=plans, opts=ReviewItem._meta)


@staff_page(CHANGE)
@require_POST
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """Does with an item what the button says, and goes on with the queue."""
    item = get_object_or_404(ReviewItem, pk=pk)
    act = ACTS.get(request.POST.get("act", ""))
    if act is None:
        raise Http404("没有这样的操作。")
    name, do = act
    try:
        settled = do(item, request)
    except ValidationError as error:
        told(request, error)
    else:
        messages.success(request, f"{name}：{settled.message or settled.get_kind_display()}")
    return _on(request)


@staff_page(CHANGE)
@require_POST
def undo_last(request: HttpRequest) -> HttpResponse:
    """Takes back what this person settled last."""
    last = settling.last_settled(user_of(request))
    if last is None:
        messages.info(request, "没有可以撤销的处理。")
        return _on(request)
    try:
        settling.undo(last, by=user_of(request))
    except ValidationError as error:
        told(request, error)
    else:
        messages.success(request, f"已撤销：{last.message or last.get_kind_display()}")
    return _on(request)


def _accept(item: ReviewItem, request: HttpRequest) -> ReviewItem:
    chosen = request.POST.get("agency", "")
    agency = get_object_or_404(Agency, pk=chosen) if is_number(chosen) else None
    return settling.accept(item, by=user_of(request), agency=agency)


ACTS: dict[str, tuple[str, Act]] = {
    "accept": ("已采纳", _accept),
    "merge": ("已合并两处改动", lambda item, request: settling.accept_merged(item, by=user_of(request))),
    "corrected": ("已更正", lambda item, request: settling.mark_corrected(item, by=user_of(request))),
    "dismiss": ("已处理", lambda item, request: settling.dismiss(item, by=user_of(request))),
    "undo": ("已撤销", lambda item, request: settling.undo(item, by=user_of(request))),
}


def _narrowed(items: QuerySet[ReviewItem], request: HttpRequest) -> QuerySet[ReviewItem]:
    kind, plan = request.GET.get("kind", ""), request.GET.get("plan", "")
    if kind:
        items = items.filter(kind=kind)
    if plan:
        items = items.filter(plan=int(plan)) if is_number(plan) else items.none()
    return items.order_by("-worth", "plan", "pk")


def _kinds(opened: QuerySet[ReviewItem], plan: str) -> list[tuple[str, str, int]]:
    """The kinds of which there are any, with their names and numbers, most worth first."""
    within = opened.filter(plan=int(plan)) if is_number(plan) else opened
    counts = dict(within.order_by().values_list("kind").annotate(number=Count("pk")))
    return [(kind, name, counts[kind]) for kind, name in ReviewItem.Kind.choices if kind in counts]


def _on(request: HttpRequest) -> HttpResponse:
    """Back to the queue as it was narrowed, where what follows stands now; or to the form that showed the item."""
    return go_on(request, reverse("admin:documents_reviewitem_queue"))
