"""Pages on which the structure of a plan is corrected: splitting a measure, moving some, adding what was missed."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from documents import corrections
from documents.admin.base import go_on, show, staff_page, told, user_of
from documents.admin.chosen import CHANGE, ChosenForm
from documents.admin.fields import ChapterChoice
from documents.admin.locking import digest, still_as_opened
from documents.admin.tree import tree_of
from documents.corrections import Part
from documents.corrections.acts import Doing, correct_as
from documents.corrections.order import FRONT
from documents.models import Chapter, Measure, Plan

# Where a text can be cut: behind the end of a sentence or a clause, and at line ends.
CUT = re.compile(r"(?<=[。；;！!？?])|(?<=\n)")
TARGET = re.compile(r"(m|c)([0-9]{1,18})|top", re.ASCII)


@staff_page(CHANGE)
def split(request: HttpRequest, pk: int) -> HttpResponse:
    """The text cut where the person ticks: each tick begins a new measure."""
    measure = get_object_or_404(Measure.objects.visible().select_related("plan__province", "chapter"), pk=pk)
    pieces = [piece for piece in CUT.split(measure.text) if piece]
    if request.method == "POST":
        try:
            still_as_opened(measure.text, request.POST.get("opened_as", ""))
            parts = corrections.split(
                measure, _parts(measure, pieces, request.POST.getlist("cut")), by=user_of(request),
                reason=request.POST.get("reason", "")[:300],
            )  # fmt: skip
        except ValidationError as error:
            told(request, error)
        else:
            messages.success(request, f"已拆成 {len(parts)} 条；原措施的链接转到第一条，可在这里逐条更正。")
            return redirect(reverse("admin:documents_plan_outline", args=[measure.plan_id]) + f"#m{parts[0].pk}")
    context = {"measure": measure, "pieces": pieces, "opened_as": digest(measure.text), "opts": Measure._meta}
    return show(request, "split.html", f"拆分：{measure.heading}", **context)


def _parts(measure: Measure, pieces: list[str], cuts: list[str]) -> list[Part]:
    places = {int(cut) for cut in cuts if cut.isdecimal() and len(cut) < 6}
    texts: list[str] = []
    for at, piece in enumerate(pieces):
        if at in places or not texts:
            texts.append(piece)
        else:
            texts[-1] += piece
    texts = [text.strip() for text in texts if text.strip()]
    led = measure.lead if measure.lead and texts and texts[0].startswith(measure.lead) else None
    return [Part(text, measure.label if not at else None, led if not at else None) for at, text in enumerate(texts)]


@staff_page(CHANGE)
def move(request: HttpRequest) -> HttpResponse:
    """The plan as a tree with a place to choose behind every entry."""
    form = ChosenForm(request.POST or None)
    if not form.is_valid():
        messages.error(request, "没有选择条目。")
        return go_on(request, reverse("admin:documents_measure_changelist"))
    measures = list(form.measures())
    if len({measure.plan_id for measure in measures}) != 1:
        messages.error(request, "请选择同一份文件中的措施。")
        return go_on(request, reverse("admin:documents_measure_changelist"))
    plan = measures[0].plan
    if "apply" in request.POST:
        try:
            _move(plan, measures, request.POST.get("target", ""), Doing(user_of(request), form.cleaned_data["reason"]))
        except ValidationError as error:
            told(request, error)
        else:
            messages.success(request, f"已移动 {len(measures)} 条。")
            return redirect(reverse("admin:documents_plan_outline", args=[plan.pk]) + f"#m{measures[0].pk}")
    chosen = {measure.pk for measure in measures}
    tree = tree_of(plan, without=chosen)
    return show(
        request, "move.html", "移动所选措施", form=form, plan=plan, measures=measures, tree=tree, opts=Plan._meta
    )


def _move(plan: Plan, measures: list[Measure], target: str, doing: Doing) -> None:
    """Behind the measure that was chosen, or as the first of a chapter or of the plan, one behind the other."""
    chapter, anchor = _place(plan, target, {measure.pk for measure in measures})
    with transaction.atomic():
        for measure in measures:
            correct_as(measure, {"chapter": chapter, "after": anchor}, doing)
            anchor = measure.pk


def _place(plan: Plan, target: str, moved: set[int]) -> tuple[int | None, int | None]:
    """Chapter and measure behind which to stand."""
    match = TARGET.fullmatch(target)
    others = list(plan.measures.visible().exclude(pk__in=moved).order_by("order", "pk").values_list("pk", "chapter"))
    if match is None:
        raise ValidationError("请选择移到哪里。")
    if match[1] == "m":
        found = [chapter for pk, chapter in others if pk == int(match[2])]
        if not found:
            raise ValidationError("所选位置已不存在，请重新选择。")
        return found[0], int(match[2])
    chapter = int(match[2]) if match[1] else None
    if chapter is not None and not plan.chapters.visible().filter(pk=chapter).exists():
        raise ValidationError("所选章节已不存在，请重新选择。")
    first = next((at for at, (_, holder) in enumerate(others) if holder == chapter), None)
    if first is None:
        return chapter, None
    return chapter, others[first - 1][0] if first else FRONT


class AddMeasureForm(forms.Form):
    chapter = ChapterChoice(Chapter.objects.none(), label="章节", required=False)
    after = forms.ModelChoiceField(
        Measure.objects.none(), label="排在其后", required=False, empty_label="（全文最前）",
        help_text="新措施紧接在这一条之后。",
    )  # fmt: skip
    kind = forms.ChoiceField(label="类型", choices=Measure.Kind.choices)
    label = forms.CharField(label="序号", max_length=40, required=False)
    lead = forms.CharField(label="主题句", max_length=500, required=False, widget=forms.TextInput(attrs={"size": 80}))
    text = forms.CharField(label="正文", widget=forms.Textarea(attrs={"rows": 10, "cols": 90}))
    reason = forms.CharField(label="理由", max_length=300, required=False)

    def __init__(self, plan: Plan, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["chapter"].queryset = plan.chapters.visible().order_by("order")  # type: ignore[attr-defined]
        shown = plan.measures.visible().select_related("chapter").order_by("order")
        self.fields["after"].queryset = shown.defer("parsed", "reasons")  # type: ignore[attr-defined]


class AddChapterForm(forms.Form):
    parent = ChapterChoice(Chapter.objects.none(), label="上级章节", required=False)
    after = ChapterChoice(Chapter.objects.none(), label="排在其后", required=False, empty_label="（全文最前）")
    label = forms.CharField(label="序号", max_length=40, required=False)
    title = forms.CharField(label="标题", max_length=500, widget=forms.TextInput(attrs={"size": 80}))
    reason = forms.CharField(label="理由", max_length=300, required=False)

    def __init__(self, plan: Plan, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("parent", "after"):
            self.fields[name].queryset = plan.chapters.visible().order_by("order")  # type: ignore[attr-defined]


@staff_page(CHANGE)
def add_measure(request: HttpRequest, pk: int) -> HttpResponse:
    """A measure that the parser missed: ?after=NUMBER and ?chapter=NUMBER fill in its place."""
    return _add(request, pk, AddMeasureForm, "添加遗漏的措施")


@staff_page("documents.change_chapter")
def add_chapter(request: HttpRequest, pk: int) -> HttpResponse:
    """A heading that the parser missed: ?after=NUMBER and ?parent=NUMBER fill in its place."""
    return _add(request, pk, AddChapterForm, "添加遗漏的章节")


def _add(request: HttpRequest, pk: int, kind: type[AddMeasureForm] | type[AddChapterForm], title: str) -> HttpResponse:
    plan = get_object_or_404(Plan, pk=pk)
    form = kind(plan, request.POST or None, initial=request.GET.dict())
    if form.is_valid():
        values = dict(form.cleaned_data)
        after, reason = values.pop("after"), values.pop("reason")
        add = corrections.add_measure if kind is AddMeasureForm else corrections.add_chapter
        try:
            entry = add(plan, values, after=after, by=user_of(request), reason=reason)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, f"已添加“{entry.heading}”。")
            outline = reverse("admin:documents_plan_outline", args=[plan.pk])
            return redirect(f"{outline}#{'m' if isinstance(entry, Measure) else 'c'}{entry.pk}")
    return show(request, "add.html", title, form=form, plan=plan, opts=Plan._meta)
