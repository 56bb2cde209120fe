"""Who is responsible, in every style of note, and by which full name."""

import pytest

from documents.parsing import parse
from tests.parsing.reading_aloud import bodies, only_measure

TITLE = "黑龙江省2022年重点工作任务\n一、重点任务\n"
LEAD, JOIN = "lead", "participant"


@pytest.mark.parametrize(
    ("note", "expected"),
    [
        ("(省发展改革委、省卫生健康委分工负责)", [("省发展改革委", JOIN), ("省卫生健康委", JOIN)]),
        ("（省医保局、省财政厅等按职责分工负责）", [("省医保局", JOIN), ("省财政厅", JOIN)]),
        ("（省教育厅牵头，省卫生健康委、团省委按职责分工负责）", [("省教育厅", LEAD), ("省卫生健康委", JOIN), ("团省委", JOIN)]),
        ("(牵头单位:省民政厅、省卫生计生委,责任单位:省财政厅,各市[州]人民政府)",
         [("省民政厅", LEAD), ("省卫生计生委", LEAD), ("省财政厅", JOIN), ("各市[州]人民政府", JOIN)]),
        ("(省卫生健康委)", [("省卫生健康委", LEAD)]),
        ("（省卫生健康委负责）", [("省卫生健康委", LEAD)]),
        ("（省财政厅配合）", [("省财政厅", JOIN)]),
        ("(省卫生健康委和各相关部门分工负责)", [("省卫生健康委", JOIN), ("各相关部门", JOIN)]),
        ("（省卫生健康委牵头，省医保局配合，各市（州）人民政府负责）",
         [("省卫生健康委", LEAD), ("省医保局", JOIN), ("各市（州）人民政府", JOIN)]),
        ("（责任单位：省教育厅、各区、县级市政府）", [("省教育厅", JOIN), ("各区、县级市政府", JOIN)]),
        ("（牵头单位：省卫生健康委；配合单位：省财政厅）", [("省卫生健康委", LEAD), ("省财政厅", JOIN)]),
        ("（省卫生健康委、省教育厅，列第一位者为牵头单位）", [("省卫生健康委", LEAD), ("省教育厅", JOIN)]),
        ("（四川银保监局、省医保局）", [("四川银保监局", JOIN), ("省医保局", JOIN)]),
        ("（卫生健康委、教育厅等）", [("卫生健康委", JOIN), ("教育厅", JOIN)]),
        ("（市政府各部门，中省直有关单位）", [("市政府各部门", JOIN), ("中省直有关单位", JOIN)]),
        ("（责任科室：办公室、组织人事科）", [("办公室", JOIN), ("组织人事科", JOIN)]),
        ("（省医改办会同省卫生健康委、省财政厅负责）", [("省医改办", JOIN), ("省卫生健康委", JOIN), ("省财政厅", JOIN)]),
        ("（牵头单位为省卫生健康委，责任单位为省教育厅）", [("省卫生健康委", LEAD), ("省教育厅", JOIN)]),
        ("（以上由省卫生健康委、省教育厅负责）", [("省卫生健康委", JOIN), ("省教育厅", JOIN)]),
        ("（省卫生健康委等12个部门按职责分工负责）", [("省卫生健康委", JOIN)]),
        ("（省医保局、省财政厅负责，完成时限：2023年底前）", [("省医保局", JOIN), ("省财政厅", JOIN)]),
        ("——省卫生健康委牵头，省教育厅配合", [("省卫生健康委", LEAD), ("省教育厅", JOIN)]),
        ("\n[责任单位]省医保局、省财政厅\n【完成时限】2023年底", [("省医保局", JOIN), ("省财政厅", JOIN)]),
    ],
)  # fmt: skip
def test_a_closing_note_gives_its_bodies_with_their_roles(note: str, expected: list[tuple[str, str]]) -> None:
    text = f"{TITLE}(一)加强服务。完善网络，提高能力。{note}\n"
    assert bodies(text) == expected
    assert only_measure(text).text == "加强服务。完善网络，提高能力。"


