"""Forms through which a person corrects an entry: a changed field becomes a correction, one set back to what the
parser said takes it away, and beside each field stands what the parser read where that differs."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError

from documents import corrections
from documents.admin.shown import shown
from documents.admin.typed import BaseInlineFormSet, ModelForm
from documents.corrections import Entry
from documents.models import Chapter, Measure, Plan, Responsibility, Target
from documents.themes.judging import MOST_THEMES
from documents.themes.rules import THEMES


class CorrectionForm(ModelForm):
    """Base of the forms of plans, chapters and measures. Saves nothing: see `base.CorrectableAdmin`."""

    reason = forms.CharField(label="更正理由", max_length=300, required=False, help_text="可不填；随更正一起留存。")
    # Fields left as they were would otherwise carry what stood there when the page was opened.
    opened_at = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.entry = cast("Entry", self.instance)
        self.initial["opened_at"] = self.entry.updated_at.isoformat()
        for field in self._correctable():
            if told := parser_note(self.entry, field):
                self.fields[field].help_text = told

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if self.data.get(self.add_prefix("opened_at"), "") not in ("", self.initial.get("opened_at")):
            raise ValidationError("打开页面之后，这个条目已被他人或导入改动。请重新打开后再改。")
        for field in self.changed():
            try:
                corrections.clean(self.entry, field, self.cleaned_data[field])
            except ValidationError as error:
                self.add_error(field, error)
        return cleaned

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


class LinesField(forms.CharField):
    """A list of strings, one a line."""

    widget = forms.Textarea(attrs={"rows": 2})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> Any:
        return [line.strip() for line in super().clean(value).splitlines() if line.strip()]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return (initial or []) != [line.strip() for line in (data or "").splitlines() if line.strip()]


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


class _ChapterChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # takes no parameter at run time
    """Chapters of one plan, indented by their depth."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{'　' * (obj.level - 1)}{obj.heading}"


class ChapterForm(CorrectionForm):
    parent = _ChapterChoice(Chapter.objects.none(), label="上级章节", required=False)

    class Meta:
        model = Chapter
        fields = ("label", "title", "parent", "hidden")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        limit_to_plan(self, "parent")


class ThemesWidget(forms.MultiWidget):
    """One choice a theme, the primary one first."""

    def __init__(self, choices: Any) -> None:
        super().__init__([forms.Select(choices=choices) for _ in range(MOST_THEMES)])

    def decompress(self, value: Any) -> list[str]:
        return [*(value or []), *[""] * MOST_THEMES][:MOST_THEMES]


class ThemesField(forms.MultiValueField):
    """The themes of a measure as a list, primary first."""

    def __init__(self, **kwargs: Any) -> None:
        choices = [("", "—"), *((theme, theme) for theme in THEMES)]
        fields = [forms.ChoiceField(choices=choices, required=False) for _ in range(MOST_THEMES)]
        super().__init__(fields, widget=ThemesWidget(choices), require_all_fields=False, **kwargs)

    def compress(self, data_list: list[str]) -> list[str]:
        return [theme for theme in data_list if theme]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return (initial or []) != [theme for theme in data or [] if theme]


class MeasureForm(CorrectionForm):
    chapter = _ChapterChoice(Chapter.objects.none(), label="章节", required=False)
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
        choice = cast("_ChapterChoice", form.fields[field])
        choice.queryset = Chapter.objects.visible().filter(plan_id=form.entry.plan_id)


class PartsFormSet(BaseInlineFormSet):
    """The rows of a measure as one list, which is corrected as a whole."""

    field: str
    columns: tuple[str, ...]

    def clean(self) -> None:
        super().clean()
        if not any(self.errors):
            corrections.clean(cast("Measure", self.instance), self.field, self.stored())

    def stored(self) -> list[dict[str, Any]]:
        """The list as the person leaves it."""
        return [
            {column: getattr(form.instance, column) for column in self.columns} | {"spans": form.instance.spans}
            for form in self.forms
            if form not in self.deleted_forms and (form.instance.pk or form.has_changed())
        ]


class ResponsibilityFormSet(PartsFormSet):
    field = "responsibilities"
    columns = ("as_written", "agency", "role", "inherited")


class TargetFormSet(PartsFormSet):
    field = "targets"
    columns = ("indicator", "comparator", "value", "value_high", "unit", "year", "quote")


class ResponsibilityForm(ModelForm):
    class Meta:
        model = Responsibility
        fields = ("agency", "as_written", "role", "inherited")


class TargetForm(ModelForm):
    comparator = forms.ChoiceField(label="比较", choices=[(word, word) for word in Target.COMPARATORS])

    class Meta:
        model = Target
        fields = ("indicator", "comparator", "value", "value_high", "unit", "year", "quote")
        widgets = {"quote": forms.Textarea(attrs={"rows": 1, "cols": 40})}
