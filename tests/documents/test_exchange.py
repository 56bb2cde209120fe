"""Corrections go from one installation to another: found by source, place and words, as often as wanted."""

from __future__ import annotations

import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command

from documents import corrections, importing, index_changes
from documents.corrections import Part
from documents.corrections.exchange.arriving import take_in
from documents.corrections.exchange.leaving import document_of
from documents.importing import ImportResult
from documents.models import (
    Agency,
    Chapter,
    Correction,
    IndexChange,
    Measure,
    Plan,
    Province,
    ReviewItem,
    Succession,
)
from tests.documents.conftest import HOSPITALS, SCREENING, SUPERVISION, two_chapters
from tests.documents.texts import Heading, Parser, measure, parsed_text, raw_text

pytestmark = pytest.mark.django_db

FIRST, SECOND = HOSPITALS[:15], HOSPITALS[15:]


def named(text: str) -> Measure:
    return Measure.objects.get(parsed__text=text)


@pytest.fixture
def document(imported: ImportResult, editor: User) -> Any:
    """Of everything a correction, exported; the installation is then emptied, and the same text imported anew."""
    plan, screening = Plan.objects.get(), named(SCREENING)
    health = Agency.objects.get(name="贵州省卫生健康委员会")
    corrections.correct(plan, "issued_on", "2021-09-01", by=editor)
    corrections.correct_fields(
        screening, {"lead": "筛查", "kind": "goal", "themes": ["基层卫生"]}, by=editor, reason="据原件"
    )
    corrections.correct(screening, "responsibilities", [{"agency": health, "role": "participant"}], by=editor)
    corrections.correct(Chapter.objects.get(title="加强妇幼保健"), "title", "妇幼健康", by=editor)
    corrections.split(named(HOSPITALS), [Part(FIRST), Part(SECOND)], by=editor)
    corrections.add_measure(plan, {"text": "推广中药材规范种植。"}, after=named(SUPERVISION), by=editor)
    corrections.correct(screening, "chapter", Chapter.objects.get(title="完善服务体系"), by=editor)
    corrections.check(named(SUPERVISION), by=editor)
    return json.loads(json.dumps(document_of(Plan.objects.all()), ensure_ascii=False))


def readable() -> list[tuple[Any, ...]]:
    """All that readers see, without numbers, which differ."""
    plan = Plan.objects.get()
    shown = Measure.objects.visible().select_related("chapter").order_by("order", "pk")
    return [
        (plan.title, plan.issued_on),
        *(
            (m.chapter and m.chapter.heading, m.label, m.lead, m.kind, m.text, m.themes, m.checked,
             [(str(body), str(body.agency), body.role) for body in m.responsibilities.all()])
            for m in shown
        ),
    ]  # fmt: skip


def elsewhere(headings: list[Heading] | None = None, parser: Parser | None = None) -> None:
    """Another installation with the same plan: other numbers, none of the corrections."""
    importing.remove_plan(Plan.objects.get())
    Agency.objects.all().delete()
    Agency.objects.create(name="别的部门", province=Province.objects.get(name="贵州"))
    if headings is not None and parser is not None:
        parser.gives = parsed_text(headings)
    importing.import_text(raw_text("原文"))
    IndexChange.objects.all().delete()


def test_what_readers_see_is_the_same_in_the_other_installation(document: Any) -> None:
    before = readable()
    elsewhere()
    assert readable() != before
    arrived = take_in(document, by=None)
    assert readable() == before
    assert (arrived.kept, arrived.missing) == (0, [])
    assert arrived.taken == len(document["plans"][0]["corrections"])
    assert [row.successor.text for row in Succession.objects.filter(measure__parsed__text=HOSPITALS)] == [FIRST, SECOND]
    plan = Plan.objects.get().pk
    assert {row.measure_id for row in IndexChange.objects.all()} == set(index_changes.contents(plan)) | {
        named(HOSPITALS).pk
    }


def test_the_same_again_changes_nothing(document: Any) -> None:
    elsewhere()
    take_in(document, by=None)
    before, rows = readable(), Correction.objects.count()
    IndexChange.objects.all().delete()
    arrived = take_in(document, by=None)
    assert (readable(), Correction.objects.count(), arrived.taken) == (before, rows, 0)
    assert not IndexChange.objects.exists()


