"""What there is to look at: raised by the parser, an import or a reader; settled by a person, for good and undoable."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError

from documents import corrections, importing
from documents.importing import ImportResult
from documents.models import Agency, Correction, IndexChange, Measure, Plan, ReaderReport, ReviewItem, Succession
from documents.parsing import tree
from documents.review import settling
from documents.review.reports import take_up_reports
from tests.documents.conftest import HOSPITALS, SUPERVISION, two_chapters
from tests.documents.texts import Heading, Parser, body, measure, parsed_text, raw_text

pytestmark = pytest.mark.django_db

Again = Callable[[list[Heading]], ImportResult]
MISPRINT = "落实市场准人负面清单制度，规范社会办医。"
SOURCE = f"前文。{MISPRINT}后文。"
AT = SOURCE.index("准人")
REPAIR = tree.Repair(((AT, AT + 2),), "character", "准人", "准入", certain=False)


def the(kind: str, **facts: object) -> ReviewItem:
    return ReviewItem.objects.get(kind=kind, **facts)


@pytest.fixture
def misprinted(db: None, parser: Parser) -> Measure:
    """A measure in which the parser suggests a repair."""
    start = SOURCE.index(MISPRINT)
    entry = measure(MISPRINT, lead=MISPRINT[:12], span=(start, start + len(MISPRINT)))
    parser.gives = parsed_text([Heading("一、", "社会办医", [entry])], repairs=[REPAIR])
    importing.import_text(raw_text(SOURCE))
    IndexChange.objects.all().delete()
    return Measure.objects.get()


def test_accepting_a_suggested_repair_changes_text_and_lead_in_force(misprinted: Measure, editor: User) -> None:
    item = the("repair")
    assert (item.measure, item.message) == (misprinted, "“准人”应作“准入”？")
    settling.accept(item, by=editor)
    misprinted.refresh_from_db()
    assert misprinted.text == MISPRINT.replace("准人", "准入")
    assert misprinted.lead == "落实市场准入负面清单制度"
    assert set(Correction.objects.values_list("field", "made_by")) == {("text", editor.pk), ("lead", editor.pk)}
    assert IndexChange.objects.filter(measure_id=misprinted.pk).exists()
    assert the("repair").state == "accepted"


def test_undoing_an_accepted_repair_opens_it_again(misprinted: Measure, editor: User) -> None:
    settling.undo(settling.accept(the("repair"), by=editor), by=editor)
    misprinted.refresh_from_db()
    assert misprinted.text == MISPRINT
    assert the("repair").state == "open"
    assert not Correction.objects.exists()


def test_words_that_are_put_in_where_some_are_missing_are_put_in_once(db: None, parser: Parser, editor: User) -> None:
    said = "调整优化养老护理员培养结构，支持建立健康大学。"
    at = said.index("结构")
    lost = tree.Repair(((at, at),), "lost", "", "和使用", certain=False)
    parser.gives = parsed_text([Heading("一、", "人才", [measure(said, span=(0, len(said)))])], repairs=[lost])
    importing.import_text(raw_text(said))
    settling.accept(the("repair"), by=editor)
    assert Measure.objects.get().text == said.replace("结构", "和使用结构")
    assert the("repair").state == "accepted"
    assert settling.last_settled(editor) == the("repair")
    settling.undo(the("repair"), by=editor)
    assert Measure.objects.get().text == said
    assert the("repair").state == "open"


def test_a_repair_that_a_person_made_themselves_is_not_asked_about(misprinted: Measure, editor: User) -> None:
    corrections.correct(misprinted, "text", MISPRINT.replace("准人", "准入"), by=editor)
    assert the("repair").state == "gone"
    corrections.revert(misprinted, "text", editor)
    assert the("repair").state == "open"


def test_what_was_dismissed_stays_so_through_an_import_that_shifts_it(
    misprinted: Measure, parser: Parser, editor: User
) -> None:
    settling.dismiss(the("repair"), by=editor)
    moved = tree.Repair(((AT + 2, AT + 4),), "character", "准人", "准入", certain=False)
    entry = measure(MISPRINT, lead=MISPRINT[:12], span=(5, 5 + len(MISPRINT)))
    parser.gives = parsed_text([Heading("一、", "社会办医", [entry])], repairs=[moved])
    importing.import_text(raw_text(f"更早{SOURCE}"))
    assert the("repair").state == "dismissed"


def test_what_another_has_settled_is_refused_with_their_name(misprinted: Measure, editor: User) -> None:
    item = the("repair")
    settling.dismiss(item, by=editor)
    with pytest.raises(ValidationError, match="由 editor 处理"):
        settling.accept(item, by=None)


def test_a_lapsed_check_is_asked_about_and_affirmed(imported: ImportResult, import_again: Again, editor: User) -> None:
    entry = Measure.objects.get(text=HOSPITALS)
    assert corrections.check(entry, by=editor)
    assert entry.checked
    import_again(two_chapters())
    entry.refresh_from_db()
    assert entry.checked
    changed = two_chapters()
    changed[1].measures = [measure(HOSPITALS + "鼓励社会办医。", label="(一)"), changed[1].measures[1]]
    import_again(changed)
    entry.refresh_from_db()
    assert not Measure.objects.filter(checked=True).exists()
    settling.accept(the("lapsed"), by=editor)
    assert Measure.objects.get(checked=True) == entry
    assert not ReviewItem.objects.filter(kind="lapsed", state="open").exists()


def test_what_a_person_changes_of_a_checked_entry_lets_the_check_stand(imported: ImportResult, editor: User) -> None:
    entry, plan = Measure.objects.get(text=HOSPITALS), Plan.objects.get()
    corrections.check_each([entry, plan], by=editor)
    corrections.correct(entry, "lead", "办好县医院", by=editor)
    plan.refresh_from_db()
    assert entry.checked
    assert plan.checked


def test_a_check_of_a_plan_lapses_when_an_import_changes_anything_in_it(
    imported: ImportResult, import_again: Again, editor: User
) -> None:
    plan = Plan.objects.get()
    corrections.check(plan, by=editor)
    import_again(two_chapters())
    assert Plan.objects.filter(checked=True).exists()
    import_again(two_chapters()[:1])
    assert Plan.objects.filter(checked=False).exists()
    assert the("lapsed").entry == plan


def reworded(text: str) -> list[Heading]:
    headings = two_chapters()
    headings[1].measures = [measure(text, label="(一)"), headings[1].measures[1]]
    return headings


@pytest.fixture
def conflict(imported: ImportResult, import_again: Again, editor: User) -> ReviewItem:
    """A text that a person corrected at its end, and that the parser now reads otherwise at its beginning."""
    corrections.correct(Measure.objects.get(text=HOSPITALS), "text", HOSPITALS + "（人改）", by=editor)
    import_again(reworded(HOSPITALS.replace("每个县", "每县")))
    return the("conflict")


def corrected(item: ReviewItem) -> Measure:
    assert item.measure is not None
    item.measure.refresh_from_db()
    return item.measure


def test_a_conflict_holds_what_was_read_what_is_read_and_what_a_person_put_there(conflict: ReviewItem) -> None:
    assert [conflict.detail[side] for side in ("before", "now", "mine")] == [
        HOSPITALS, HOSPITALS.replace("每个县", "每县"), HOSPITALS + "（人改）",
    ]  # fmt: skip
    assert corrected(conflict).text == HOSPITALS + "（人改）"


def test_keeping_ones_own_settles_it_until_the_parser_changes_its_word_again(
    conflict: ReviewItem, import_again: Again, editor: User
) -> None:
    settling.dismiss(conflict, by=editor)
    import_again(reworded(HOSPITALS.replace("每个县", "每县")))
    assert the("conflict").state == "dismissed"
    import_again(reworded(HOSPITALS.replace("每个县", "各县")))
    assert the("conflict").state == "open"
    assert corrected(conflict).text == HOSPITALS + "（人改）"


def test_taking_the_parsers_word_removes_the_correction_and_undoing_brings_it_back(
    conflict: ReviewItem, editor: User
) -> None:
    settled = settling.accept(conflict, by=editor)
    assert corrected(conflict).text == HOSPITALS.replace("每个县", "每县")
    settling.undo(settled, by=editor)
    assert corrected(conflict).text == HOSPITALS + "（人改）"
    assert the("conflict").state == "open"


def test_changes_in_different_places_are_offered_as_one_text(conflict: ReviewItem, editor: User) -> None:
    assert settling.both(conflict) == HOSPITALS.replace("每个县", "每县") + "（人改）"
    settling.accept_merged(conflict, by=editor)
    assert corrected(conflict).text == HOSPITALS.replace("每个县", "每县") + "（人改）"
    assert the("conflict").state == "corrected"


def test_changes_of_the_same_words_are_not_made_one(imported: ImportResult, import_again: Again, editor: User) -> None:
    corrections.correct(Measure.objects.get(text=HOSPITALS), "text", HOSPITALS.replace("每个县", "全部县"), by=editor)
    import_again(reworded(HOSPITALS.replace("每个县", "每县")))
    assert settling.both(the("conflict")) is None
    with pytest.raises(ValidationError, match="同一处文字"):
        settling.accept_merged(the("conflict"), by=editor)


def test_what_a_person_worked_on_and_the_parser_no_longer_finds_is_kept_or_let_go(
    imported: ImportResult, import_again: Again, editor: User
) -> None:
    entry = Measure.objects.get(text=SUPERVISION)
    corrections.correct(entry, "lead", "监管", by=editor)
    import_again(two_chapters()[:1])
    item = the("conflict")
    assert (item.measure, item.detail["about"]) == (entry, "vanished")
    settling.accept(item, by=editor)
    assert not Measure.objects.visible().filter(pk=entry.pk).exists()
    settling.undo(the("conflict"), by=editor)
    assert Measure.objects.visible().filter(pk=entry.pk).exists()
    settling.dismiss(the("conflict"), by=editor)
    import_again(two_chapters()[:1])
    assert the("conflict").state == "dismissed"


def test_a_split_whose_ground_has_moved_is_asked_about_and_can_be_taken_back(
    imported: ImportResult, import_again: Again, editor: User
) -> None:
    whole = Measure.objects.get(text=HOSPITALS)
    parts = corrections.split(whole, [corrections.Part(HOSPITALS[:15]), corrections.Part(HOSPITALS[15:])], by=editor)
    import_again(reworded(HOSPITALS.replace("每个县", "每县")))
    item = the("conflict", detail__about="successors")
    settled = settling.accept(item, by=editor)
    assert Measure.objects.visible().filter(pk=whole.pk).exists()
    assert not Measure.objects.visible().filter(pk__in=[part.pk for part in parts]).exists()
    assert {row.successor_id for row in Succession.objects.all()} == {whole.pk}
    settling.undo(settled, by=editor)
    assert list(Measure.objects.visible().filter(precedents__measure=whole)) == parts
    settling.dismiss(the("conflict", detail__about="successors"), by=editor)
    import_again(reworded(HOSPITALS.replace("每个县", "每县")))
    assert not ReviewItem.objects.filter(state="open", kind="conflict").exists()


def test_an_unknown_body_becomes_an_agency_for_all_that_name_it(
    imported: ImportResult, import_again: Again, editor: User
) -> None:
    agency = Agency.objects.get(name="贵州省卫生健康委员会")
    headings = two_chapters()
    headings[1].measures = [
        measure(HOSPITALS, label="(一)", bodies=[body("省卫健部门")]),
        measure(SUPERVISION, label="(二)", bodies=[body("省卫健部门")]),
    ]
    import_again(headings)
    item = the("agency")
    assert item.message == "“省卫健部门”不在部门词库中（2 条措施）"
    settled = settling.accept(item, by=editor, agency=agency)
    assert agency.responsibilities.filter(as_written="省卫健部门").count() == 2
    import_again(headings)
    assert agency.responsibilities.filter(as_written="省卫健部门").count() == 2
    settling.undo(settled, by=editor)
    assert not agency.responsibilities.filter(as_written="省卫健部门").exists()
    assert the("agency").state == "open"


def test_a_readers_report_is_in_the_queue_and_is_marked_with_the_item(imported: ImportResult, editor: User) -> None:
    entry = Measure.objects.get(text=HOSPITALS)
    report = ReaderReport.objects.create(plan=entry.plan, measure=entry, note="县应为区")
    take_up_reports()
    settled = settling.accept(the("report"), by=editor)
    report.refresh_from_db()
    assert (report.state, report.handled_by) == ("done", editor)
    settling.undo(settled, by=editor)
    report.refresh_from_db()
    assert report.state == "open"


def test_a_report_that_was_handled_elsewhere_leaves_the_queue(imported: ImportResult) -> None:
    report = ReaderReport.objects.create(plan=Plan.objects.get(), note="日期有误")
    take_up_reports()
    ReaderReport.objects.filter(pk=report.pk).update(state="dismissed")
    take_up_reports()
    assert the("report").state == "gone"
