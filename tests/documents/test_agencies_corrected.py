"""What persons do to agencies: nothing of it is lost to another person, half done, or taken back to the wrong place."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from documents.corrections import agencies
from documents.corrections.acts import Doing
from documents.models import Agency, AgencyAct
from tests.documents.test_admin_correcting import complaints, form_of

pytestmark = pytest.mark.django_db


def agency(name: str) -> Agency:
    return Agency.objects.create(name=name, province_id="520000")


def address_of(one: Agency) -> str:
    return reverse("admin:documents_agency_change", args=[one.pk])


def test_a_page_opened_before_another_change_takes_no_name_away(admin_client: Client) -> None:
    health = agency("贵州省卫生健康委员会")
    opened = form_of(admin_client, address_of(health))
    agencies.add_alias(health, "省卫健委", Doing(None))
    answer = admin_client.post(address_of(health), opened | {"names-0-name": "贵州卫健"})
    assert "已被他人或导入改动" in complaints(answer)
    assert [row.name for row in health.names.all()] == ["省卫健委"]


def test_a_page_opened_after_the_last_change_is_saved(admin_client: Client) -> None:
    health = agency("贵州省卫生健康委员会")
    agencies.add_alias(health, "省卫健委", Doing(None))
    sent = form_of(admin_client, address_of(health)) | {"names-1-name": "贵州卫健", "names-1-kind": "short"}
    answer = admin_client.post(address_of(health), sent)
    assert answer.status_code == 302, complaints(answer)
    assert {row.name for row in health.names.all()} == {"省卫健委", "贵州卫健"}


def test_of_several_that_cannot_all_be_merged_none_is(admin_client: Client) -> None:
    one, gone, other, kept = (agency(name) for name in ("丁厅", "甲厅", "丙厅", "乙厅"))
    agencies.merge(gone, other, by=None)
    chosen = {"chosen": [one.pk, gone.pk, kept.pk], "into": kept.pk}
    answer = admin_client.post(reverse("admin:documents_agency_merge"), chosen, follow=True)
    assert "已并入其他部门的部门不能再合并" in answer.content.decode()
    one.refresh_from_db()
    assert one.merged_into is None


def test_a_name_given_by_who_does_not_know_of_a_merging_leaves_it_as_it_is() -> None:
    one, other = agency("甲厅"), agency("乙厅")
    read_before = Agency.objects.get(pk=one.pk)
    agencies.merge(one, other, by=None)
    agencies.change(Agency.objects.get(pk=one.pk), {"name": "甲甲厅"}, [], by=None)
    agencies.add_alias(read_before, "甲局", Doing(None))
    one.refresh_from_db()
    assert (one.merged_into, one.name) == (other, "甲甲厅")
    assert [row.name for row in one.names.all()] == ["甲局"]


def test_parting_brings_back_the_agencies_that_had_been_merged_before() -> None:
    first, second, third = (agency(name) for name in ("甲厅", "乙厅", "丙厅"))
    agencies.merge(first, second, by=None)
    agencies.merge(second, third, by=None)
    agencies.part(second, by=None)
    first.refresh_from_db()
    assert first.merged_into == second


def test_an_act_says_whether_names_were_changed_or_other_facts() -> None:
    health = agency("贵州省卫生健康委员会")
    agencies.change(health, {"collective": True}, [], by=None)
    agencies.add_alias(health, "省卫健委", Doing(None))
    assert list(AgencyAct.objects.order_by("pk").values_list("kind", flat=True)) == ["facts", "names"]


def test_undoing_one_name_keeps_those_that_were_given_since() -> None:
    health = agency("贵州省卫生健康委员会")
    first = Doing(None)
    agencies.add_alias(health, "省卫健委", first)
    agencies.add_alias(health, "贵州卫健", Doing(None))
    agencies.undo(first.batch, by=None)
    assert [row.name for row in health.names.all()] == ["贵州卫健"]


def test_undoing_puts_back_a_name_and_the_facts_that_an_act_took_away() -> None:
    health = agency("贵州省卫生健康委员会")
    agencies.add_alias(health, "省卫健委", Doing(None))
    agencies.change(health, {"collective": True}, [], by=None)
    agencies.undo(AgencyAct.objects.latest("pk").batch, by=None)
    health.refresh_from_db()
    assert not health.collective
    assert [row.name for row in health.names.all()] == ["省卫健委"]
