"""What a measure is about, told by its words: what counts, where, how much, and what is shown for it."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from documents.themes.judging import Subject, Title, judge
from documents.themes.rules import OTHERWISE, Rule, RuleBook, packaged

LEADS = Path(__file__).with_name("themes_leads.tsv")
RULES = [
    Rule("中医药", "中医药", 4),
    Rule("人才队伍", "人才", 4),
    Rule("人才队伍", "培训", 1),
    Rule("公立医院改革", "公立医院", 3),
    Rule("公立医院改革", "公立医院改革", 4),
    Rule("医疗保障", "医保", 3),
    Rule("法治监管与组织保障", "医保局", 0),
    Rule("医疗保障", "医疗保障局", 1, ("agencies",)),
    Rule("法治监管与组织保障", "组织实施", 6, ("kind",)),
    Rule("信息化与健康大数据", "互联网+", 3),
]


@pytest.fixture(scope="module")
def book() -> RuleBook:
    return RuleBook(RULES)


def themes(book: RuleBook, **subject: object) -> tuple[str, ...]:
    return judge(Subject(**{"text": "", **subject}), book).themes  # type: ignore[arg-type]


def test_the_words_of_a_measure_give_its_theme(book: RuleBook) -> None:
    assert themes(book, text="支持中医药发展。") == ("中医药",)


def test_the_lead_says_more_than_the_sentences(book: RuleBook) -> None:
    assert themes(book, lead="发展中医药", text="发展中医药。引进人才，培养人才，留住人才。")[0] == "中医药"


def test_without_a_lead_the_beginning_stands_for_it(book: RuleBook) -> None:
    assert themes(book, text="发展中医药，引进人才。")[0] == "中医药"


def test_in_a_lead_the_last_word_says_what_the_thing_is(book: RuleBook) -> None:
    assert themes(book, lead="建设中医药人才队伍")[0] == "人才队伍"
    assert themes(book, lead="以人才振兴中医药")[0] == "中医药"


def test_a_measure_that_says_nothing_has_the_theme_of_its_chapter(book: RuleBook) -> None:
    titles = [Title("做好有关工作"), Title("推进公立医院改革")]
    assert themes(book, text="按期完成。", titles=titles) == ("公立医院改革",)
    assert themes(book, text="按期完成。", plan_title="中医药发展规划") == ("中医药",)


def test_a_box_stands_for_its_whole_chapter_and_not_for_the_section_before_it(book: RuleBook) -> None:
    titles = [Title("重点项目", box=True), Title("培养人才"), Title("振兴中医药")]
    assert themes(book, text="按期完成。", titles=titles)[0] == "中医药"


def test_a_measure_of_which_nothing_is_known_is_taken_for_a_call_to_all(book: RuleBook) -> None:
    assert themes(book, text="按期完成。") == (OTHERWISE,)


def test_what_implements_is_of_organisation_unless_its_own_words_say_otherwise(book: RuleBook) -> None:
    assert themes(book, text="各地抓好落实，支持中医药发展。", kind="组织实施")[0] == "法治监管与组织保障"
    assert themes(book, lead="加强人才保障", text="引进人才。", kind="组织实施")[0] == "人才队伍"


def test_bodies_are_weak_evidence(book: RuleBook) -> None:
    assert themes(book, text="按期完成。", agencies=["省医疗保障局"]) == ("医疗保障",)
    assert themes(book, text="发展中医药。", agencies=["省医疗保障局"])[0] == "中医药"


def test_of_terms_that_overlap_the_longest_counts_alone(book: RuleBook) -> None:
    found = judge(Subject("深化公立医院改革。", lead="深化公立医院改革"), book)
    assert {each.term for each in found.evidence} == {"公立医院改革"}


def test_a_term_of_no_weight_keeps_shorter_ones_from_counting(book: RuleBook) -> None:
    assert themes(book, text="医保局牵头。") == (OTHERWISE,)
    assert themes(book, text="完善医保制度。") == ("医疗保障",)


def test_width_blanks_quotes_and_case_make_no_difference(book: RuleBook) -> None:
    assert themes(book, text="发展“互联网＋ 医疗”。") == ("信息化与健康大数据",)


def test_a_long_text_says_no_more_than_its_lead(book: RuleBook) -> None:
    assert themes(book, lead="培养人才", text="培养人才。" + "发展中医药。" * 200)[0] == "人才队伍"


def test_a_measure_has_three_themes_at_most_each_in_its_own_words() -> None:
    four = [Rule(theme, theme[:3], 3) for theme in ("中医药", "基层卫生", "科技创新", "人才队伍")]
    titles = [Title("中医药")]
    found = judge(Subject("基层卫、科技创、人才队。", titles=titles), RuleBook(four))
    assert len(found.themes) == 3
    assert "中医药" not in found.themes[1:]


def test_the_evidence_says_which_words_where_how_often_and_what_they_gave(book: RuleBook) -> None:
    found = judge(Subject("发展中医药，中医药人才为先。", lead="发展中医药", titles=[Title("中医药")]), book)
    own = found.evidence_for("中医药")
    assert {(each.place, each.term, each.times) for each in own} == {
        ("lead", "中医药", 1), ("titles", "中医药", 1), ("text", "中医药", 2),
    }  # fmt: skip
    assert sum(each.points for each in own) == pytest.approx(found.points["中医药"])
    assert [each.points for each in own] == sorted((each.points for each in own), reverse=True)


def test_every_rule_of_the_lexicon_can_be_used_and_says_one_thing() -> None:
    said = Counter((rule.theme, rule.term, place) for rule in packaged() for place in rule.where)
    assert [each for each, times in said.items() if times > 1] == []


@pytest.mark.parametrize(
    ("rule", "complaint"),
    [
        (Rule("天气", "下雨", 1), "没有“天气”"),
        (Rule("中医药", "药", 1), "2 至"),
        (Rule("中医药", "中医", 11), "权重"),
        (Rule("中医药", "中医", 1, ()), "何处"),
        (Rule("中医药", "中医", 1, ("footnote",)), "何处"),  # type: ignore[arg-type]
    ],
)
def test_a_rule_that_cannot_be_used_says_why(rule: Rule, complaint: str) -> None:
    assert complaint in rule.problem


def test_leads_as_plans_everywhere_have_them_get_their_theme_from_the_lexicon() -> None:
    """themes_leads.tsv: a lead without any text, its theme, and those that another reader may well choose."""
    rows = [line.split("\t") for line in LEADS.read_text(encoding="utf-8").splitlines()]
    book = RuleBook(packaged())
    given = {lead: judge(Subject(f"{lead}。", lead=lead), book).themes[0] for lead, _ in rows}
    wrong = {lead: given[lead] for lead, themes in rows if given[lead] not in themes.split("/")}
    assert len(rows) > 200
    assert len(wrong) <= 0.03 * len(rows), wrong
