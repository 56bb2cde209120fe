"""What pages of the web, of gazettes and of newspapers put around and into a document."""

import pytest

from documents.parsing import parse
from tests.parsing.reading_aloud import bodies, noise, outline

BODY = "一、主要任务\n（一）健全机构。实施疾控中心标准化建设。\n"


def test_a_menu_with_a_word_a_line_and_the_tools_of_a_page_are_noise() -> None:
    text = (
        "网站首页\n政务公开\n互动交流\n字体：【大 中 小】 打印 关闭 分享到：\n"
        "九江市“十四五”卫生健康发展规划\n为加快建设，制定本规划。\n" + BODY
    )
    parsed = parse(text)
    assert parsed.plan.title == "九江市“十四五”卫生健康发展规划"
    assert {part for part, _ in noise(text)} == {
        "网站首页",
        "政务公开",
        "互动交流",
        "字体：【大 中 小】 打印 关闭 分享到：",
    }
    assert outline(text)[0] == "background - <-> 为加快建设，制定本规划。"


@pytest.mark.parametrize("menu", [["首页"], ["网站首页", "新闻"]])
def test_a_menu_of_few_words_on_top_is_no_part_of_the_title(menu: list[str]) -> None:
    text = "\n".join([*menu, "九江市“十四五”卫生健康发展规划", BODY])
    assert parse(text).plan.title == "九江市“十四五”卫生健康发展规划"
    assert [part for part, _ in noise(text)] == menu


def test_words_of_a_menu_that_stand_alone_belong_to_the_document() -> None:
    assert (
        noise("某省健康规划\n一、主要任务\n服务\n完善服务体系，提高服务能力，推动优质医疗资源扩容下沉，惠及群众。\n")
        == []
    )


@pytest.mark.parametrize(
    "head",
    [
        "索 引 号：\n014500/2022-11873\n分类：\n卫生、体育;通知\n成文日期：\n2022年03月18日\n发布日期：\n2022-03-25 16:42\n文    号：\n九府办字〔2022〕21号\n",
        "索引号：014500/2022-11873   成文日期：2022年03月18日   发布日期：2022-03-25\n文号：九府办字〔2022〕21号\n",
        "发文字号\t九府办字〔2022〕21号\t成文日期\t2022年3月18日\n发布日期\t2022-03-25\n",
    ],
)
def test_facts_are_read_from_a_table_in_whatever_form_a_page_prints_it(head: str) -> None:
    plan = parse(head + "九江市“十四五”卫生健康发展规划\n" + BODY).plan
    assert (plan.document_number, plan.issued_on, plan.published_on, plan.title) == (
        "九府办字〔2022〕21号",
        "2022-03-18",
        "2022-03-25",
        "九江市“十四五”卫生健康发展规划",
    )


def test_the_name_of_a_fact_without_a_value_takes_no_title_for_one() -> None:
    assert parse("发布日期：2022-03-25\n废止日期：\n健康四川建设方案\n" + BODY).plan.title == "健康四川建设方案"


def test_a_running_header_inside_a_note_is_noise_and_the_note_whole() -> None:
    text = (
        "甘肃省促进医养结合发展行动方案\n一、重点任务\n"
        "（一）发展居家社区医养结合服务。鼓励医疗机构为居家失能、\n"
        "慢性病、高龄老年人提供家庭病床、上门巡诊等服务。（省卫生健康委牵头，省民政厅、\n"
        "甘肃省人民政府公报                2023 年第 14 期\n"
        "兰州新区管委会落实）\n"
    )
    assert [name for name, _ in bodies(text)] == ["省卫生健康委", "省民政厅", "兰州新区管委会"]
    assert ("甘肃省人民政府公报                2023 年第 14 期", "page-furniture") in noise(text)


def test_other_news_behind_the_date_under_a_document_are_no_measures() -> None:
    text = (
        "关于加快发展婴幼儿照护服务的实施意见\n一、保障措施\n（一）加强组织领导。各市县政府要加强领导。\n"
        "黑龙江省人民政府办公厅\n2021年5月8日\n黑龙江省老龄工作会议召开\n本网站由黑龙江省人民政府办公厅主管\n"
    )
    parsed = parse(text)
    assert (parsed.plan.issued_on, parsed.plan.issuers) == ("2021-05-08", ("黑龙江省人民政府办公厅",))
    assert len(parsed.measures) == 1
    assert ("黑龙江省老龄工作会议召开", "other-news") in noise(text)


def test_a_table_of_contents_in_bold_with_other_blanks_than_its_headings_is_noise() -> None:
    text = (
        "# 某省爱国卫生条例\n\n**目　录**\n\n第一章　总则\n第二章　附则\n\n## **第一章&nbsp;&nbsp;总则**\n\n"
        "**第一条**&nbsp;&nbsp;为了改善环境，制定本条例。\n\n## **第二章&nbsp;&nbsp;附则**\n\n**第二条**&nbsp;&nbsp;本条例自公布之日起施行。\n"
    )
    assert [row for row in outline(text) if row.startswith("#")] == ["# 第一章 总则", "# 第二章 附则"]


def test_markdown_lists_links_and_notes_in_italics_leave_only_their_words() -> None:
    text = (
        "# 2023年全省工作要点\n## 一、提升质量\n- **做实签约服务。** 签约率保持在70%以上。\n"
        "   *责任单位：省卫生健康委、省医保局*\n![码](/images/qr.png)\n[下载附件](http://example.org/a.doc)\n"
    )
    assert outline(text)[1:] == ["measure - <提升质量> 做实签约服务。签约率保持在70%以上。"]
    assert [name for name, _ in bodies(text)] == ["省卫生健康委", "省医保局"]


def test_tags_are_the_line_ends_and_cells_that_they_show_on_a_page() -> None:
    text = (
        "<p>某市健康工作部门职责分工表</p><table><tr><td>部门</td><td>工作职责</td></tr>"
        "<tr><td>市政府办</td><td>成立市健康促进委员会，参与日常协调和管理工作。</td></tr>"
        "<tr><td>市教育局</td><td>提高学生健康素养和身心素质。</td></tr></table><script>var a = 1;</script>"
    )
    assert bodies(text) == [("市政府办", "lead"), ("市教育局", "lead")]
    assert ("<script>var a = 1;</script>", "markup") in noise(text)


def test_a_date_line_of_a_page_is_the_day_it_was_published() -> None:
    text = "某县全民健身实施计划\n2024-07-03 09:15　　来源：县政府办　　　　已阅：88\n" + BODY
    assert parse(text).plan.published_on == "2024-07-03"
