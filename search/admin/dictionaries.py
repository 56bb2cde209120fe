"""Terms and synonyms. What came with the product can be changed and switched off, but comes back when deleted."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from documents.admin.dictionary import DictionaryAdmin
from search.admin.forms import SynonymGroupForm, TermForm
from search.models import SynonymGroup, Term


class EntryAdmin(DictionaryAdmin):
    """What terms and synonyms have in common."""

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Only what a person added: what was shipped would be back after the next update."""
        own = obj is None or not obj.shipped
        return own and super().has_delete_permission(request, obj)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """What came with the product is known by its name: under another it would be loaded once more."""
        return (self.known_by,) if obj is not None and obj.shipped else ()

    known_by = ""

    @admin.display(description="来源", boolean=False)
    def origin(self, entry: Any) -> str:
        return "随产品提供" if entry.shipped else "自行添加"


@admin.register(Term)
class TermAdmin(EntryAdmin):
    known_by = "word"
    list_display = ("word", "active", "origin", "note", "updated_at")
    list_filter = ("active",)
    search_fields = ("word", "note")
    form = TermForm
    fields = ("word", "active", "note", "only_preview")


@admin.register(SynonymGroup)
class SynonymGroupAdmin(EntryAdmin):
    known_by = "name"
    list_display = ("name", "shown_words", "shown_official", "everyday", "active", "origin")
    list_filter = ("active", "everyday")
    search_fields = ("name", "words", "official", "note")
    form = SynonymGroupForm
    fields = ("name", "words", "official", "everyday", "active", "note", "only_preview")

    @admin.display(description="同义词")
    def shown_words(self, group: SynonymGroup) -> str:
        return "、".join(group.words.split("\n"))

    @admin.display(description="官方说法")
    def shown_official(self, group: SynonymGroup) -> str:
        return "、".join(group.official.split("\n"))
