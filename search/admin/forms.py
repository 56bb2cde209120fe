"""What an admin types into the dictionaries: in its normal form, or refused with the reason; what it would change."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q

from documents.models import Measure
from search import analysis
from search.models import SynonymGroup, Term
from search.synonyms import LONGEST

if TYPE_CHECKING:
    ModelForm = forms.ModelForm[Any]
else:
    ModelForm = forms.ModelForm

SHORTEST_TERM, LONGEST_TERM = 2, 40
# What texts are never cut across; 互联网+医疗健康 is one word all the same.
_NO_PART_OF_A_WORD = re.compile(r"[^\w+%‰.\-·]")


class EntryForm(ModelForm):
    """Saved, or only looked at."""

    only_preview = forms.BooleanField(
        label="只预览", required=False, help_text="勾选后“保存”只说明会影响多少条措施，不写入。"
    )


class TermForm(EntryForm):
    class Meta:
        model = Term
        fields = ("word", "active", "note")

    def clean_word(self) -> str:
        word = analysis.normalise(self.cleaned_data["word"]).text.strip()
        if not SHORTEST_TERM <= len(word) <= LONGEST_TERM:
            raise ValidationError(f"须为 {SHORTEST_TERM} 至 {LONGEST_TERM} 个字。")
        if _NO_PART_OF_A_WORD.search(word):
            raise ValidationError("词中不能有标点或空格：分词总是在那里切开。")
        return word

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if not self.errors and self.cleaned_data["only_preview"]:
            number = _cut_otherwise(self.cleaned_data["word"])
            raise ValidationError(f"只预览，未保存：将改变 {number} 条措施的分词，保存后索引自动重建。")
        return cleaned


class SynonymGroupForm(EntryForm):
    class Meta:
        model = SynonymGroup
        fields = ("name", "words", "official", "everyday", "active", "note")

    def clean_words(self) -> str:
        return _checked(self.cleaned_data["words"])

    def clean_official(self) -> str:
        return _checked(self.cleaned_data["official"])

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if self.errors:
            return cleaned
        words = [line for field in ("words", "official") for line in self.cleaned_data[field].splitlines()]
        if not self.cleaned_data["words"] or len(words) < 2:
            raise ValidationError("至少要有两个词，其中一个是同义词。")
        if self.cleaned_data["only_preview"]:
            raise ValidationError(f"只预览，未保存：将涉及 {_holding(words)} 条措施：{_told(words)}。")
        return cleaned


def _checked(text: str) -> str:
    """The lines that hold anything, each once. Raises ValidationError for one that nobody could look for."""
    lines = dict.fromkeys(line for each in text.splitlines() if (line := " ".join(each.split())))
    for line in lines:
        plain = analysis.normalise(line).text
        if not any(analysis.characters(plain)):
            raise ValidationError(f"须有文字：{line}")
        if "*" in plain:
            raise ValidationError(f"不能有“*”：{line}")
        if len(plain) > LONGEST:
            raise ValidationError(f"超过 {LONGEST} 个字：{line}")
    return "\n".join(lines)


def _cut_otherwise(word: str) -> int:
    """How many measures hold the word, and are cut into others there."""
    texts = Measure.objects.visible().filter(text__icontains=word).values_list("text", flat=True)
    return sum(word not in analysis.words(analysis.normalise(text).text) for text in texts.iterator())


def _holding(lines: Iterable[str]) -> int:
    """How many measures hold one of these at least; of a line with blanks every part."""
    any_of = Q()
    for line in lines:
        any_of |= Q(*(Q(text__icontains=part) for part in line.split()))
    return Measure.objects.visible().filter(any_of).count()


def _told(lines: Iterable[str]) -> str:
    return "，".join(f"“{line}” {_holding([line])} 条" for line in lines)
