"""Where entries stand among their kind: where the imports put them, but for those that a person put behind another.

A correction of the field `after` says behind which entry of the plan another one stands (its number), or that it stands
in front of all (`FRONT`). What stands behind an entry goes with it, wherever the next import puts that.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

FRONT = 0
# So many entries find room behind another one before those that follow it have to move.
ROOM = 1000


def imported_order(place: int) -> int:
    """The order of an entry that nobody moved, by its place in the import."""
    return (place + 1) * ROOM


def orders(places: Mapping[int, int], moves: Sequence[tuple[int, int]]) -> dict[int, int]:
    """Number of an entry → its order. `places` are those of the imports; `moves` are pairs of an entry and the one it
    stands behind, the latest last: that stands right behind it, and what was put there earlier follows.

    An entry whose move leads nowhere, or in a circle, stands where the import put it.
    """
    behind: dict[int, list[int]] = {}
    for pk, anchor in moves:
        if pk in places and (anchor == FRONT or anchor in places):
            behind.setdefault(anchor, []).insert(0, pk)
    moved = {pk for those in behind.values() for pk in those}
    found = dict(_row(behind, FRONT, 0))
    for pk in places:
        if pk not in moved:
            found |= _row(behind, pk, imported_order(places[pk]))
    return found | {pk: imported_order(place) for pk, place in places.items() if pk not in found}


def _row(behind: Mapping[int, list[int]], first: int, order: int) -> Iterator[tuple[int, int]]:
    """An entry with all that stands behind it."""
    if first != FRONT:
        yield first, order
    for at, pk in enumerate(_following(behind, first), 1):
        yield pk, order + min(at, ROOM - 1)


def _following(behind: Mapping[int, list[int]], anchor: int) -> Iterator[int]:
    waiting = list(reversed(behind.get(anchor, ())))
    while waiting:
        pk = waiting.pop()
        yield pk
        waiting += reversed(behind.get(pk, ()))


def leads_to(pk: int, anchor: int, moves: Iterable[tuple[int, int]]) -> bool:
    """Whether `anchor` is `pk`, or stands behind it through others: then `pk` cannot be put behind `anchor`."""
    above = dict(moves)
    seen = set()
    at: int | None = anchor
    while at is not None and at not in seen:
        if at == pk:
            return True
        seen.add(at)
        at = above.get(at)
    return False
