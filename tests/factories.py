"""Rows for tests that are about reading, written straight to the tables; each function gives sensible defaults.

They record no IndexChange: what writes for real does, and what is tested here may want to say so itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from documents.models import Agency, AgencyName, Chapter, IndexChange, Measure, Plan, Province, Responsibility


def province(name: str) -> Province:
    """One of the 34 that every database holds."""
    return Province.objects.get(name=name)


def plan(title: str = "某省卫生健康发展规划", in_province: str | None = "湖南", **facts: Any) -> Plan:
    where = province(in_province) if in_province else None
    return Plan.objects.create(title=title, province=where, **{"kind": "规划", "period_start": 2021, **facts})


def chapter(in_plan: Plan, title: str, parent: Chapter | None = None, **facts: Any) -> Chapter:
    order = in_plan.chapters.count() + 1
    level = parent.level + 1 if parent else 1
    return Chapter.objects.create(plan=in_plan, title=title, parent=parent, order=order, level=level, **facts)


def agency(name: str, in_province: str | None = "湖南", names: Sequence[str] = (), key: str = "") -> Agency:
    """A body with its present name and the others given; `key` of the lexicon of agencies."""
    where = province(in_province) if in_province else None
    body = Agency.objects.create(name=name, province=where, key=key)
    for each in names:
        AgencyName.objects.create(agency=body, name=each, kind=AgencyName.Kind.SHORT)
    return body


def measure(
    text: str,
    in_plan: Plan | None = None,
    under: Chapter | None = None,
    leads: Sequence[Agency] = (),
    joins: Sequence[Agency] = (),
    **facts: Any,
) -> Measure:
    where = in_plan or (under.plan if under else plan())
    entry = Measure.objects.create(plan=where, chapter=under, order=where.measures.count() + 1, text=text, **facts)
    for role, bodies in ((Responsibility.Role.LEAD, leads), (Responsibility.Role.PARTICIPANT, joins)):
        for body in bodies:
            order = entry.responsibilities.count()
            Responsibility.objects.create(measure=entry, agency=body, role=role, as_written=body.name, order=order)
    return entry


def changed(*measures: Measure) -> None:
    """What every writer records with a change."""
    IndexChange.objects.bulk_create([IndexChange(measure_id=each.pk) for each in measures])
