"""What can be typed into the search is written down."""

from __future__ import annotations

import pytest

from documents.views.help_pages import EXAMPLES, Example
from search import figures, lexing
from search.grammar import read
from tests.site.house import ROOT

PAGE = (ROOT / "docs" / "search.md").read_text(encoding="utf-8")
HELP = " ".join(f"{example.typed} {example.meaning}" for example in EXAMPLES)


@pytest.mark.parametrize("field", lexing.FIELDS)
def test_every_field_is_in_the_docs_by_its_chinese_and_its_english_name(field: str) -> None:
    assert f"`{field}`" in PAGE
    assert lexing.FIELDS[field][0] in PAGE


@pytest.mark.parametrize("field", lexing.FIELDS)
def test_every_field_is_on_the_help_page(field: str) -> None:
    assert lexing.FIELDS[field][0] in HELP


@pytest.mark.parametrize(
    "sign", [">", ">=", "≥", "<", "<=", "≤", "=", "超过", "不低于", "至少", "不超过", "低于", "等于"]
)
def test_every_usual_comparison_is_in_the_docs_and_understood(sign: str) -> None:
    assert sign in PAGE
    assert figures.read(f"签约率{sign}50%") is not None


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.typed)
def test_every_example_of_the_help_page_is_understood_as_a_whole(example: Example) -> None:
    typed = read(example.typed)
    assert typed.all.groups
    assert typed.notes == ()
