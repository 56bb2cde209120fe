"""What is taken out of a text before it is read, and that every character keeps its place."""

import pytest

from documents.parsing import parse
from documents.parsing.cleaning import clean
from tests.parsing.reading_aloud import noise, only_measure, quoted, texts


@pytest.mark.parametrize(
    ("raw", "read"),
    [
        ("衛生(shēng)健康", "卫生健康"),
        ("關（guān）於醫(yī)療", "关于医疗"),
        ("(一(yī))總體(tǐ)要求", "(一)总体要求"),
        ("體(ti)系", "体系"),
        ("健康(jiàn kāng)中国", "健康中国"),
        ("女(nǚ)性", "女性"),
        ("按疾病诊断相关分组(DRG)付费", "按疾病诊断相关分组(DRG)付费"),
        ("移动应用(app)服务", "移动应用(app)服务"),
        ("三维(3D)打印", "三维(3D)打印"),
    ],
)
def test_readings_in_brackets_go_and_english_stays(raw: str, read: str) -> None:
    assert clean(raw).text.text == read


def test_a_bare_syllable_goes_only_when_it_is_a_reading_of_its_character() -> None:
    assert clean("医(yi)院").text.text == "医院"
    assert clean("医(or)院").text.text == "医(or)院"


@pytest.mark.parametrize(
    ("raw", "read"),
    [
        ("⼯⼈和⺠政", "工人和民政"),
        ("⻛⻔", "风门"),
        ("５Ｇ", "5G"),
        ("预\u200b防\ufeff接种", "预防接种"),
        ("疾病康複", "疾病康复"),
        ("高緻病性病原", "高致病性病原"),
        ("出生缺陷幹預", "出生缺陷干预"),
        ("骨幹與幹細胞", "骨干与干细胞"),
    ],
)
def test_characters_become_ordinary_and_simplified(raw: str, read: str) -> None:
    assert clean(raw).text.text == read


def test_every_character_keeps_its_place() -> None:
    raw = "一、衛生(shēng)健康\r\n&nbsp;<b>⼯作</b>"
    cleaned = clean(raw).text
    for character, offset in zip(cleaned.text, cleaned.offsets, strict=True):
        assert clean(raw[offset]).text.text == ("&" if character == " " else character), (character, raw[offset])


def test_a_law_named_inside_a_title_is_no_tag() -> None:
    assert "<中华人民共和国中医药法>" in clean("《湖南省实施<中华人民共和国中医药法>办法》").text.text


def test_markdown_marks_and_html_go_and_are_reported() -> None:
    text = "## 第一章 总则\n\n<!-- INFO -->\n第一条 为了**健康**，制定本条例。"
    assert [part for part, _ in noise(text)] == ["<!-- INFO -->", "##", "**", "**"]
    assert {reason for _, reason in noise(text)} == {"markup"}


PAGE = """首页 > 政务公开 > 文件
来源:市卫健委   2023-11-02 09:56   浏览量:1   | | | |
13800138000(微信同号)
一、加强基层服务
(一)健全网络。完善乡镇卫生院服务功能，提高能力。
—3—
(二)配齐人员。为每个机构配齐人员，提高待遇。
上一篇：关于开展义诊活动的通知
分享到：
版权所有：某某网
某地新闻一2020-08-13
某地新闻二2020-08-12
2020-08-11
"""


def test_what_a_page_puts_around_a_text_is_noise_and_nothing_else_is() -> None:
    reasons = dict(noise(PAGE))
    assert reasons["13800138000(微信同号)"] == "phone-number"
    assert reasons["—3—"] == "page-number"
    assert reasons["首页 > 政务公开 > 文件"] == "page-furniture"
    assert [reasons[line] for line in ("某地新闻一2020-08-13", "某地新闻二2020-08-12", "2020-08-11")] == [
        "other-news"
    ] * 3
    assert texts(parse(PAGE)) == [
        "健全网络。完善乡镇卫生院服务功能，提高能力。",
        "配齐人员。为每个机构配齐人员，提高待遇。",
    ]


