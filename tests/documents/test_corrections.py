"""What a person put in the place of what the parser said stays, whatever is imported."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError

from documents import corrections
from documents.importing import ImportResult
from documents.models import Agency, Chapter, Correction, CorrectionAct, IndexChange, Measure, Plan
from tests.documents.conftest import HOSPITALS, SCREENING, two_chapters
from tests.documents.texts import Heading, measure

pytestmark = pytest.mark.django_db

Again = Callable[[list[Heading]], ImportResult]


def hospitals() -> Measure:
    return Measure.objects.get(parsed__text=HOSPITALS)


def heard_of() -> set[int]:
    return set(IndexChange.objects.values_list("measure_id", flat=True))


def test_a_correction_is_in_force_at_once_and_keeps_what_the_parser_said(imported: ImportResult, editor: User) -> None:
    entry = hospitals()
    assert corrections.correct(entry, "text", "每个县办好两所公立医院。", by=editor, reason="原件如此")
    assert entry.text == "每个县办好两所公立医院。"
    assert hospitals().text == "每个县办好两所公立医院。"
    assert hospitals().parsed["text"] == HOSPITALS
    row = Correction.objects.get()
    assert (row.measure, row.parsed_value, row.made_by, row.reason) == (entry, HOSPITALS, editor, "原件如此")
    assert heard_of() == {entry.pk}


def test_a_correction_outlives_an_import_of_the_same_and_of_a_changed_text(
    imported: ImportResult, import_again: Again, editor: User
) -> None:
    entry = hospitals()
    corrections.correct(entry, "lead", "办好县医院", by=editor)
    corrections.correct(entry, "kind", "goal", by=editor)
    import_again(two_chapters())
    changed = two_chapters()
    changed[1].measures = [measure(HOSPITALS + "鼓励社会办医。", label="(一)", lead="办好医院"), changed[1].measures[1]]
    import_again(changed)
    entry.refresh_from_db()
    assert (entry.lead, entry.kind) == ("办好县医院", "goal")
    assert entry.text == HOSPITALS + "鼓励社会办医。"
    assert entry.parsed["lead"] == "办好医院"


def test_an_import_says_where_the_parser_has_changed_its_word_under_a_correction(
    imported: ImportResult, import_again: Again, editor: User
) -> None:
    corrections.correct(hospitals(), "lead", "办好县医院", by=editor)
    assert import_again(two_chapters()).conflicts == ()
    changed = two_chapters()
    changed[1].measures = [measure(HOSPITALS, label="(一)", lead="办好医院"), changed[1].measures[1]]
    (conflict,) = import_again(changed).conflicts
    assert (conflict.parsed_before, conflict.parsed_now) == (None, "办好医院")
    assert conflict.mine == "办好县医院"


def test_reverting_puts_the_parsers_word_back_in_force(imported: ImportResult, editor: User) -> None:
    entry = hospitals()
    corrections.correct(entry, "text", "改过的文字", by=editor)
    IndexChange.objects.all().delete()
    assert corrections.revert(entry, "text", editor)
    assert entry.text == HOSPITALS
    assert not entry.kept
    assert heard_of() == {entry.pk}
    assert not corrections.revert(entry, "text", editor)


def test_setting_a_field_to_what_the_parser_says_takes_the_correction_away(
    imported: ImportResult, editor: User
) -> None:
    entry = hospitals()
    corrections.correct(entry, "text", "改过的文字", by=editor)
    corrections.correct(entry, "text", HOSPITALS, by=editor)
    assert not Correction.objects.exists()
    assert entry.text == HOSPITALS


def test_every_act_is_kept_with_who_did_it_and_what_stood_before(imported: ImportResult, editor: User) -> None:
    entry = hospitals()
    corrections.correct(entry, "lead", "甲", by=editor)
    corrections.correct(entry, "lead", "乙", by=None)
    corrections.revert(entry, "lead", editor)
    acts = CorrectionAct.objects.order_by("pk").values_list("before", "after", "kind", "made_by")
    assert list(acts) == [
        (None, "甲", "correct", editor.pk), ("甲", "乙", "correct", None), ("乙", None, "revert", editor.pk),
    ]  # fmt: skip


def test_nothing_is_recorded_when_nothing_changes(imported: ImportResult, editor: User) -> None:
    entry = hospitals()
    assert not corrections.correct(entry, "text", HOSPITALS, by=editor)
    assert not IndexChange.objects.exists()
    assert not CorrectionAct.objects.exists()


def test_a_corrected_list_of_bodies_replaces_the_parsed_one_and_outlives_an_import(
    imported: ImportResult, import_again: Again, editor: User
) -> None:
    entry = Measure.objects.get(lead="扩大筛查")
    health = Agency.objects.get(name="贵州省卫生健康委员会")
    rows = [{"agency": health, "role": "participant"}, {"as_written": "县医院", "role": "lead"}]
    corrections.correct(entry, "responsibilities", rows, by=editor)
    import_again(two_chapters())
    assert [(str(row), row.role) for row in entry.responsibilities.all()] == [
        ("贵州省卫生健康委员会", "participant"), ("县医院", "lead"),
    ]  # fmt: skip
    corrections.revert(entry, "responsibilities", editor)
    assert [row.as_written for row in entry.responsibilities.all()] == ["省卫生健康委", "各市（州）人民政府"]


def test_a_corrected_list_of_targets_replaces_the_parsed_one(imported: ImportResult, editor: User) -> None:
    entry = Measure.objects.get(lead="扩大筛查")
    corrections.correct(
        entry, "targets", [{"indicator": "筛查率", "comparator": "不低于", "value": 85, "unit": "%"}], by=editor
    )
    assert [str(row) for row in entry.targets.all()] == ["筛查率不低于85%"]


def test_a_corrected_title_of_a_chapter_refreshes_its_measures_and_those_below(
    db: None, import_again: Again, editor: User
) -> None:
    inner = Heading("(一)", "筛查", [measure(SCREENING)])
    import_again([Heading("一、", "加强妇幼保健", [measure(HOSPITALS)], [inner])])
    IndexChange.objects.all().delete()
    corrections.correct(Chapter.objects.get(title="加强妇幼保健"), "title", "妇幼健康", by=editor)
    assert heard_of() == set(Measure.objects.values_list("pk", flat=True))


def test_a_corrected_plan_refreshes_all_its_measures(imported: ImportResult, editor: User) -> None:
    plan = Plan.objects.get()
    corrections.correct(plan, "province", "530000", by=editor)
    assert plan.province is not None
    assert plan.province.name == "云南"
    assert len(heard_of()) == 3


def test_what_a_person_corrected_is_shown_although_the_parser_no_longer_finds_it(
    imported: ImportResult, import_again: Again, editor: User
) -> None:
    entry = hospitals()
    corrections.correct(entry, "lead", "办好县医院", by=editor)
    import_again(two_chapters()[:1])
    entry.refresh_from_db()
    assert (entry.found, entry.visible) == (False, True)
    assert entry in Measure.objects.visible()
    assert entry.chapter is None


def test_a_withdrawn_entry_can_be_kept_without_changing_it(
    imported: ImportResult, import_again: Again, editor: User
) -> None:
    entry = hospitals()
    import_again(two_chapters()[:1])
    corrections.correct(entry, "hidden", False, by=editor)
    assert entry.visible
    import_again(two_chapters()[:1])
    assert entry in Measure.objects.visible()


def test_a_hidden_measure_stays_hidden_and_the_index_hears_of_it(
    imported: ImportResult, import_again: Again, editor: User
) -> None:
    entry = hospitals()
    corrections.correct(entry, "hidden", True, by=editor)
    assert heard_of() == {entry.pk}
    import_again(two_chapters())
    assert entry not in Measure.objects.visible()


def test_a_hidden_heading_leaves_its_measures_under_the_one_above(db: None, import_again: Again, editor: User) -> None:
    inner = Heading("(一)", "筛查", [measure(SCREENING)])
    import_again([Heading("一、", "加强妇幼保健", below=[inner])])
    chapter = Chapter.objects.get(title="筛查")
    corrections.correct(chapter, "hidden", True, by=editor)
    entry = Measure.objects.get()
    assert entry.chapter == Chapter.objects.get(title="加强妇幼保健")
    corrections.correct(chapter, "hidden", False, by=editor)
    entry.refresh_from_db()
    assert entry.chapter == chapter


def test_a_chapter_moved_below_another_has_the_level_of_its_place(imported: ImportResult, editor: User) -> None:
    first, second = Chapter.objects.order_by("order")
    corrections.correct(second, "parent", first, by=editor)
    assert (second.parent, second.level) == (first, 2)
    with pytest.raises(ValidationError, match="下级章节"):
        corrections.correct(first, "parent", second, by=editor)


def test_a_later_parse_cannot_make_a_circle_of_chapters(
    imported: ImportResult, import_again: Again, editor: User
) -> None:
    first, second = Chapter.objects.order_by("order")
    corrections.correct(first, "parent", second, by=editor)
    headings = two_chapters()
    headings[0].below, headings = [headings[1]], headings[:1]
    import_again(headings)
    assert {chapter.parent_id for chapter in Chapter.objects.all()} <= {None, first.pk, second.pk}
    assert Chapter.objects.filter(parent=None).exists()


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("text", "", "正文：不能为空"),
        ("text", 7, "正文：不是文字"),
        ("kind", "unknown", "类型：没有“unknown”"),
        ("lead", "长" * 501, "不能超过 500 字"),
        ("chapter", 10**9, "不在这份文件中"),
        ("hidden", "yes", "只能为是或否"),
        ("responsibilities", [{"role": "lead"}], "请选择部门"),
        ("responsibilities", [{"as_written": "甲"}, {"as_written": "甲"}], "出现了两次"),
        ("responsibilities", [{"as_written": "甲", "role": "boss"}], "没有“boss”"),
        ("responsibilities", [{"agency": 10**9}], "已不存在"),
        ("responsibilities", "甲", "须为列表"),
        ("targets", [{"indicator": "", "value": 1}], "请填写指标名称"),
        ("targets", [{"indicator": "率", "value": "多"}], "不是数值"),
        ("targets", [{"indicator": "率", "value": float("nan")}], "不是数值"),
        ("targets", [{"indicator": "率", "value": 1, "comparator": "约"}], "没有“约”"),
        ("spans", [], "没有可更正的字段"),
    ],
)
def test_a_value_that_cannot_be_is_refused_in_words_and_nothing_changes(
    imported: ImportResult, editor: User, field: str, value: Any, said: str
) -> None:
    entry = hospitals()
    with pytest.raises(ValidationError, match=said):
        corrections.correct_fields(entry, {"label": "(九)", field: value}, by=editor)
    assert hospitals().label == "(一)"
    assert not Correction.objects.exists()
    assert not IndexChange.objects.exists()


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("issued_on", "去年", "不是日期"),
        ("issued_on", "0021-08-20", "年份"),
        ("period_start", 21, "年份"),
        ("province", "999999", "没有代码为“999999”的省份"),
        ("issuers", "省政府", "须为名称的列表"),
    ],
)
def test_a_fact_of_a_plan_that_cannot_be_is_refused(
    imported: ImportResult, editor: User, field: str, value: Any, said: str
) -> None:
    with pytest.raises(ValidationError, match=said):
        corrections.correct(Plan.objects.get(), field, value, by=editor)


def test_what_was_done_to_two_plans_is_undone_in_both_or_in_none(imported: ImportResult, editor: User) -> None:
    other = corrections.add_measure(
        Plan.objects.create(title="别的规划"), {"text": "建立制度。"}, after=None, by=editor
    )
    corrections.correct_each([hospitals(), other], {"kind": "goal"}, by=editor)
    batch = CorrectionAct.objects.latest("pk").batch
    corrections.correct(other, "kind", "background", by=editor)
    with pytest.raises(ValidationError, match="此后又有改动"):
        corrections.undo(batch, by=editor)
    assert hospitals().kind == "goal"


def test_the_reason_of_going_back_names_the_time_that_pages_show(imported: ImportResult, editor: User) -> None:
    entry = hospitals()
    corrections.correct(entry, "lead", "办好县医院", by=editor)
    CorrectionAct.objects.update(made_at=datetime(2026, 3, 31, 16, 5, tzinfo=UTC))
    corrections.restore(CorrectionAct.objects.get(), by=editor)
    assert CorrectionAct.objects.latest("pk").reason == "恢复到 2026-04-01 00:05 之前"
