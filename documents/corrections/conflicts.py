"""Settling a disagreement between the parser, read again, and a person: take the one's word, keep the other's, or take
what both changed where they changed different places of a text.
"""

from __future__ import annotations

from difflib import SequenceMatcher
from itertools import pairwise

from documents.corrections.acts import Doing, apply, changing, corrections_of, keep_act, put, take_away
from documents.corrections.in_force import apply_entries, parsed_value
from documents.models import CorrectionAct, Measure, ReviewItem, Succession

Kind = CorrectionAct.Kind
# Comparing longer texts letter by letter takes longer than a page should.
LONGEST = 6000


def take_parsed(item: ReviewItem, doing: Doing) -> None:
    """The parser's word is in force: a correction is taken away, what it no longer finds is hidden, what was split or
    merged stands again as it is now read.
    """
    entry = item.entry
    with changing(item.plan_id) as plan:
        if item.detail["about"] == "value":
            take_away(entry, item.field, doing)
        elif item.detail["about"] == "vanished":
            put(entry, "hidden", True, doing)
        elif isinstance(entry, Measure):
            _stand_again(entry, doing)
        entry = type(entry)._default_manager.get(pk=entry.pk)
        apply(entry)
        apply_entries(plan)


def keep_mine(item: ReviewItem) -> None:
    """The person's word stays, having heard what the parser now says: this is not asked again."""
    with changing(item.plan_id):
        if item.detail["about"] == "value":
            said = parsed_value(item.entry, item.field)
            corrections_of(item.entry).filter(field=item.field).update(parsed_value=said)
        elif item.detail["about"] == "successors" and item.measure:
            rows = Succession.objects.filter(measure=item.measure)
            rows.update(ground=item.measure.parsed.get("text", ""))


def _stand_again(measure: Measure, doing: Doing) -> None:
    """Shows what was split or merged, and hides what stands in its place."""
    successors = list(Measure.objects.filter(precedents__measure=measure))
    origins = list(Measure.objects.filter(successions__successor__in=successors).distinct())
    Succession.objects.filter(successor__in=successors).delete()
    for origin in origins:
        take_away(origin, "hidden", doing)
    numbers = {"before": [each.pk for each in successors], "after": [each.pk for each in origins]}
    for successor in successors:
        keep_act(successor, doing, Kind.MERGE if len(successors) > 1 else Kind.SPLIT, **numbers)
        put(successor, "hidden", True, doing)
    Succession.objects.bulk_create(
        Succession(measure=successor, successor=origin, order=at)
        for successor in successors
        for at, origin in enumerate(origins)
    )


def merged(before: str, now: str, mine: str) -> str | None:
    """`before` with what turned it into `now` and what turned it into `mine`; None where both touched one place."""
    if max(map(len, (before, now, mine))) > LONGEST:
        return None
    changes = sorted({*_changes(before, now), *_changes(before, mine)})
    if any(start <= end for (_, end, _), (start, *_) in pairwise(changes)):
        return None
    parts, at = [], 0
    for start, end, put_there in changes:
        parts += [before[at:start], put_there]
        at = end
    return "".join([*parts, before[at:]])


def _changes(before: str, after: str) -> list[tuple[int, int, str]]:
    """What turns one text into another: stretches of the first, and what comes in their place."""
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    return [(a, b, after[c:d]) for tag, a, b, c, d in matcher.get_opcodes() if tag != "equal"]
