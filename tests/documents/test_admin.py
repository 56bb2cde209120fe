"""Every model is found, listed and looked at in the admin, in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from documents import corrections
from documents.importing import ImportResult
from documents.models import Agency, Chapter, Correction, IndexChange, Measure, Plan
from tests.documents.texts import Heading, body, measure, target

pytestmark = pytest.mark.django_db

MODELS = [model.__name__.lower() for model in apps.get_app_config("documents").get_models()]
EDITED = ("plan", "chapter", "measure", "agency", "themerule", "noisepattern")
READ_ONLY = [name for name in MODELS if name not in EDITED]


@pytest.fixture
def staff(admin_client: Client, admin_user: User, imported: ImportResult) -> Client:
    """A signed-in admin, the small plan, and one of everything else."""
    corrections.correct(Measure.objects.latest("pk"), "lead", "监管", by=admin_user)
    return admin_client


def page_of(name: str, which: str = "changelist", *arguments: object) -> str:
    return reverse(f"admin:documents_{name}_{which}", args=arguments)


@pytest.mark.parametrize("name", MODELS)
def test_every_model_is_registered_and_can_be_searched(name: str) -> None:
    model = apps.get_model("documents", name)
    assert model in admin.site._registry
    assert admin.site._registry[model].search_fields


@pytest.mark.parametrize("name", MODELS)
def test_every_list_and_search_opens(staff: Client, name: str) -> None:
    assert staff.get(page_of(name)).status_code == 200
    assert staff.get(page_of(name), {"q": "1"}).status_code == 200


def test_lists_find_by_words_of_the_entry_and_of_its_plan(staff: Client) -> None:
    assert "扩大筛查" in staff.get(page_of("measure"), {"q": "宫颈癌"}).content.decode()
    assert "扩大筛查" not in staff.get(page_of("measure"), {"q": "急诊急救"}).content.decode()
    assert "加强妇幼保健" in staff.get(page_of("chapter"), {"q": "黔府发"}).content.decode()
    assert "贵州省卫生健康委员会" in staff.get(page_of("agency"), {"q": "卫生计生委"}).content.decode()


def test_a_list_takes_the_same_number_of_queries_however_long(
    staff: Client, admin_user: User, import_again: Callable[..., Any], django_assert_max_num_queries: Any
) -> None:
    rows = [
        measure(
            f"第{at}项工作的内容各不相同", label=f"({at})", bodies=[body(f"第{at}单位")], targets=[target("率", at)]
        )
        for at in range(30)
    ]
    import_again([Heading("一、", "加强妇幼保健", rows), *(Heading(f"{at}、", f"标题{at}") for at in range(30))])
    for entry in Measure.objects.filter(found=True):
        corrections.correct(entry, "kind", "goal", by=admin_user)
    for name in ("plan", "chapter", "measure", "agency", "responsibility", "target", "correction"):
        with django_assert_max_num_queries(12):
            assert staff.get(page_of(name)).status_code == 200, name


@pytest.mark.parametrize("name", READ_ONLY)
def test_what_is_derived_or_recorded_is_only_looked_at(staff: Client, name: str) -> None:
    entry = apps.get_model("documents", name)._default_manager.first()
    assert staff.get(page_of(name, "add")).status_code == 403
    if entry is not None:
        assert staff.get(page_of(name, "change", entry.pk)).status_code == 200
        assert staff.post(page_of(name, "change", entry.pk), {}).status_code == 403
        assert staff.post(page_of(name, "delete", entry.pk), {"post": "yes"}).status_code == 403


@pytest.mark.parametrize("name", ["chapter", "measure"])
def test_entries_come_from_imports_and_are_hidden_rather_than_deleted(staff: Client, name: str) -> None:
    entry = apps.get_model("documents", name)._default_manager.first()
    assert entry is not None
    assert staff.get(page_of(name, "add")).status_code == 403
    assert staff.post(page_of(name, "delete", entry.pk), {"post": "yes"}).status_code == 403


def test_the_way_to_the_page_of_an_entry_is_on_its_form(staff: Client) -> None:
    for entry in (Plan.objects.get(), Chapter.objects.first(), Measure.objects.first(), Agency.objects.first()):
        assert entry is not None
        form = staff.get(page_of(type(entry).__name__.lower(), "change", entry.pk)).content.decode()
        assert f'href="{entry.get_absolute_url()}"' in form


def test_the_admin_says_where_one_is(staff: Client) -> None:
    assert "健康政策知识库 管理" in staff.get(reverse("admin:index")).content.decode()


def test_a_plan_is_taken_out_whole_and_the_index_hears_of_it(staff: Client) -> None:
    measures = set(Measure.objects.values_list("pk", flat=True))
    IndexChange.objects.all().delete()
    address = page_of("plan", "delete", Plan.objects.get().pk)
    assert "人工更正" in staff.get(address).content.decode()
    staff.post(address, {"post": "yes"})
    assert not Plan.objects.exists()
    assert not Correction.objects.exists()
    assert set(IndexChange.objects.values_list("measure_id", flat=True)) == measures


def test_a_correction_is_taken_away_from_the_list_of_corrections(staff: Client) -> None:
    row = Correction.objects.get()
    staff.post(page_of("correction"), {"action": "revert", "_selected_action": [row.pk]})
    assert not Correction.objects.exists()
    assert Measure.objects.latest("pk").lead is None


def test_a_new_name_of_an_agency_reaches_the_index(staff: Client) -> None:
    IndexChange.objects.all().delete()
    agency = Agency.objects.get(name="贵州省卫生健康委员会")
    names = list(agency.names.all())
    form = {
        "name": agency.name,
        "province": "520000",
        "names-TOTAL_FORMS": len(names) + 1,
        "names-INITIAL_FORMS": len(names),
    }
    for at, name in enumerate(names):
        form |= {f"names-{at}-id": name.pk, f"names-{at}-agency": agency.pk, f"names-{at}-name": name.name}
        form |= {f"names-{at}-kind": name.kind, f"names-{at}-valid_from": name.valid_from or ""}
        form |= {f"names-{at}-valid_until": name.valid_until or ""}
    form |= {f"names-{len(names)}-name": "贵州卫健", f"names-{len(names)}-kind": "short"}
    answer = staff.post(page_of("agency", "change", agency.pk), form)
    assert answer.status_code == 302, answer.content.decode()
    assert agency.names.filter(name="贵州卫健").exists()
    assert list(IndexChange.objects.values_list("measure_id", flat=True)) == [Measure.objects.get(lead="扩大筛查").pk]