def test_a_table_of_contents_is_noise() -> None:
    text = "目 录\n一、总体要求……………1\n二、主要任务.......... 3\n一、总体要求\n到2025年，体系更加完善，能力明显提升。\n"
    assert [reason for _, reason in noise(text)] == ["table-of-contents"] * 3
    assert [c.title for c in parse(text).chapters] == ["总体要求"]


def test_a_line_printed_at_the_edge_of_every_page_is_a_running_title() -> None:
    body = "加强疾病预防控制体系建设，提高应急处置能力，完善监测预警机制。\n"
    text = "一、主要任务\n" + "".join(f"{body}- {n} -\n某某市健康网络建设\n" for n in range(1, 5)) + body
    assert [part for part, reason in noise(text) if reason == "running-title"] == ["某某市健康网络建设"] * 4


def test_a_note_or_a_heading_that_comes_again_is_no_running_title() -> None:
    text = "一、任务\n" + "".join(
        f"（{n}）加强宣传。开展活动，提高水平。\n责任单位：市卫健委、市教育局\n" for n in "一二三四"
    )
    assert noise(text) == []
    assert [len(m.responsibilities) for m in parse(text).measures] == [2, 2, 2, 2]


def test_a_page_number_inside_a_paragraph_stays_within_its_span_and_out_of_its_text() -> None:
    lines = [
        "（一）加强基层服务。完善乡镇卫生院和村卫生室的服务",
        "功能，提高基层防病治病和健康管理的能力，做实家庭医",
        "—12—",
        "生签约服务，为城乡居民提供综合连续的公共卫生和基本",
        "医疗服务，推动优质医疗资源下沉，健全城乡服务网络。",
        "（二）加强队伍建设。落实人才激励保障政策，完善适应",
        "行业特点的人事薪酬制度，提高基层岗位的吸引力水平。",
    ]
    text = "\n".join(lines)
    first = parse(text).measures[0]
    assert "家庭医生签约服务" in first.text
    assert "12" not in first.text
    assert quoted(text, first.spans) == ["\n".join(lines[:5])]


def test_a_variant_that_conversions_leave_is_mended() -> None:
    parsed = parse("某省規劃\n一、任務\n（一）發展安甯療護。擴大試點範圍，完善服務體系。\n")
    assert parsed.measures[0].lead == "发展安宁疗护"
    assert [(r.found, r.suggestion) for r in parsed.repairs if r.kind == "script"] == [("安甯療護", "安宁疗护")]


def test_of_blanks_only_those_between_latin_words_and_between_numbers_are_read() -> None:
    raw = "一、发展 理念\n（一）推广新方法。“健 康融入”（Health  in\nAll Policies）和 5 G 、2021  2022 两年的做法。"
    text = only_measure(raw).text
    assert text == "推广新方法。“健康融入”（Health in All Policies）和5G、2021 2022两年的做法。"


def test_lines_end_wherever_any_system_ended_them() -> None:
    lines = ("一、任务", "（一）加强服务。完善制度。", "二、保障", "加强领导。")
    texts_read = {tuple(texts(parse(end.join(lines)))) for end in ("\n", "\r\n", "\r", "\u2028", "<br>")}
    assert texts_read == {("加强服务。完善制度。", "加强领导。")}


def test_latin_full_stops_end_sentences_where_a_text_has_no_others() -> None:
    raw = "一.任务\n(一)加强服务.完善1.5级制度.\n(二)保障供应.健全机制."
    assert clean(raw).text.text == "一.任务\n(一)加强服务。完善1.5级制度。\n(二)保障供应。健全机制。"
    assert clean("加强服务.完善制度。健全机制。落实责任。").text.text == "加强服务.完善制度。健全机制。落实责任。"
    assert clean("加强服务｡完善制度｡").text.text == "加强服务。完善制度。"
