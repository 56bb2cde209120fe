"""How sure the parser is of an entry, and why not: what the review queue sorts by."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence

from documents.parsing.tree import Repair, Spans

SURE = 0.98
# What each reason takes away. A reason of none of these weighs as OTHER.
WEIGHTS = {
    "标题没有序号": 0.3,
    "责任单位不在词库中": 0.15,
    "正文没有结束": 0.25,
    "从段落中间开始": 0.25,
    "版面处缺失文字": 0.3,
    "疑有误字": 0.15,
    "由断开的段落拼合": 0.1,
    "含移回原处的文字": 0.2,
    "已改正误字": 0.05,
}
OTHER = 0.1
_REASONS = {
    ("lost", False): "版面处缺失文字",
    ("character", False): "疑有误字",
    ("character", True): "已改正误字",
    ("joined", True): "由断开的段落拼合",
    ("moved", True): "含移回原处的文字",
}


def confidence(reasons: Sequence[str]) -> float:
    """Between 0 and 1; the fewer and lighter the reasons, the higher."""
    return round(max(0.05, SURE - sum(WEIGHTS.get(reason, OTHER) for reason in reasons)), 2)


class Doubts:
    """The repairs of a text by their place, as reasons to doubt what holds them."""

    def __init__(self, repairs: Iterable[Repair]) -> None:
        found = ((repair.spans[0], _REASONS.get((repair.kind, repair.certain))) for repair in repairs)
        self._placed = sorted((span, reason) for span, reason in found if reason)
        self._starts = [span[0] for span, _ in self._placed]

    def within(self, spans: Spans) -> tuple[str, ...]:
        """The reasons that lie in the spans or at their ends, each once."""
        reasons: dict[str, None] = {}
        for start, end in spans:
            for index in range(bisect_left(self._starts, start), len(self._placed)):
                if self._starts[index] > end:
                    break
                reasons[self._placed[index][1]] = None
        return tuple(reasons)
