"""A person's acts on agencies: their names, and two that are one. Each brings the measures in line that it bears on,
tells the index, and is kept.

What the parser said of bodies stays as it was: which agency a body is follows from that when values in force are made
(`parts`). So an agency that was merged into another can be parted from it again, and a name that a person adds holds
for what is imported later too.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet

from documents import index_changes
from documents.corrections.acts import Doing, changing, going_back
from documents.corrections.in_force import apply_entries
from documents.importing.similarity import levelled, likeness, shingles
from documents.models import Agency, AgencyAct, AgencyName, Measure, Province, Responsibility

Kind = AgencyAct.Kind
FACTS = ("name", "province_id", "collective")
NAME_COLUMNS = ("name", "kind", "valid_from", "valid_until")
# Names that share less than this are of different bodies.
ALIKE = 0.5


def merge(agency: Agency, into: Agency, *, by: AbstractBaseUser | None, reason: str = "") -> int:
    """Says that an agency is the same body as another: its names become the other's, its measures too, and its address
    leads there. Says how many measures that changes. Raises ValidationError.
    """
    doing = Doing(by, reason)
    with transaction.atomic():
        agency, into = _locked(agency), _locked(into)
        if into.pk == agency.pk:
            raise ValidationError("部门不能并入自己。")
        if agency.merged_into_id or into.merged_into_id:
            raise ValidationError("已并入其他部门的部门不能再合并。")
        known = set(into.names.values_list("name", flat=True))
        taken = [row for row in agency.names.all() if row.name not in known]
        AgencyName.objects.bulk_create(
            [AgencyName(agency=into, **{column: getattr(row, column) for column in NAME_COLUMNS}) for row in taken]
        )
        along = list(agency.merged.values_list("pk", flat=True))
        Agency.objects.filter(pk__in=[agency.pk, *along]).update(merged_into=into)
        both = borne_by([agency, into])
        changed = _bring_in_line(both)
        index_changes.record(measure.pk for measure in both)  # found by its names, which are no value of theirs
        after = {"into": into.pk, "names": [row.name for row in taken], "along": along}
        _keep(agency, Kind.MERGE, None, after, changed, doing)
    return len(changed)


def part(agency: Agency, *, by: AbstractBaseUser | None, reason: str = "") -> int:
    """Takes a merging back, with the names and the agencies that went along; says how many measures that changes."""
    return _part(agency, Doing(by, reason))


def _part(agency: Agency, doing: Doing) -> int:
    with transaction.atomic():
        agency = _locked(agency)
        into = agency.merged_into
        if into is None:
            raise ValidationError("这个部门没有并入其他部门。")
        act = agency.acts.filter(kind=Kind.MERGE).first()
        if act is not None and act.after:
            into.names.filter(name__in=act.after["names"]).delete()
            into.merged.filter(pk__in=act.after.get("along", [])).update(merged_into=agency)
        both = borne_by([agency, into])
        Agency.objects.filter(pk=agency.pk).update(merged_into=None)
        changed = _bring_in_line(both)
        index_changes.record(measure.pk for measure in both)  # found by its names, which are no value of theirs
        _keep(agency, Kind.PART, {"into": into.pk}, None, changed, doing)
    return len(changed)


def change(
    agency: Agency,
    facts: Mapping[str, Any],
    names: Sequence[Mapping[str, Any]],
    *,
    by: AbstractBaseUser | None,
    reason: str = "",
) -> int:
    """Gives an agency (a new one where it has no number) these facts and exactly these names; says how many measures
    that changes. Raises ValidationError.
    """
    return _change(agency, facts, names, Doing(by, reason))


def preview(agency: Agency, facts: Mapping[str, Any], names: Sequence[Mapping[str, Any]]) -> list[Measure]:
    """The measures that `change` would change: it is done and taken back. Raises ValidationError."""
    with transaction.atomic():
        tried = Agency.objects.get(pk=agency.pk) if agency.pk else Agency()
        numbers = _put(tried, facts, names, Doing(None))
        transaction.set_rollback(True)
    measures = Measure.objects.filter(pk__in=numbers).select_related("plan__province", "chapter")
    return list(measures.order_by("plan", "order"))


def restore(act: AgencyAct, *, by: AbstractBaseUser | None) -> int:
    """Gives an agency the facts and names it had before an act, or takes a merging back; says how many measures that
    changes. Raises ValidationError."""
    doing = Doing(by, going_back(act.made_at))
    if act.kind == Kind.MERGE:
        return _part(act.agency, doing)
    if act.before is None or "names" not in act.before:
        raise ValidationError("这一操作没有可以恢复的原值。")
    return _change(act.agency, act.before["facts"], act.before["names"], doing)


def add_alias(agency: Agency, name: str, doing: Doing) -> int:
    """One more short name; says how many measures that changes."""
    names = [{column: getattr(row, column) for column in NAME_COLUMNS} for row in agency.names.all()]
    if any(row["name"] == name for row in names):
        return 0
    return _change(agency, {}, [*names, {"name": name, "kind": AgencyName.Kind.SHORT}], doing)


def most_alike(name: str, province: Province | None) -> Agency | None:
    """The agency of a province or of the central government whose name is most like one that nobody knows."""
    places = Q(agency__province=None) | Q(agency__province=province) if province else Q(agency__province=None)
    own = shingles(levelled(name), 2)
    rows = AgencyName.objects.filter(places, agency__merged_into=None).select_related("agency")
    scored = [(likeness(own, shingles(levelled(row.name), 2)), -row.pk, row.agency) for row in rows]
    best = max(scored, key=lambda each: each[:2], default=None)
    return best[2] if best and best[0] >= ALIKE else None


def undo(batch: uuid.UUID, *, by: AbstractBaseUser | None) -> None:
    """Takes back what was done to agencies in one go; what was done to them since stays."""
    doing = Doing(by, "撤销")
    for act in AgencyAct.objects.filter(batch=batch).order_by("-pk"):
        if act.kind == Kind.MERGE:
            _part(act.agency, doing)
        elif act.before is not None and act.after is not None:
            _change(act.agency, *_without(act, act.before, act.after), doing)


def _without(
    act: AgencyAct, before: Mapping[str, Any], after: Mapping[str, Any]
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Facts and names of an agency now, but for what an act changed of them."""
    now = state(act.agency)
    facts = {name: value for name, value in before["facts"].items() if now["facts"][name] == after["facts"][name]}
    names = [row for row in now["names"] if row not in after["names"] or row in before["names"]]
    there = {row["name"] for row in names}
    gone = [row for row in before["names"] if row not in after["names"] and row["name"] not in there]
    return facts, names + gone


