"""Lines that are part of no document: what a pattern takes is shown before it is saved, and how to read plans anew."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.forms import ModelForm as AnyForm
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from documents.admin.dictionary import DictionaryAdmin
from documents.admin.typed import ModelForm
from documents.importing.noise import Taken, would_take
from documents.models import NoisePattern

EXAMPLES = 5


class NoisePatternForm(ModelForm):
    only_preview = forms.BooleanField(
        label="只预览", required=False, help_text="勾选后“保存”只说明会从哪些文件中去掉哪些行，不写入。"
    )

    class Meta:
        model = NoisePattern
        fields = ("pattern", "active", "note")
        widgets = {"pattern": forms.TextInput(attrs={"size": 80})}

    def _post_clean(self) -> None:
        """After the pattern was found usable: what it would take."""
        super()._post_clean()  # type: ignore[misc]  # Django's own step of cleaning, which its stubs leave out
        if not self.errors and self.cleaned_data["only_preview"]:
            self.add_error(None, ValidationError(f"预览（尚未保存）：{told_of(would_take(self.instance.pattern))}"))


def told_of(taken: list[Taken]) -> str:
    if not taken:
        return "已导入的原文中没有这样的行（或已作为噪声）。"
    lines = [line for each in taken for line in each.lines]
    headings = sum(each.headings for each in taken)
    examples = "；".join(f"“{line[:60]}”" for line in dict.fromkeys(lines[: EXAMPLES * 20]))
    return (
        f"{len(taken)} 份文件中的 {len(lines)} 行将作为噪声，将改变 {sum(each.measures for each in taken)} 条措施"
        f"{f'、{headings} 个章节标题（请确认不是正文）' if headings else ''}。例：{examples[:400]}"
    )


@admin.register(NoisePattern)
class NoisePatternAdmin(DictionaryAdmin):
    form = NoisePatternForm
    fields = ("pattern", "active", "note", "only_preview")
    list_display = ("pattern", "active", "note", "updated_at")
    list_filter = ("active",)
    search_fields = ("pattern", "note")

    def save_model(self, request: HttpRequest, obj: Any, form: AnyForm[Any], change: bool) -> None:
        super().save_model(request, obj, form, change)
        taken = would_take(obj.pattern) if obj.active else []
        if not taken:
            self.message_user(request, "导入和重新解析时起作用。", messages.INFO)
            return
        numbers = ",".join(str(each.plan.pk) for each in taken[:200])
        plans = f"{reverse('admin:documents_plan_changelist')}?id__in={numbers}"
        note = format_html(
            '下次导入时起作用。{} 份已导入的文件含有这样的行：<a href="{}">在列表中选定后“重新解析”</a>即可去掉。',
            len(taken), plans,
        )  # fmt: skip
        self.message_user(request, note, messages.WARNING)
