"""Filters of a search and what was made of its words, said to people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from search.filters import NAMES
from search.query import Part, Query, Role
from search.searching import Choice


def filters_in_words(choices: Mapping[str, Sequence[Choice]]) -> list[str]:
    """省份：北京、西藏 for each filter in use; `choices` by field, as an outcome's facets are."""
    chosen = {name: [choice.label for choice in each if choice.chosen] for name, each in choices.items()}
    return [f"{NAMES[name]}：{'、'.join(labels)}" for name, labels in chosen.items() if labels]


def parts_in_words(query: Query) -> list[str]:
    """What was made of the words, each as one phrase."""
    return [_in_words(part) for part in query.parts]


def _in_words(part: Part) -> str:
    meaning = "、".join(part.meaning)
    match part.role:
        case Role.FILTER:
            return f"“{part.typed}”作为{part.label}：{meaning}"
        case Role.EXPANSION:
            return f"“{part.typed}”也找：{meaning}"
        case Role.CORRECTION:
            return f"“{part.typed}”没有结果，改为：{meaning}"
        case Role.RELAXATION:
            return f"未强求：{meaning}"
