"""Measures: text, place, responsible bodies and targets on one page."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import admin
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from documents import corrections
from documents.admin.base import CorrectableAdmin, user_of
from documents.admin.forms import (
    MeasureForm,
    PartsFormSet,
    ResponsibilityForm,
    ResponsibilityFormSet,
    TargetForm,
    TargetFormSet,
    parser_note,
)
from documents.admin.typed import TabularInline
from documents.models import Measure, Responsibility, Target


class PartsInline(TabularInline):
    """Rows of a measure, edited with it: whoever may change the measure may change them."""

    extra = 0

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("documents.change_measure")

    has_change_permission = has_delete_permission = has_add_permission

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("documents.view_measure")


class ResponsibilityInline(PartsInline):
    model = Responsibility
    form = ResponsibilityForm
    formset = ResponsibilityFormSet
    autocomplete_fields = ("agency",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("agency")


class TargetInline(PartsInline):
    model = Target
    form = TargetForm
    formset = TargetFormSet


@admin.register(Measure)
class MeasureAdmin(CorrectableAdmin):
    form = MeasureForm
    fields = (
        "plan", "chapter", "kind", "label", "lead", "text", "themes", "hidden", "reason", "opened_at",
        "parser_on_lists", "confidence",
    )  # fmt: skip
    readonly_fields = ("plan", "parser_on_lists", "confidence")
    inlines = (ResponsibilityInline, TargetInline)
    list_display = ("heading", "in_plan", "in_chapter", "kind", "confidence", "found", "kept", "hidden")
    list_select_related = ("plan__province", "chapter")
    list_filter = ("kind", "found", "kept", "hidden", "plan__province")
    search_fields = ("lead", "text", "plan__title", "plan__document_number", "chapter__title")
    long_columns = ("spans",)
    actions = (
        "hide", "show", "set_measure", "set_background", "set_principle", "set_goal", "set_box_item",
        "set_implementation",
    )  # fmt: skip

    @admin.display(description="主题句", ordering="lead")
    def heading(self, measure: Measure) -> str:
        return measure.heading

    @admin.display(description="章节", ordering="chapter")
    def in_chapter(self, measure: Measure) -> str:
        return str(measure.chapter or "—")

    @admin.display(description="解析器所读的单位与指标")
    def parser_on_lists(self, measure: Measure) -> SafeString | str:
        """What the parser read of the two lists below, where a person put others in their place."""
        lists = [inline.formset.field for inline in (ResponsibilityInline, TargetInline)]
        notes = [(corrections.title_of(measure, name), parser_note(measure, name)) for name in lists]
        return format_html_join("", "<p>{}——{}</p>", [note for note in notes if note[1]]) or "与下表相同"

    def save_formset(self, request: HttpRequest, form: ModelForm[Any], formset: Any, change: bool) -> None:
        """Corrects the list as a whole; the rows are made from it."""
        parts = cast("PartsFormSet", formset)
        parts.save(commit=False)  # writes nothing; the admin's log reads from it what was changed
        if parts.has_changed():
            reason = form.cleaned_data["reason"]
            corrections.correct(form.instance, parts.field, parts.stored(), by=user_of(request), reason=reason)

    @admin.action(description="类型设为：措施", permissions=["change"])
    def set_measure(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        self.correct_all(request, queryset, "kind", Measure.Kind.MEASURE.value)

    @admin.action(description="类型设为：背景", permissions=["change"])
    def set_background(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        self.correct_all(request, queryset, "kind", Measure.Kind.BACKGROUND.value)

    @admin.action(description="类型设为：原则", permissions=["change"])
    def set_principle(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        self.correct_all(request, queryset, "kind", Measure.Kind.PRINCIPLE.value)

    @admin.action(description="类型设为：目标", permissions=["change"])
    def set_goal(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        self.correct_all(request, queryset, "kind", Measure.Kind.GOAL.value)

    @admin.action(description="类型设为：专栏", permissions=["change"])
    def set_box_item(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        self.correct_all(request, queryset, "kind", Measure.Kind.BOX_ITEM.value)

    @admin.action(description="类型设为：组织实施", permissions=["change"])
    def set_implementation(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        self.correct_all(request, queryset, "kind", Measure.Kind.IMPLEMENTATION.value)
