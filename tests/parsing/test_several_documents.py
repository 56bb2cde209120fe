"""Several documents in one file, and labels and titles that a text repeats or prints barely."""

from documents.parsing import parse
from tests.parsing.reading_aloud import bodies, outline

TWO = (
    "关于印发2023年妇幼健康工作要点和老龄健康工作要点的通知\n南宁市卫生健康委员会\n2023年3月15日\n"
    "2023年南宁市妇幼健康工作要点\n一、出生缺陷防治\n（一）免费婚检率达到95%以上。\n（二）开展地中海贫血防控。\n"
    "2023年南宁市老龄健康工作要点\n为做好今年工作，制定本要点。\n一、老年健康服务\n（一）推进老年医学科建设。比例达到55%。\n"
)


def test_a_second_document_is_told_by_its_title_and_its_numbers_that_begin_again() -> None:
    rows = outline(TWO)
    assert "# - 2023年南宁市老龄健康工作要点" in rows
    assert "## 一、 老年健康服务" in rows
    assert "measure （二） <-> 开展地中海贫血防控。" in rows
    assert "background - <2023年南宁市老龄健康工作要点> 为做好今年工作，制定本要点。" in rows


def test_facts_are_those_of_the_first_document() -> None:
    assert parse(TWO).plan.issued_on == "2023-03-15"


def test_a_second_title_without_numbers_below_it_is_a_paragraph_like_any_other() -> None:
    text = "某省健康规划\n一、任务\n完善健康服务体系，提高健康服务能力。\n某省健康教育专项工作方案\n另行制定。\n"
    assert [row for row in outline(text) if row.startswith("#")] == ["# 一、 任务"]


def test_bare_numbers_are_labels_where_they_count_as_labels() -> None:
    text = "某省方案\n一 总体目标\n到2025年，体系基本建成。\n二 主要任务\n1 提升服务\n落实制度，完善流程。\n2 强化防治\n推进防治，落实责任。\n三 保障措施\n加强领导，落实经费。\n"
    assert [row for row in outline(text) if row.startswith("#")] == [
        "# 一 总体目标",
        "# 二 主要任务",
        "## 1 提升服务",
        "## 2 强化防治",
        "# 三 保障措施",
    ]


def test_bare_numbers_that_do_not_count_are_text() -> None:
    text = "某省方案\n一、任务\n全省建成中心\n3 个以上\n12 月底前完成\n一 体化推进\n"
    assert [row for row in outline(text) if row.startswith("#")] == ["# 一、 任务"]


def test_a_box_drawn_as_a_frame_is_a_box() -> None:
    text = "某省规划\n一、任务\n完善体系，提高能力。\n┌──────┐\n│【专栏1：控烟项目】│\n│无烟家庭建设。推进1万户。│\n│戒烟门诊建设。每县1个。│\n└──────┘\n"
    assert outline(text)[-3:-1] == ["## 专栏1 控烟项目", "box_item - <无烟家庭建设> 无烟家庭建设。推进1万户。"]


def test_headings_that_actions_repeat_without_a_label_are_chapters() -> None:
    text = (
        "某省健康行动\n（一）合理膳食行动\n合理膳食是健康的基础。\n行动目标：\n到2030年，肥胖增长率持续减缓。\n"
        "个人和家庭：\n1．学习膳食知识，使用膳食宝塔。\n社会：\n1．推动科普活动常态化。\n"
    )
    assert outline(text) == [
        "# （一） 合理膳食行动",
        "background - <-> 合理膳食是健康的基础。",
        "goal - <-> 行动目标：到2030年，肥胖增长率持续减缓。",
        "## - 个人和家庭",
        "measure 1． <-> 学习膳食知识，使用膳食宝塔。",
        "## - 社会",
        "measure 1． <-> 推动科普活动常态化。",
    ]


def test_the_note_behind_a_heading_names_the_bodies_of_what_stands_below() -> None:
    text = "某省要点\n一、深化医改\n（一）推进县域医共体建设（省卫生健康委牵头，省医保局配合）\n每个县至少建成1个。\n"
    assert "## （一） 推进县域医共体建设" in outline(text)
    assert bodies(text) == [("省卫生健康委", "lead"), ("省医保局", "participant")]
