"""The five real texts, imported, indexed and searched; and corrections that have to reach the index."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from documents import agencies, corrections
from documents.models import Agency, Chapter, Measure, Plan
from search import updates
from search.filters import Filters
from search.query import parse
from search.searching import Outcome, find

pytestmark = pytest.mark.django_db
SOURCES = Path(__file__).resolve().parents[2] / "fixtures" / "sources"


# the shortest texts are enough where not all have to be searched, and are indexed in a sixth of the time
SHORTER = sorted(SOURCES.glob("*.txt"), key=lambda path: path.stat().st_size)[:2]


@pytest.fixture
def imported(db: None) -> None:
    call_command("import_texts", str(SOURCES), verbosity=0)
    updates.ensure_index()


@pytest.fixture
def some_imported(db: None) -> None:
    call_command("import_texts", *map(str, SHORTER), verbosity=0)
    updates.ensure_index()


def outcome(typed: str, **keys: str) -> Outcome:
    return find(parse(typed), Filters({name: (key,) for name, key in keys.items()}), 0, 1000)


def texts(typed: str, **keys: str) -> list[str]:
    return [hit.measure.text for hit in outcome(typed, **keys).hits]


def drained() -> None:
    updates.drain_all()
    drift = updates.drift()
    assert not drift, drift


def test_searches_over_the_real_texts(imported: None) -> None:
    assert outcome("").total == Measure.objects.visible().count()
    assert "家庭医生签约" in texts("家庭医生签约")[0]
    assert len(texts("肺")) >= len(texts("尘肺病")) >= 1
    assert texts("足球联赛") == texts("航天发射") == []
    for typed in ("医疗卫生", "健康教育", "中医药"):
        assert texts(typed), typed
        literal = {m.pk for m in Measure.objects.visible() if typed in m.text}
        assert literal <= {hit.measure.pk for hit in outcome(typed).hits}, typed


def test_an_agency_is_found_by_the_name_it_bore_then_and_by_the_one_it_bears_now(some_imported: None) -> None:
    then = outcome("省卫生计生委", province="520000")
    now = outcome("贵州省卫生健康委员会", province="520000")
    assert then.total
    assert {hit.measure.pk for hit in then.hits} <= {hit.measure.pk for hit in now.hits}


def test_every_choice_of_every_facet_leaves_as_many_as_it_says(some_imported: None) -> None:
    for name, choices in outcome("医疗").facets.items():
        for choice in choices[:5]:
            assert outcome("医疗", **{name: choice.value}).total == choice.count, choice


def test_corrections_and_a_second_import_reach_the_index_whatever_they_change(some_imported: None) -> None:
    drained()
    plan = Plan.objects.get(document_number="黔府办发〔2017〕24号")
    chapter = Chapter.objects.filter(plan=plan, parent=None).exclude(children=None, measures=None)[0]
    measure = Measure.objects.visible().filter(plan=plan).exclude(responsibilities=None)[0]
    acts: list[tuple[Any, str, Any]] = [
        (measure, "text", "开展丹顶鹤湿地巡诊。"),
        (measure, "lead", "丹顶鹤"),
        (measure, "kind", "goal"),
        (chapter, "title", "换过的章名"),
        (chapter, "hidden", True),
        (plan, "title", "换过的文件名"),
        (plan, "issued_on", "2016-01-02"),
        (plan, "province", "430000"),
        (measure, "hidden", True),
        (plan, "hidden", True),
    ]
    for entry, field, value in acts:
        corrections.correct(entry, field, value, by=None)
        drained()
    for entry, field, _ in reversed(acts):
        corrections.revert(entry, field, by=None)
        drained()
    call_command("import_texts", *map(str, SHORTER), verbosity=0)
    drained()


def test_an_agency_with_another_name_is_found_by_it(some_imported: None) -> None:
    body = Agency.objects.filter(responsibilities__isnull=False)[0]
    body.name = "换了名的部门"
    body.save()
    agencies.changed(body)
    drained()
    assert texts("换了名的部门")


def test_the_api_pages_through_everything_once(some_imported: None, client: Client) -> None:
    seen: list[int] = []
    while len(answer := client.get("/api/v1/measures/", {"limit": 20, "offset": len(seen)}).json()["results"]):
        seen += [each["id"] for each in answer]
    assert sorted(seen) == sorted(Measure.objects.visible().values_list("pk", flat=True))
