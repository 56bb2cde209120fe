"""What a text says of itself, and that nothing is made up."""

import pytest

from documents.parsing import parse
from documents.parsing.tree import PlanFacts

BODY = "一、总体要求\n坚持以人民健康为中心，完善体系，提升能力。\n"


def facts(head: str, foot: str = "") -> PlanFacts:
    return parse(head + BODY + foot).plan


def test_of_a_notice_that_issues_a_plan_the_plan_is_the_document() -> None:
    found = facts(
        "湖南省人民政府办公厅关于印发《健康湖南“十四五”建设规划》的通知\n湘政办发〔2021〕48号\n"
        "各市州、县市区人民政府，省政府各厅委、各直属机构：\n"
        "《健康湖南“十四五”建设规划》已经省人民政府同意，现印发给你们，请认真组织实施。\n"
        "湖南省人民政府办公厅\n2021年8月20日\n(此件主动公开)\n健康湖南“十四五”建设规划\n"
    )
    assert (found.title, found.kind, found.period) == ("健康湖南“十四五”建设规划", "规划", (2021, 2025))
    assert (found.document_number, found.issuers, found.issued_on) == (
        "湘政办发〔2021〕48号",
        ("湖南省人民政府办公厅",),
        "2021-08-20",
    )
    assert (found.province, found.province_code) == ("湖南", "430000")


def test_the_title_may_come_from_the_notice_alone() -> None:
    assert facts("某省人民政府关于印发《健康行动实施方案》的通知\n").title == "健康行动实施方案"


def test_a_title_over_two_lines_is_one() -> None:
    found = facts("贵州省人民政府办公厅\n关于促进健康医疗大数据发展的实施意见\n黔府办发[2017]24 号\n")
    assert found.title == "贵州省人民政府办公厅关于促进健康医疗大数据发展的实施意见"
    assert (found.document_number, found.kind) == ("黔府办发〔2017〕24号", "实施意见")


def test_a_text_without_a_title_has_none() -> None:
    found = parse("(2023年1月7日)\n为推进我省卫生健康发展，提出如下意见。\n" + BODY).plan
    assert (found.title, found.kind, found.issued_on) == (None, "意见", "2023-01-07")


def test_the_pages_own_date_is_not_the_day_of_issue() -> None:
    found = parse("来源:某局   2023-11-02 09:56   浏览量:1\n健康某地规划\n某省人民政府\n2021年8月20日\n" + BODY).plan
    assert (found.issued_on, found.published_on) == ("2021-08-20", "2023-11-02")


@pytest.mark.parametrize(
    ("head", "province"),
    [
        ("句容市健康促进工作实施方案\n", "江苏"),
        ("黑龙江省2022年重点工作任务\n", "黑龙江"),
        ("健康龙江建设规划\n", None),
        ("国务院关于实施健康中国行动的意见\n国发〔2019〕13 号\n", None),
        ("健康工作实施方案\n鄂府办发〔2021〕5号\n", None),
        ("健康工作实施方案\n鄂政办发〔2021〕5号\n", "湖北"),
        ("临沂市健康乡村条例\n", "山东"),
        ("内蒙古自治区健康规划\n", "内蒙古"),
    ],
)
def test_the_province_comes_from_title_number_or_a_city(head: str, province: str | None) -> None:
    assert facts(head).province == province


def test_labelled_facts_of_a_page_are_read() -> None:
    found = facts(
        "索 引 号：000-1\n发文字号：鲁政办发〔2022〕3号\n发文机关：山东省人民政府办公厅\n成文日期：2022年3月1日\n"
        "发布日期：2022年3月9日\n有效性：有效\n山东省健康行动方案\n"
    )
    assert (found.document_number, found.issuers) == ("鲁政办发〔2022〕3号", ("山东省人民政府办公厅",))
    assert (found.issued_on, found.published_on, found.validity) == ("2022-03-01", "2022-03-09", "有效")


