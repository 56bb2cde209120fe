"""What is a chapter, what a measure, and what stands under what."""

import pytest

from documents.parsing import parse
from documents.parsing.labels import read_label
from tests.parsing.reading_aloud import outline


@pytest.mark.parametrize(
    ("text", "label", "style", "number"),
    [
        ("第十五章 药品", "第十五章", "chapter", 15),
        ("第 十 五 章 药品", "第十五章", "chapter", 15),
        ("一、总则", "一、", "cn", 1),
        ("（ 二十一 ）加强", "（二十一）", "cn-bracket", 21),
        ("12.实施", "12.", "num", 12),
        ("3．实施", "3．", "num", 3),
        ("⒊实施", "⒊", "num", 3),
        ("(1)加强", "(1)", "num-bracket", 1),
        ("③加强", "③", "circled", 3),
        ("专栏12 信息化", "专栏12", "box", 12),
        ("附件2", "附件2", "annex", 2),
        ("——政府：", "——", "dash", None),
        ("第三条 各级政府应当", "第三条", "article", 3),
    ],
)
def test_labels_are_read_as_written(text: str, label: str, style: str, number: int | None) -> None:
    found = read_label(text)
    assert found is not None
    assert (found.text, found.style, found.number) == (label, style, number)


@pytest.mark.parametrize(
    "text",
    [
        "2022 年和2030 年，婴儿死亡率",
        "7.5‰及以下",
        "12/10 万",
        "二、三级医疗机构逐步",
        "第三条规定的情形",
        "24小时内",
        "附件后附",
        "1.5万人",
        "一是加强",
    ],
)
def test_what_only_looks_like_a_label_is_none(text: str) -> None:
    assert read_label(text) is None


def test_a_title_on_its_own_line_is_a_chapter_and_its_only_prose_takes_its_name() -> None:
    assert outline("一、总体要求\n(一)指导思想\n以健康为中心，推进体系建设，提升能力。\n") == [
        "# 一、 总体要求",
        "## (一) 指导思想",
        "principle - <指导思想> 以健康为中心，推进体系建设，提升能力。",
    ]


def test_a_title_run_in_is_the_lead_of_its_measure() -> None:
    assert outline("二、主要任务\n（一）加强疾病防治。推动以治病为中心转变，强化早期筛查。\n") == [
        "# 二、 主要任务",
        "measure （一） <加强疾病防治> 加强疾病防治。推动以治病为中心转变，强化早期筛查。",
    ]


def test_a_run_in_title_with_units_below_is_a_chapter() -> None:
    text = "（三）全方位干预。针对影响因素，分类推进，提高成效。\n1.实施控烟行动。吸烟危害健康，鼓励戒烟。\n2.实施健身行动。生命在于运动，推进设施开放。\n"
    assert outline(text) == [
        "# （三） 全方位干预",
        "measure - <-> 针对影响因素，分类推进，提高成效。",
        "measure 1. <实施控烟行动> 实施控烟行动。吸烟危害健康，鼓励戒烟。",
        "measure 2. <实施健身行动> 实施健身行动。生命在于运动，推进设施开放。",
    ]


def test_a_sentence_behind_a_label_is_a_measure_and_no_title() -> None:
    text = "二、主要目标\n1. 建立工作机制和网络，逐步完善体系。\n2. 建立健康审查制度。\n三、工作内容\n"
    assert outline(text)[:3] == [
        "# 二、 主要目标",
        "goal 1. <-> 建立工作机制和网络，逐步完善体系。",
        "goal 2. <-> 建立健康审查制度。",
    ]


def test_two_labels_on_one_line_are_two_chapters() -> None:
    assert outline("第三篇 保障措施 第一章 强化组织领导\n完善推进协调机制，各部门分工负责，密切配合。\n") == [
        "# 第三篇 保障措施",
        "## 第一章 强化组织领导",
        "implementation - <强化组织领导> 完善推进协调机制，各部门分工负责，密切配合。",
    ]


def test_body_behind_a_blank_on_the_line_of_its_title_is_body() -> None:
    assert outline("第二节 加强学术交流 坚持走出去，每年选拔技术骨干赴国外研修，提高水平。\n") == [
        "# 第二节 加强学术交流",
        "measure - <加强学术交流> 坚持走出去，每年选拔技术骨干赴国外研修，提高水平。",
    ]


