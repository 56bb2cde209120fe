"""What is derived or recorded: sources, findings, rows of measures, corrections, changes for the index. To look at."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest

from documents import corrections
from documents.admin.base import ReadOnlyAdmin, user_of
from documents.corrections.shown import Names, names_in, shown
from documents.models import (
    Citation,
    Correction,
    CorrectionAct,
    Finding,
    IndexChange,
    Responsibility,
    SourceText,
    Target,
)


@admin.register(SourceText)
class SourceTextAdmin(ReadOnlyAdmin):
    list_display = ("file", "plan", "characters", "encoding", "parser_version", "current", "imported_at")
    list_select_related = ("plan__province",)
    list_filter = ("current", "encoding", "parser_version")
    search_fields = ("file", "sha256", "plan__title")
    show_full_result_count = False


@admin.register(Finding)
class FindingAdmin(ReadOnlyAdmin):
    list_display = ("kind", "label", "detail", "source")
    list_select_related = ("source",)
    list_filter = ("kind", "label")
    search_fields = ("label", "detail", "source__file")
    show_full_result_count = False


@admin.register(Responsibility)
class ResponsibilityAdmin(ReadOnlyAdmin):
    list_display = ("as_written", "agency", "role", "inherited", "measure")
    list_select_related = ("agency", "measure__chapter")
    list_filter = ("role", "inherited", ("agency", admin.EmptyFieldListFilter))
    search_fields = ("as_written", "agency__name", "measure__text")
    show_full_result_count = False


@admin.register(Target)
class TargetAdmin(ReadOnlyAdmin):
    list_display = ("indicator", "comparator", "value", "value_high", "unit", "year", "measure")
    list_select_related = ("measure__chapter",)
    list_filter = ("comparator", "unit", "year")
    search_fields = ("indicator", "quote", "measure__text")
    show_full_result_count = False


@admin.register(Citation)
class CitationAdmin(ReadOnlyAdmin):
    list_display = ("title", "document_number", "measure")
    list_select_related = ("measure__chapter",)
    search_fields = ("title", "document_number", "measure__text")
    show_full_result_count = False


@admin.register(Correction)
class CorrectionAdmin(ReadOnlyAdmin):
    """What stands corrected now. Taking one away puts the parser's word back in force."""

    actions = ("revert",)
    list_display = ("entry", "what", "in_force", "parser_said", "reason", "made_by", "made_at")
    list_select_related = ("plan__province", "chapter", "measure__chapter", "made_by")
    list_filter = ("field", "made_at")
    search_fields = ("reason", "plan__title", "measure__text", "chapter__title")

    @admin.display(description="条目")
    def entry(self, row: Correction) -> str:
        return str(row.entry)

    @admin.display(description="字段", ordering="field")
    def what(self, row: Correction) -> str:
        return corrections.title_of(row.entry, row.field)

    @admin.display(description="更正为")
    def in_force(self, row: Correction) -> str:
        return shown(row.field, row.value, self._names(row))[:200]

    @admin.display(description="更正时的解析结果")
    def parser_said(self, row: Correction) -> str:
        return shown(row.field, row.parsed_value, self._names(row))[:200]

    def get_changelist_instance(self, request: HttpRequest) -> ChangeList:
        """With what the values of all rows are called at hand: as many queries for many as for one."""
        listed = super().get_changelist_instance(request)
        rows = list(listed.result_list)
        names = names_in((row.field, value) for row in rows for value in (row.value, row.parsed_value))
        for row in rows:
            vars(row)["names"] = names
        listed.result_list = rows
        return listed

    def _names(self, row: Correction) -> Names | None:
        return vars(row).get("names")

    def has_revert_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("documents.delete_correction")

    @admin.action(description="撤销更正，恢复解析结果", permissions=["revert"])
    def revert(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        with transaction.atomic():
            done = sum(corrections.revert(row.entry, row.field, user_of(request)) for row in queryset)
        self.message_user(request, f"已撤销 {done} 条更正。", messages.SUCCESS)


@admin.register(CorrectionAct)
class CorrectionActAdmin(ReadOnlyAdmin):
    list_display = ("entry", "kind", "field", "reason", "made_by", "made_at")
    list_select_related = ("plan__province", "chapter", "measure__chapter", "made_by")
    list_filter = ("kind", "field", "made_at")
    search_fields = ("reason", "plan__title", "measure__text", "chapter__title")

    @admin.display(description="条目")
    def entry(self, row: CorrectionAct) -> str:
        return str(row.entry)


@admin.register(IndexChange)
class IndexChangeAdmin(ReadOnlyAdmin):
    list_display = ("measure_id", "recorded_at")
    search_fields = ("=measure_id",)
