"""Forms through which a person corrects an entry: a changed field becomes a correction, one set back to what the
parser said takes it away, and beside each field stands what the parser read where that differs."""

from __future__ import annotations

import json
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from documents import corrections
from documents.admin.fields import ChapterChoice, LinesField, ThemesField
from documents.admin.locking import as_opened, changed_meanwhile, digest, read_opened
from documents.admin.typed import ModelForm
from documents.corrections import Entry
from documents.corrections.shown import shown
from documents.models import Chapter, Measure, Plan


class CorrectionForm(ModelForm):
    """Base of the forms of plans, chapters and measures. Saves nothing: see `base.CorrectableAdmin`."""

    reason = forms.CharField(label="更正理由", max_length=300, required=False, help_text="可不填；随更正一起留存。")
    # Fields left as they were would otherwise carry what stood there when the page was opened.
    opened_as = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.entry = cast("Entry", self.instance)
        self.initial["opened_as"] = json.dumps(as_opened(self.entry))
        for field in self._correctable():
            if told := parser_note(self.entry, field):
                self.fields[field].help_text = told

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        values = {}
        for field in self.changed():
            try:
                values[field] = corrections.clean(self.entry, field, self.cleaned_data[field])
            except ValidationError as error:
                self.add_error(field, error)
        self._tell_of_others(values)
        return cleaned

    def _tell_of_others(self, values: dict[str, Any]) -> None:
        """Refuses what was opened before somebody changed the entry. What the person did not touch then shows what is
        there now, what both changed says so, and saving once more is done knowing it.
        """
        opened = read_opened(self.data.get(self.add_prefix("opened_as"), ""))
        meanwhile = changed_meanwhile(self.entry, opened)
        if not meanwhile:
            return
        self.data = data = cast("QueryDict", self.data).copy()
        data[self.add_prefix("opened_as")] = self.initial["opened_as"]
        for change in meanwhile:
            if change.field not in values:
                continue
            if digest(values[change.field]) == opened[change.field]:
                self._show_what_is_there(change.field, data)
            else:
                self.add_error(change.field, f"{change}。再次保存，将改为您所填的。")
        self.add_error(None, ["打开页面之后，这个条目已被他人或导入改动：", *map(str, meanwhile)])

    def _show_what_is_there(self, field: str, data: QueryDict) -> None:
        value, name = self[field].initial, self.add_prefix(field)
        widget = self.fields[field].widget
        if isinstance(widget, forms.MultiWidget):
            for at, part in enumerate(widget.decompress(value) or []):
                data[f"{name}_{at}"] = part
        elif value in (None, False):
            data.pop(name, None)
        else:
            data[name] = self.fields[field].prepare_value(value)

    def changed(self) -> list[str]:
        """The correctable fields that the person changed, as far as they are valid."""
        return [field for field in self._correctable() if field in self.changed_data and field in self.cleaned_data]

    def _correctable(self) -> list[str]:
        return [field for field in self.entry.CORRECTABLE if field in self.fields]


def parser_note(entry: Entry, field: str) -> str:
    """What the parser read where something else is in force; "" where it is the same."""
    said = corrections.parsed_value(entry, field)
    if corrections.same(said, corrections.stored_value(entry, field)):
        return ""
    read = "规则定为" if field == "themes" else "解析器读作"
    return f"{read}：{shown(field, said)}"


class PlanForm(CorrectionForm):
    issuers = LinesField(label="发文机关", required=False)

    class Meta:
        model = Plan
        fields = (*Plan.CORRECTABLE,)

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        first, last = self.cleaned_data.get("period_start"), self.cleaned_data.get("period_end")
        if first and last and first > last:
            self.add_error("period_end", "终止年不能早于起始年。")
        return cleaned


class ChapterForm(CorrectionForm):
    parent = ChapterChoice(Chapter.objects.none(), label="上级章节", required=False)

    class Meta:
        model = Chapter
        fields = ("label", "title", "parent", "hidden")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        limit_to_plan(self, "parent")


class MeasureForm(CorrectionForm):
    chapter = ChapterChoice(Chapter.objects.none(), label="章节", required=False)
    themes = ThemesField(label="主题")

    class Meta:
        model = Measure
        fields = ("chapter", "kind", "label", "lead", "text", "themes", "hidden")
        widgets = {"lead": forms.TextInput(attrs={"size": 80}), "text": forms.Textarea(attrs={"rows": 12, "cols": 90})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        limit_to_plan(self, "chapter")


def limit_to_plan(form: CorrectionForm, field: str) -> None:
    """Only the chapters of the entry's own plan that readers see can be chosen."""
    if field in form.fields and isinstance(form.entry, Chapter | Measure):
        choice = cast("ChapterChoice", form.fields[field])
        choice.queryset = Chapter.objects.visible().filter(plan_id=form.entry.plan_id)
