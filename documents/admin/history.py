"""Everything that was done to an entry or a plan: by whom, when, what stood there before; and putting that back."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_POST

from documents import corrections
from documents.admin.base import go_on, show, staff_page, told, user_of
from documents.corrections import Entry, title_of
from documents.corrections.shown import Names, names_in, shown
from documents.models import CorrectionAct, Plan
from documents.review.offers import form_of

ACTS_A_PAGE = 50
LONGEST_COMPARED = 4000
Kind = CorrectionAct.Kind
_OF_ENTRIES = (Kind.ADD, Kind.SPLIT, Kind.MERGE)


@dataclass(frozen=True, slots=True)
class Told:
    """One act as a person reads it. `pieces` is the new text cut into what was kept, came ("+") or went ("-")."""

    act: CorrectionAct
    what: str
    before: str
    after: str
    pieces: list[tuple[str, str]]
    restorable: bool
    undoable: bool

    @property
    def form_url(self) -> str:
        return form_of(self.act.entry)


def of_entry(request: HttpRequest, entry: Entry | None) -> HttpResponse:
    """The history of one entry."""
    if entry is None:
        raise Http404("没有这个条目。")
    if not request.user.has_perm(f"documents.view_{entry._meta.model_name}"):
        raise Http404("没有这个条目。")
    own: dict[str, Any] = {str(entry._meta.model_name): entry}
    if isinstance(entry, Plan):
        own |= {"chapter": None, "measure": None}
    return _page(request, entry, CorrectionAct.objects.filter(**own), f"历史：{entry}")


@staff_page("documents.view_plan")
def of_plan(request: HttpRequest, pk: int) -> HttpResponse:
    """The log of a plan and all its entries; ?kind= and ?by= narrow it."""
    plan = get_object_or_404(Plan.objects.select_related("province"), pk=pk)
    return _page(request, plan, CorrectionAct.objects.filter(plan=plan), f"更正日志：{plan}", of_all=True)


@staff_page("documents.view_plan")
@require_POST
def restore(request: HttpRequest, pk: int) -> HttpResponse:
    """Puts back what stood in a field before an act."""
    act = get_object_or_404(CorrectionAct.objects.select_related("plan", "chapter", "measure"), pk=pk)
    if not may_change(request, act.entry):
        raise Http404("没有这个条目。")
    try:
        changed = corrections.restore(act, by=user_of(request))
    except ValidationError as error:
        told(request, error)
    else:
        messages.success(request, "已恢复。" if changed else "现在就是这样，无需恢复。")
    return go_on(request, reverse("admin:documents_plan_log", args=[act.plan_id]))


@staff_page("documents.view_plan")
@require_POST
def undo(request: HttpRequest, batch: uuid.UUID) -> HttpResponse:
    """Takes back all that was done in one go."""
    acts = list(CorrectionAct.objects.filter(batch=batch).select_related("plan", "chapter", "measure"))
    if not acts:
        raise Http404("没有这一操作。")
    if not all(may_change(request, act.entry) for act in acts):
        raise PermissionDenied
    try:
        done = corrections.undo(batch, by=user_of(request))
    except ValidationError as error:
        told(request, error)
    else:
        messages.success(request, f"已撤销（{done} 项改动）。")
    return go_on(request, reverse("admin:documents_plan_log", args=[acts[0].plan_id]))


def may_change(request: HttpRequest, entry: Entry) -> bool:
    return request.user.has_perm(f"documents.change_{entry._meta.model_name}")


def _page(
    request: HttpRequest, about: Entry, acts: QuerySet[CorrectionAct], title: str, *, of_all: bool = False
) -> HttpResponse:
    kind, by = request.GET.get("kind", ""), request.GET.get("by", "")
    narrowed = acts.filter(**({"kind": kind} if kind else {}), **({"made_by__username": by} if by else {}))
    at_hand = narrowed.select_related("plan__province", "chapter", "measure__chapter", "made_by")
    page = Paginator(at_hand.order_by("-made_at", "-pk"), ACTS_A_PAGE).get_page(request.GET.get("p"))
    makers = acts.exclude(made_by=None).order_by("made_by__username").values_list("made_by__username", flat=True)
    context = {
        "about": about, "page": page, "told": tell(page.object_list), "of_all": of_all, "kinds": Kind.choices,
        "kind": kind, "by": by, "makers": makers.distinct(), "opts": type(about)._meta,
        "plan": about if isinstance(about, Plan) else about.plan,
    }  # fmt: skip
    return show(request, "history.html", title, **context)


def tell(acts: Iterable[CorrectionAct]) -> list[Told]:
    """What the acts did, as readers see it; as many queries for many as for one."""
    every = list(acts)
    names = names_in((act.field, value) for act in every if _is_of_field(act) for value in (act.before, act.after))
    return [_told(act, names) for act in every]


def _told(act: CorrectionAct, names: Names) -> Told:
    before, after = _shown(act, act.before, names), _shown(act, act.after, names)
    undoable = not act.undone and act.kind != Kind.IMPORT
    return Told(act, _what(act), before, after, _pieces(act.before, act.after), corrections.restorable(act), undoable)


def _what(act: CorrectionAct) -> str:
    names = {"found": "解析", "source": "原文", "checked": "核对", "citations": "引用文件", "": ""}
    if act.field in names:
        return names[act.field]
    return title_of(act.entry, act.field)


def _is_of_field(act: CorrectionAct) -> bool:
    """Whether what stood before and after are values of the field."""
    return act.kind not in _OF_ENTRIES and act.field not in ("found", "source", "citations")


def _shown(act: CorrectionAct, value: Any, names: Names) -> str:
    if act.kind in _OF_ENTRIES:
        return "、".join(f"#{pk}" for pk in value) if isinstance(value, list) else ""
    if act.field == "found":
        return "得到" if value else "不再得到"
    if act.field == "source":
        return _source(value)
    if act.field == "citations":
        return "、".join(str(each.get("title") or each.get("document_number")) for each in value or []) or "（空）"
    return shown(act.field, value, names)


def _source(value: Any) -> str:
    if not value:
        return "（无）"
    counts = (("new", "新增"), ("updated", "更新"), ("withdrawn", "撤下"))
    told_of = "，".join(f"{name} {value[key]}" for key, name in counts if key in value)
    return f"{value['file']}（解析器 {value['parser']}）" + (f"：{told_of}" if told_of else "")


def _pieces(before: Any, after: Any) -> list[tuple[str, str]]:
    """For texts only, of a length that is quickly compared."""
    if not isinstance(before, str) or not isinstance(after, str) or max(len(before), len(after)) > LONGEST_COMPARED:
        return []
    pieces = []
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(("", before[a:b]))
        else:
            pieces += [("-", before[a:b]), ("+", after[c:d])]
    return [(sort, text) for sort, text in pieces if text]