@pytest.mark.parametrize(
    "sentence",
    [
        "加强服务（以下简称“两病”）。",
        "开展监测（2022—2025年）。",
        "推进三维打印技术(3D)。",
        "由省卫生健康委牵头建立制度，省财政厅配合，完善机制。",
        "支持县（市、区）。",
        "落实方案（见附件）。",
        "支持基层机构（含乡镇卫生院、社区卫生服务中心）。",
        "建设示范单位（医院、学校）。",
    ],
)
def test_a_bracket_or_a_sentence_that_is_no_note_names_nobody(sentence: str) -> None:
    assert bodies(f"{TITLE}(一)完善网络，提高能力。{sentence}\n") == []


def test_a_note_on_a_line_of_its_own_belongs_to_the_measure_before_it() -> None:
    text = f"{TITLE}1.加强服务。完善网络，提高能力。\n（省卫生健康委牵头，省财政厅配合）\n2.加强人才。完善制度，提高待遇。\n"
    measures = [m for m in parse(text).measures if m.label]
    assert [len(m.responsibilities) for m in measures] == [2, 0]


def test_a_row_of_a_table_is_a_measure_that_its_department_leads() -> None:
    text = "附件\n重点领域\n部门\t重点工作\t目标\n"
    text = (
        "一、任务\n抓好落实，完善机制，形成合力，确保实效。\n"
        + text
        + "市教育局\t改善学校卫生环境，抓好食品安全。\t健康环境\n市人社局 医保中心\t提高保险水平。\t社会保障\n"
    )
    rows = [m for m in parse(text).measures if m.responsibilities]
    assert [m.text for m in rows] == ["改善学校卫生环境，抓好食品安全。 健康环境", "提高保险水平。 社会保障"]
    assert bodies(text) == [("市教育局", LEAD), ("市人社局", LEAD), ("医保中心", LEAD)]


@pytest.mark.parametrize(
    ("year", "written", "full"),
    [
        (2017, "省卫生计生委", "黑龙江省卫生和计划生育委员会"),
        (2022, "省卫生健康委", "黑龙江省卫生健康委员会"),
        (2022, "省卫健委", "黑龙江省卫生健康委员会"),
        (2022, "省发改委", "黑龙江省发展和改革委员会"),
        (2022, "省委宣传部", "中共黑龙江省委宣传部"),
        (2022, "团省委", "共青团黑龙江省委员会"),
        (2022, "黑龙江银保监局", "中国银行保险监督管理委员会黑龙江监管局"),
        (2022, "各市（地）人民政府", "各市（地）人民政府"),
        (2022, "县（市、区）人民政府", "县（市、区）人民政府"),
        (2022, "省卫生健康委（省中医药局）", "黑龙江省卫生健康委员会"),
        (2022, "省卫生健康委〔省中医药局〕", "黑龙江省卫生健康委员会"),
        (2022, "省卫生健康委[省中医药局]", "黑龙江省卫生健康委员会"),
        (2022, "某某集团", None),
    ],
)
def test_a_body_has_the_full_name_of_the_day_of_issue(year: int, written: str, full: str | None) -> None:
    text = f"黑龙江省健康工作方案\n黑政办发〔{year}〕1号\n{year}年5月1日\n一、任务\n(一)加强服务。完善网络，提高能力。（{written}、省财政厅分工负责）\n"
    assert only_measure(text).responsibilities[0].agency == full


@pytest.mark.parametrize(
    ("place", "written", "full"),
    [
        ("上海市", "市财政局", "上海市财政局"),
        ("成都市", "市财政局", "成都市财政局"),
        ("内蒙古自治区", "自治区财政厅", "内蒙古自治区财政厅"),
        ("内蒙古自治区", "自治区党委宣传部", "中共内蒙古自治区委宣传部"),
    ],
)
def test_a_body_is_called_as_those_of_its_place_are(place: str, written: str, full: str) -> None:
    text = f"{place}健康工作方案\n一、任务\n(一)加强服务。完善网络，提高能力。（{written}负责）\n"
    assert only_measure(text).responsibilities[0].agency == full


def test_an_unknown_body_is_kept_as_written_and_flagged() -> None:
    text = f"{TITLE}(一)加强服务。完善网络，提高能力。（省卫生健康委、句投集团分工负责）\n"
    parsed = parse(text)
    assert [w.kind for w in parsed.warnings] == ["unknown-agency"]
    assert text[slice(*parsed.warnings[0].spans[0])] == "句投集团"


