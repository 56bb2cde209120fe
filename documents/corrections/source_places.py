"""Where in the present source the entries stand that a person made: no parse tells, so their words are looked for.

Looked for anew whenever the source changes: places in an earlier text mean nothing in the next.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from documents.models import Measure, Plan, SourceText, Succession
from documents.review.placing import levelled

# Where the whole is not found (a person mended it), so many characters of both ends are enough.
ENDS = (16, 10, 6)


def give_places(plan: Plan, measures: Collection[int] | None = None) -> None:
    """Sets spans and source of the measures (of these) that a person made and the parser does not find."""
    made = plan.measures.filter(added=True, found=False)
    if measures is not None:
        made = made.filter(pk__in=measures)
    rows = list(made.only("spans", "source", "text", "plan"))
    if not rows:
        return
    source = plan.sources.filter(current=True).first()
    for row in rows:
        spans = _place(row, source) if source else []
        if (row.spans, row.source_id) != (spans, source.pk if source else None):
            Measure.objects.filter(pk=row.pk).update(spans=spans, source=source)


def _place(measure: Measure, source: SourceText) -> list[list[int]]:
    """Its own words, within what it came from if that is known; else that; else nothing."""
    before = _spans_before(measure, source)
    bounds = [(before[0][0], before[-1][1])] if before else []
    for start, end in [*bounds, (0, len(source.text))]:
        if found := words_within(measure.text, source.text, start, end):
            return [list(found)]
    return before


def _spans_before(measure: Measure, source: SourceText) -> list[list[int]]:
    """Where the measures stand that were split or merged into it."""
    rows = Succession.objects.filter(successor=measure, measure__source=source).order_by("measure__order")
    return sorted(span for spans in rows.values_list("measure__spans", flat=True) for span in spans)


def words_within(words: str, text: str, start: int, end: int) -> tuple[int, int] | None:
    """The stretch of `text[start:end]` that holds these words, whatever blanks stand between; None for none."""
    start, end = max(0, start), min(end, len(text))  # places of an earlier text may lie outside of this one
    kept = [at for at in range(start, end) if not text[at].isspace()]
    level, wanted = levelled(text[start:end]), levelled(words)
    if not wanted or len(level) != len(kept):
        return None
    first = level.find(wanted)
    last = first + len(wanted) if first >= 0 else -1
    for size in ENDS:
        if first >= 0 or len(wanted) < 2 * size:
            break
        first, last = _between(level, wanted[:size], wanted[-size:], len(wanted))
    return (kept[first], kept[last - 1] + 1) if 0 <= first < last else None


def _between(level: str, head: str, tail: str, length: int) -> Sequence[int]:
    """From where the head stands to where the tail ends, if that is about as long as the words."""
    first = level.find(head)
    end = level.find(tail, first) + len(tail) if first >= 0 else -1
    return (first, end) if first >= 0 and end > first and end - first <= 2 * length else (-1, -1)