def test_a_box_interrupts_its_chapter_and_numbering_resumes_behind_it() -> None:
    text = (
        "三、重点任务\n(一)干预健康影响因素\n1.普及健康生活方式。加强科普，推进健康教育。\n"
        "专栏1 干预项目\n健康生活方式行动。推广支持性环境建设，培训指导员。\n营养计划。完善政策标准，推动立法。\n"
        "(二)维护重点人群健康\n1.保障妇女儿童健康。加强服务，合理配置床位。\n"
    )
    assert outline(text) == [
        "# 三、 重点任务",
        "## (一) 干预健康影响因素",
        "measure 1. <普及健康生活方式> 普及健康生活方式。加强科普，推进健康教育。",
        "### 专栏1 干预项目",
        "box_item - <健康生活方式行动> 健康生活方式行动。推广支持性环境建设，培训指导员。",
        "box_item - <营养计划> 营养计划。完善政策标准，推动立法。",
        "## (二) 维护重点人群健康",
        "measure 1. <保障妇女儿童健康> 保障妇女儿童健康。加强服务，合理配置床位。",
    ]


def test_a_dash_with_a_title_is_a_chapter_and_one_with_prose_is_a_measure() -> None:
    groups = "（四）控烟行动。\n——个人和家庭：\n1.不在禁烟场所吸烟，越早戒烟越好。\n——政府：\n1.推进无烟环境建设，加强执法。\n"
    assert [row.split(" <")[0] for row in outline(groups)] == [
        "# （四） 控烟行动",
        "## —— 个人和家庭",
        "measure 1.",
        "## —— 政府",
        "measure 1.",
    ]
    goals = "1.近期目标。到2025年，体系更加完善，能力提升。\n——服务能力增强。资源配置优化，水平提高。\n2.远景目标。到2035年，全面建成。\n"
    assert [row.split(" <")[0] for row in outline(goals)] == ["# 1. 近期目标", "goal -", "goal ——", "goal 2."]


def test_paragraphs_of_an_article_belong_to_it() -> None:
    text = "第一章　总则\n第一条 为了健康，制定本条例。\n第二条 本市行政区域适用本条例。\n本条例所称健康乡村，包括环境和服务。\n第三条 坚持以人为本。\n"
    assert outline(text) == [
        "# 第一章 总则",
        "measure 第一条 <-> 为了健康，制定本条例。",
        "measure 第二条 <-> 本市行政区域适用本条例。本条例所称健康乡村，包括环境和服务。",
        "measure 第三条 <-> 坚持以人为本。",
    ]


def test_what_introduces_the_items_of_an_article_is_no_heading() -> None:
    text = (
        "第二章 服务\n第三条 各级政府应当加强领导。\n卫生健康部门负责下列工作：\n（一）拟订规划；\n（二）组织实施。\n"
        "第四条 养老机构应当建立制度。\n"
    )
    assert outline(text) == [
        "# 第二章 服务",
        "measure 第三条 <-> 各级政府应当加强领导。卫生健康部门负责下列工作：（一）拟订规划；（二）组织实施。",
        "measure 第四条 <-> 养老机构应当建立制度。",
    ]


def test_small_items_without_a_name_stay_in_their_paragraph() -> None:
    text = "1.健全机制。建立以下制度：\n(1)会商制度，每季度一次；\n(2)通报制度，每年一次。\n2.强化考核。纳入年度考核，定期通报。\n"
    assert outline(text) == [
        "measure 1. <健全机制> 健全机制。建立以下制度：(1)会商制度，每季度一次；(2)通报制度，每年一次。",
        "measure 2. <强化考核> 强化考核。纳入年度考核，定期通报。",
    ]


@pytest.mark.parametrize(
    ("labels", "kinds"),
    [
        (["(一)", "(二)", "(三)"], []),
        (["(一)", "(二)", "(四)"], ["numbering-gap"]),
        (["(一)", "(二)", "(二)"], ["numbering-repeat"]),
        (["(五)", "(六)"], ["starts-inside"]),
        (["(一)", "(二)", "(一)"], []),
    ],
)
def test_numbering_is_reported_and_never_mended(labels: list[str], kinds: list[str]) -> None:
    text = "".join(f"{label}加强服务。完善网络，提高能力。\n" for label in labels)
    parsed = parse(text)
    assert [warning.kind for warning in parsed.warnings] == kinds
    assert [measure.label for measure in parsed.measures] == labels


def test_numbering_that_runs_on_across_parents_is_no_fault() -> None:
    text = "一、服务\n（一）加强甲。完善网络，提高能力。\n二、人才\n（二）加强乙。完善网络，提高能力。\n"
    assert parse(text).warnings == ()


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("发展背景", "background"), ("“十三五”工作基础", "background"), ("主要挑战", "background"),
        ("指导思想", "principle"), ("基本原则", "principle"), ("主要目标", "goal"), ("发展目标", "goal"),
        ("保障措施", "implementation"), ("组织实施", "implementation"), ("加强组织实施", "implementation"),
        ("组织保障", "implementation"), ("政策保障与组织实施", "implementation"),
        ("夯实事业发展基础", "measure"), ("健全医药供应保障机制", "measure"), ("加强数据安全保障体系建设", "measure"),
    ],
)  # fmt: skip
def test_the_heading_tells_the_kind(title: str, kind: str) -> None:
    measure = parse(f"一、{title}\n坚持服务群众，完善制度，提高水平，扎实推进。\n").measures[0]
    assert measure.kind == kind


