"""Measures: text, place, responsible bodies and targets on one page, beside the source and the parser's reading."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import admin
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.urls.resolvers import URLPattern
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from documents import corrections
from documents.admin import chosen, history, restructuring
from documents.admin.base import CorrectableAdmin, go_on
from documents.admin.forms import MeasureForm, parser_note
from documents.admin.locking import changed_meanwhile, read_opened
from documents.admin.panel import panel_of
from documents.admin.parts import PartsFormSet, ResponsibilityInline, TargetInline
from documents.corrections.acts import correct_as
from documents.models import Measure


@admin.register(Measure)
class MeasureAdmin(CorrectableAdmin):
    form = MeasureForm
    change_form_template = "admin/documents/beside_source.html"
    fields = (
        "plan", "chapter", "kind", "label", "lead", "text", "themes", "hidden", "reason", "opened_as",
        "parser_on_lists", "confidence",
    )  # fmt: skip
    readonly_fields = ("plan", "parser_on_lists", "confidence")
    inlines = (ResponsibilityInline, TargetInline)
    list_display = ("heading", "in_plan", "in_chapter", "kind", "confidence", "checked", "found", "kept", "hidden")
    list_select_related = ("plan__province", "chapter")
    list_filter = ("kind", "checked", "found", "added", "kept", "hidden", "plan__province")
    search_fields = ("lead", "text", "plan__title", "plan__document_number", "chapter__title")
    long_columns = ("spans",)
    actions = ("set_values", "move", "merge", "accept_repairs", "mark_checked", "unmark_checked", "hide", "show")

    def get_urls(self) -> list[URLPattern]:
        return [
            path("set-values/", chosen.set_values, name="documents_measure_set_values"),
            path("merge/", chosen.merge, name="documents_measure_merge"),
            path("move/", restructuring.move, name="documents_measure_move"),
            path("<int:pk>/split/", restructuring.split, name="documents_measure_split"),
            *super().get_urls(),
        ]

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

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if measure := kwargs.get("obj"):
            context["panel"] = panel_of(measure)
        return super().render_change_form(request, context, *args, **kwargs)

    def get_formset_kwargs(self, request: HttpRequest, obj: Any, inline: Any, prefix: str) -> dict[str, Any]:
        """A list that somebody has changed meanwhile is shown as it is now: the rows that were sent are gone."""
        kwargs: dict[str, Any] = super().get_formset_kwargs(request, obj, inline, prefix)
        if "data" in kwargs and obj.pk:
            meanwhile = changed_meanwhile(obj, read_opened(request.POST.get("opened_as", "")))
            if any(change.field == inline.formset.field for change in meanwhile):
                kwargs = {name: value for name, value in kwargs.items() if name not in ("data", "files", "save_as_new")}
        return kwargs

    def save_formset(self, request: HttpRequest, form: ModelForm[Any], formset: Any, change: bool) -> None:
        """Corrects the list as a whole; the rows are made from it."""
        parts = cast("PartsFormSet", formset)
        parts.save(commit=False)  # writes nothing; the admin's log reads from it what was changed
        if parts.has_changed():
            correct_as(form.instance, {parts.field: parts.stored()}, self.doing(request, form))

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        return history.of_entry(request, self.get_object(request, object_id))

    @admin.action(description="设定类型和主题…", permissions=["change"])
    def set_values(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse:
        return chosen.set_values(_with_chosen(request, queryset))

    @admin.action(description="移动到别处…", permissions=["change"])
    def move(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse:
        return restructuring.move(_with_chosen(request, queryset))

    @admin.action(description="合并为一条…", permissions=["change"])
    def merge(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse:
        return chosen.merge(_with_chosen(request, queryset))

    @admin.action(description="采纳建议的修复", permissions=["change"])
    def accept_repairs(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse:
        chosen.accept_repairs(request, queryset)
        return go_on(request, request.get_full_path())

    @admin.action(description="标为已核对", permissions=["change"])
    def mark_checked(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse:
        chosen.check(request, queryset, holds=True)
        return go_on(request, request.get_full_path())

    @admin.action(description="不再标为已核对", permissions=["change"])
    def unmark_checked(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse:
        chosen.check(request, queryset, holds=False)
        return go_on(request, request.get_full_path())


def _with_chosen(request: HttpRequest, queryset: QuerySet[Any]) -> HttpRequest:
    """The request as the page for chosen entries expects it."""
    form = request.POST.copy()
    form["chosen"] = chosen.numbers_of(queryset.order_by("plan", "order", "pk").values_list("pk", flat=True))
    form.setdefault("next", request.get_full_path())
    request.POST = form  # type: ignore[assignment]  # a copy that may be changed
    return request
