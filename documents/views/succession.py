"""Where the address of an entry leads that is no longer there: an address that was cited goes on to mean something."""

from __future__ import annotations

from typing import TypeVar

from documents.models import Chapter, Measure

Entry = TypeVar("Entry", Chapter, Measure)


def successor_of(pk: int) -> Measure | None:
    """The visible measure that stands in the place of a measure that readers no longer see.

    The one it was split or merged into, else, where the parser now reads the same words otherwise, the one that has
    most of its text. None where a person has hidden it, or nothing stands there.
    """
    gone = Measure.objects.filter(pk=pk, plan__hidden=False).defer("parsed").first()
    if gone is None:
        return None
    named = _named_successor(gone)
    if named or gone.hidden:
        return named
    return _in_its_place(gone, list(Measure.objects.visible().filter(source=gone.source_id).only("spans")))


def _named_successor(gone: Measure) -> Measure | None:
    """The first that is seen of those it was split or merged into, or of what came of these in turn."""
    at, passed = [gone.pk], {gone.pk}
    while at:
        following = Measure.objects.filter(precedents__measure__in=at).exclude(pk__in=passed)
        after = list(following.order_by("precedents__order").select_related("plan"))
        if seen := [each for each in after if each.visible and not each.plan.hidden]:
            return seen[0]
        at = [each.pk for each in after]
        passed.update(at)
    return None


def chapter_in_place_of(pk: int) -> Chapter | None:
    """The visible chapter that has most of the words of a heading that the parser no longer finds."""
    gone = Chapter.objects.filter(pk=pk, plan__hidden=False, hidden=False).defer("parsed").first()
    if gone is None:
        return None
    return _in_its_place(gone, list(Chapter.objects.visible().filter(source=gone.source_id).only("spans")))


def _in_its_place(gone: Entry, others: list[Entry]) -> Entry | None:
    """The first of those that share the most characters of the source with it."""
    shared = [(sum(_overlap(a, b) for a in gone.spans for b in other.spans), other) for other in others]
    most = max((characters for characters, _ in shared), default=0)
    return next((other for characters, other in shared if characters == most), None) if most else None


def _overlap(one: list[int], other: list[int]) -> int:
    return max(0, min(one[1], other[1]) - max(one[0], other[0]))
