"""What the knowledge base holds that words may name: provinces with plans, agencies, kinds of plans.

Read once for each state of the index, since whatever changes any of it changes the index too.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from haystack import connections

from documents.models import Agency, AgencyName, Plan, Province
from search import analysis
from search.backends.generations import IndexMissing
from search.backends.snapshot import Snapshot

_SHORTEST_AGENCY = 3  # characters of a name without its level: 财政厅
_LEVELS = ("省", "自治区", "市")


@dataclass(frozen=True, slots=True)
class Known:
    provinces: Mapping[str, tuple[str, str]]  # 湖南, 湖南省 → code and full name, where there is a plan of it
    agencies: Mapping[str, tuple[str, ...]]  # every name of a responsible body, with and without its level → numbers
    document_kinds: frozenset[str]


_known: WeakKeyDictionary[Snapshot, Known] = WeakKeyDictionary()
_lock = threading.Lock()


def known() -> Known:
    """Three queries where the index has changed since, else none."""
    try:
        snapshot = connections["default"].get_backend().snapshot()
    except IndexMissing:
        return _read()
    with _lock:
        found = _known.get(snapshot)
    if found is None:
        found = _read()
        with _lock:
            _known[snapshot] = found
    return found


def _read() -> Known:
    plans = Plan.objects.visible()
    provinces = {
        name: (province.code, province.full_name)
        for province in Province.objects.filter(pk__in=plans.values("province"))
        for name in (province.name, province.full_name)
    }
    kinds = plans.exclude(kind=None).order_by().values_list("kind", flat=True).distinct()
    return Known(provinces, _agencies(), frozenset(kind for kind in kinds if kind))


def _agencies() -> dict[str, tuple[str, ...]]:
    responsible = Agency.objects.filter(collective=False, responsibilities__isnull=False)
    rows = AgencyName.objects.filter(agency__in=responsible.values("pk")).order_by("pk").values_list("name", "agency")
    agencies: dict[str, dict[str, None]] = {}
    for name, pk in rows:
        plain = analysis.normalise(name).text
        for way in (plain, without_level(plain)):
            agencies.setdefault(way, {})[str(pk)] = None
    return {name: tuple(pks) for name, pks in agencies.items()}


def without_level(name: str) -> str:
    """省财政厅 → 财政厅; 省委 stays, of whose organs it is part of the name."""
    for level in _LEVELS:
        rest = name.removeprefix(level)
        if rest != name and len(rest) >= _SHORTEST_AGENCY and not name.startswith("省委"):
            return rest
    return name
