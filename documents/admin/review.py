"""What a person should look at: the way to the queue, and the list of all items."""

from __future__ import annotations

from django.contrib import admin
from django.urls import path
from django.urls.resolvers import URLPattern

from documents.admin import queue
from documents.admin.base import ReadOnlyAdmin
from documents.models import ReviewItem


@admin.register(ReviewItem)
class ReviewItemAdmin(ReadOnlyAdmin):
    list_display = ("kind", "message", "in_plan", "state", "worth", "settled_by", "settled_at")
    list_select_related = ("plan__province", "settled_by")
    list_filter = ("state", "kind", "plan__province")
    search_fields = ("message", "plan__title", "measure__text")
    show_full_result_count = False

    def get_urls(self) -> list[URLPattern]:
        return [
            path("queue/", queue.queue, name="documents_reviewitem_queue"),
            path("progress/", queue.progress, name="documents_reviewitem_progress"),
            path("undo/", queue.undo_last, name="documents_reviewitem_undo"),
            path("<int:pk>/settle/", queue.settle, name="documents_reviewitem_settle"),
            *super().get_urls(),
        ]

    @admin.display(description="文件", ordering="plan")
    def in_plan(self, item: ReviewItem) -> str:
        return str(item.plan)
