"""Whether labels count as labels should; what does not is reported, never put right."""

from __future__ import annotations

from collections.abc import Iterable

from documents.parsing.labels import Label
from documents.parsing.tree import ParseWarning, Span


class Numbering:
    """Sees the labels of a document in order and keeps what is odd about their numbers."""

    def __init__(self, before: Iterable[Label] = ()) -> None:
        self.warnings: list[ParseWarning] = []
        self._in_parent: dict[tuple[int | None, str], Label] = {}
        self._anywhere: dict[str, Label] = {label.style: label for label in before if label.number is not None}

    def see(self, label: Label, parent: int | None, place: Span) -> None:
        """One more label. A list may start again at 1 anywhere and may run on across its parents."""
        if label.number is None:
            return
        before = self._in_parent.get((parent, label.style))
        anywhere = self._anywhere.get(label.style)
        if not (label.number == 1 or any(last is not None and label.follows(last) for last in (before, anywhere))):
            self._report(label, before or anywhere, place)
        self._in_parent[parent, label.style] = self._anywhere[label.style] = label

    def _report(self, label: Label, before: Label | None, place: Span) -> None:
        if before is None:
            message = f"序号从“{label.text}”开始，前面的内容不在文中。"
            self.warnings.append(ParseWarning("starts-inside", (place,), message))
        elif before.number == label.number:
            message = f"序号“{label.text}”重复。"
            self.warnings.append(ParseWarning("numbering-repeat", (place,), message))
        else:
            message = f"“{before.text}”之后是“{label.text}”，序号不连续。"
            self.warnings.append(ParseWarning("numbering-gap", (place,), message))
