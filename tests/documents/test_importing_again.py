"""When a text is imported again, entries keep their number, and what is no longer found is withdrawn, not deleted."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from documents import importing
from documents.importing import ImportResult, Status
from documents.models import Chapter, IndexChange, Measure, Plan, SourceText
from tests.documents.conftest import HOSPITALS, SCREENING, SUPERVISION, two_chapters
from tests.documents.texts import FACTS, Heading, Parser, measure, parsed_text, raw_text

pytestmark = pytest.mark.django_db

Again = Callable[[list[Heading]], ImportResult]


def numbers() -> dict[str, int]:
    """Each measure's number by how its text begins."""
    return {text[:6]: pk for pk, text in Measure.objects.filter(found=True).values_list("pk", "text")}


def test_a_chapter_put_in_front_moves_no_number(imported: ImportResult, import_again: Again) -> None:
    chapters = dict(Chapter.objects.values_list("title", "pk"))
    measures = numbers()
    renumbered = two_chapters()
    renumbered[0].label, renumbered[1].label = "二、", "三、"
    result = import_again([Heading("一、", "总体要求", [measure("坚持以人民健康为中心的发展思想。")]), *renumbered])
    assert dict(Chapter.objects.values_list("title", "pk")) == chapters | {"总体要求": Chapter.objects.latest("pk").pk}
    assert {begin: pk for begin, pk in numbers().items() if begin in measures} == measures
    assert [entry.kind for entry in result.new] == ["chapter", "measure"]
    assert [c.heading for c in Plan.objects.get().chapters.all()] == [
        "一、总体要求", "二、加强妇幼保健", "三、完善服务体系",
    ]  # fmt: skip


def test_measures_that_change_places_keep_their_numbers(imported: ImportResult, import_again: Again) -> None:
    before = numbers()
    moved = two_chapters()
    moved[1].measures = list(reversed(moved[1].measures))
    import_again(moved)
    assert numbers() == before
    assert [m.text for m in Measure.objects.all()] == [SCREENING, SUPERVISION, HOSPITALS]


def test_a_measure_reworded_keeps_its_number(imported: ImportResult, import_again: Again) -> None:
    before = Measure.objects.get(text=HOSPITALS).pk
    reworded = two_chapters()
    mended = HOSPITALS.replace("公立医院", "二级甲等公立医院")
    reworded[1].measures = [measure(mended, label="(一)"), reworded[1].measures[1]]
    result = import_again(reworded)
    assert Measure.objects.get(pk=before).text == mended
    assert [(entry.pk, entry.fields) for entry in result.updated] == [(before, ("text",))]
    assert list(IndexChange.objects.values_list("measure_id", flat=True)) == [before]


def test_another_measure_in_the_same_place_is_another_measure(imported: ImportResult, import_again: Again) -> None:
    before = Measure.objects.get(text=HOSPITALS)
    replaced = two_chapters()
    replaced[1].measures = [measure("推广中药材规范种植，发展生态旅游。", label="(一)"), replaced[1].measures[1]]
    result = import_again(replaced)
    assert [entry.pk for entry in result.withdrawn] == [before.pk]
    assert not Measure.objects.visible().filter(pk=before.pk).exists()
    assert Measure.objects.visible().filter(text__startswith="推广中药材").exists()


def test_equal_measures_of_two_chapters_are_not_confused(db: None, parser: Parser, import_again: Again) -> None:
    same = "加强组织领导，明确责任分工。"

    def headings(*titles: str) -> list[Heading]:
        return [Heading(f"{at}、", title, [measure(same, label="(一)")]) for at, title in enumerate(titles, 1)]

    import_again(headings("医疗服务", "公共卫生", "药品供应"))
    before = {m.chapter.title: m.pk for m in Measure.objects.select_related("chapter") if m.chapter}
    import_again(headings("公共卫生", "药品供应"))
    now = {m.chapter.title: m.pk for m in Measure.objects.visible().select_related("chapter") if m.chapter}
    assert now == {title: before[title] for title in ("公共卫生", "药品供应")}


def test_a_chapter_whose_title_is_mended_keeps_its_number(imported: ImportResult, import_again: Again) -> None:
    before = Chapter.objects.get(title="加强妇幼保健").pk
    mended = two_chapters()
    mended[0].title = "全面加强妇女儿童保健工作"
    import_again(mended)
    assert Chapter.objects.get(title="全面加强妇女儿童保健工作").pk == before


def test_a_chapter_without_text_of_which_a_word_is_mended_keeps_its_number(
    db: None, parser: Parser, import_again: Again
) -> None:
    import_again([Heading("一、", "完善工作推进机制"), Heading("二、", "加强宣传")])
    before = set(Chapter.objects.values_list("pk", flat=True))
    import_again([Heading("一、", "完善工作推动机制"), Heading("二、", "加强宣传")])
    assert set(Chapter.objects.filter(found=True).values_list("pk", flat=True)) == before


