"""The contract's rules hold for any text at all (docs/parse-output.md)."""

from __future__ import annotations

import json
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from documents.parsing import parse
from documents.parsing.places import is_blank
from documents.parsing.reading import read_path
from documents.parsing.tree import MEASURE_KINDS, ROLES, ParsedText, Spans
from tests.parsing.conftest import SOURCES

PIECES = [
    "第十五章 ",
    "第三条 ",
    "一、",
    "(一)",
    "1.",
    "(2)",
    "①",
    "——",
    "专栏1 ",
    "附件2",
    "附件：",
    "\n",
    "\r\n",
    "\t",
    "《",
    "》",
    "（",
    "）",
    "(",
    ")",
    "。",
    "，",
    "；",
    "：",
    "&nbsp;",
    "<b>",
    "# ",
    "**",
    "(yī)",
    "到2025年",
    "达到95%以上",
    "2021年8月20日",
    "牵头单位：",
    "省卫生健康委、",
    "各市、",
    "目录",
    "......12",
    "12",
    "-3-",
    "湘政办发〔2021〕48号",
    "\u3000",
    " ",
    "\ufeff",
    "\x00",
    "�",
    "⼯",
    "㈠",
    "１",
    "幹",
    "A b C",
    "責任單位",
    "现行有效",
    "关于印发《",
    "》的通知",
    "\u200b",
    "é",
    "😀",
    "加强基层服务。",
    "完善网络，提高能力。",
    "(省财政厅)",
    "某省人民政府",
    "13800138000",
    "分享到",
    "(上接第二版)",
]
FRAGMENTS = st.sampled_from(PIECES)
POLICY_LIKE = st.lists(FRAGMENTS, max_size=60).map("".join)
# stretches of the real sources, cut and disturbed anywhere
STRETCHES = st.builds(
    lambda text, start, length, inserts: _disturbed(text[start % len(text) :][:length], inserts),
    st.sampled_from([read_path(path).text for path in SOURCES]),
    st.integers(0, 40_000),
    st.integers(1, 1200),
    st.lists(st.tuples(st.integers(0, 1200), FRAGMENTS), max_size=12),
)
ANY_TEXT = st.one_of(st.text(max_size=200), POLICY_LIKE, STRETCHES)

SPANS = {
    "type": "array",
    "items": {"type": "array", "prefixItems": [{"type": "integer"}] * 2, "minItems": 2, "maxItems": 2},
}
TEXT, TEXT_OR_NULL = {"type": "string"}, {"type": ["string", "null"]}


def _object(**properties: object) -> dict[str, object]:
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


def _list(**properties: object) -> dict[str, object]:
    return {"type": "array", "items": _object(**properties)}


CONFIDENCE = {"type": "number", "minimum": 0, "maximum": 1}
REASONS = {"type": "array", "items": TEXT}
SHAPE = _object(
    file=TEXT,
    sha256={"type": "string", "pattern": "^[0-9a-f]{64}$"},
    characters={"type": "integer"},
    plan=_object(
        title=TEXT_OR_NULL, province=TEXT_OR_NULL, province_code=TEXT_OR_NULL, document_number=TEXT_OR_NULL,
        issuers={"type": "array", "items": TEXT}, issued_on=TEXT_OR_NULL, published_on=TEXT_OR_NULL,
        period={"anyOf": [{"type": "null"}, {"type": "array", "items": {"type": "integer"}, "minItems": 2, "maxItems": 2}]},
        kind=TEXT_OR_NULL, validity=TEXT_OR_NULL, is_plan={"type": "boolean"},
        evidence={"type": "object", "additionalProperties": SPANS},
    ),
    chapters=_list(
        id=TEXT, parent=TEXT_OR_NULL, level={"type": "integer", "minimum": 1}, label=TEXT_OR_NULL, title=TEXT_OR_NULL,
        spans=SPANS, confidence=CONFIDENCE, reasons=REASONS,
    ),
    measures=_list(
        id=TEXT, chapter=TEXT_OR_NULL, kind={"enum": list(MEASURE_KINDS)}, label=TEXT_OR_NULL, lead=TEXT_OR_NULL,
        text=TEXT, spans=SPANS,
        responsibilities=_list(
            as_written=TEXT, agency=TEXT_OR_NULL, role={"enum": list(ROLES)}, inherited={"type": "boolean"}, spans=SPANS
        ),
        targets=_list(
            indicator=TEXT, comparator=TEXT, value={"type": "number"}, value_high={"type": ["number", "null"]},
            unit=TEXT_OR_NULL, year={"type": ["integer", "null"]}, quote=TEXT, spans=SPANS,
        ),
        citations=_list(title=TEXT_OR_NULL, document_number=TEXT_OR_NULL, spans=SPANS),
        confidence=CONFIDENCE, reasons=REASONS,
    ),
    front_matter=_list(kind={"enum": ["title", "document_number", "addressee", "signature", "date", "note"]}, spans=SPANS),
    noise=_list(spans=SPANS, reason=TEXT),
    repairs=_list(
        spans=SPANS, kind={"enum": ["character", "script", "joined", "moved", "lost"]}, found=TEXT, suggestion=TEXT_OR_NULL,
        certain={"type": "boolean"},
    ),
    warnings=_list(kind=TEXT, spans=SPANS, message=TEXT),
    unplaced=SPANS,
)  # fmt: skip


