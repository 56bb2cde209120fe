"""Which bodies the text of a plan names: those of its province and of the state, by any of their names."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from django.db.models import Q

from documents.models import Agency, AgencyName, Measure, Plan
from documents.views.measure_text import Mark

SHORTEST = 3  # characters: shorter names stand inside other words (教委 in 佛教委员会)


class Names:
    """Name → the key of the body that bears it."""

    def __init__(self, keys: dict[str, int]) -> None:
        self._keys = keys
        self._pattern = _pattern(frozenset(keys)) if keys else None

    def marks(self, text: str) -> list[Mark]:
        """Where the text names a body; the longest name where several begin."""
        if self._pattern is None:
            return []
        return [Mark(*match.span(), "agency", self._keys[match[0]]) for match in self._pattern.finditer(text)]


def names_for(plan: Plan, measures: Iterable[Measure]) -> Names:
    """The names that a plan may use: all that are known, in one query, and those that its closing notes write."""
    of_its_place = Q(province=plan.province_id) | Q(province=None) if plan.province_id else Q(province=None)
    agencies = Agency.objects.filter(of_its_place, collective=False).order_by()
    names = AgencyName.objects.filter(agency__in=agencies).order_by()
    known = agencies.values_list("name", "pk").union(names.values_list("name", "agency_id"))
    written = (
        (body.as_written, body.agency.pk)
        for measure in measures
        for body in measure.bodies
        if body.agency and not body.agency.collective
    )
    return Names({name: key for name, key in (*known, *written) if len(name) >= SHORTEST})


@lru_cache(maxsize=64)
def _pattern(names: frozenset[str]) -> re.Pattern[str]:
    """卫生部门 and 教育部门 name no body."""
    longest_first = sorted(names, key=lambda name: (-len(name), name))
    return re.compile(f"(?:{'|'.join(map(re.escape, longest_first))})(?!门)")