def test_a_statement_for_the_whole_document_is_inherited_by_the_notes_behind_it() -> None:
    text = (
        f"{TITLE}(一)加强服务。完善网络，提高能力。(省卫生健康委牵头，以下责任单位均包括各市(州)人民政府，不再一一列出)\n"
        "(二)加强人才。完善制度，提高待遇。(省财政厅、省教育厅分工负责)\n(三)加强宣传。营造氛围，形成合力。\n"
    )
    stated = [[(r.as_written, r.role, r.inherited) for r in m.responsibilities] for m in parse(text).measures]
    assert stated == [
        [("省卫生健康委", LEAD, False), ("各市(州)人民政府", JOIN, False)],
        [("省财政厅", JOIN, False), ("省教育厅", JOIN, False), ("各市(州)人民政府", JOIN, True)],
        [],
    ]


def test_a_document_may_say_that_the_first_of_every_note_leads() -> None:
    text = (
        f"{TITLE}(一)加强服务。完善网络，提高能力。(省卫生健康委、省财政厅，列第一位者为牵头单位，下同)\n"
        "(二)加强人才。完善制度，提高待遇。(省教育厅、省财政厅)\n"
    )
    assert bodies(text) == [("省卫生健康委", LEAD), ("省财政厅", JOIN), ("省教育厅", LEAD), ("省财政厅", JOIN)]


def test_lines_that_name_bodies_close_the_measure_before_them() -> None:
    text = f"{TITLE}1.加强服务。完善网络，提高能力。\n牵头单位：省卫生健康委\n配合单位：省财政厅和省医保局\n2.加强人才。完善制度，提高待遇。\n"
    assert bodies(text) == [("省卫生健康委", LEAD), ("省财政厅", JOIN), ("省医保局", JOIN)]
    assert parse(text).measures[0].text == "加强服务。完善网络，提高能力。"


TABLES = {
    "tabs": "序号\t工作任务\t牵头单位\t配合单位\n1\t{0}\t省卫生健康委\t省财政厅、省广电局\n2\t{1}\t省教育厅\t\n",
    "bars": "| 序号 | 工作任务 | 牵头单位 | 配合单位 |\n|---|---|---|---|\n| 1 | {0} | 省卫生健康委 | 省财政厅、省广电局 |\n| 2 | {1} | 省教育厅 |  |\n",
    "bars between cells": "序号|工作任务|牵头单位|配合单位\n1|{0}|省卫生健康委|省财政厅、省广电局\n2|{1}|省教育厅|\n",
    "wide bars": "序号｜工作任务｜牵头单位｜配合单位\n1｜{0}｜省卫生健康委｜省财政厅、省广电局\n2｜{1}｜省教育厅｜\n",
    "blanks": "序号    工作任务                牵头单位        配合单位\n1       {0}    省卫生健康委    省财政厅、省广电局\n2       {1}    省教育厅    省财政厅、省广电局\n",
    "a cell a line": "序号\n工作任务\n牵头单位\n配合单位\n1\n{0}\n省卫生健康委\n省财政厅、省广电局\n2\n{1}\n省教育厅\n省财政厅、省广电局\n",
}


@pytest.mark.parametrize("form", TABLES)
def test_a_table_of_tasks_names_who_leads_and_who_joins_however_it_is_printed(form: str) -> None:
    table = TABLES[form].format("开展健康素养进万家活动，提高水平。", "改善学校卫生环境，抓好落实。")
    rows = [m for m in parse("附件\n重点任务分工表\n一、任务\n" + table).measures if m.responsibilities]
    assert [m.text for m in rows] == ["开展健康素养进万家活动，提高水平。", "改善学校卫生环境，抓好落实。"]
    assert [(r.as_written, r.role) for r in rows[0].responsibilities] == [
        ("省卫生健康委", LEAD),
        ("省财政厅", JOIN),
        ("省广电局", JOIN),
    ]
    assert rows[1].responsibilities[0].as_written == "省教育厅"


