"""What readers reported: looked at, followed to the entry, and marked as handled. Also where split measures went."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from documents.admin.base import ReadOnlyAdmin, user_of
from documents.models import ReaderReport, Succession


@admin.register(ReaderReport)
class ReaderReportAdmin(ReadOnlyAdmin):
    """Notes of readers. Nothing of a note is edited or deleted; an action says what became of it."""

    actions = ("mark_done", "mark_dismissed", "reopen")
    list_display = ("note_beginning", "kind", "state", "entry", "in_plan", "made_at", "handled_by")
    list_select_related = ("plan__province", "measure__chapter", "handled_by")
    list_filter = ("state", "kind", "made_at")
    search_fields = ("note", "seen", "measure__text", "plan__title")
    fields = ("plan", "entry", "kind", "note", "seen", "made_at", "state", "handled_by", "handled_at")
    list_per_page = 50
    show_full_result_count = False

    def has_handle_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("documents.change_readerreport")

    @admin.display(description="说明", ordering="note")
    def note_beginning(self, row: ReaderReport) -> str:
        return row.note if len(row.note) <= 60 else f"{row.note[:60]}…"

    @admin.display(description="条目")
    def entry(self, row: ReaderReport) -> SafeString:
        entry = row.measure or row.plan
        return format_html('<a href="{}">{}</a>', entry.get_absolute_url(), str(entry))

    @admin.display(description="文件", ordering="plan")
    def in_plan(self, row: ReaderReport) -> str:
        return str(row.plan)

    @admin.action(description="标为已处理", permissions=["handle"])
    def mark_done(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        self._settle(request, queryset, ReaderReport.State.DONE)

    @admin.action(description="标为不予处理", permissions=["handle"])
    def mark_dismissed(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        self._settle(request, queryset, ReaderReport.State.DISMISSED)

    @admin.action(description="重新打开", permissions=["handle"])
    def reopen(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        count = queryset.update(state=ReaderReport.State.OPEN, handled_by=None, handled_at=None)
        self.message_user(request, f"已重新打开 {count} 条。", messages.SUCCESS)

    def _settle(self, request: HttpRequest, queryset: QuerySet[Any], state: ReaderReport.State) -> None:
        count = queryset.update(state=state, handled_by=user_of(request), handled_at=timezone.now())
        self.message_user(request, f"{count} 条{state.label}。", messages.SUCCESS)


@admin.register(Succession)
class SuccessionAdmin(ReadOnlyAdmin):
    list_display = ("measure", "successor", "order", "made_at")
    list_select_related = ("measure__chapter", "successor__chapter")
    search_fields = ("measure__text", "successor__text")
    show_full_result_count = False
