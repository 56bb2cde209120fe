"""Which entry of an earlier import is which entry of this one, so that entries keep their number and their address.

Entries are known by where they stand and what they say, never by their position in a list: first those that say the
same in the same place, then the same elsewhere, then the same heading in the same place, and of the rest those whose
texts are clearly alike.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from documents.importing.similarity import likeness, shingles

# Two texts are one entry from here on; from the lower bound on when they also stand in the same place.
ALIKE, ALIKE_IN_PLACE = 0.5, 0.3
# A shingle that stands in more entries than this says nothing about which is which.
COMMONPLACE = 25


@dataclass(frozen=True, slots=True)
class Place:
    """Where an entry stands and what it says; all strings levelled (see `similarity.levelled`)."""

    under: Hashable  # the chapter it stands in, or the titles above
    label: str
    name: str  # title or lead
    text: str


Key = Callable[[Place], Hashable | None]

CHAPTER_KEYS: tuple[Key, ...] = (
    lambda p: (p.under, p.label, p.name, p.text),
    lambda p: (p.under, p.label, p.name),
    lambda p: (p.name, p.text) if p.text else None,
    lambda p: (p.under, p.name) if p.name else None,
    lambda p: p.text or None,
    lambda p: p.name or None,
)
MEASURE_KEYS: tuple[Key, ...] = (
    lambda p: (p.under, p.label, p.name, p.text),
    lambda p: (p.under, p.text) if p.text else None,
    lambda p: (p.name, p.text) if p.text else None,
    lambda p: p.text or None,
    lambda p: (p.under, p.label, p.name) if p.name else None,
)


def nowhere() -> Place:
    """A place that no other is like: of an old entry that no new one can be."""
    return Place(object(), "", "", "")


def match(
    old: Sequence[Place], new: Sequence[Place], keys: Sequence[Key], paired: Mapping[int, int] | None = None
) -> dict[int, int]:
    """Pairs entries: position in `new` → position in `old`, each at most once; those that are `paired` stay so."""
    pairs = dict(paired or {})
    for key in keys:
        _pair_by_key(old, new, key, pairs)
    _pair_by_heading(old, new, pairs)
    _pair_by_likeness(old, new, pairs)
    return pairs


def _pair_by_key(old: Sequence[Place], new: Sequence[Place], key: Key, pairs: dict[int, int]) -> None:
    taken = set(pairs.values())
    waiting: dict[Hashable, list[int]] = defaultdict(list)
    for at, place in enumerate(old):
        if at not in taken and (value := key(place)) is not None:
            waiting[value].append(at)
    for at, place in enumerate(new):
        value = key(place)
        if at not in pairs and value is not None and (candidates := waiting.get(value)):
            pairs[at] = _best_of_equals(candidates, at, pairs)
            candidates.remove(pairs[at])


def _best_of_equals(candidates: Sequence[int], at: int, pairs: Mapping[int, int]) -> int:
    """Of entries that say the same, the one whose neighbour is already known to be the neighbour; else the first."""
    before, after = pairs.get(at - 1), pairs.get(at + 1)
    beside = (
        c for c in candidates if (before is not None and c == before + 1) or (after is not None and c == after - 1)
    )
    return next(beside, candidates[0])


def _pair_by_heading(old: Sequence[Place], new: Sequence[Place], pairs: dict[int, int]) -> None:
    """Under the same label in the same place, headings of which a word was changed: they are too short for shingles."""
    taken = set(pairs.values())
    waiting: dict[Hashable, list[int]] = defaultdict(list)
    for at, place in enumerate(old):
        if at not in taken and place.label and place.name:
            waiting[place.under, place.label].append(at)
    for at, place in enumerate(new):
        if at in pairs or not place.name:
            continue
        runs = shingles(place.name, 2)
        for candidate in waiting.get((place.under, place.label), ()):
            if candidate not in taken and likeness(runs, shingles(old[candidate].name, 2)) >= ALIKE:
                pairs[at] = candidate
                taken.add(candidate)
                break


def _pair_by_likeness(old: Sequence[Place], new: Sequence[Place], pairs: dict[int, int]) -> None:
    taken = set(pairs.values())
    left_old = {at: shingles(p.name + p.text) for at, p in enumerate(old) if at not in taken}
    left_new = {at: shingles(p.name + p.text) for at, p in enumerate(new) if at not in pairs}
    scored = []
    for at, candidate, common in _sharing(left_new, left_old):
        score = 2 * common / (len(left_new[at]) + len(left_old[candidate]))
        in_place = _same_place(new[at], old[candidate])
        if score >= (ALIKE_IN_PLACE if in_place else ALIKE):
            scored.append((-score, not in_place, abs(at - candidate), at, candidate))
    for *_, at, candidate in sorted(scored):
        if at not in pairs and candidate not in taken:
            pairs[at] = candidate
            taken.add(candidate)


def _same_place(one: Place, other: Place) -> bool:
    return (
        one.under == other.under
        and (one.label, one.name) != ("", "")
        and (one.label == other.label or one.name == other.name)
    )


def _sharing(new: Mapping[int, frozenset[str]], old: Mapping[int, frozenset[str]]) -> Iterable[tuple[int, int, int]]:
    """Entries that share shingles: position in new, position in old, how many. Only these are ever compared."""
    holders: dict[str, list[int]] = defaultdict(list)
    for at, runs in old.items():
        for run in runs:
            holders[run].append(at)
    for at, runs in new.items():
        shared = Counter(
            holder for run in runs if len(holders.get(run, ())) <= COMMONPLACE for holder in holders.get(run, ())
        )
        yield from ((at, holder, common) for holder, common in shared.items())