def borne_by(agencies: Iterable[Agency]) -> list[Measure]:
    """The measures that name any of these."""
    return list(Measure.objects.filter(responsibilities__agency__in=list(agencies)).distinct())


def _change(agency: Agency, facts: Mapping[str, Any], names: Sequence[Mapping[str, Any]], doing: Doing) -> int:
    return len(_put(agency, facts, names, doing))


def _put(agency: Agency, facts: Mapping[str, Any], names: Sequence[Mapping[str, Any]], doing: Doing) -> list[int]:
    """Writes facts and names; gives the numbers of the measures that this changes."""
    with transaction.atomic():
        before = state(_locked(agency)) if agency.pk else None
        for name, value in facts.items():
            setattr(agency, name, value)
        agency.full_clean(exclude=["lexicon_names"])
        # no more than that: the agency may have been merged, or called otherwise, since it was read
        agency.save(update_fields=list(facts) if agency.pk else None)
        agency.refresh_from_db()
        _write_names(agency, names)
        after = state(agency)
        if before == after:
            return []
        differing = {row["name"] for row in after["names"]} ^ {row["name"] for row in (before or after)["names"]}
        known = borne_by([agency])
        changed = _bring_in_line({m.pk: m for m in (*known, *_of_unknown(agency, differing))}.values())
        index_changes.record(measure.pk for measure in known)  # found by its names, which are no value of theirs
        kind = Kind.FACTS if before and before["names"] == after["names"] else Kind.NAMES
        _keep(agency, kind, before, after, changed, doing)
    return changed


def _of_unknown(agency: Agency, names: Iterable[str]) -> QuerySet[Measure]:
    """The measures of which a body, unknown so far, may be this agency by one of these names."""
    unknown = Responsibility.objects.filter(agency=None, as_written__in=list(names))
    measures = Measure.objects.filter(responsibilities__in=unknown)
    if agency.province_id:
        measures = measures.filter(plan__province=agency.province_id)
    return measures.distinct()


def _write_names(agency: Agency, names: Sequence[Mapping[str, Any]]) -> None:
    wanted = {str(row["name"]).strip(): row for row in names}
    if "" in wanted or len(wanted) < len(names):
        raise ValidationError("名称不能为空，也不能重复。")
    agency.names.exclude(name__in=wanted).delete()
    for name, row in wanted.items():
        columns = {column: row.get(column) or None for column in ("valid_from", "valid_until")}
        kind = row.get("kind") or AgencyName.Kind.FULL
        AgencyName.objects.update_or_create(agency=agency, name=name, defaults={"kind": kind, **columns})


def state(agency: Agency) -> dict[str, Any]:
    """Facts and names of an agency, as they are kept (JSON)."""
    rows = agency.names.order_by("name").values(*NAME_COLUMNS)
    names = [{name: str(value) if value is not None else None for name, value in row.items()} for row in rows]
    return {"facts": {name: getattr(agency, name) for name in FACTS}, "names": names}


def _bring_in_line(measures: Iterable[Measure]) -> list[int]:
    """Makes the bodies of these measures anew, plan by plan; gives the numbers of those of which something changes."""
    changed: list[int] = []
    for plan_id, those in groupby(sorted(measures, key=lambda m: (m.plan_id, m.pk)), key=lambda m: m.plan_id):
        numbers = [measure.pk for measure in those]
        before = index_changes.contents(plan_id, numbers)
        with changing(plan_id, numbers) as plan:
            apply_entries(plan, list(plan.measures.filter(pk__in=numbers)))
        after = index_changes.contents(plan_id, numbers)
        changed += [pk for pk in numbers if before.get(pk) != after.get(pk)]
    return changed


def _locked(agency: Agency) -> Agency:
    return Agency.objects.select_for_update(of=("self",)).get(pk=agency.pk)


def _keep(agency: Agency, kind: Kind, before: Any, after: Any, changed: Sequence[int], doing: Doing) -> None:
    AgencyAct.objects.create(
        agency=agency, kind=kind, batch=doing.batch, before=before, after=after, measures=len(changed),
        reason=doing.reason, made_by_id=doing.by.pk if doing.by else None,
    )  # fmt: skip
