"""A body is one row through all its names in time, in its province."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from documents.agencies import Register
from documents.models import Agency, AgencyName, IndexChange, Measure, Province, Responsibility
from documents.parsing.lexicon import Body, BodyName, provinces

pytestmark = pytest.mark.django_db

OLD, NEW = "贵州省卫生和计划生育委员会", "贵州省卫生健康委员会"


def body(province: str | None, *names: BodyName, collective: bool = False) -> Body:
    return Body("health", province, collective, names)


FAMILY_PLANNING = BodyName(OLD, "full", date(2014, 1, 1), date(2018, 10, 31))
HEALTH = BodyName(NEW, "full", date(2018, 11, 1), None)
SHORT = BodyName("省卫健委", "short", None, None)


def register(*bodies: Body, province: str = "520000") -> Register:
    """A register whose lexicon holds just these bodies."""

    def named(name: str, of: str | None) -> Body | None:
        found = (body for body in bodies if body.province in (of, None) and name in {n.name for n in body.names})
        return next(found, None)

    return Register(Province.objects.get(pk=province), named)


def test_all_34_provinces_of_the_standard_are_there_from_the_first_migration() -> None:
    stored = set(Province.objects.values_list("code", "name", "full_name"))
    assert len(stored) == 34
    assert stored == {(division.code, division.name, division.full_name) for division in provinces()}


def test_two_names_in_time_are_one_body_called_by_its_present_name() -> None:
    agencies = register(body("贵州", FAMILY_PLANNING, HEALTH, SHORT))
    assert agencies.find(OLD) == agencies.find(NEW)
    agency = Agency.objects.get()
    assert (agency.name, agency.province_id, agency.key) == (NEW, "520000", "health")
    assert list(agency.names.filter(kind="full").values_list("name", "valid_from", "valid_until")) == [
        (OLD, date(2014, 1, 1), date(2018, 10, 31)),
        (NEW, date(2018, 11, 1), None),
    ]
    assert agency.names.get(kind="short").name == "省卫健委"


def test_a_second_import_finds_the_body_that_the_first_one_made() -> None:
    of = body("贵州", FAMILY_PLANNING, HEALTH)
    assert register(of).find(OLD) == register(of).find(NEW)
    assert (Agency.objects.count(), AgencyName.objects.count()) == (1, 2)


def test_a_dissolved_body_is_called_by_its_last_name() -> None:
    register(body("贵州", FAMILY_PLANNING)).find(OLD)
    assert Agency.objects.get().name == OLD


def test_a_renaming_that_the_lexicon_learns_of_renames_the_body_and_the_index_hears_of_it(imported: object) -> None:
    agency = register(body("云南", FAMILY_PLANNING), province="530000").find(OLD)
    assert agency is not None
    measure = Measure.objects.latest("pk")
    Responsibility.objects.create(measure=measure, agency=agency)
    register(body("云南", FAMILY_PLANNING, HEALTH), province="530000").find(OLD)
    agency.refresh_from_db()
    assert agency.name == NEW
    assert measure.pk in IndexChange.objects.values_list("measure_id", flat=True)


def test_names_that_a_person_gave_or_removed_are_left_alone() -> None:
    of = body("贵州", FAMILY_PLANNING, HEALTH, SHORT)
    agency = register(of).find(NEW)
    assert agency is not None
    agency.names.filter(name="省卫健委").delete()
    Agency.objects.update(name="贵州省卫健委（更名）")
    assert register(of).find(NEW) == agency
    agency.refresh_from_db()
    assert agency.name == "贵州省卫健委（更名）"
    assert not agency.names.filter(name="省卫健委").exists()


def test_a_name_that_the_lexicon_gives_as_full_and_as_short_is_kept_once_as_full() -> None:
    agency = register(body("贵州", HEALTH, BodyName(NEW, "short", None, None), SHORT, SHORT)).find(NEW)
    assert agency is not None
    assert sorted(agency.names.values_list("name", "kind")) == [("省卫健委", "short"), (NEW, "full")]


def test_a_national_body_belongs_to_no_province_and_is_one_for_all() -> None:
    of = body(None, BodyName("国家卫生健康委员会", "full", None, None))
    first = register(of).find("国家卫生健康委员会")
    assert first is not None
    assert first.province is None
    assert register(of, province="530000").find("国家卫生健康委员会") == first


def test_bodies_of_two_provinces_are_two() -> None:
    names = [BodyName("卫生健康委员会", "full", None, None)]
    register(body("贵州", *names)).find("卫生健康委员会")
    register(body("云南", *names), province="530000").find("卫生健康委员会")
    assert Agency.objects.count() == 2


def test_a_town_and_its_province_are_two_bodies_of_one_kind() -> None:
    town = body("贵州", BodyName("贵阳市卫生健康委员会", "full", None, None))
    agencies = register(body("贵州", HEALTH), town)
    assert agencies.find(NEW) != agencies.find("贵阳市卫生健康委员会")
    assert set(Agency.objects.values_list("key", flat=True)) == {"health"}


def test_a_collective_body_is_kept_as_written_once_whatever_the_width_of_its_brackets() -> None:
    agencies = register()
    agency = agencies.find("各市（州）人民政府")
    assert agency is not None
    assert (agency.name, agency.collective, agency.province_id) == ("各市（州）人民政府", True, "520000")
    assert register().find("各市(州)人民政府") == agency


def test_a_body_that_nobody_knows_has_no_row() -> None:
    assert register().find(None) is None
    assert not Agency.objects.exists()


@pytest.mark.parametrize("province", [None, "520000"])
def test_the_database_holds_a_name_once_in_a_province(province: str | None) -> None:
    Agency.objects.create(name=NEW, province_id=province)
    with pytest.raises(IntegrityError), transaction.atomic():
        Agency.objects.create(name=NEW, province_id=province)
