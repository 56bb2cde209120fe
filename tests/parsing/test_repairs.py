"""Characters that a scanner took for others: repaired when certain, suggested when not, and never made up."""

from documents.parsing import parse
from tests.parsing.reading_aloud import quoted, texts

CLEAN = (
    "一、任务\n(一)放宽准入。放宽市场准入条件，规范技术准入，完善医疗机构准入管理。\n"
    "(二)规范执业。加强医师执业管理，规范执业行为，推进多点执业。\n"
)


def test_a_wrong_character_is_put_right_where_the_text_itself_uses_the_word() -> None:
    text = CLEAN + "(三)优化环境。落实市场准人政策，发展执心保险。\n"
    parsed = parse(text)
    assert texts(parsed)[-1] == "优化环境。落实市场准入政策，发展执业保险。"
    repairs = [(r.found, r.suggestion, r.certain) for r in parsed.repairs]
    assert repairs == [("准人", "准入", True), ("执心", "执业", True)]
    assert quoted(text, parsed.repairs[0].spans) == ["准人"]


def test_a_word_that_only_the_lexicon_knows_is_suggested_and_waits_for_a_person() -> None:
    text = "一、任务\n(一)加快转变。推进健康管理法治化讲程，提高水平。\n"
    parsed = parse(text)
    assert "法治化讲程" in texts(parsed)[0]
    assert [(r.found, r.suggestion, r.certain) for r in parsed.repairs] == [("讲程", "进程", False)]


def test_a_clean_text_is_left_alone() -> None:
    assert [r for r in parse(CLEAN).repairs if r.kind == "character"] == []


def test_words_broken_by_a_line_end_are_no_misprints() -> None:
    text = CLEAN + "(三)保障人员。加强医务人 员培训，稳定人才队伍，提高业 务水平。\n"
    assert [r for r in parse(text).repairs if r.kind == "character"] == []


def test_the_scanned_source_is_repaired_and_the_clean_ones_are_not(sources: dict) -> None:  # type: ignore[type-arg]
    certain = {
        number: [r.suggestion for r in parsed.repairs if r.kind == "character" and r.certain]
        for number, (_, parsed) in sources.items()
    }
    assert set(certain["000"]) == {"执业", "准入", "高效", "档案"}
    assert [certain[number] for number in ("001", "002", "003", "004")] == [[], [], [], []]


def test_a_wrong_conversion_to_traditional_characters_is_reported_and_read_right() -> None:
    text = "一、任務\n(一)加強康複服務。做好幹預和骨幹培養，防控緻病因素，發展複合型人才。\n"
    parsed = parse(text)
    found = [(r.found, r.suggestion) for r in parsed.repairs if r.kind == "script"]
    assert found == [("康複", "康复"), ("幹預", "干预"), ("緻病", "致病")]
    assert texts(parsed) == ["加强康复服务。做好干预和骨干培养，防控致病因素，发展复合型人才。"]
