"""What the search reads of an address beside its filters."""

from __future__ import annotations

from django import forms

from search.limits import MAX_PAGE
from search.query import MAX_CHARACTERS
from search.searching import SORTS


class SearchForm(forms.Form):
    """Every value has a default, so that a mangled link still shows a page."""

    DEFAULT_SORT = "relevance"

    q = forms.CharField(required=False, max_length=MAX_CHARACTERS, strip=True)
    sort = forms.ChoiceField(required=False, choices=[(name, label) for name, (_, label) in SORTS.items()])
    page = forms.IntegerField(required=False, min_value=1)

    def values(self) -> tuple[str, str, int]:
        """What was typed, the sort, the page's number; a default for each that is not valid.

        The number may lie beyond MAX_PAGE, by one at most: what asks for it gets an answer that says so.
        """
        self.is_valid()
        cleaned = self.cleaned_data
        typed = cleaned.get("q") if "q" not in self.errors else str(self.data.get("q", "")).replace("\0", " ")
        number = min(cleaned.get("page") or 1, MAX_PAGE + 1)
        return typed or "", cleaned.get("sort") or self.DEFAULT_SORT, number
