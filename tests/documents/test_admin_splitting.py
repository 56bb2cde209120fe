"""Splitting and merging lose no text: neither what somebody changed meanwhile, nor the last of many."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from documents import corrections
from documents.importing import ImportResult
from documents.models import Measure
from tests.documents.texts import Heading, measure

pytestmark = pytest.mark.django_db


@pytest.fixture
def measures(imported: ImportResult) -> list[Measure]:
    return list(Measure.objects.order_by("order", "pk"))


def test_a_measure_is_not_split_where_its_text_has_changed(admin_client: Client, measures: list[Measure]) -> None:
    address = reverse("admin:documents_measure_split", args=[measures[0].pk])
    sent = {"cut": "1", "opened_as": admin_client.get(address).context["opened_as"]}
    corrections.correct(measures[0], "text", "先改的一句；再改的一句；又一句。", by=None)
    assert "已被他人或导入改动" in admin_client.post(address, sent).content.decode()
    assert Measure.objects.visible().count() == len(measures)
    sent["opened_as"] = admin_client.get(address).context["opened_as"]
    assert admin_client.post(address, sent).status_code == 302
    assert Measure.objects.visible().count() == len(measures) + 1


def test_measures_are_not_merged_over_a_text_that_has_changed(admin_client: Client, measures: list[Measure]) -> None:
    address = reverse("admin:documents_measure_merge")
    chosen = {"chosen": f"{measures[1].pk},{measures[2].pk}"}
    form = admin_client.post(address, chosen).context["form"]
    sent = chosen | {"apply": "1", "text": form["text"].value(), "opened_as": form["opened_as"].value()}
    corrections.correct(measures[2], "text", "先改的正文。", by=None)
    assert "已被他人或导入改动" in admin_client.post(address, sent).content.decode()
    assert Measure.objects.visible().count() == len(measures)
    form = admin_client.post(address, chosen).context["form"]
    sent |= {"text": form["text"].value(), "opened_as": form["opened_as"].value()}
    admin_client.post(address, sent)
    assert "先改的正文。" in Measure.objects.visible().latest("pk").text


def test_the_text_of_all_that_is_merged_is_proposed_however_many(
    admin_client: Client, imported: ImportResult, import_again: Callable[[list[Heading]], ImportResult]
) -> None:
    import_again([Heading("一、", "章", [measure(f"第{at}项工作的内容各不相同") for at in range(60)])])
    chosen = ",".join(str(pk) for pk in Measure.objects.visible().values_list("pk", flat=True))
    form = admin_client.post(reverse("admin:documents_measure_merge"), {"chosen": chosen}).context["form"]
    assert "第59项" in form["text"].value()