def test_signature_and_date_at_the_foot_are_front_matter() -> None:
    text = "国务院关于实施健康行动的意见\n" + BODY + "国务院\n2019 年6 月24 日\n（此件公开发布）\n"
    parsed = parse(text)
    assert (parsed.plan.issuers, parsed.plan.issued_on) == (("国务院",), "2019-06-24")
    assert [m.text for m in parsed.measures] == ["坚持以人民健康为中心，完善体系，提升能力。"]


@pytest.mark.parametrize("date", ["2021年13月40日", "二〇二一年八月二十日"])
def test_a_day_that_is_none_is_null_and_characters_are_numbers_too(date: str) -> None:
    found = facts(f"健康某地规划\n{date}\n").issued_on
    assert found == (None if "13月" in date else "2021-08-20")


def test_every_value_read_from_the_text_says_where() -> None:
    text = "黑龙江省2022年重点工作任务\n黑政办发〔2022〕1号\n2022年5月1日\n" + BODY
    plan = parse(text).plan
    quoted = {name: "".join(text[a:b] for a, b in spans) for name, spans in plan.evidence.items()}
    assert quoted["title"] == plan.title
    assert quoted["document_number"] == plan.document_number
    assert quoted["issued_on"] == "2022年5月1日"


def test_a_title_over_three_lines_and_without_marks_names_the_plan() -> None:
    found = facts(
        "安徽省人民政府办公厅关于印发\n安徽省深化医药卫生体制改革2023年重点工作任务\n及责任分工的通知\n皖政办秘[2023]41号\n"
        "经济开发区管委会，各市、县人民政府：\n现将《任务》印发给你们，请认真组织实施。\n安徽省人民政府办公厅\n2023年8月2日\n"
    )
    assert found.title == "安徽省深化医药卫生体制改革2023年重点工作任务及责任分工"
    assert (found.issuers, found.issued_on) == (("安徽省人民政府办公厅",), "2023-08-02")


def test_a_clock_behind_a_date_and_letter_spaced_names_of_facts_are_read() -> None:
    found = facts("索　引　号：001\n发布时间：2023-05-18 16:32\n有　效　性： 有效\n废止日期：\n健康四川建设方案\n")
    assert (found.published_on, found.validity, found.title) == ("2023-05-18", "有效", "健康四川建设方案")


def test_annexes_listed_inside_the_notice_are_front_matter() -> None:
    text = (
        "关于印发《成都市健康企业建设办法》的通知\n成卫健发〔2021〕33号\n各区（市）县卫健局：\n现将办法印发给你们，请遵照执行。\n"
        "附件：1.评估表\n2.申报书\n成都市卫生健康委员会\n2021年11月3日\n成都市健康企业建设办法\n" + BODY
    )
    parsed = parse(text)
    assert [c.title for c in parsed.chapters] == ["总体要求"]
    assert (parsed.plan.issued_on, parsed.plan.issuers) == ("2021-11-03", ("成都市卫生健康委员会",))


def test_annexes_are_counted_on_from_the_one_that_is_the_plan() -> None:
    notice = "关于印发《成都市健康企业建设办法》的通知\n各区（市）县卫健局：\n现将办法印发给你们，请遵照执行。\n成都市卫生健康委员会\n2021年11月3日\n"
    annexes = "附件{}\n成都市健康企业建设办法\n" + BODY + "附件{}\n评估表\n一、内容\n填写评估内容。\n"
    assert [w.kind for w in parse(notice + annexes.format(1, 2)).warnings] == []
    assert [w.kind for w in parse(notice + annexes.format(1, 3)).warnings] == ["numbering-gap"]


def test_a_running_title_that_is_the_documents_own_stays_where_it_stands_first() -> None:
    page = "加强服务体系建设，完善网络，提高基层服务能力，健全机制，推动工作落实到位。\n- {} -\n贵州省健康行动2022年工作要点\n"
    parsed = parse("贵州省健康行动2022年工作要点\n一、任务\n" + "".join(page.format(n) for n in (1, 2, 3)))
    assert (parsed.plan.title, parsed.plan.period) == ("贵州省健康行动2022年工作要点", (2022, 2022))
    assert [entry.reason for entry in parsed.noise].count("running-title") == 3
