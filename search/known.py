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
from search.bodies import Bodies, Row


@dataclass(frozen=True, slots=True)
class Known:
    provinces: Mapping[str, tuple[str, str]]  # 湖南, 湖南省 → code and full name, where there is a plan of it
    bodies: Bodies  # that are responsible for something
    document_kinds: frozenset[str]
    plans_until: Mapping[str, tuple[str, ...]]  # the last year of their period → numbers of the plans


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
    ends: dict[str, list[str]] = {}
    kinds: set[str] = set()
    for pk, kind, end in plans.order_by("pk").values_list("pk", "kind", "period_end"):
        kinds |= {kind} if kind else set()
        if end:
            ends.setdefault(str(end), []).append(str(pk))
    return Known(provinces, _bodies(), frozenset(kinds), {year: tuple(pks) for year, pks in ends.items()})


def _bodies() -> Bodies:
    responsible = Agency.objects.filter(collective=False, responsibilities__isnull=False)
    rows = (
        AgencyName.objects.filter(agency__in=responsible.values("pk"))
        .order_by("pk")
        .values_list("name", "agency", "agency__key", "agency__province")
    )
    return Bodies(Row(analysis.normalise(name).text, str(pk), key, province) for name, pk, key, province in rows)
