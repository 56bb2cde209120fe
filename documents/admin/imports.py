"""Files that were brought, to look at; importing itself is at /import/."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from documents.admin.base import ReadOnlyAdmin
from documents.models import ImportBatch, ImportFile, OriginalFile


@admin.register(OriginalFile)
class OriginalFileAdmin(ReadOnlyAdmin):
    list_display = ("name", "kind", "size", "source", "brought_by", "brought_at", "download")
    list_select_related = ("source", "brought_by")
    list_filter = ("kind", "brought_at")
    search_fields = ("name", "sha256", "source__plan__title")

    @admin.display(description="下载")
    def download(self, row: OriginalFile) -> str:
        return format_html('<a href="{}">下载</a>', reverse("documents:original", args=[row.pk]))


@admin.register(ImportBatch)
class ImportBatchAdmin(ReadOnlyAdmin):
    list_display = ("__str__", "made_by", "made_at")
    list_select_related = ("made_by",)
    search_fields = ("files__name", "made_by__username")

    def view_on_site(self, obj: Any) -> str:
        return reverse("documents:import-batch", args=[obj.pk])


@admin.register(ImportFile)
class ImportFileAdmin(ReadOnlyAdmin):
    list_display = ("name", "batch", "state", "result", "reason")
    list_select_related = ("batch",)
    list_filter = ("state", "kind")
    search_fields = ("name", "sha256")
    exclude = ("data", "preview")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).defer("data", "preview")
