"""Filters of a search, said to people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from search.filters import NAMES
from search.searching import Choice


def filters_in_words(choices: Mapping[str, Sequence[Choice]]) -> list[str]:
    """省份：北京、西藏 for each filter in use; `choices` by field, as an outcome's facets are."""
    chosen = {name: [choice.label for choice in each if choice.chosen] for name, each in choices.items()}
    return [f"{NAMES[name]}：{'、'.join(labels)}" for name, labels in chosen.items() if labels]
