"""A plan, a chapter and a measure as they are read."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth.models import User
from django.test import Client

from documents.models import Citation, Correction, Finding
from tests.documents import rows

pytestmark = pytest.mark.django_db


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def in_order(text: str, *pieces: str) -> bool:
    """Whether all pieces occur, each after the one before."""
    return re.search(".*?".join(map(re.escape, pieces)), text, re.DOTALL) is not None


def test_a_plan_states_its_facts_and_leaves_out_what_the_text_does_not_say(client: Client) -> None:
    plan = rows.plan(
        document_number="湘政办发〔2021〕48号", issuers=["湖南省人民政府办公厅"], period_start=2021, period_end=2025
    )
    text = page(client, plan.get_absolute_url())
    for fact in ("湘政办发〔2021〕48号", "湖南省人民政府办公厅", "2021年8月20日", "2021—2025 年", "湖南省"):
        assert fact in text
    assert "效力" not in text
    assert "发布日期" not in text


def test_a_plan_without_a_title_is_named_by_what_is_known(client: Client) -> None:
    plan = rows.plan(None, document_number="湘政发〔2020〕1号")
    assert '<h1 itemprop="name">（标题缺失）湖南 湘政发〔2020〕1号 规划</h1>' in page(client, plan.get_absolute_url())


def test_a_plan_is_shown_whole_in_reading_order(client: Client) -> None:
    plan = rows.plan()
    text = rows.source(plan, "x" * 100)
    rows.measure(plan, "序言。", spans=[[0, 5]], source=text)
    first = rows.chapter(plan, "服务体系", spans=[[10, 15]], source=text)
    rows.measure(first, "正文之一。", spans=[[16, 20]], source=text)
    box = rows.chapter(plan, "重点项目", label="专栏1", parent=first, level=2, spans=[[21, 25]], source=text)
    rows.measure(box, "专栏之内。", kind="box_item", spans=[[26, 30]], source=text)
    rows.measure(first, "专栏之后。", spans=[[31, 35]], source=text)
    rows.chapter(plan, "人才队伍", label="二、", spans=[[40, 45]], source=text)
    shown = page(client, plan.get_absolute_url()).split('class="reading__text"')[1]
    assert in_order(
        shown, "序言。", "一、服务体系", "正文之一。", "专栏1 重点项目", "专栏之内。", "专栏之后。", "二、人才队伍"
    )


def test_headings_go_down_the_page_level_by_level(client: Client) -> None:
    plan = rows.plan()
    top = rows.chapter(plan, "上")
    below = rows.chapter(plan, "下", parent=top, level=2, label="(一)")
    text = page(client, plan.get_absolute_url())
    assert f'<h2 class="chapter-heading" id="c{top.pk}">' in text
    assert f'<h3 class="chapter-heading" id="c{below.pk}">' in text
    assert f'<h1 itemprop="name">{below.heading}</h1>' in page(client, below.get_absolute_url())


def test_the_outline_leads_to_every_chapter_and_in_a_short_plan_to_labelled_measures(client: Client) -> None:
    plan = rows.plan()
    chapter = rows.chapter(plan, "服务体系")
    led = rows.measure(chapter, "强基层。加强乡镇卫生院。", label="(一)", lead="强基层")
    plain = rows.measure(chapter, "其他。")
    outline = page(client, plan.get_absolute_url()).split('class="outline"')[1].split("</nav>")[0]
    assert f'<a href="#c{chapter.pk}">一、服务体系</a>' in outline
    assert f'<a href="#m{led.pk}">(一)强基层</a>' in outline
    assert f"#m{plain.pk}" not in outline


def test_the_outline_of_a_long_plan_names_chapters_only(client: Client) -> None:
    plan = rows.long_plan(140)
    outline = page(client, plan.get_absolute_url()).split('class="outline"')[1].split("</nav>")[0]
    assert outline.count('href="#c') == plan.chapters.count()
    assert 'href="#m' not in outline


def test_hidden_entries_are_on_no_page(client: Client) -> None:
    plan = rows.plan()
    chapter = rows.chapter(plan, "看得见")
    hidden_chapter = rows.chapter(plan, "看不见的章", hidden=True)
    hidden = rows.measure(chapter, "看不见的措施。", hidden=True)
    lost = rows.measure(chapter, "解析器不再得到的措施。", found=False)
    text = page(client, plan.get_absolute_url()) + page(client, chapter.get_absolute_url())
    assert "看不见" not in text
    assert "不再得到" not in text
    for entry in (hidden_chapter, hidden, lost):
        assert client.get(entry.get_absolute_url()).status_code == 404


def test_nothing_of_a_hidden_plan_can_be_opened(client: Client) -> None:
    plan = rows.plan(hidden=True)
    chapter = rows.chapter(plan, "章")
    rows.source(plan, "原文")
    for address in (
        plan.get_absolute_url(),
        f"{plan.get_absolute_url()}source/",
        chapter.get_absolute_url(),
        rows.measure(chapter, "措施。").get_absolute_url(),
    ):
        assert client.get(address).status_code == 404


def test_what_a_text_says_is_never_taken_for_html(client: Client) -> None:
    evil = "<script>alert(1)</script>"
    plan = rows.plan(evil, document_number=evil, issuers=[evil], validity=evil)
    chapter = rows.chapter(plan, evil, label=evil)
    entry = rows.measure(chapter, f"{evil}。{evil}", lead=evil, label=evil)
    rows.target(entry, evil, 1, quote=evil, unit="<b>")
    Citation.objects.create(measure=entry, title=evil)
    body = rows.agency(evil)
    rows.bears(body, entry)
    text = rows.source(plan, evil)
    Finding.objects.create(source=text, kind="warning", label="x", detail={"message": evil})
    addresses = [each.get_absolute_url() for each in (plan, chapter, entry, body, rows.province())]
    for address in [*addresses, "/", "/plans/", "/agencies/", f"{plan.get_absolute_url()}source/?span=0-9"]:
        shown = page(client, address)
        assert "<script>" not in shown
        assert "&lt;script&gt;" in shown, address


def test_a_chapter_shows_all_below_it_and_leads_to_its_neighbours(client: Client) -> None:
    plan = rows.plan()
    before = rows.chapter(plan, "前一章")
    chapter = rows.chapter(plan, "本章", label="二、")
    below = rows.chapter(plan, "本章之内", label="(一)", parent=chapter, level=2)
    after = rows.chapter(plan, "后一章", label="三、")
    rows.measure(below, "节内的措施。")
    text = page(client, chapter.get_absolute_url())
    assert in_order(text, "本章之内", "节内的措施。")
    assert re.search(f'rel="prev" href="{before.get_absolute_url()}"', text)
    assert re.search(f'rel="next"[^>]* href="{after.get_absolute_url()}"', text)


def test_a_measure_names_who_leads_before_who_takes_part(client: Client) -> None:
    entry = rows.measure(rows.plan(), "推进信息化。")
    rows.bears(rows.agency("财政厅"), entry, "participant")
    rows.bears(rows.agency("卫生健康委员会"), entry, "lead", as_written="省卫健委")
    rows.bears(None, entry, "participant", as_written="有关单位")
    text = page(client, entry.get_absolute_url())
    assert in_order(text, "牵头", "省卫健委</a>", "卫生健康委员会", "参与", "财政厅</a>", "有关单位")


def test_bodies_of_the_whole_document_are_told_apart(client: Client) -> None:
    entry = rows.measure(rows.plan(), "推进信息化。")
    rows.bears(rows.agency("各市州人民政府"), entry, "participant", inherited=True)
    assert in_order(page(client, entry.get_absolute_url()), "各市州人民政府", "全文规定")
    assert "各市州人民政府" not in page(client, entry.plan.get_absolute_url())


@pytest.mark.parametrize(
    ("value", "high", "unit", "shown"),
    [
        (51, None, "%", "51%"),
        (2.5, 3, "张/千人", "2.5–3张/千人"),
        (12_000_000, None, "人", "1200万人"),
        (3e8, None, "元", "3亿元"),
    ],
)
def test_a_target_is_shown_as_chinese_readers_count_with_the_words_it_was_read_from(
    client: Client, value: float, high: float | None, unit: str, shown: str
) -> None:
    entry = rows.measure(rows.plan(), "到2025年，指标达到目标值。")
    rows.target(entry, "指标", value, value_high=high, unit=unit, year=2025, quote="指标达到目标值")
    text = page(client, entry.get_absolute_url())
    assert f"<strong>达到{shown}</strong>" in text
    assert '<mark class="figure">指标达到目标值</mark>' in text
    assert "<blockquote>指标达到目标值</blockquote>" in text


@pytest.mark.parametrize(
    ("comparator", "shown"),
    [("不低于", "不低于80岁"), ("左右", "80岁左右"), ("以上", "80岁以上"), ("其他", "80岁")],
)
def test_a_comparator_stands_where_one_says_it(client: Client, comparator: str, shown: str) -> None:
    entry = rows.measure(rows.plan(), "提高人均预期寿命。")
    rows.target(entry, "人均预期寿命", 80, unit="岁", comparator=comparator)
    assert f"<strong>{shown}</strong>" in page(client, entry.get_absolute_url())


def test_a_cited_document_that_is_in_the_base_is_a_link(client: Client) -> None:
    cited = rows.plan("上位规划")
    entry = rows.measure(rows.plan(), "根据两份文件制定。")
    Citation.objects.create(measure=entry, title="上位规划")
    Citation.objects.create(measure=entry, title="别处的规划", order=1)
    text = page(client, entry.get_absolute_url())
    assert f'<a href="{cited.get_absolute_url()}">《上位规划》</a>' in text
    assert re.search(r"<li[^>]*>《别处的规划》\s*</li>", text)


def test_a_measure_leads_on_after_all_that_is_said_of_it(client: Client) -> None:
    plan = rows.plan()
    entry = rows.measure(plan, "其一。")
    rows.bears(rows.agency("卫生健康委"), entry)
    rows.target(entry, "覆盖率", 51, unit="%")
    rows.measure(plan, "其二。")
    assert in_order(page(client, entry.get_absolute_url()), "责任单位", "量化指标", "51%", "引用本条", 'rel="next"')


def test_a_measure_says_the_year_where_the_day_is_not_known(client: Client) -> None:
    entry = rows.measure(rows.plan(issued_on=None, period_start=2016), "措施。")
    assert "<li>2016年</li>" in page(client, entry.get_absolute_url())


def test_a_measure_leads_to_the_measures_beside_it_that_can_be_seen(client: Client) -> None:
    plan = rows.plan()
    first = rows.measure(plan, "其一。")
    rows.measure(plan, "隐藏。", hidden=True)
    second = rows.measure(plan, "其二。")
    assert f'rel="prev" href="{first.get_absolute_url()}"' in page(client, second.get_absolute_url())
    assert second.get_absolute_url() in page(client, first.get_absolute_url())


def test_a_corrected_measure_says_what_was_corrected_but_not_by_whom(client: Client) -> None:
    entry = rows.measure(rows.plan(), "更正后的正文。")
    author = User.objects.create_user("zhangsan")
    for field in ("text", "responsibilities"):
        Correction.objects.create(plan=entry.plan, measure=entry, field=field, value="", made_by=author)
    text = page(client, entry.get_absolute_url())
    assert "本条经人工更正" in text
    assert "正文（" in text
    assert "责任单位（" in text
    assert "zhangsan" not in text


def test_a_measure_the_parser_was_unsure_of_says_so(client: Client) -> None:
    plan = rows.plan()
    sure, unsure = rows.measure(plan, "甲。"), rows.measure(plan, "乙。", confidence=0.4)
    assert "把握不大" not in page(client, sure.get_absolute_url())
    assert "把握不大" in page(client, unsure.get_absolute_url())


def test_a_measure_leads_to_its_place_in_the_source(client: Client) -> None:
    plan = rows.plan()
    text = rows.source(plan, "一二三四五六")
    entry = rows.measure(plan, "二三。", spans=[[1, 3], [4, 5]], source=text)
    address = f"/plans/{plan.pk}/source/?measure={entry.pk}#marked"
    for leading in (entry.get_absolute_url(), plan.get_absolute_url()):
        assert f'href="{address}"' in page(client, leading)
    assert "".join(re.findall("<mark[^>]*>([^<]*)", page(client, address))) == "二三五"


def test_a_plan_tells_of_the_state_of_its_text(client: Client) -> None:
    plan = rows.plan()
    text = rows.source(plan, "原文")
    assert "文本清洁" in page(client, plan.get_absolute_url())
    repair = {"kind": "repair", "detail": {"found": "准人"}, "spans": [[0, 1]]}
    Finding.objects.create(source=text, label="character", **repair)
    assert in_order(page(client, plan.get_absolute_url()), "扫描或转录", "识别错字 1 处")
    warning = {"detail": {"message": "第三项之后缺第四项"}, "spans": [[0, 2]]}
    Finding.objects.create(source=text, kind="warning", label="numbering-gap", **warning)
    assert in_order(page(client, plan.get_absolute_url()), "原文有缺损", "第三项之后缺第四项")


def test_a_chapter_without_a_heading_has_a_title_and_a_place_all_the_same(client: Client) -> None:
    chapter = rows.chapter(rows.plan(), None, label="")
    page = client.get(chapter.get_absolute_url()).content.decode()
    assert "<title>（无题章节） · " in page
    assert '<li aria-current="page">（无题章节）</li>' in page
