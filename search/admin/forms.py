"""What an admin types into the dictionaries, in its normal form or refused with the reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms

from search import analysis
from search.models import SynonymGroup, Term
from search.synonyms import LONGEST

if TYPE_CHECKING:
    TermModelForm = forms.ModelForm[Term]
    SynonymGroupModelForm = forms.ModelForm[SynonymGroup]
else:
    TermModelForm = SynonymGroupModelForm = forms.ModelForm


class TermForm(TermModelForm):
    def clean_word(self) -> str:
        word = analysis.normalise(self.cleaned_data["word"]).text.strip()
        if not any(analysis.characters(word)):
            raise forms.ValidationError("没有文字或数字。")
        if " " in word:
            raise forms.ValidationError("一个词中间不能有空格。")
        return word


class SynonymGroupForm(SynonymGroupModelForm):
    def clean_words(self) -> str:
        words = _lines(self.cleaned_data["words"])
        if not words:
            raise forms.ValidationError("至少要有一个词。")
        too_long = [word for word in words if len(word) > LONGEST]
        if too_long:
            raise forms.ValidationError(f"超过{LONGEST}字：{too_long[0]}")
        return "\n".join(words)

    def clean_official(self) -> str:
        return "\n".join(_lines(self.cleaned_data["official"]))


def _lines(text: str) -> list[str]:
    """The lines that hold anything, each once."""
    lines = (" ".join(line.split()) for line in text.splitlines())
    return list(dict.fromkeys(line for line in lines if any(analysis.characters(analysis.normalise(line).text))))
