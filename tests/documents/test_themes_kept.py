"""Themes of measures in the database: given on import, corrected by people, brought in line when rules change."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError

from documents import corrections
from documents.importing import ImportResult
from documents.models import Chapter, IndexChange, Measure, Plan, ReviewItem, ThemeRule, ThemeRulesVersion
from documents.themes import changing, in_force
from documents.themes.rules import Rule, packaged
from tests.documents.conftest import two_chapters

pytestmark = pytest.mark.django_db

SCREENING_THEME = "妇幼与生育"


@pytest.fixture
def screening(imported: ImportResult) -> Measure:
    return Measure.objects.get(lead="扩大筛查")


@pytest.fixture
def supervision(imported: ImportResult) -> Measure:
    return Measure.objects.get(text__startswith="完善综合监管")


def recorded() -> set[int]:
    """The measures that the index has yet to hear of; it has heard of them then."""
    told = set(IndexChange.objects.values_list("measure_id", flat=True))
    IndexChange.objects.all().delete()
    return told


def rule(term: str, theme: str = "中医药", **columns: Any) -> ThemeRule:
    return ThemeRule(**{"theme": theme, "term": term, "weight": 10, "where": ["lead", "titles", "text"], **columns})


def test_a_measure_has_its_themes_from_its_import_on(screening: Measure, supervision: Measure) -> None:
    assert screening.themes[0] == SCREENING_THEME
    assert supervision.themes[0] == "法治监管与组织保障"
    assert screening.themes == screening.themes_by_rule


def test_a_person_s_word_is_in_force_and_outlives_the_next_import(
    screening: Measure, editor: User, import_again: Callable[..., Any]
) -> None:
    by_rule = screening.themes
    assert corrections.correct(screening, "themes", ["公共卫生与疾病防控", "妇幼与生育"], by=editor)
    assert recorded() == {screening.pk}
    import_again(two_chapters())
    screening.refresh_from_db()
    assert screening.themes == ["公共卫生与疾病防控", "妇幼与生育"]
    assert screening.themes_by_rule == by_rule
    assert corrections.revert(screening, "themes", editor)
    assert screening.themes == by_rule


def test_what_the_rules_say_themselves_is_no_correction(screening: Measure, editor: User) -> None:
    assert not corrections.correct(screening, "themes", screening.themes, by=editor)


@pytest.mark.parametrize(
    "value", [[], ["天气"], ["中医药", "中医药"], ["中医药", "基层卫生", "人才队伍", "科技创新"], "中医药"]
)
def test_what_cannot_be_themes_is_refused(screening: Measure, editor: User, value: object) -> None:
    with pytest.raises(ValidationError, match="主题"):
        corrections.correct(screening, "themes", value, by=editor)


def test_themes_follow_a_corrected_lead_and_a_corrected_heading(
    screening: Measure, supervision: Measure, editor: User
) -> None:
    corrections.correct(screening, "lead", "发展中医药", by=editor)
    assert screening.themes[0] == "中医药"
    chapter = Chapter.objects.get(title="完善服务体系")
    corrections.correct(chapter, "title", "振兴中医药，发展中药、针灸和中西医结合", by=editor)
    hospitals = Measure.objects.get(text__startswith="每个县")
    assert hospitals.themes_by_rule[0] == "中医药"
    assert recorded() == {screening.pk, supervision.pk, hospitals.pk}


def test_themes_follow_a_corrected_title_of_the_plan(imported: ImportResult, editor: User) -> None:
    measure = Measure.objects.get(text__startswith="每个县")
    changing.change([rule("某某", weight=10)], by=editor)
    measure.refresh_from_db()
    assert "中医药" not in measure.themes
    corrections.correct(measure, "text", "按期完成。", by=editor)
    corrections.correct(Chapter.objects.get(title="完善服务体系"), "title", None, by=editor)
    corrections.correct(Plan.objects.get(), "title", "某某规划", by=editor)
    measure.refresh_from_db()
    assert measure.themes == ["中医药"]


def test_a_changed_rule_changes_what_it_says_it_would_and_nothing_else(screening: Measure, editor: User) -> None:
    others = dict(Measure.objects.exclude(pk=screening.pk).values_list("pk", "text"))
    foreseen = changing.preview([rule("宫颈癌"), rule("扩大筛查")])
    assert [(each.measure.pk, each.after[0]) for each in foreseen] == [(screening.pk, "中医药")]
    assert foreseen[0].before[0] == SCREENING_THEME
    screening.refresh_from_db()
    assert screening.themes[0] == SCREENING_THEME
    assert recorded() == set()

    version = changing.change([rule("宫颈癌"), rule("扩大筛查")], by=editor, note="试")
    assert (version.measures, version.made_by, version.note) == (1, editor, "试")
    screening.refresh_from_db()
    assert screening.themes[0] == "中医药"
    assert recorded() == {screening.pk}
    assert dict(Measure.objects.exclude(pk=screening.pk).values_list("pk", "text")) == others


def test_a_measure_whose_themes_a_person_gave_keeps_them_when_rules_change(screening: Measure, editor: User) -> None:
    corrections.correct(screening, "themes", ["基层卫生"], by=editor)
    assert changing.preview([rule("扩大筛查")]) == []
    changing.change([rule("扩大筛查")], by=editor)
    screening.refresh_from_db()
    assert screening.themes == ["基层卫生"]
    assert screening.themes_by_rule[0] == "中医药"


def test_an_older_version_can_be_put_back(screening: Measure, editor: User) -> None:
    first = changing.change([], by=editor)
    changing.change([rule("扩大筛查")], by=editor)
    assert changing.restore(first, by=editor).measures == 1
    screening.refresh_from_db()
    assert screening.themes[0] == SCREENING_THEME
    assert not ThemeRule.objects.exists()
    assert ThemeRulesVersion.objects.count() == 3


def test_a_person_s_rule_takes_the_place_of_the_lexicon_s_and_can_switch_it_off() -> None:
    assert Rule("中医药", "中医", 3) in packaged()
    assert rule("中医", weight=1).rule in in_force.with_changes([rule("中医", weight=1)])
    assert Rule("中医药", "中医", 3) not in in_force.with_changes([rule("中医", weight=1)])
    off = in_force.with_changes([rule("中医", enabled=False)])
    assert not [each for each in off if (each.theme, each.term) == ("中医药", "中医")]
    assert len(off) == len(packaged()) - 1


def test_rules_that_cannot_be_used_change_nothing(screening: Measure, editor: User) -> None:
    for rules in ([rule("药")], [rule("中医"), rule("中医")], [rule("中医", where=[])]):
        with pytest.raises(ValidationError):
            changing.change(rules, by=editor)
    assert not ThemeRulesVersion.objects.exists()


def test_measures_that_were_never_judged_are_caught_up_with_once(screening: Measure) -> None:
    Measure.objects.update(themes=[], themes_by_rule=[])
    version = changing.catch_up()
    assert version is not None
    assert version.measures == Measure.objects.count()
    screening.refresh_from_db()
    assert screening.themes[0] == SCREENING_THEME
    assert changing.catch_up() is None


def test_another_lexicon_is_caught_up_with(screening: Measure, monkeypatch: pytest.MonkeyPatch) -> None:
    changing.catch_up()
    monkeypatch.setattr(changing, "lexicon", lambda: "new")
    version = changing.catch_up()
    assert version is not None
    assert version.measures == 0


def test_a_person_who_changes_kind_and_themes_at_once_is_not_asked_about_their_own_change(
    screening: Measure, editor: User
) -> None:
    values = {"kind": "implementation", "themes": ["中医药"]}
    assert corrections.correct_each([screening], values, by=editor) == 1
    corrections.correct(screening, "text", "强化组织领导，完善综合监管制度，通报检查结果。", by=editor)
    screening.refresh_from_db()
    assert screening.themes == ["中医药"]
    assert not ReviewItem.objects.filter(kind=ReviewItem.Kind.CONFLICT).exists()