def test_the_index_hears_of_all_measures_under_a_changed_title(imported: ImportResult, import_again: Again) -> None:
    mended = two_chapters()
    mended[1].title = "完善医疗卫生服务体系"
    import_again(mended)
    under = set(Measure.objects.filter(chapter__title="完善医疗卫生服务体系").values_list("pk", flat=True))
    assert len(under) == 2
    assert set(IndexChange.objects.values_list("measure_id", flat=True)) == under


def test_what_the_parser_no_longer_finds_is_withdrawn_and_comes_back(
    imported: ImportResult, import_again: Again
) -> None:
    before = numbers()
    result = import_again(two_chapters()[:1])
    assert {entry.kind for entry in result.withdrawn} == {"chapter", "measure"}
    assert len(result.withdrawn) == 3
    assert Measure.objects.visible().count() == 1
    assert IndexChange.objects.count() == 2
    import_again(two_chapters())
    assert numbers() == before
    assert Measure.objects.visible().count() == 3


def test_a_heading_that_is_gone_leaves_its_measures_under_the_one_above(
    db: None, parser: Parser, import_again: Again
) -> None:
    inner = Heading("(一)", "筛查", [measure(SCREENING)])
    import_again([Heading("一、", "加强妇幼保健", below=[inner])])
    import_again([Heading("一、", "加强妇幼保健", [measure(SCREENING)])])
    found = Measure.objects.get()
    assert found.chapter == Chapter.objects.get(title="加强妇幼保健")
    assert not Chapter.objects.visible().filter(title="筛查").exists()


def test_a_mended_text_under_the_same_number_is_the_same_plan(imported: ImportResult, parser: Parser) -> None:
    result = importing.import_text(raw_text("原文（修订）", file="other.txt"))
    assert result.status is Status.UPDATED
    assert result.plan_id == imported.plan_id
    assert list(SourceText.objects.order_by("pk").values_list("current", flat=True)) == [False, True]
    assert set(Measure.objects.values_list("source__file", flat=True)) == {"other.txt"}


def test_an_older_source_beside_the_present_one_does_not_come_back(imported: ImportResult, parser: Parser) -> None:
    importing.import_text(raw_text("原文（修订）", file="other.txt"))
    again = importing.import_text(raw_text("原文"))
    assert again.status is Status.UNCHANGED
    assert SourceText.objects.get(current=True).file == "other.txt"


def test_an_older_text_put_back_under_its_name_is_the_source_again(imported: ImportResult, parser: Parser) -> None:
    importing.import_text(raw_text("原文（修订）"))
    again = importing.import_text(raw_text("原文"))
    assert again.status is Status.UPDATED
    assert SourceText.objects.get(current=True).text == "原文"


def without_number(**other: object) -> object:
    from dataclasses import replace

    return replace(FACTS, document_number=None, **other)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("other", "plans"),
    [
        ({}, 1),
        ({"issued_on": "2016-08-20"}, 2),
        ({"province": "云南", "province_code": "530000"}, 2),
        ({"title": "贵州省“十三五”卫生与健康规划"}, 2),
        ({"is_plan": False}, 2),
    ],
)
def test_without_a_number_title_province_and_date_tell_plans_apart(
    db: None, parser: Parser, other: dict[str, object], plans: int
) -> None:
    parser.gives = parsed_text(two_chapters(), facts=without_number())  # type: ignore[arg-type]
    importing.import_text(raw_text("原文", file="a.txt"))
    parser.gives = parsed_text(two_chapters(), facts=without_number(**other))  # type: ignore[arg-type]
    importing.import_text(raw_text("又一份原文", file="b.txt"))
    assert Plan.objects.count() == plans


@pytest.mark.parametrize(("second", "plans"), [(SCREENING + HOSPITALS + "另有规定的除外。", 1), (SUPERVISION * 2, 2)])
def test_a_text_without_facts_is_known_by_its_file_if_it_is_alike(
    db: None, parser: Parser, second: str, plans: int
) -> None:
    from documents.parsing.tree import PlanFacts

    parser.gives = parsed_text(two_chapters(), facts=PlanFacts())
    importing.import_text(raw_text(SCREENING + HOSPITALS))
    importing.import_text(raw_text(second))
    assert Plan.objects.count() == plans


def test_a_removed_plan_leaves_nothing_and_the_index_hears_of_it(imported: ImportResult) -> None:
    measures = set(Measure.objects.values_list("pk", flat=True))
    importing.remove_plan(Plan.objects.get())
    assert not SourceText.objects.exists()
    assert set(IndexChange.objects.values_list("measure_id", flat=True)) == measures
