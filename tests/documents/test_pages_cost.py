"""Every page costs a fixed number of queries, however long the plan and however busy the agency."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from documents.models import Agency, Citation, Plan
from tests.documents import rows

MOST_QUERIES = 12


def addresses(plan: Plan) -> dict[str, str]:
    """One page of each sort, about this plan."""
    chapter, measure = plan.chapters.all()[0], plan.measures.all()[3]
    agency = Agency.objects.filter(responsibilities__measure=measure).get()
    return {
        "home": "/",
        "plans": "/plans/",
        "plan": plan.get_absolute_url(),
        "words found": f"{plan.get_absolute_url()}?find=措施",
        "file": f"{plan.get_absolute_url()}download/json/",
        "source": f"{plan.get_absolute_url()}source/?span=2-4&span=6-8",
        "chapter": chapter.get_absolute_url(),
        "measure": measure.get_absolute_url(),
        "agencies": "/agencies/",
        "agency": agency.get_absolute_url(),
        "province": "/provinces/430000/",
        "data notes": "/data/",
    }


def queries_of(client: Client, address: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


@pytest.mark.django_db
def test_a_page_asks_the_database_at_most_twelve_times_and_no_more_of_a_longer_plan(client: Client) -> None:
    short = {name: queries_of(client, address) for name, address in addresses(rows.long_plan(12)).items()}
    long = {name: queries_of(client, address) for name, address in addresses(rows.long_plan(70)).items()}
    assert {name: number for name, number in long.items() if number > MOST_QUERIES} == {}
    assert long == short


@pytest.mark.django_db
def test_a_measure_that_cites_another_plan_asks_ten_times_at_most(client: Client) -> None:
    plan = rows.long_plan(12)
    measure = plan.measures.all()[3]
    Citation.objects.create(measure=measure, title=plan.title)
    assert queries_of(client, measure.get_absolute_url()) <= 10
    assert (
        f'href="{plan.get_absolute_url()}">《{plan.title}》' in client.get(measure.get_absolute_url()).content.decode()
    )
