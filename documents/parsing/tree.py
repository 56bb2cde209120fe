"""What parsing one text gives: frozen values, and their JSON form.

The shape is a contract with everything downstream (importer, pages, the `parse_text` command); its rules are in
docs/parse-output.md. A span is `(start, end)`, half open, in code points of the text as it was read, line ends
untouched. A thing that stands in several places has several spans, in reading order.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

Span = tuple[int, int]
Spans = tuple[Span, ...]

# The kinds of unit, in the contract's words.
MEASURE_KINDS = ("measure", "background", "principle", "goal", "box_item", "implementation")
ROLES = ("lead", "participant")


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """What the text says of the document itself; None where it says nothing."""

    title: str | None = None
    province: str | None = None  # short name: 黑龙江
    province_code: str | None = None  # GB/T 2260, six digits
    document_number: str | None = None  # with 〔〕 and without blanks
    issuers: tuple[str, ...] = ()
    issued_on: str | None = None  # ISO date, as the two below
    published_on: str | None = None
    period: tuple[int, int] | None = None  # first and last year
    kind: str | None = None
    validity: str | None = None
    is_plan: bool = True
    evidence: dict[str, Spans] = field(default_factory=dict)  # field name -> where its value was read


@dataclass(frozen=True, slots=True)
class Chapter:
    id: str  # c1, c2 … in reading order
    parent: str | None
    level: int  # depth in this file; 1 without a parent
    label: str | None
    title: str | None
    spans: Spans
    confidence: float
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Responsibility:
    as_written: str
    agency: str | None  # the full name in force on the day of issue; None when unknown
    role: str  # one of ROLES
    inherited: bool  # from a statement for the whole document, printed elsewhere
    spans: Spans


@dataclass(frozen=True, slots=True)
class Target:
    indicator: str
    comparator: str
    value: float | int
    value_high: float | int | None  # the end of a range
    unit: str | None
    year: int | None
    quote: str
    spans: Spans


@dataclass(frozen=True, slots=True)
class Citation:
    title: str | None
    document_number: str | None
    spans: Spans


@dataclass(frozen=True, slots=True)
class Measure:
    id: str  # m1, m2 … in reading order
    chapter: str | None
    kind: str  # one of MEASURE_KINDS
    label: str | None
    lead: str | None
    text: str  # reading text: Simplified, joined, without label, noise and closing note
    spans: Spans
    responsibilities: tuple[Responsibility, ...]
    targets: tuple[Target, ...]
    citations: tuple[Citation, ...]
    confidence: float
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FrontMatter:
    kind: str  # title | document_number | addressee | signature | date | note
    spans: Spans


@dataclass(frozen=True, slots=True)
class Noise:
    spans: Spans
    reason: str  # pinyin | running-title | page-number | page-furniture | markup | …


@dataclass(frozen=True, slots=True)
class Repair:
    spans: Spans
    kind: str  # character | script | joined | moved | lost
    found: str  # raw characters of the source
    suggestion: str | None
    certain: bool  # only what is certain was applied to the reading text


@dataclass(frozen=True, slots=True)
class ParseWarning:
    kind: str  # numbering-gap | numbering-repeat | starts-inside | ends-inside | unknown-agency | …
    spans: Spans
    message: str


@dataclass(frozen=True, slots=True)
class ParsedText:
    file: str  # base name
    sha256: str
    characters: int
    plan: PlanFacts
    chapters: tuple[Chapter, ...]
    measures: tuple[Measure, ...]
    front_matter: tuple[FrontMatter, ...]
    noise: tuple[Noise, ...]
    repairs: tuple[Repair, ...]
    warnings: tuple[ParseWarning, ...]
    unplaced: Spans

    def as_json(self) -> dict[str, Any]:
        """The object that `parse_text --json` prints: plain dicts, lists, strings and numbers."""
        return asdict(self)
