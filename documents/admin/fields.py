"""Fields and widgets of the forms of entries."""

from __future__ import annotations

from typing import Any

from django import forms

from documents.themes.judging import MOST_THEMES
from documents.themes.rules import THEMES


class LinesField(forms.CharField):
    """A list of strings, one a line."""

    widget = forms.Textarea(attrs={"rows": 2})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> Any:
        return [line.strip() for line in super().clean(value).splitlines() if line.strip()]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return (initial or []) != [line.strip() for line in (data or "").splitlines() if line.strip()]


class ChapterChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # takes no parameter at run time
    """Chapters of one plan, indented by their depth."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{'　' * (obj.level - 1)}{obj.heading or '（无题）'}"


class ThemesWidget(forms.MultiWidget):
    """One choice a theme, the primary one first."""

    def __init__(self, choices: Any) -> None:
        names = ["主要主题", *(f"其他主题 {number}" for number in range(1, MOST_THEMES))]
        super().__init__([forms.Select(attrs={"aria-label": name}, choices=choices) for name in names])

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
