"""Several entries that were chosen on a list or an outline, and what is done with all of them on a page of its own."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from documents import corrections
from documents.admin.base import go_on, is_number, show, staff_page, told, user_of
from documents.admin.fields import ThemesField
from documents.admin.locking import digest, still_as_opened
from documents.models import Measure, MeasureQuerySet, ReviewItem
from documents.review import settling

CHANGE = "documents.change_measure"
SHOWN = 200  # of the chosen, on the page


class NumbersField(forms.CharField):
    """Numbers of entries with commas: one field however many, since a form may have no more than a thousand."""

    widget = forms.HiddenInput

    def clean(self, value: Any) -> Any:
        numbers = [part for part in super().clean(value).split(",") if part]
        if not numbers or not all(map(is_number, numbers)):
            raise ValidationError("没有选择条目。")
        return list(dict.fromkeys(map(int, numbers)))


class ChosenForm(forms.Form):
    """What was chosen, and where to go afterwards."""

    chosen = NumbersField()
    next = forms.CharField(widget=forms.HiddenInput, required=False)
    reason = forms.CharField(label="理由", max_length=300, required=False, help_text="可不填；随更正一起留存。")

    def measures(self) -> MeasureQuerySet:
        of_chosen = Measure.objects.filter(pk__in=self.cleaned_data["chosen"])
        return of_chosen.select_related("plan__province", "chapter").order_by("plan", "order", "pk")


class ValuesForm(ChosenForm):
    kind = forms.ChoiceField(label="类型", choices=[("", "不变"), *Measure.Kind.choices], required=False)
    themes = ThemesField(label="主题", required=False, help_text="第一个为主要主题；不选即不变。")
    field_order = ("kind", "themes", "reason")

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if not self.values():
            raise ValidationError("请选择类型或主题。")
        return cleaned

    def values(self) -> dict[str, Any]:
        return {name: value for name in ("kind", "themes") if (value := self.cleaned_data.get(name))}


class MergeForm(ChosenForm):
    text = forms.CharField(label="合并后的正文", widget=forms.Textarea(attrs={"rows": 14, "cols": 90}), strip=True)
    opened_as = forms.CharField(widget=forms.HiddenInput, required=False)
    field_order = ("text", "reason")

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if chosen := self.cleaned_data.get("chosen"):
            still_as_opened(_joined(chosen), self.cleaned_data["opened_as"])
        return cleaned


def numbers_of(entries: Iterable[Any]) -> str:
    return ",".join(str(entry) for entry in entries)


@staff_page(CHANGE)
def set_values(request: HttpRequest) -> HttpResponse:
    """Kind and themes of many measures at once."""
    form = ValuesForm(request.POST if "apply" in request.POST else None, initial=request.POST.dict())
    if form.is_valid():
        entries = list(form.measures())
        reason = form.cleaned_data["reason"]
        try:
            changed = corrections.correct_each(entries, form.values(), by=user_of(request), reason=reason)
        except ValidationError as error:
            told(request, error)
        else:
            messages.success(request, f"已更正 {changed} 条，其余 {len(entries) - changed} 条无需改动。")
            return go_on(request, reverse("admin:documents_measure_changelist"))
    return page(request, form, "设定类型和主题", "set_values")


@staff_page(CHANGE)
def merge(request: HttpRequest) -> HttpResponse:
    """One measure in the place of several; their texts can be gone over before."""
    bound = "apply" in request.POST
    text = _joined(_numbers(request))
    initial = request.POST.dict() | {"text": text, "opened_as": digest(text)}
    form = MergeForm(request.POST if bound else None, initial=initial)
    if form.is_valid():
        try:
            whole = corrections.merge(
                form.measures(), text=form.cleaned_data["text"], by=user_of(request), reason=form.cleaned_data["reason"]
            )
        except ValidationError as error:
            told(request, error)
        else:
            messages.success(request, "已合并；原措施的链接转到合并后的措施。")
            return go_on(request, reverse("admin:documents_measure_change", args=[whole.pk]))
    return page(request, form, "合并所选措施", "merge")


def check(request: HttpRequest, measures: QuerySet[Measure], *, holds: bool) -> None:
    """Marks measures as compared with the source, or takes that back."""
    changed = corrections.check_each(measures, by=user_of(request), holds=holds)
    messages.success(request, f"{changed} 条{'标为已核对' if holds else '不再标为已核对'}。")


def accept_repairs(request: HttpRequest, measures: QuerySet[Measure]) -> None:
    """Accepts all repairs that are suggested for these measures."""
    items = ReviewItem.objects.filter(measure__in=measures, kind=ReviewItem.Kind.REPAIR, state=ReviewItem.State.OPEN)
    done, refused = 0, 0
    for item in items.order_by("pk"):
        try:
            settling.accept(item, by=user_of(request))
            done += 1
        except ValidationError:  # told below: one that cannot be done keeps none of the others from it
            refused += 1
    messages.success(request, f"采纳了 {done} 处修复{f'，{refused} 处须打开条目更正' if refused else ''}。")


def page(request: HttpRequest, form: ChosenForm, title: str, act: str) -> HttpResponse:
    """What is about to be done, and with which entries."""
    chosen = _numbers(request)
    measures = Measure.objects.filter(pk__in=chosen).select_related("plan__province", "chapter")
    context = {
        "form": form,
        "action": reverse(f"admin:documents_measure_{act}"),
        "measures": measures.order_by("plan", "order")[:SHOWN],
    }
    return show(request, "chosen.html", title, count=len(chosen), opts=Measure._meta, **context)


def _numbers(request: HttpRequest) -> list[int]:
    return [int(part) for part in request.POST.get("chosen", "").split(",") if is_number(part)]


def _joined(chosen: Iterable[int]) -> str:
    texts = Measure.objects.filter(pk__in=chosen).order_by("order", "pk").values_list("text", flat=True)
    return "\n".join(texts)
