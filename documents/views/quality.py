"""What readers are told of the state of a source text and of what was done to it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from documents.models import Finding, SourceText

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
    "footnote": "脚注",
    "own-pattern": "管理员列出的行",
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
# Noise that only a scan or a conversion leaves.
TRACES = {"pinyin", "running-title", "page-number"}
# Below this the parser was unsure of an entry; with a larger part of such entries a text is not clean.
UNSURE_BELOW = 0.8
MOST_UNSURE = 0.1


class Found(Protocol):
    """What the pages need of a `Finding`: some texts have a thousand, too many to make rows of."""

    @property
    def kind(self) -> str: ...
    @property
    def label(self) -> str: ...
    @property
    def detail(self) -> dict[str, Any]: ...
    @property
    def spans(self) -> list[list[int]]: ...


def findings_on(source: SourceText | None) -> list[Found]:
    """All that the parser noted of a text beside its entries; one query."""
    if source is None:
        return []
    return list(Finding.objects.filter(source=source).values_list("kind", "label", "detail", "spans", named=True))


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
    """`unsure` of `entries` measures were read with little confidence."""

    state: str  # clean | scanned | damaged: also the class of the badge
    noise: list[Count]
    repairs: list[Count]
    notices: list[Notice]
    unplaced: int
    entries: int
    unsure: int

    @property
    def badge(self) -> str:
        return BADGES[self.state]

    @property
    def meaning(self) -> str:
        return MEANINGS[self.state]


BADGES = {"clean": "文本清洁", "scanned": "扫描或转录", "damaged": "原文有缺损"}
MEANINGS = {
    "clean": "原文清洁：没有发现错字、错位或缺失，可以放心阅读。引用前仍请核对公布文本。",
    "scanned": "原文经扫描、转码或重新录入，留有错字、断行或旁注。能确定的已经改正并逐处留痕，其余列出待核。",
    "damaged": "原文本身不完整：有缺失、截断、编号中断或未能归位的文字。引用前请核对发文机关公布的文本。",
}


def quality(findings: Iterable[Found], confidences: Sequence[float] = (), *, titled: bool = True) -> Quality:
    """Summarise the findings on one source text, how sure the parse was of each measure read from it, and whether the
    text has its title.
    """
    found = list(findings)
    notices = [
        Notice(str(each.detail.get("message") or each.label), each.spans)
        for each in found
        if each.kind == Finding.Kind.WARNING
    ]
    counts = Counter((each.kind, each.label) for each in found)
    unsure = sum(confidence < UNSURE_BELOW for confidence in confidences)
    return Quality(
        state=state_of(counts, unsure, len(confidences), titled=titled),
        noise=_counts(counts, Finding.Kind.NOISE, NOISE),
        repairs=_counts(counts, Finding.Kind.REPAIR, REPAIRS),
        notices=notices if titled else [Notice("原文缺标题。", []), *notices],
        unplaced=sum(number for (kind, _), number in counts.items() if kind == Finding.Kind.UNPLACED),
        entries=len(confidences),
        unsure=unsure,
    )


def state_of(counts: Mapping[tuple[str, str], int], unsure: int, entries: int, *, titled: bool = True) -> str:
    """clean, scanned or damaged: from the number of findings of each kind and label, and of unsure entries."""
    labels: dict[str, set[str]] = defaultdict(set)
    for kind, label in counts:
        labels[kind].add(label)
    lost = "lost" in labels[Finding.Kind.REPAIR] or not titled
    if lost or labels[Finding.Kind.WARNING] & DAMAGE or labels[Finding.Kind.UNPLACED]:
        return "damaged"
    traces = labels[Finding.Kind.REPAIR] or labels[Finding.Kind.NOISE] & TRACES
    return "scanned" if traces or unsure > entries * MOST_UNSURE else "clean"


def _counts(counts: Mapping[tuple[str, str], int], kind: str, names: Mapping[str, str]) -> list[Count]:
    """Of one kind of finding, largest first; what has no name here goes under 其他."""
    numbers: Counter[str] = Counter()
    for (of_kind, label), number in counts.items():
        if of_kind == kind:
            numbers[names.get(label, "其他")] += number
    return [Count(name, number) for name, number in numbers.most_common()]
