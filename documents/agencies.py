"""The one row of a body that texts name in many ways and, through reforms, by several full names.

A body belongs to a province (those of the central government to none), bears all names that the lexicon knows of it,
and is called by its present name, or its last. What a text writes but the lexicon does not know has no row.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date

from documents import index_changes
from documents.models import Agency, AgencyName, Province, Responsibility
from documents.parsing.lexicon import Body, BodyName, body_named

# A name and the short name of a province → the body that bears it.
Lexicon = Callable[[str, str | None], Body | None]
# What collective bodies begin with: 各市（州）人民政府, 有关部门.
COLLECTIVE = ("各", "有关", "相关")


def present_name(body: Body) -> str:
    """The full name in force now, else the last one; a body that has only short names is called by its first."""
    full = [name for name in body.names if name.kind == AgencyName.Kind.FULL]
    if not full:
        return body.names[0].name
    return max(full, key=lambda name: (name.valid_until or date.max, name.valid_from or date.min)).name


class Register:
    """The agencies that texts of one province may name: its own and the central government's, loaded once.

    `find` writes the rows that are missing, so it belongs into the transaction of an import.
    """

    def __init__(self, province: Province | None, lexicon: Lexicon = body_named) -> None:
        self._province = province
        self._lexicon = lexicon
        self._found: dict[str, Agency | None] = {}
        self._by_name: dict[tuple[str | None, str], Agency] = {}
        self._names: dict[int, set[str]] = defaultdict(set)
        self._load()

    def find(self, canonical: str | None) -> Agency | None:
        """The agency that the parser calls `canonical`, made where it is new; None for a body nobody knows."""
        if canonical is None:
            return None
        if canonical not in self._found:
            body = self._lexicon(canonical, self._province.name if self._province else None)
            self._found[canonical] = self._agency(body) if body else self._unlisted(canonical)
        return self._found[canonical]

    def _load(self) -> None:
        places = [None, self._province.pk] if self._province else [None]
        agencies = Agency.objects.filter(province=None) | Agency.objects.filter(province__in=places[1:])
        names = AgencyName.objects.filter(agency__in=agencies).select_related("agency")
        for agency in agencies:
            for name in (*agency.lexicon_names, agency.name):
                self._by_name[agency.province_id, _form(name)] = agency
        for row in names:
            self._names[row.agency_id].add(row.name)
            if row.kind == AgencyName.Kind.FULL:
                self._by_name.setdefault((row.agency.province_id, _form(row.name)), row.agency)

    def _agency(self, body: Body) -> Agency:
        place = self._province.pk if self._province and body.province else None
        full = [name.name for name in body.names if name.kind == AgencyName.Kind.FULL] or [body.names[0].name]
        known = (self._by_name.get((place, _form(name))) for name in full)
        agency = next((agency for agency in known if agency), None)
        if agency is None:
            agency = self._create(present_name(body), place, body.key, collective=body.collective)
        self._take_names(agency, body)
        return agency

    def _create(self, name: str, place: str | None, key: str, *, collective: bool) -> Agency:
        agency = Agency.objects.create(name=name, province_id=place, key=key, collective=collective)
        self._by_name[place, _form(name)] = agency
        return agency

    def _take_names(self, agency: Agency, body: Body) -> None:
        """Adds the lexicon's names that have not been taken before; those a person removed stay away."""
        once = {name.name: name for name in reversed(body.names)}  # full names stand first, and win over short ones
        new = [once[name] for name in reversed(once) if name not in agency.lexicon_names]
        if not new:
            return
        self._add_names(agency, [name for name in new if name.name not in self._names[agency.pk]])
        present = present_name(body)
        if agency.name in agency.lexicon_names and present in {name.name for name in new}:
            agency.name = present  # a renaming that the lexicon has learned of; a name that a person gave stays
        agency.lexicon_names = [*agency.lexicon_names, *(name.name for name in new)]
        agency.key = agency.key or body.key
        agency.save()
        changed(agency)

    def _add_names(self, agency: Agency, names: Iterable[BodyName]) -> None:
        rows = [
            AgencyName(
                agency=agency, name=n.name, kind=n.kind, valid_from=n.valid_from, valid_until=n.valid_until
            )
            for n in names
        ]  # fmt: skip
        AgencyName.objects.bulk_create(rows)
        self._names[agency.pk].update(row.name for row in rows)

    def _unlisted(self, canonical: str) -> Agency | None:
        """A body that the parser could name though the lexicon has no entry for it: a collective one, as written."""
        place = self._province.pk if self._province else None
        agency = self._by_name.get((place, _form(canonical)))
        if agency is None:
            agency = self._create(canonical, place, "", collective=canonical.startswith(COLLECTIVE))
            AgencyName.objects.create(agency=agency, name=canonical)
        return agency


def changed(agency: Agency) -> None:
    """Records for the index all measures that name an agency whose names have changed; in the caller's transaction."""
    index_changes.record(Responsibility.objects.filter(agency=agency).values_list("measure", flat=True))


def _form(name: str) -> str:
    """What two ways to write a name have in common: 各市(州)人民政府, 各市（州）人民政府."""
    return unicodedata.normalize("NFKC", name).replace(" ", "")
