"""Whatever page or machine a text went through, the same is read from it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from documents.parsing import parse
from documents.parsing.reading import read_path
from tests.parsing.disguises import DISGUISES, WORN_TOGETHER, Disguise, worn

SOURCES = Path(__file__).resolve().parents[2] / "fixtures" / "sources"
# the last two of the five: no page has disguised them, and they are short
PLAIN = [read_path(path).text.replace("\r\n", "\n") for path in sorted(SOURCES.glob("*.txt"))[3:]]
COMBINATIONS = [*((each,) for each in DISGUISES), *WORN_TOGETHER]


def what_is_read(text: str) -> dict[str, list[object]]:
    """Headings, measures, bodies and targets, the width of marks aside."""
    parsed = parse(text, search_repairs=False)
    return {
        "headings": [(plain(c.label), plain(c.title), c.level) for c in parsed.chapters],
        "measures": [(m.kind, plain(m.label), plain(m.lead), plain(m.text)) for m in parsed.measures],
        "bodies": [(plain(r.as_written), r.role) for m in parsed.measures for r in m.responsibilities],
        "targets": [(plain(t.indicator), t.value, t.unit, t.year) for m in parsed.measures for t in m.targets],
        "unplaced": list(parsed.unplaced),
    }


def plain(text: str | None) -> str:
    marks = str.maketrans("，：；（）！？。", ",:;()!?.")
    wide = {code + 0xFEE0: code for code in range(33, 127)}
    return re.sub("[“”]", '"', (text or "").translate(wide).translate(marks))


@pytest.mark.parametrize("disguises", COMBINATIONS, ids=lambda worn_: "+".join(each.__name__ for each in worn_))
def test_a_text_in_disguise_is_read_as_it_is_without(disguises: tuple[Disguise, ...]) -> None:
    disguised = [worn(text, disguises, seed) for seed, text in enumerate(PLAIN)]
    assert disguised != PLAIN
    for text, other in zip(PLAIN, disguised, strict=True):
        assert what_is_read(other) == what_is_read(text)