def _disturbed(text: str, inserts: Iterable[tuple[int, str]]) -> str:
    for place, fragment in inserts:
        text = text[: place % (len(text) + 1)] + fragment + text[place % (len(text) + 1) :]
    return text


def owners(parsed: ParsedText) -> list[Spans]:
    return [entry.spans for group in (parsed.chapters, parsed.measures, parsed.front_matter) for entry in group]


def lost(text: str, parsed: ParsedText) -> list[int]:
    """Places of characters that lie in no heading, measure, front matter or noise."""
    covered = bytearray(len(text))
    for spans in (*owners(parsed), *(entry.spans for entry in parsed.noise)):
        for start, end in spans:
            covered[start:end] = b"\1" * (end - start)
    return [place for place, character in enumerate(text) if not covered[place] and not is_blank(character)]


@settings(max_examples=120, deadline=None)
@given(ANY_TEXT)
def test_nothing_of_any_text_is_lost(text: str) -> None:
    parsed = parse(text)
    assert lost(text, parsed) == []
    assert parsed.unplaced == ()


@settings(max_examples=80, deadline=None)
@given(ANY_TEXT)
def test_no_two_entries_share_a_character(text: str) -> None:
    places = sorted(span for spans in owners(parse(text)) for span in spans)
    assert all(start < end for start, end in places)
    assert all(first[1] <= second[0] for first, second in pairwise(places)), places


@settings(max_examples=80, deadline=None)
@given(ANY_TEXT)
def test_every_parse_has_the_published_shape(text: str) -> None:
    parsed = parse(text)
    Draft202012Validator(SHAPE).validate(json.loads(json.dumps(parsed.as_json())))
    assert parsed.characters == len(text)


@settings(max_examples=80, deadline=None)
@given(ANY_TEXT)
def test_chapters_and_measures_refer_to_what_exists(text: str) -> None:
    parsed = parse(text)
    levels = {chapter.id: chapter.level for chapter in parsed.chapters}
    for chapter in parsed.chapters:
        assert chapter.level == (levels[chapter.parent] + 1 if chapter.parent else 1)
    assert all(measure.chapter is None or measure.chapter in levels for measure in parsed.measures)


@settings(max_examples=80, deadline=None)
@given(ANY_TEXT)
def test_reading_text_holds_only_characters_of_the_source(text: str) -> None:
    """Nothing is invented: what a measure says stands in its spans, up to script, width and blanks."""
    parsed = parse(text)
    for measure in parsed.measures:
        inside = sum(end - start for start, end in measure.spans)
        assert len(measure.text) <= inside
        assert all(bounds_hold(spans, len(text)) for spans in parts(measure))


def parts(measure: object) -> list[Spans]:
    groups = ("responsibilities", "targets", "citations")
    return [entry.spans for group in groups for entry in getattr(measure, group)]


def bounds_hold(spans: Spans, length: int) -> bool:
    return all(0 <= start < end <= length for start, end in spans)


@settings(max_examples=60, deadline=None)
@given(ANY_TEXT)
def test_parsing_is_repeatable(text: str) -> None:
    assert parse(text) == parse(text)


def test_the_five_sources_keep_every_rule() -> None:
    for path in SOURCES:
        raw = read_path(Path(path))
        parsed = parse(raw.text, file=raw.file, sha256=raw.sha256)
        assert lost(raw.text, parsed) == []
        assert raw.file == path.name
        assert parsed.sha256 == raw.sha256
