"""Entries of dictionaries in the admin: each change is kept, entries are switched on and off, all can be put back."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.forms import ModelForm as AnyForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from documents import dictionaries
from documents.admin.base import ReadOnlyAdmin, told, user_of
from documents.admin.typed import ModelAdmin
from documents.models import DictionaryChange

LONGEST_SHOWN = 80


class DictionaryAdmin(ModelAdmin):
    """What the dictionaries of the parser and of the search have in common."""

    actions: tuple[str, ...] = ("switch_on", "switch_off")
    list_per_page = 100

    def get_actions(self, request: HttpRequest) -> Any:
        """Without deleting many at once, which would pass the history by."""
        return {name: action for name, action in super().get_actions(request).items() if name != "delete_selected"}

    def save_model(self, request: HttpRequest, obj: Any, form: AnyForm[Any], change: bool) -> None:
        dictionaries.save(obj, by=user_of(request), reason=obj.note)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        dictionaries.delete(obj, by=user_of(request))

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """The changes of this entry, where each can be taken back."""
        entry = self.get_object(request, object_id)
        wanted = {"dictionary__exact": self.opts.label_lower}
        if entry is not None:
            wanted["key__exact"] = getattr(entry, dictionaries.key_of(self.model))
        return redirect(f"{reverse('admin:documents_dictionarychange_changelist')}?{urlencode(wanted)}")

    @admin.action(description="启用所选条目", permissions=["change"])
    def switch_on(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        self._switch(request, queryset, on=True)

    @admin.action(description="停用所选条目", permissions=["change"])
    def switch_off(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        self._switch(request, queryset, on=False)

    def _switch(self, request: HttpRequest, queryset: QuerySet[Any], *, on: bool) -> None:
        entries = list(queryset.filter(active=not on))
        for entry in entries:
            entry.active = on
            dictionaries.save(entry, by=user_of(request))
        self.message_user(request, f"已{'启用' if on else '停用'} {len(entries)} 条。", messages.SUCCESS)


class OfDictionary(admin.SimpleListFilter):
    """The dictionaries of which there are changes."""

    title, parameter_name = "词典", "dictionary__exact"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        of_each = DictionaryChange.objects.order_by("dictionary").values_list("dictionary", flat=True).distinct()
        return [(each, DictionaryChange(dictionary=each).called) for each in of_each]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(dictionary=self.value()) if self.value() else queryset


@admin.register(DictionaryChange)
class DictionaryChangeAdmin(ReadOnlyAdmin):
    """Who changed what, when, from what to what; the theme rules have versions of their own."""

    actions = ("put_back",)
    list_display = ("key", "in_dictionary", "stood_before", "stands_after", "reason", "made_by", "made_at")
    list_select_related = ("made_by",)
    list_filter = (OfDictionary, "made_at")
    search_fields = ("key", "reason")
    fields = ("in_dictionary", "key", "stood_before", "stands_after", "reason", "made_by", "made_at")

    @admin.display(description="词典", ordering="dictionary")
    def in_dictionary(self, change: DictionaryChange) -> str:
        return change.called

    @admin.display(description="原值")
    def stood_before(self, change: DictionaryChange) -> str:
        return shown(change, change.before, change.after) or "（无此条）"

    @admin.display(description="新值")
    def stands_after(self, change: DictionaryChange) -> str:
        return shown(change, change.after, change.before) or "（已删除）"

    def has_restore_permission(self, request: HttpRequest) -> bool:
        return request.user.has_module_perms("search") or request.user.has_module_perms("documents")

    @admin.action(description="恢复到所选改动之前", permissions=["restore"])
    def put_back(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """The latest first, so that of several changes of one entry the oldest says what it was."""
        done = 0
        for change in queryset.order_by("-pk"):
            app, name = change.dictionary.split(".")
            if not request.user.has_perm(f"{app}.change_{name}"):
                self.message_user(request, f"您无权更改{change.called}。", messages.ERROR)
                return
            try:
                done += dictionaries.put_back(change, by=user_of(request))
            except ValidationError as error:
                told(request, error)
        self.message_user(request, f"已恢复 {done} 条。" if done else "现在就是这样，无需恢复。", messages.SUCCESS)


def shown(change: DictionaryChange, state: dict[str, Any] | None, other: dict[str, Any] | None) -> str:
    """What was said of an entry, and where it was changed only the columns that were."""
    if state is None:
        return ""
    differing = [name for name, value in state.items() if other is None or value != other.get(name)]
    columns = {column.name: str(column.verbose_name) for column in change.model._meta.concrete_fields}
    return "；".join(f"{columns.get(name, name)}：{_value(state[name])}" for name in differing if state[name] != "")


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    text = "、".join(str(value).splitlines())
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…"
