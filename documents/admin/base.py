"""What the admin pages of entries and of derived rows have in common."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest

from documents import corrections
from documents.admin.forms import CorrectionForm
from documents.admin.typed import ModelAdmin
from documents.corrections import Entry


def user_of(request: HttpRequest) -> User:
    return cast("User", request.user)


def is_list(request: HttpRequest) -> bool:
    """Whether a list is asked for, not one entry."""
    match = request.resolver_match
    return match is not None and (match.url_name or "").endswith("_changelist")


class ReadOnlyAdmin(ModelAdmin):
    """Rows that are derived or recorded: looked at, never edited."""

    actions: tuple[str, ...] = ()

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class CorrectableAdmin(ModelAdmin):
    """An entry that is edited by correcting it. Entries come from imports, and are hidden rather than deleted."""

    actions: tuple[str, ...] = ("hide", "show")
    list_per_page = 50
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def view_on_site(self, obj: Any) -> str:
        return str(obj.get_absolute_url())

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        # what the parser said is long, and lists do not show it
        found = super().get_queryset(request)
        return found.defer("parsed", "reasons", *self.long_columns) if is_list(request) else found

    long_columns: tuple[str, ...] = ()

    def save_model(self, request: HttpRequest, obj: Any, form: ModelForm[Any], change: bool) -> None:
        correction = cast("CorrectionForm", form)
        values = {field: correction.cleaned_data[field] for field in correction.changed()}
        corrections.correct_fields(obj, values, by=user_of(request), reason=correction.cleaned_data["reason"])

    # As text and not as the foreign keys themselves, whose cells never wrap and push the rest off the page.
    @admin.display(description="文件", ordering="plan")
    def in_plan(self, entry: Any) -> str:
        return str(entry.plan)

    @admin.action(description="隐藏所选条目", permissions=["change"])
    def hide(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        self.correct_all(request, queryset, "hidden", True)

    @admin.action(description="显示所选条目（也用于保留解析器不再得到的条目）", permissions=["change"])
    def show(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        self.correct_all(request, queryset, "hidden", False)

    def correct_all(self, request: HttpRequest, queryset: QuerySet[Any], field: str, value: Any) -> None:
        """Corrects one field of all these entries, all or none."""
        with transaction.atomic():
            entries = [cast("Entry", entry) for entry in queryset]
            changed = sum(corrections.correct(entry, field, value, by=user_of(request)) for entry in entries)
        self.message_user(request, f"已更正 {changed} 条，其余 {len(entries) - changed} 条无需改动。", messages.SUCCESS)
