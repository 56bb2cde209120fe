"""A plan as a tree, where its entries are opened, chosen and moved."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from documents import corrections
from documents.admin.base import go_on, show, staff_page, user_of
from documents.admin.tree import tree_of
from documents.models import Plan, ReviewItem
from documents.review.progress import progress_of


@staff_page("documents.view_plan")
@require_safe
def outline_page(request: HttpRequest, pk: int) -> HttpResponse:
    """What readers see of a plan; with ?all=1 also what is hidden or no longer found."""
    plan = get_object_or_404(Plan.objects.select_related("province").defer("parsed"), pk=pk)
    everything = request.GET.get("all") == "1"
    context = {
        "plan": plan,
        "tree": tree_of(plan, everything=everything),
        "everything": everything,
        "progress": progress_of([plan])[0],
        "waiting": ReviewItem.objects.filter(plan=plan, state=ReviewItem.State.OPEN).count(),
        "may_change": request.user.has_perm("documents.change_measure"),
        "address": request.get_full_path(),
        "opts": Plan._meta,
    }
    return show(request, "outline.html", f"目录：{plan}", **context)


@staff_page("documents.change_plan")
@require_POST
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """Marks a plan as compared with its source as a whole, or takes that back."""
    plan = get_object_or_404(Plan, pk=pk)
    holds = request.POST.get("holds") == "1"
    corrections.check(plan, by=user_of(request), holds=holds)
    messages.success(request, "已标为全文核对。" if holds else "不再标为全文核对。")
    return go_on(request, reverse("admin:documents_plan_outline", args=[plan.pk]))
