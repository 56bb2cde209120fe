"""What readers are told of the state of a source text and of what was done to it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from documents.models import Finding

# What the parser calls things, in readers' words; what has no name here is counted under 其他.
NOISE = {
    "pinyin": "夹注拼音",
    "running-title": "报头、页眉",
    "page-number": "页码",
    "page-furniture": "网页杂项",
    "markup": "标记符号",
    "phone-number": "联系电话",
    "other-news": "别的新闻",
    "table-of-contents": "目录",
    "table-header": "重复的表头",
}
REPAIRS = {
    "character": "识别错字",
    "script": "繁简转换",
    "joined": "断行接合",
    "moved": "错位文字归位",
    "lost": "原文缺失",
}
# Warnings that say that part of the document is not in the source.
DAMAGE = {"starts-inside", "ends-inside", "numbering-gap"}


@dataclass(frozen=True, slots=True)
class Count:
    name: str
    number: int


@dataclass(frozen=True, slots=True)
class Notice:
    """A warning in the parser's words and the places in the source that it is about."""

    message: str
    spans: list[list[int]]


@dataclass(frozen=True, slots=True)
class Quality:
    state: str  # clean | mended | damaged: also the class of the badge
    noise: list[Count]
    repairs: list[Count]
    notices: list[Notice]
    unplaced: int

    @property
    def badge(self) -> str:
        return {"clean": "文本完整", "mended": "文本经整理", "damaged": "原文有缺损"}[self.state]


def quality(findings: Iterable[Finding]) -> Quality:
    """Summarise the findings on one source text."""
    by_kind: dict[str, list[Finding]] = {}
    for finding in findings:
        by_kind.setdefault(finding.kind, []).append(finding)
    repairs = by_kind.get(Finding.Kind.REPAIR, [])
    warnings = by_kind.get(Finding.Kind.WARNING, [])
    unplaced = by_kind.get(Finding.Kind.UNPLACED, [])
    return Quality(
        state=_state(repairs, warnings, unplaced),
        noise=_counts(by_kind.get(Finding.Kind.NOISE, []), NOISE),
        repairs=_counts(repairs, REPAIRS),
        notices=[Notice(str(each.detail.get("message") or each.label), each.spans) for each in warnings],
        unplaced=len(unplaced),
    )


def _state(repairs: list[Finding], warnings: list[Finding], unplaced: list[Finding]) -> str:
    lost = any(repair.label == "lost" for repair in repairs)
    if lost or unplaced or any(warning.label in DAMAGE for warning in warnings):
        return "damaged"
    return "mended" if repairs else "clean"


def _counts(findings: list[Finding], names: dict[str, str]) -> list[Count]:
    """Largest first; what has no name here goes under 其他."""
    numbers: dict[str, int] = {}
    for finding in findings:
        name = names.get(finding.label, "其他")
        numbers[name] = numbers.get(name, 0) + 1
    return [Count(name, number) for name, number in sorted(numbers.items(), key=lambda pair: -pair[1])]
