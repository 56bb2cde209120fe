"""Lists of what was corrected ask for all chapters, provinces and bodies that they name at once."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from documents import corrections
from documents.models import Chapter, Plan
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def moved() -> Callable[[int], Plan]:
    """A plan of which so many measures were moved, each to a chapter of its own."""

    def make(count: int) -> Plan:
        plan = factories.plan(f"文件{count}", "湖南")
        first = factories.chapter(plan, "原处")
        for n in range(count):
            entry, to = factories.measure(f"措施{n}。", under=first), factories.chapter(plan, "去处")
            corrections.correct(entry, "chapter", to.pk, by=None)
            Chapter.objects.filter(pk=to.pk).update(title=f"去处{n}")  # of which no parser said anything
        return plan

    return make


def queries_of(client: Client, address: str, said: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        page = client.get(address).content.decode()
    assert said in page
    return len(asked)


def test_the_log_of_a_plan_takes_no_query_a_row(admin_client: Client, moved: Callable[[int], Plan]) -> None:
    few, many = (
        queries_of(admin_client, reverse("admin:documents_plan_log", args=[moved(n).pk]), f"去处{n - 1}")
        for n in (2, 9)
    )
    assert many <= few + 1


def test_the_list_of_corrections_takes_no_query_a_row(admin_client: Client, moved: Callable[[int], Plan]) -> None:
    address = reverse("admin:documents_correction_changelist")
    moved(2)
    few = queries_of(admin_client, address, "去处1")
    moved(9)
    assert queries_of(admin_client, address, "去处8") <= few + 1
