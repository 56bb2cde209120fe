"""Agencies with all their names, and the provinces."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest

from documents import agencies
from documents.admin.base import ReadOnlyAdmin, is_list
from documents.admin.typed import ModelAdmin, TabularInline
from documents.models import Agency, AgencyAct, AgencyName, Province


@admin.register(Province)
class ProvinceAdmin(ReadOnlyAdmin):
    list_display = ("name", "full_name", "code")
    search_fields = ("name", "full_name", "code")


class AgencyNameInline(TabularInline):
    model = AgencyName
    extra = 0
    fields = ("name", "kind", "valid_from", "valid_until")


@admin.register(Agency)
class AgencyAdmin(ModelAdmin):
    fields = ("name", "province", "collective", "key")
    readonly_fields = ("key",)
    inlines = (AgencyNameInline,)
    list_display = ("name", "province", "collective", "responsibility_count")
    list_select_related = ("province",)
    list_filter = ("collective", "province")
    search_fields = ("name", "names__name")
    ordering = ("province_id", "name")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        found = super().get_queryset(request)
        return (
            found.annotate(responsibility_number=Count("responsibilities", distinct=True))
            if is_list(request)
            else found
        )

    @admin.display(description="负责的条目数", ordering="responsibility_number")
    def responsibility_count(self, agency: Any) -> int:
        return int(agency.responsibility_number)

    def view_on_site(self, obj: Any) -> str:
        return str(obj.get_absolute_url())

    def save_related(self, request: HttpRequest, form: ModelForm[Any], formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        agencies.changed(form.instance)


@admin.register(AgencyName)
class AgencyNameAdmin(ReadOnlyAdmin):
    list_display = ("name", "kind", "agency", "valid_from", "valid_until")
    list_select_related = ("agency",)
    list_filter = ("kind", "agency__province")
    search_fields = ("name", "agency__name")


@admin.register(AgencyAct)
class AgencyActAdmin(ReadOnlyAdmin):
    list_display = ("agency", "kind", "measures", "reason", "made_by", "made_at")
    list_select_related = ("agency", "made_by")
    list_filter = ("kind", "made_at")
    search_fields = ("agency__name", "reason")
