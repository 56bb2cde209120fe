"""Parsed texts built by hand, and a parser that gives them: what importing does must not hang on what parsing finds."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import count

from documents.parsing import tree
from documents.parsing.reading import RawText


def raw_text(text: str, file: str = "plan.txt") -> RawText:
    return RawText(text, file, hashlib.sha256(text.encode()).hexdigest(), "utf-8")


@dataclass
class Heading:
    """A chapter with its measures and the chapters below."""

    label: str | None
    title: str | None
    measures: Sequence[tree.Measure] = ()
    below: Sequence[Heading] = ()


def measure(
    text: str,
    *,
    label: str | None = None,
    lead: str | None = None,
    kind: str = "measure",
    bodies: Sequence[tree.Responsibility] = (),
    targets: Sequence[tree.Target] = (),
    citations: Sequence[tree.Citation] = (),
    at: int = 0,
    span: tree.Span | None = None,
) -> tree.Measure:
    return tree.Measure(
        "", None, kind, label, lead, text, (span or (at, at + 1),), tuple(bodies), tuple(targets), tuple(citations),
        0.9, ("标号连续",),
    )  # fmt: skip


def body(as_written: str, agency: str | None = None, role: str = "participant") -> tree.Responsibility:
    return tree.Responsibility(as_written, agency, role, False, ((2, 3),))


def target(indicator: str, value: float, unit: str | None = "%", year: int | None = 2025) -> tree.Target:
    return tree.Target(indicator, "达到", value, None, unit, year, f"{indicator}达到{value}", ((4, 5),))


FACTS = tree.PlanFacts(
    title="贵州省“十四五”卫生健康发展规划",
    province="贵州",
    province_code="520000",
    document_number="黔府发〔2021〕12号",
    issuers=("贵州省人民政府",),
    issued_on="2021-08-20",
    period=(2021, 2025),
    kind="规划",
    evidence={"title": ((0, 16),)},
)


CERTAIN = tree.Repair(((8, 10),), "character", "准人", "准入", certain=True)


def parsed_text(
    headings: Sequence[Heading] = (),
    *,
    facts: tree.PlanFacts = FACTS,
    loose: Sequence[tree.Measure] = (),
    warnings: Sequence[tree.ParseWarning] = (),
    repairs: Sequence[tree.Repair] | None = None,
) -> tree.ParsedText:
    """A tree of these headings; `loose` measures stand before the first of them."""
    numbers, chapters, measures = count(1), [], [replace(m, id=f"m{at}") for at, m in enumerate(loose)]
    for chapter, own in _walk(headings, None, 1, numbers):
        chapters.append(chapter)
        measures += [replace(m, id=f"m{len(measures) + at}", chapter=chapter.id) for at, m in enumerate(own)]
    return tree.ParsedText(
        "plan.txt", "", 100, facts, tuple(chapters), tuple(measures),
        (tree.FrontMatter("title", ((0, 16),)),), (tree.Noise(((6, 7),), "pinyin"),),
        (CERTAIN,) if repairs is None else tuple(repairs), tuple(warnings), ((11, 12),),
    )  # fmt: skip


def _walk(
    headings: Sequence[Heading], parent: str | None, level: int, numbers: Iterator[int]
) -> Iterator[tuple[tree.Chapter, Sequence[tree.Measure]]]:
    for heading in headings:
        own = f"c{next(numbers)}"
        yield tree.Chapter(own, parent, level, heading.label, heading.title, ((0, 2),), 0.8), heading.measures
        yield from _walk(heading.below, own, level + 1, numbers)


@dataclass
class Parser:
    """Stands in for the parser: gives the tree that was last put here."""

    version: str = "1"
    gives: tree.ParsedText = field(default_factory=parsed_text)
    asked: int = 0

    def __call__(
        self, text: str, *, file: str = "", sha256: str | None = None, wording: object = None, noise: object = None
    ) -> tree.ParsedText:
        self.asked += 1
        return replace(self.gives, file=file, sha256=sha256 or "", characters=len(text))
