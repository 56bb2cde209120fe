"""What readers looked for in vain: to be looked at, tried again, and taken away when dealt with."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from documents.admin.typed import ModelAdmin
from search.models import SavedSearch, UnansweredQuery


class LookedAtAdmin(ModelAdmin):
    """Rows that readers make: neither added nor changed here."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


@admin.register(UnansweredQuery)
class UnansweredQueryAdmin(LookedAtAdmin):
    list_display = ("typed", "filters", "reason", "times", "first_on", "last_on", "again")
    list_filter = ("reason", "last_on")
    search_fields = ("typed", "filters")
    date_hierarchy = "last_on"

    @admin.display(description="再次检索")
    def again(self, row: UnansweredQuery) -> SafeString:
        """Without its filters: whether the words alone find something now."""
        address = f"{reverse('search:search')}?{urlencode({'q': row.typed})}"
        return format_html('<a href="{}">检索</a>', address)


@admin.register(SavedSearch)
class SavedSearchAdmin(LookedAtAdmin):
    list_display = ("name", "owner", "saved_at")
    list_select_related = ("owner",)
    search_fields = ("name", "owner__username")