@pytest.mark.parametrize(
    "table",
    [
        "任务\n责任单位\n完成时间\n制定招聘计划，落实编制\n省委编办\n3月底前\n建立实训基地，制定大纲\n省卫生健康委、省教育厅\n6月底前\n",
        "序号 任务 责任单位\n1 制定招聘计划，落实编制 省委编办\n2 建立实训基地，制定大纲 省卫生健康委、省教育厅\n",
        "序号\t任务\t责任单位\n1\t制定招聘计划，\n落实编制\t省委编办\n2\t建立实训基地，制定大纲\t省卫生健康委、省教育厅\n",
        "序号\n任务\n责任单位\n1\n制定招聘计划，落实编制\n省委编办\n2\n建立实训基地，制定大纲\n省卫生健康委、\n省教育厅\n",
        "省委编办\t制定招聘计划，落实编制\n省卫生健康委、省教育厅\t建立实训基地，制定大纲\n",
    ],
    ids=["a cell a line", "single blanks", "rows over lines", "numbers and cells over lines", "no head"],
)
def test_the_rows_of_a_table_are_read_in_whatever_form_it_was_flattened(table: str) -> None:
    rows = parse("某省基层卫生人才行动计划任务分解表\n" + table).measures
    assert [(row.text, [body.as_written for body in row.responsibilities]) for row in rows] == [
        ("制定招聘计划，落实编制", ["省委编办"]),
        ("建立实训基地，制定大纲", ["省卫生健康委", "省教育厅"]),
    ]
    assert {body.role for row in rows for body in row.responsibilities} == {LEAD}


def test_a_department_cell_that_reaches_down_leads_the_rows_below_it() -> None:
    text = "某市分工表\n部门\t任务\n市卫生健康委\t推进健康县建设。\n\t实施综合干预。\n市教育局\t落实体育活动。\n"
    assert [b for b, _ in bodies(text)] == ["市卫生健康委", "市卫生健康委", "市教育局"]


@pytest.mark.parametrize(
    ("note", "expected"),
    [
        ("【牵头单位：省卫生健康委；配合单位：省财政厅】", [("省卫生健康委", LEAD), ("省财政厅", JOIN)]),
        (
            "（牵头单位：省卫生健康委。配合单位：省教育厅、省财政厅。）",
            [("省卫生健康委", LEAD), ("省教育厅", JOIN), ("省财政厅", JOIN)],
        ),
        ("（责任单位：省卫生健康委牵头，省教育厅配合）", [("省卫生健康委", LEAD), ("省教育厅", JOIN)]),
        ("（省卫生健康委、省医保局 2025年底前完成）", [("省卫生健康委", JOIN), ("省医保局", JOIN)]),
        ("（省卫生健康委 省医保局）", [("省卫生健康委", JOIN), ("省医保局", JOIN)]),
        (
            "（省卫生健康委牵头 省医保局、省财政厅配合）",
            [("省卫生健康委", LEAD), ("省医保局", JOIN), ("省财政厅", JOIN)],
        ),
        (
            "（省卫生健康委、\n各市州人民政府、\n省教育厅负责）",
            [("省卫生健康委", JOIN), ("各市州人民政府", JOIN), ("省教育厅", JOIN)],
        ),
        ("（省医保局牵头会同省民政厅、省财政厅实施）", [("省医保局", LEAD), ("省民政厅", JOIN), ("省财政厅", JOIN)]),
        ("（责任单位：省卫生健康委、省财政厅［排名第一的为牵头单位］）", [("省卫生健康委", LEAD), ("省财政厅", JOIN)]),
        ("（省卫生健康委牵头，省教育厅按职责分工负责", [("省卫生健康委", LEAD), ("省教育厅", JOIN)]),
        (
            "\n主责单位：省卫生健康委\n协同单位：省教育厅\n时限要求：2023年12月底前完成",
            [("省卫生健康委", LEAD), ("省教育厅", JOIN)],
        ),
    ],
)
def test_notes_are_read_in_other_words_and_damaged_ones_too(note: str, expected: list[tuple[str, str]]) -> None:
    assert bodies(f"{TITLE}(一)完善体系。健全机制，提高能力。{note}\n(二)加强监测。建立系统。\n") == expected


def test_that_the_first_leads_is_said_of_one_note_or_of_all() -> None:
    one = "1.推进改革。落实要求。（省医保局、省财政厅）\n2.完善机制。提高能力。（省人社厅、省财政厅，列首位的为牵头单位）\n"
    every = "（列第一位者为牵头单位）\n1.推进改革。落实要求。（省医保局、省财政厅）\n"
    assert [role for _, role in bodies(TITLE + one)] == [JOIN, JOIN, LEAD, JOIN]
    assert [role for _, role in bodies(TITLE + every)] == [LEAD, JOIN]
