"""A text becomes a plan with its entries, once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from documents import importing
from documents.importing import ImportResult, Status
from documents.models import Agency, Chapter, Finding, IndexChange, Measure, Plan, SourceText
from documents.parsing import tree
from tests.documents.conftest import HOSPITALS, SCREENING, SUPERVISION, two_chapters
from tests.documents.texts import FACTS, Heading, Parser, measure, parsed_text, raw_text

Again = Callable[[list[Heading]], ImportResult]

pytestmark = pytest.mark.django_db


def test_a_new_text_becomes_a_plan_with_chapters_and_measures_in_reading_order(imported: ImportResult) -> None:
    plan = Plan.objects.get()
    assert imported.status is Status.NEW
    assert imported.plan_id == plan.pk
    assert (plan.title, plan.province_id, plan.period_start, plan.period_end) == (FACTS.title, "520000", 2021, 2025)
    assert plan.issued_on is not None
    assert plan.issued_on.isoformat() == "2021-08-20"
    assert [chapter.heading for chapter in plan.chapters.all()] == ["一、加强妇幼保健", "二、完善服务体系"]
    assert [measure.text for measure in plan.measures.all()] == [SCREENING, HOSPITALS, SUPERVISION]
    assert [measure.chapter.title for measure in plan.measures.all() if measure.chapter] == [
        "加强妇幼保健", "完善服务体系", "完善服务体系",
    ]  # fmt: skip


def test_a_measure_keeps_who_is_responsible_and_its_targets(imported: ImportResult) -> None:
    measure = Measure.objects.get(lead="扩大筛查")
    assert [(row.as_written, str(row.agency), row.role) for row in measure.responsibilities.all()] == [
        ("省卫生健康委", "贵州省卫生健康委员会", "lead"),
        ("各市（州）人民政府", "各市（州）人民政府", "participant"),
    ]
    assert [str(row) for row in measure.targets.all()] == ["筛查率达到80%"]


def test_the_source_is_kept_whole_with_what_else_was_found_in_it(imported: ImportResult) -> None:
    source = SourceText.objects.get()
    assert (source.text, source.characters, source.current) == ("原文", 2, True)
    assert set(Finding.objects.values_list("kind", flat=True)) == {"front_matter", "noise", "repair", "unplaced"}


def test_the_same_text_again_changes_nothing_and_is_not_even_parsed(imported: ImportResult, parser: Parser) -> None:
    asked = parser.asked
    again = importing.import_text(raw_text("原文", file="another name.txt"))
    assert again.status is Status.UNCHANGED
    assert again.plan_id == imported.plan_id
    assert len(again.unchanged) == 1 + 2 + 3
    assert parser.asked == asked
    assert (Plan.objects.count(), Chapter.objects.count(), Measure.objects.count()) == (1, 2, 3)
    assert not IndexChange.objects.exists()


def test_a_newer_parser_that_reads_the_same_changes_nothing(imported: ImportResult, import_again: Again) -> None:
    again = import_again(two_chapters())
    assert again.status is Status.UNCHANGED
    assert len(again.unchanged) == 1 + 2 + 3
    assert SourceText.objects.get().parser_version != "1"
    assert not IndexChange.objects.exists()


def test_the_index_hears_of_every_new_measure(db: None, parser: Parser) -> None:
    importing.import_text(raw_text("原文"))
    assert set(IndexChange.objects.values_list("measure_id", flat=True)) == set(
        Measure.objects.values_list("pk", flat=True)
    )


def test_a_text_without_structure_is_a_plan_without_chapters(db: None, parser: Parser) -> None:
    parser.gives = parsed_text(facts=tree.PlanFacts())
    result = importing.import_text(raw_text("一段没有结构的文字"))
    plan = Plan.objects.get()
    assert result.status is Status.NEW
    assert plan.title is None
    assert "标题缺失" in plan.heading
    assert not plan.chapters.exists()


def test_a_dry_run_says_what_would_change_and_keeps_nothing(db: None, parser: Parser) -> None:
    result = importing.import_text(raw_text("原文"), dry_run=True)
    assert result.status is Status.NEW
    assert result.plan_id is None
    assert [entry.pk for entry in result.new] == [None] * 6
    assert not Plan.objects.exists()
    assert not Agency.objects.exists()
    assert not IndexChange.objects.exists()


def test_values_too_long_for_a_column_are_shown_cut_and_kept_whole(db: None, parser: Parser) -> None:
    parser.gives = parsed_text(facts=tree.PlanFacts(title="规" * 900))
    importing.import_text(raw_text("原文"))
    plan = Plan.objects.get()
    assert plan.title == "规" * 499 + "…"
    assert plan.parsed["title"] == "规" * 900


def test_an_import_takes_few_queries_however_long_the_text(
    db: None, parser: Parser, django_assert_max_num_queries: Any
) -> None:

    parser.gives = parsed_text(
        [
            Heading(f"{n}、", f"第{n}部分", [measure(f"第{n}部分第{m}项工作内容", label=f"({m})") for m in range(20)])
            for n in range(20)
        ]
    )
    with django_assert_max_num_queries(75):
        importing.import_text(raw_text("原文"))
    assert Measure.objects.count() == 400
