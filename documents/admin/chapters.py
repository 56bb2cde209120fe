"""Chapters: label, title and place in the outline."""

from __future__ import annotations

from django.contrib import admin

from documents.admin.base import CorrectableAdmin
from documents.admin.forms import ChapterForm
from documents.models import Chapter


@admin.register(Chapter)
class ChapterAdmin(CorrectableAdmin):
    form = ChapterForm
    fields = ("plan", "label", "title", "parent", "hidden", "reason", "opened_at")
    readonly_fields = ("plan",)
    list_display = ("heading", "in_plan", "level", "found", "kept", "hidden")
    list_select_related = ("plan__province",)
    list_filter = ("level", "found", "kept", "hidden", "plan__province")
    search_fields = ("title", "label", "plan__title", "plan__document_number")
    long_columns = ("spans",)

    @admin.display(description="标题", ordering="title")
    def heading(self, chapter: Chapter) -> str:
        return chapter.heading or "（无题）"