def test_who_made_a_correction_is_known_by_name_or_told_in_the_reason(document: Any, editor: User) -> None:
    elsewhere()
    take_in(document, by=None)
    assert Correction.objects.get(field="kind").made_by == editor
    editor.delete()
    elsewhere()
    take_in(document, by=None)
    assert "据原件（editor" in Correction.objects.get(field="kind").reason


def test_a_correction_in_the_name_of_somebody_else_says_that_it_came_by_a_file(
    document: Any, editor: User, admin_user: User
) -> None:
    elsewhere()
    take_in(document, by=admin_user)
    row = Correction.objects.get(field="kind")
    assert (row.made_by, "由另一处导入" in row.reason) == (editor, True)


def test_what_was_corrected_otherwise_here_stays_unless_it_is_to_be_overwritten(document: Any) -> None:
    elsewhere()
    corrections.correct(named(SCREENING), "lead", "本地的主题句", by=None)
    assert take_in(document, by=None).kept == 1
    assert named(SCREENING).lead == "本地的主题句"
    take_in(document, by=None, overwrite=True)
    assert named(SCREENING).lead == "筛查"


def test_where_the_parser_says_something_else_here_a_person_is_asked(document: Any, parser: Parser) -> None:
    headings = two_chapters()
    headings[0].measures = [measure(SCREENING, label="(一)", lead="另一读法")]
    elsewhere(headings, parser)
    take_in(document, by=None)
    item = ReviewItem.objects.get(kind="conflict", field="lead")
    assert [item.detail[side] for side in ("before", "now", "mine")] == ["扩大筛查", "另一读法", "筛查"]


def test_what_is_not_here_is_told(document: Any, parser: Parser) -> None:
    elsewhere(two_chapters()[1:], parser)
    arrived = take_in(document, by=None)
    assert any("扩大筛查" in message for message in arrived.missing)
    importing.remove_plan(Plan.objects.get())
    assert take_in(document, by=None).missing == ["没有这份文件：贵州省“十四五”卫生健康发展规划"]


def test_a_plan_read_from_another_text_is_known_by_its_number(document: Any) -> None:
    before = readable()
    importing.remove_plan(Plan.objects.get())
    importing.import_text(raw_text("另一网站的原文", file="other.txt"))
    take_in(document, by=None)
    assert readable() == before


@pytest.mark.parametrize(
    "nonsense",
    [
        None, [], {}, {"format": "healthplan-corrections/1"}, {"format": "healthplan-corrections/1", "plans": {}},
        {"format": "healthplan-corrections/1", "agencies": [], "plans": [{"title": 3}]},
        {"format": "healthplan-corrections/1", "agencies": [{"id": "x"}], "plans": []},
    ],
)  # fmt: skip
def test_what_is_no_such_document_is_refused(nonsense: Any) -> None:
    with pytest.raises(ValidationError, match="不是更正的导出文件"):
        take_in(nonsense, by=None)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda row: row.update(field="spans"), "不成立"),
        (lambda row: row.update(field="kind", value="unknown"), "不成立"),
        (lambda row: row.update(field="chapter", value="c999"), "不成立"),
    ],
)
def test_a_correction_that_cannot_be_here_is_told_and_the_others_are_taken(
    document: Any, change: Callable[[Any], None], said: str
) -> None:
    elsewhere()
    change(next(row for row in document["plans"][0]["corrections"] if row["field"] == "lead"))
    arrived = take_in(document, by=None)
    assert [message for message in arrived.missing if said in message]
    assert named(SCREENING).themes == ["基层卫生"]


def test_the_commands_write_and_read_a_file(document: Any, tmp_path: Path) -> None:
    before, file, out = readable(), tmp_path / "corrections.json", StringIO()
    call_command("export_corrections", str(file), stdout=out)
    assert "1 份文件" in out.getvalue()
    elsewhere()
    call_command("import_corrections", str(file), stdout=out)
    assert readable() == before
    file.write_text("{", encoding="utf-8")
    with pytest.raises(CommandError, match="不是 JSON"):
        call_command("import_corrections", str(file))
    with pytest.raises(CommandError, match="没有编号为"):
        call_command("export_corrections", "--plan", "999999")
