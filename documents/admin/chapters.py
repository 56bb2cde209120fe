"""Chapters: label, title and place in the outline."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse

from documents.admin import history
from documents.admin.base import CorrectableAdmin
from documents.admin.forms import ChapterForm
from documents.admin.panel import panel_of
from documents.models import Chapter


@admin.register(Chapter)
class ChapterAdmin(CorrectableAdmin):
    form = ChapterForm
    change_form_template = "admin/documents/beside_source.html"
    fields = ("plan", "label", "title", "parent", "hidden", "reason", "opened_as")
    readonly_fields = ("plan",)
    list_display = ("heading", "in_plan", "level", "found", "kept", "hidden")
    list_select_related = ("plan__province",)
    list_filter = ("level", "found", "added", "kept", "hidden", "plan__province")
    search_fields = ("title", "label", "plan__title", "plan__document_number")
    long_columns = ("spans",)

    @admin.display(description="标题", ordering="title")
    def heading(self, chapter: Chapter) -> str:
        return chapter.heading or "（无题）"

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if chapter := kwargs.get("obj"):
            context["panel"] = panel_of(chapter)
        return super().render_change_form(request, context, *args, **kwargs)

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        return history.of_entry(request, self.get_object(request, object_id))
