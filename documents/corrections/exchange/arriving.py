"""From the document to rows. What is here already stays; what cannot be matched is told, and changes nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction

from documents.corrections.acts import Doing, changing, corrections_of, keep_act, put, same, whose
from documents.corrections.checking import FIELD as CHECKED
from documents.corrections.checking import apply_check
from documents.corrections.exchange.leaving import FORMAT, REFERENCES
from documents.corrections.in_force import apply_entries, apply_plan
from documents.corrections.order import imported_order
from documents.corrections.source_places import give_places
from documents.corrections.values import clean
from documents.importing.matching import CHAPTER_KEYS, MEASURE_KEYS, Place, match, nowhere
from documents.importing.places import old_chapter_places, old_measure_places
from documents.models import Agency, Chapter, Correction, CorrectionAct, Measure, Plan, SourceText, Succession

Entry = Plan | Chapter | Measure


@dataclass
class Arrived:
    """What became of a document: how many corrections were taken, stood here already, gave way to others that persons
    made here; and in words what could not be matched.
    """

    taken: int = 0
    known: int = 0
    kept: int = 0
    missing: list[str] = field(default_factory=list)


def take_in(document: Any, *, by: AbstractBaseUser | None, overwrite: bool = False) -> Arrived:
    """Lays the corrections of a document over the plans of this installation, all of a plan or none.

    With `overwrite` they take the place of others that were made here. Raises ValidationError for what is no such
    document.
    """
    _check(document)
    arrived = Arrived()
    agencies = {row["id"]: _agency(row) for row in document["agencies"]}
    for told in document["plans"]:
        plan = _plan(told)
        if plan is None:
            arrived.missing.append(f"没有这份文件：{told.get('title') or told.get('document_number') or '（无题）'}")
            continue
        with transaction.atomic():
            _Taking(plan, told, agencies, by, overwrite, arrived).take()
    return arrived


class _Taking:
    """The corrections of one plan on their way in."""

    def __init__(
        self,
        plan: Plan,
        told: Mapping[str, Any],
        agencies: Mapping[int, int | None],
        by: AbstractBaseUser | None,
        overwrite: bool,
        arrived: Arrived,
    ) -> None:
        self._plan, self._told, self._agencies, self._overwrite = plan, told, agencies, overwrite
        self._arrived, self._by, self._doing = arrived, by, Doing(by, "由另一处导入")
        self._entries: dict[str, Entry] = {"plan": plan}

    def take(self) -> None:
        with changing(self._plan.pk) as plan:
            self._plan = self._entries["plan"] = plan
            self._find_entries()
            for row in self._told["corrections"]:
                self._take(row)
            self._take_successions()
            apply_plan(plan)
            apply_entries(plan)
            give_places(plan)
            apply_check(plan)

    def _find_entries(self) -> None:
        chapters = list(self._plan.chapters.order_by("place", "pk"))
        measures = list(self._plan.measures.order_by("place", "pk"))
        told = [row for row in self._told["entries"] if row["id"].startswith("c")]
        self._pair(chapters, old_chapter_places(chapters, measures), told, CHAPTER_KEYS)
        told = [row for row in self._told["entries"] if row["id"].startswith("m")]
        self._pair(measures, old_measure_places(measures), told, MEASURE_KEYS)

    def _pair(self, rows: list[Any], places: list[Place], told: list[Mapping[str, Any]], keys: Any) -> None:
        pairs = match(places, [self._place(row) for row in told], keys)
        for at, row in enumerate(told):
            if at in pairs:
                self._entries[row["id"]] = rows[pairs[at]]
            elif row["added"]:
                self._entries[row["id"]] = self._add(row)
            else:
                self._arrived.missing.append(f"没有这个条目：{row['name'] or row['text'][:30] or row['label']}")

    def _place(self, row: Mapping[str, Any]) -> Place:
        if row["given_up"]:
            return nowhere()
        under: Any = row["under"]
        if isinstance(under, list):
            under = tuple(under)
        elif under is not None:
            chapter = self._entries.get(under)
            under = chapter.pk if chapter else under
        return Place(under, row["label"], row["name"], row["text"])

    def _add(self, row: Mapping[str, Any]) -> Chapter | Measure:
        standing = {"plan": self._plan, "added": True, "found": False, "order": imported_order(0)}
        entry: Chapter | Measure
        entry = Chapter.objects.create(**standing) if row["id"].startswith("c") else Measure.objects.create(**standing)
        keep_act(entry, self._doing, CorrectionAct.Kind.ADD)
        return entry

    def _take(self, row: Mapping[str, Any]) -> None:
        entry = self._entries.get(row["entry"])
        if entry is None:
            return  # told with the entry
        stands = corrections_of(entry).filter(field=row["field"]).first()
        try:
            value = self._here(row["field"], row["value"])
            value = value if row["field"] == CHECKED else clean(entry, row["field"], value)
        except (ValidationError, LookupError):
            self._arrived.missing.append(f"{entry}：“{row['field']}”的更正在这里不成立")
            return
        if stands is not None and same(stands.value, value):
            self._arrived.known += 1
        elif stands is not None and not self._overwrite:
            self._arrived.kept += 1
        else:
            self._keep(entry, row, value)

    def _keep(self, entry: Entry, row: Mapping[str, Any], value: Any) -> None:
        name, doing = row["field"], Doing(*self._whose_word(row), self._doing.batch)
        if name == CHECKED:
            own = {"value": value, "made_by_id": doing.by.pk if doing.by else None, "reason": doing.reason}
            Correction.objects.update_or_create(field=name, defaults=own, **whose(entry))
            keep_act(entry, doing, CorrectionAct.Kind.CHECK, field=name, before=False, after=True)
        elif not put(entry, name, value, doing):
            self._arrived.known += 1  # what the parser says here by itself
            return
        else:
            ground = self._here(name, row["parsed_value"], otherwise=None)
            corrections_of(entry).filter(field=name).update(parsed_value=ground)
        self._arrived.taken += 1

    def _whose_word(self, row: Mapping[str, Any]) -> tuple[Any, str]:
        """The person by their name where they have an account here. The reason says that it came by a file, whose names
        nobody vouches for but who brings it in.
        """
        name = str(row.get("made_by") or "")
        person = get_user_model()._default_manager.filter(username=name).first() if name else None
        told = str(row.get("reason") or "")
        if name and (person is None or person != self._by):
            told = f"{told}（{name}，{str(row.get('made_at'))[:10]}，由另一处导入）"
        return (person or self._by), told[:300]

    def _here(self, name: str, value: Any, **otherwise: Any) -> Any:
        """A value with the numbers of this installation. Raises LookupError where an entry is not here."""
        if name in REFERENCES or (name == "after" and isinstance(value, str)):
            found = self._entries.get(value) if value is not None else None
            if value is not None and found is None and "otherwise" not in otherwise:
                raise LookupError(value)
            return found.pk if found else None
        if name == "responsibilities" and isinstance(value, list):
            return [{**body, "agency": self._agencies.get(body["agency"])} for body in value]
        return value

    def _take_successions(self) -> None:
        rows = []
        for row in self._told["successions"]:
            one, other = self._entries.get(row["measure"]), self._entries.get(row["successor"])
            if isinstance(one, Measure) and isinstance(other, Measure) and one.pk != other.pk:
                rows.append(Succession(measure=one, successor=other, order=row["order"], ground=row["ground"]))
        Succession.objects.bulk_create(rows, ignore_conflicts=True)


def _plan(told: Mapping[str, Any]) -> Plan | None:
    """By a source, else by number, else by title; in the same province, and of one day where both have one."""
    source = SourceText.objects.select_related("plan").filter(sha256__in=told["sources"]).first()
    if source is not None:
        return source.plan
    of_province = Plan.objects.filter(province=told["province"])
    if told["document_number"]:
        return of_province.filter(document_number=told["document_number"]).first()
    if told["title"] and told["province"]:
        return of_province.filter(title=told["title"], issued_on=told["issued_on"]).first()
    return None


def _agency(row: Mapping[str, Any]) -> int | None:
    """The agency of that name here; None where there is none: the body stays as written."""
    named = Agency.objects.filter(province=row["province"], merged_into=None)
    found = named.filter(name=row["name"]).first() or named.filter(names__name=row["name"]).first()
    return found.pk if found else None


def _check(document: Any) -> None:
    """Whether this is such a document, down to what is read of it."""
    refusal = ValidationError(f"这不是更正的导出文件（{FORMAT}）。")
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise refusal
    if not _are(document.get("plans"), dict) or not _are(document.get("agencies"), dict):
        raise refusal
    for row in document["agencies"]:
        if not isinstance(row.get("id"), int) or not isinstance(row.get("name"), str) or "province" not in row:
            raise refusal
    if not all(_is_plan(plan) for plan in document["plans"]):
        raise refusal


def _is_plan(told: Mapping[str, Any]) -> bool:
    names = ("title", "document_number", "province", "issued_on")
    return (
        all(told.get(name, 0) is None or isinstance(told.get(name), str) for name in names)
        and _are(told.get("sources"), str)
        and _are(told.get("entries"), dict)
        and _are(told.get("corrections"), dict)
        and _are(told.get("successions"), dict)
        and all(_is_entry(row) for row in told["entries"])
        and all(isinstance(row.get("entry"), str) and isinstance(row.get("field"), str) for row in told["corrections"])
        and all("value" in row and "parsed_value" in row and _bodies_have_agency(row) for row in told["corrections"])
        and all(_is_succession(row) for row in told["successions"])
    )


def _is_succession(row: Mapping[str, Any]) -> bool:
    texts = all(isinstance(row.get(name), str) for name in ("measure", "successor", "ground"))
    return texts and isinstance(row.get("order"), int) and 0 <= row["order"] < 10_000


def _bodies_have_agency(row: Mapping[str, Any]) -> bool:
    lists = [row["value"], row["parsed_value"]] if row.get("field") == "responsibilities" else []
    return all(_are(each, dict) and all("agency" in body for body in each) for each in lists if each is not None)


def _is_entry(row: Mapping[str, Any]) -> bool:
    texts = all(isinstance(row.get(name), str) for name in ("id", "label", "name", "text"))
    flags = all(isinstance(row.get(name), bool) for name in ("added", "given_up"))
    return texts and flags and (row.get("under") is None or isinstance(row["under"], str) or _are(row["under"], str))


def _are(rows: Any, kind: type) -> bool:
    return isinstance(rows, list) and all(isinstance(row, kind) for row in rows)
