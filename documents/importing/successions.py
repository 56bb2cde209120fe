"""Where the words of measures now stand that a new parse no longer finds as such: their addresses lead there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from documents.importing.similarity import levelled, shingles
from documents.models import Measure, Plan, Succession

# So much of the shorter text stands in the longer one.
CONTAINED = 0.8


def note_successions(plan: Plan, withdrawn: Iterable[Measure]) -> None:
    """Says of measures that this import withdrew which found ones hold their words, or hold parts of them; and takes
    back what an earlier import said of those that are found again.
    """
    Succession.objects.filter(measure__plan=plan, measure__found=True, by_import=True).delete()
    gone = list(Measure.objects.filter(pk__in=[measure.pk for measure in withdrawn], successions=None))
    gone = [measure for measure in gone if not measure.visible]
    if not gone:
        return
    found = [(m, shingles(levelled(m.text))) for m in plan.measures.filter(found=True, hidden=False).order_by("order")]
    Succession.objects.bulk_create(
        Succession(measure=measure, successor=successor, order=at, by_import=True)
        for measure in gone
        for at, successor in enumerate(_successors(measure, found))
    )


def _successors(gone: Measure, found: Sequence[tuple[Measure, frozenset[str]]]) -> list[Measure]:
    """The one measure that holds nearly all of its words; else those that hold nothing but words of it."""
    own = shingles(levelled(gone.text))
    if not own:
        return []
    holding = [(len(own & runs) / len(own), -at) for at, (_, runs) in enumerate(found)]
    share, place = max(holding, default=(0.0, 0))
    if share >= CONTAINED:
        return [found[-place][0]]
    return [measure for measure, runs in found if runs and len(own & runs) / len(runs) >= CONTAINED]