def test_preamble_is_background_and_a_closing_paragraph_is_implementation() -> None:
    text = (
        "为推进健康建设，结合实际，提出如下意见。\n一、重点任务\n(一)加强服务。完善网络，提高能力。\n"
        "各地各有关部门要切实加强组织领导，推动改革向纵深发展。\n"
    )
    assert [measure.kind for measure in parse(text).measures] == ["background", "measure", "implementation"]


def test_an_explanation_is_no_plan_and_asks_nothing_of_anybody() -> None:
    text = "《健康行动实施方案》政策解读\n一、出台背景\n(一)加强领导。成立机构，明确责任。(省卫生健康委牵头，省财政厅配合)\n"
    parsed = parse(text)
    assert not parsed.plan.is_plan
    assert {measure.kind for measure in parsed.measures} == {"background"}
    assert not any(measure.responsibilities for measure in parsed.measures)


def test_a_box_keeps_its_own_numbering() -> None:
    text = (
        "一、任务\n（一）推进健康细胞。开展创建，提高水平。\n专栏2　细胞培育工程\n1.健康学校：建成率达到30%。\n2.健康企业：支持创建。\n"
        "（二）建设环境。开展活动，形成氛围。\n"
    )
    assert [row.split(" <")[0] for row in outline(text)] == [
        "# 一、 任务",
        "measure （一）",
        "## 专栏2 细胞培育工程",
        "box_item 1.",
        "box_item 2.",
        "measure （二）",
    ]


def test_news_are_no_plan() -> None:
    text = "我省全面推进健康建设\n记者近日从省卫生健康委获悉，我省将推进三项工作。\n一是加强服务，提高能力。（省卫生健康委）\n"
    parsed = parse(text)
    assert not parsed.plan.is_plan
    assert not any(measure.responsibilities for measure in parsed.measures)


def test_the_only_prose_of_a_chapter_is_no_closing_paragraph() -> None:
    text = "一、工作任务\n（一）提高质量\n各级部门要加强指导，规范流程，确保质量稳步提升。\n（二）规范管理\n各地要严格执行制度，确保落实到位。\n"
    assert {measure.kind for measure in parse(text).measures} == {"measure"}


def test_a_label_alone_on_its_line_belongs_to_the_line_below() -> None:
    assert outline(
        "一、\n总体要求\n（一）\n加强服务。完善制度，健全机制。\n1.\n落实责任。明确分工，加强考核。\n二、\n组织保障\n各地要加强领导。"
    ) == outline(
        "一、总体要求\n（一）加强服务。完善制度，健全机制。\n1.落实责任。明确分工，加强考核。\n二、组织保障\n各地要加强领导。"
    )


@pytest.mark.parametrize(
    "title",
    [
        "2021年某省卫生健康事业发展统计公报",
        "某市人民医院2023年公开招聘工作人员公告",
        "某省健康素养促进工作简报",
        "健康中国行动白皮书",
    ],
)
def test_what_reports_or_announces_is_no_plan(title: str) -> None:
    parsed = parse(f"{title}\n一、卫生资源\n（一）床位数。2021年末，全省床位达到53.2万张。（省卫生健康委负责解释）")
    assert not parsed.plan.is_plan
    assert [(m.kind, m.responsibilities, m.targets) for m in parsed.measures] == [("background", (), ())]


def test_a_plan_announced_or_reported_on_is_still_one() -> None:
    for title in (
        "某省人民政府关于印发健康行动方案的公告",
        "某市健康促进条例",
        "某省关于改革完善疾病预防控制体系的报告制度",
    ):
        assert parse(f"{title}\n一、任务\n（一）加强服务。完善制度，健全机制。").plan.is_plan, title


def test_a_line_that_lost_its_full_stop_is_the_prose_of_its_heading_and_no_empty_chapter() -> None:
    text = (
        "一、任务\n（一）加强服务。完善网络，提高能力。\n二、保障\n（一）加强领导\n各级政府要加强领导\n（二）加大投入\n"
        "各级财政要安排经费，支持项目建设，保障工作开展。\n落实政策，完善机制，提高能力，确保各项任务取得实效。\n"
    )
    assert outline(text)[3:5] == ["## （一） 加强领导", "implementation - <加强领导> 各级政府要加强领导"]


def test_from_when_a_document_is_in_force_is_no_prose_of_its_last_item() -> None:
    text = "四、组织保障\n（一）加强领导，各级政府要高度重视。\n（二）加强宣传。\n本意见自2020年1月1日起施行，有效期5年。\n"
    assert outline(text)[2:] == [
        "implementation （二） <-> 加强宣传。",
        "implementation - <-> 本意见自2020年1月1日起施行，有效期5年。",
    ]
