"""What a person should look at: the queue, where each item is settled with one stroke, and the list of all items."""

from __future__ import annotations

from django.contrib import admin

from documents.admin.base import ReadOnlyAdmin
from documents.models import ReviewItem


@admin.register(ReviewItem)
class ReviewItemAdmin(ReadOnlyAdmin):
    list_display = ("kind", "message", "in_plan", "state", "worth", "settled_by", "settled_at")
    list_select_related = ("plan__province", "settled_by")
    list_filter = ("state", "kind", "plan__province")
    search_fields = ("message", "plan__title", "measure__text")
    show_full_result_count = False

    @admin.display(description="文件", ordering="plan")
    def in_plan(self, item: ReviewItem) -> str:
        return str(item.plan)
