"""The address of a measure leads on when it is split, merged, or read otherwise by a newer parser."""

from __future__ import annotations

import pytest
from django.test import Client

from documents.models import Measure, Plan, SourceText, Succession
from tests.documents import rows

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan() -> Plan:
    return rows.plan()


@pytest.fixture
def source(plan: Plan) -> SourceText:
    return rows.source(plan, "一二三四五六七八九十")


def leads_to(client: Client, entry: Measure) -> str | None:
    answer = client.get(entry.get_absolute_url())
    return answer.headers.get("Location") if answer.status_code == 302 else None


def test_a_measure_that_was_split_leads_to_its_first_part_which_names_the_others(client: Client, plan: Plan) -> None:
    gone = rows.measure(plan, "甲和乙。", lead="甲和乙", hidden=True)
    first, second = rows.measure(plan, "甲。", lead="先做甲"), rows.measure(plan, "乙。", lead="再做乙")
    Succession.objects.create(measure=gone, successor=second, order=1)
    Succession.objects.create(measure=gone, successor=first, order=0)
    assert leads_to(client, gone) == first.get_absolute_url()
    text = client.get(first.get_absolute_url()).content.decode()
    assert "甲和乙" in text
    assert "同出的还有" in text
    assert f'<a href="{second.get_absolute_url()}">再做乙</a>' in text


def test_measures_that_were_merged_lead_to_the_one_that_they_became(client: Client, plan: Plan) -> None:
    one, other = rows.measure(plan, "甲。", hidden=True), rows.measure(plan, "乙。", hidden=True)
    whole = rows.measure(plan, "甲和乙。")
    for gone in (one, other):
        Succession.objects.create(measure=gone, successor=whole)
    assert leads_to(client, one) == leads_to(client, other) == whole.get_absolute_url()


def test_a_measure_that_a_newer_parser_reads_otherwise_leads_to_what_has_most_of_its_words(
    client: Client, plan: Plan, source: SourceText
) -> None:
    gone = rows.measure(plan, "一二三四五。", spans=[[0, 5]], source=source, found=False)
    rows.measure(plan, "一。", spans=[[0, 1]], source=source)
    most = rows.measure(plan, "二三四五六。", spans=[[1, 6]], source=source)
    assert leads_to(client, gone) == most.get_absolute_url()


def test_what_a_person_has_hidden_leads_nowhere(client: Client, plan: Plan, source: SourceText) -> None:
    gone = rows.measure(plan, "一二三。", spans=[[0, 3]], source=source, hidden=True)
    rows.measure(plan, "一二三四。", spans=[[0, 4]], source=source)
    assert client.get(gone.get_absolute_url()).status_code == 404


def test_nothing_leads_to_what_is_not_seen_or_into_a_hidden_plan(client: Client, plan: Plan) -> None:
    gone = rows.measure(plan, "甲。", hidden=True)
    Succession.objects.create(measure=gone, successor=rows.measure(plan, "乙。", hidden=True))
    assert client.get(gone.get_absolute_url()).status_code == 404
    seen = rows.measure(plan, "丙。")
    Succession.objects.create(measure=gone, successor=seen, order=1)
    assert leads_to(client, gone) == seen.get_absolute_url()
    Plan.objects.update(hidden=True)
    assert client.get(gone.get_absolute_url()).status_code == 404


def test_a_heading_that_is_read_otherwise_leads_to_the_one_in_its_place(
    client: Client, plan: Plan, source: SourceText
) -> None:
    gone = rows.chapter(plan, "总体", spans=[[0, 4]], source=source, found=False)
    now = rows.chapter(plan, "总体要求", spans=[[0, 6]], source=source)
    answer = client.get(gone.get_absolute_url())
    assert (answer.status_code, answer.headers["Location"]) == (302, now.get_absolute_url())
