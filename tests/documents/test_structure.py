"""Measures and chapters that a person adds, splits, merges and moves: in their place, through imports, and back."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError

from documents import corrections
from documents.corrections import Part
from documents.importing import ImportResult
from documents.models import Chapter, CorrectionAct, IndexChange, Measure, Plan, Succession
from tests.documents.conftest import HOSPITALS, SCREENING, SUPERVISION, two_chapters
from tests.documents.texts import Heading, measure

pytestmark = pytest.mark.django_db

Again = Callable[[list[Heading]], ImportResult]
FIRST, SECOND = HOSPITALS[:15], HOSPITALS[15:]


def named(text: str) -> Measure:
    return Measure.objects.get(parsed__text=text)


def in_order() -> list[str]:
    """How the texts begin that readers see, as they see them."""
    return [text[:6] for text in Measure.objects.visible().order_by("order", "pk").values_list("text", flat=True)]


def heard_of() -> set[int]:
    return set(IndexChange.objects.values_list("measure_id", flat=True))


def halved(editor: User) -> list[Measure]:
    return corrections.split(named(HOSPITALS), [Part(FIRST, "(一)"), Part(SECOND)], by=editor, reason="本是两条")


def test_the_parts_stand_in_the_place_of_the_whole_and_its_address_leads_to_them(
    imported: ImportResult, editor: User
) -> None:
    whole = named(HOSPITALS)
    one, other = halved(editor)
    assert in_order() == [SCREENING[:6], FIRST[:6], SECOND[:6], SUPERVISION[:6]]
    assert (one.chapter, one.label, other.label) == (whole.chapter, "(一)", None)
    assert list(Succession.objects.values_list("measure", "successor")) == [(whole.pk, one.pk), (whole.pk, other.pk)]
    assert heard_of() == {whole.pk, one.pk, other.pk}
    acts = CorrectionAct.objects.filter(kind="split", measure=whole).values_list("made_by", "reason", "after")
    assert list(acts) == [(editor.pk, "本是两条", [one.pk, other.pk])]


def test_bodies_go_to_every_part_and_targets_to_the_part_that_states_them(imported: ImportResult, editor: User) -> None:
    whole = named(SCREENING)
    corrections.correct(whole, "targets", [{"indicator": "随访率", "value": 9, "quote": "随访制度"}], by=editor)
    one, other = corrections.split(whole, [Part(SCREENING[:20]), Part(SCREENING[20:])], by=editor)
    assert [str(body) for body in one.responsibilities.all()] == ["省卫生健康委", "各市（州）人民政府"]
    assert [str(body) for body in other.responsibilities.all()] == ["省卫生健康委", "各市（州）人民政府"]
    assert not one.targets.exists()
    assert [str(target) for target in other.targets.all()] == ["随访率达到9"]


def test_a_split_outlives_an_import_of_the_same(imported: ImportResult, import_again: Again, editor: User) -> None:
    halved(editor)
    before = in_order()
    import_again(two_chapters())
    assert in_order() == before


def test_a_later_parse_that_splits_alike_takes_the_parts_up(
    imported: ImportResult, import_again: Again, editor: User
) -> None:
    one, other = halved(editor)
    split = two_chapters()
    split[1].measures = [
        measure(FIRST, label="(一)"),
        measure(SECOND, label="(二)"),
        measure(SUPERVISION, label="(三)"),
    ]
    import_again(split)
    assert in_order() == [SCREENING[:6], FIRST[:6], SECOND[:6], SUPERVISION[:6]]
    for part in (one, other):
        part.refresh_from_db()
        assert part.found
    assert other.label == "(二)"


def test_what_is_put_in_front_moves_the_parts_along(imported: ImportResult, import_again: Again, editor: User) -> None:
    halved(editor)
    more = two_chapters()
    more[0].measures = [measure("坚持以人民健康为中心的发展思想。"), *more[0].measures]
    import_again(more)
    assert in_order() == ["坚持以人民健", SCREENING[:6], FIRST[:6], SECOND[:6], SUPERVISION[:6]]


def test_merging_joins_texts_bodies_and_targets_and_leads_from_both_addresses(
    imported: ImportResult, editor: User
) -> None:
    one, other = named(SCREENING), named(HOSPITALS)
    corrections.correct(
        other, "responsibilities", [{"as_written": "省卫生健康委", "agency": one.responsibilities.all()[0].agency_id},
                                    {"as_written": "省财政厅", "role": "lead"}], by=editor,
    )  # fmt: skip
    whole = corrections.merge([other, one], by=editor)
    assert (whole.text, whole.lead, whole.chapter) == (f"{SCREENING}\n{HOSPITALS}", "扩大筛查", one.chapter)
    assert [(str(body), body.role) for body in whole.responsibilities.all()] == [
        ("省卫生健康委", "lead"), ("各市（州）人民政府", "participant"), ("省财政厅", "lead"),
    ]  # fmt: skip
    assert [str(target) for target in whole.targets.all()] == ["筛查率达到80%"]
    assert set(Succession.objects.values_list("measure", "successor")) == {(one.pk, whole.pk), (other.pk, whole.pk)}
    assert in_order() == [SCREENING[:6], SUPERVISION[:6]]


def test_a_missed_measure_is_added_behind_another_and_taken_up_when_it_is_found(
    imported: ImportResult, import_again: Again, editor: User
) -> None:
    text = "推广中药材规范种植，发展生态旅游。"
    added = corrections.add_measure(Plan.objects.get(), {"text": text}, after=named(HOSPITALS), by=editor)
    assert added.chapter == Chapter.objects.get(title="完善服务体系")
    assert in_order() == [SCREENING[:6], HOSPITALS[:6], text[:6], SUPERVISION[:6]]
    assert heard_of() == {added.pk}
    found = two_chapters()
    found[1].measures = [found[1].measures[0], measure(text, label="(二)", kind="goal"), found[1].measures[1]]
    import_again(found)
    added.refresh_from_db()
    assert (added.found, added.label, added.kind) == (True, "(二)", "goal")
    assert Measure.objects.count() == 4


def test_an_added_measure_that_was_hidden_again_does_not_hide_what_a_later_parse_finds(
    imported: ImportResult, import_again: Again, editor: User
) -> None:
    text = "推广中药材规范种植，发展生态旅游。"
    added = corrections.add_measure(Plan.objects.get(), {"text": text}, after=None, by=editor)
    corrections.correct(added, "hidden", True, by=editor)
    found = two_chapters()
    found[1].measures = [*found[1].measures, measure(text)]
    import_again(found)
    assert in_order()[-1] == text[:6]


def test_a_missed_heading_is_added_and_takes_measures(
    imported: ImportResult, import_again: Again, editor: User
) -> None:
    above = Chapter.objects.get(title="完善服务体系")
    added = corrections.add_chapter(Plan.objects.get(), {"title": "监管", "parent": above.pk}, after=above, by=editor)
    corrections.correct(named(SUPERVISION), "chapter", added, by=editor)
    import_again(two_chapters())
    added.refresh_from_db()
    assert (added.parent, added.level, named(SUPERVISION).chapter) == (above, 2, added)


def test_a_measure_is_moved_behind_another_and_stays_there(
    imported: ImportResult, import_again: Again, editor: User
) -> None:
    corrections.correct(named(SCREENING), "after", named(SUPERVISION).pk, by=editor)
    assert in_order() == [HOSPITALS[:6], SUPERVISION[:6], SCREENING[:6]]
    import_again(two_chapters())
    assert in_order() == [HOSPITALS[:6], SUPERVISION[:6], SCREENING[:6]]
    with pytest.raises(ValidationError, match="不能排在自己"):
        corrections.correct(named(SUPERVISION), "after", named(SCREENING).pk, by=editor)


def test_undoing_a_split_shows_the_whole_and_leads_back_to_it(imported: ImportResult, editor: User) -> None:
    one, other = halved(editor)
    corrections.undo(CorrectionAct.objects.latest("pk").batch, by=editor)
    whole = named(HOSPITALS)
    assert in_order() == [SCREENING[:6], HOSPITALS[:6], SUPERVISION[:6]]
    assert set(Succession.objects.values_list("measure", "successor")) == {(one.pk, whole.pk), (other.pk, whole.pk)}


def test_what_was_worked_on_since_is_not_undone(imported: ImportResult, editor: User) -> None:
    one, _ = halved(editor)
    batch = CorrectionAct.objects.latest("pk").batch
    corrections.correct(one, "text", "改过的上半条。", by=editor)
    with pytest.raises(ValidationError, match="此后又有改动"):
        corrections.undo(batch, by=editor)
    assert Measure.objects.visible().filter(pk=one.pk).exists()


@pytest.mark.parametrize(
    ("parts", "said"),
    [([Part(HOSPITALS)], "2 至"), ([Part(FIRST), Part(" ")], "都要有文字"), ([Part("多")] * 51, "2 至")],
)
def test_a_split_that_cannot_be_is_refused(imported: ImportResult, editor: User, parts: list[Part], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        corrections.split(named(HOSPITALS), parts, by=editor)
    assert not CorrectionAct.objects.exists()


def test_what_somebody_has_split_meanwhile_is_not_split_again(imported: ImportResult, editor: User) -> None:
    stale = named(HOSPITALS)
    halved(editor)
    with pytest.raises(ValidationError, match="已被隐藏、拆分或合并"):
        corrections.split(stale, [Part(FIRST), Part(SECOND)], by=editor)


def test_a_measure_whose_words_another_holds_by_now_leads_there(imported: ImportResult, import_again: Again) -> None:
    gone = named(SUPERVISION)
    joined = two_chapters()
    joined[1].measures = [measure(HOSPITALS + SUPERVISION, label="(一)")]
    import_again(joined)
    assert [row.successor.text for row in gone.successions.all()] == [HOSPITALS + SUPERVISION]
    import_again(two_chapters())
    assert not gone.successions.exists()
