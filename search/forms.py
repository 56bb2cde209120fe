"""What the search page reads beside its filters."""

from __future__ import annotations

from django import forms

from search.query import MAX_CHARACTERS
from search.searching import SORTS

MAX_PAGE = 100_000


class SearchForm(forms.Form):
    """Every value has a default, so that a mangled link still shows a page."""

    q = forms.CharField(required=False, max_length=MAX_CHARACTERS, strip=True)
    sort = forms.ChoiceField(required=False, choices=[(name, label) for name, (_, label) in SORTS.items()])
    page = forms.IntegerField(required=False, min_value=1, max_value=MAX_PAGE)

    def values(self) -> tuple[str, str, int]:
        """What was typed, the sort, the page's number; a default for each that is not valid."""
        self.is_valid()
        cleaned = self.cleaned_data
        typed = cleaned.get("q") if "q" not in self.errors else str(self.data.get("q", "")).replace("\0", " ")
        return typed or "", cleaned.get("sort") or "relevance", cleaned.get("page") or 1
