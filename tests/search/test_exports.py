"""The whole result of a search, taken away as a file."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.utils import timezone
from openpyxl.worksheet.worksheet import Worksheet
from pytest_django import DjangoAssertNumQueries

from documents.models import Measure, Target
from search import exporting
from search.limits import MAX_EXPORTED, PAGE_SIZE
from search.views import exports
from tests import factories

pytestmark = pytest.mark.django_db
Indexed = Callable[[], None]
FORMULAS = ('=HYPERLINK("http://x")', "+1+1", "-2", "@SUM(1)", "\t=1", " =1", "＝1")


def body_of(client: Client, address: str) -> bytes:
    answer: Any = client.get(address)
    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith("attachment")
    return b"".join(answer.streaming_content)


def csv_rows(client: Client, query: str = "") -> list[dict[str, str]]:
    body = body_of(client, f"/search/export.csv{query}")
    assert body.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"), newline="")))


def sheets(client: Client, query: str = "") -> dict[str, Worksheet]:
    book = openpyxl.load_workbook(io.BytesIO(body_of(client, f"/search/export.xlsx{query}")))
    return {sheet.title: sheet for sheet in book.worksheets}


def xlsx_rows(client: Client, query: str = "") -> list[dict[str, Any]]:
    titles, *rows = sheets(client, query)["措施"].iter_rows(values_only=True)
    return [dict(zip(map(str, titles), row, strict=True)) for row in rows]


@pytest.fixture
def entry(indexed: Indexed) -> Measure:
    plan = factories.plan(
        "湘卫生规划", issuers=["湖南省人民政府"], document_number="湘政发〔2021〕6号", issued_on=dt.date(2021, 9, 30)
    )
    chapter = factories.chapter(plan, "职业健康", factories.chapter(plan, "健全体系", label="第一章"), label="一、")
    health, money = factories.agency("湖南省卫生健康委员会"), factories.agency("湖南省财政厅")
    made = factories.measure(
        "防治尘肺。开展“筛查”,\n按期完成。", under=chapter, leads=[health], joins=[money], lead="防治尘肺", label="1.",
        themes=["公共卫生与疾病防控", "健康促进与健康生活"],
    )  # fmt: skip
    Target.objects.create(measure=made, indicator="筛查率", comparator="达到", value=90, unit="%", quote="…")
    indexed()
    return made


def expected(entry: Measure) -> dict[str, str]:
    link = f"http://testserver/measures/{entry.pk}/"
    return {
        "省份": "湖南",
        "文件": "湘卫生规划",
        "文号": "湘政发〔2021〕6号",
        "发文机关": "湖南省人民政府",
        "年份": "2021",
        "章节": "第一章 健全体系，一、职业健康",
        "类型": "措施",
        "主题": "公共卫生与疾病防控、健康促进与健康生活",
        "标题": "1.防治尘肺",
        "正文": "防治尘肺。开展“筛查”,\n按期完成。",
        "牵头": "湖南省卫生健康委员会",
        "参与": "湖南省财政厅",
        "量化指标": "筛查率达到90%",
        "引用格式（参照 GB/T 7714）": "湖南省人民政府. 湘卫生规划: 湘政发〔2021〕6号: "
        f"第一章 健全体系，一、职业健康[EB/OL]. (2021-09-30)[{timezone.localdate().isoformat()}]. {link}.",
        "链接": link,
    }


def test_both_files_tell_of_each_measure_where_it_stands_who_does_it_and_how_to_cite_it(
    client: Client, entry: Measure
) -> None:
    assert csv_rows(client, "?q=尘肺") == [expected(entry)]
    (row,) = xlsx_rows(client, "?q=尘肺")
    assert {**row, "年份": str(row["年份"])} == expected(entry)
    assert row["年份"] == 2021


def test_the_whole_result_is_in_it_in_the_order_of_the_page_whatever_page_is_open(
    client: Client, indexed: Indexed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "BATCH", 7)
    plan = factories.plan()
    for n in range(PAGE_SIZE + 3):
        factories.measure(f"健康促进第{n}项。" + "健康" * (n % 5), in_plan=plan)
    factories.measure("其他。", in_plan=plan)
    indexed()
    pages = [client.get(f"/search/?q=健康&page={number}").context["outcome"].hits for number in (1, 2)]
    shown = [hit.measure.text for page in pages for hit in page]
    assert [row["正文"] for row in csv_rows(client, "?q=健康&page=2")] == shown
    assert [row["正文"] for row in xlsx_rows(client, "?q=健康&page=2")] == shown


def test_filters_hold_in_files_too(client: Client, entry: Measure, indexed: Indexed) -> None:
    factories.measure("尘肺筛查。", in_plan=factories.plan("黔规划", "贵州"))
    indexed()
    assert [row["省份"] for row in csv_rows(client, "?q=尘肺&province=贵州")] == ["贵州"]
    assert len(xlsx_rows(client, "?q=尘肺")) == 2


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_is_taken_for_a_formula(client: Client, indexed: Indexed, text: str) -> None:
    factories.measure(f"{text} 尘肺", in_plan=factories.plan(text), lead=text)
    indexed()
    (row,) = csv_rows(client, "?q=尘肺")
    assert (row["文件"], row["标题"], row["正文"]) == (f"'{text}", f"'{text}", f"'{text} 尘肺")
    sheet = sheets(client, "?q=尘肺")["措施"]
    assert {cell.data_type for cell in sheet[2]} <= {"s", "n"}
    assert text in [cell.value for cell in sheet[2]]


def test_the_workbook_says_what_it_is(client: Client, entry: Measure) -> None:
    rows = sheets(client, "?q=尘肺&province=湖南&kind=measure&sort=date")["说明"].iter_rows(values_only=True)
    about = {str(what): which for what, which in rows}
    assert about["检索词"] == "尘肺"
    assert about["条数"] == "1"
    assert about["理解为"] == "尘肺"
    assert about["筛选"] == "省份：湖南；类型：措施"
    assert about["检索链接"] == (
        "http://testserver/search/?q=%E5%B0%98%E8%82%BA&province=430000&kind=measure&sort=date"
    )


def test_the_workbook_says_what_was_made_of_the_words(client: Client, entry: Measure) -> None:
    rows = sheets(client, "?q=湖南 尘肺")["说明"].iter_rows(values_only=True)
    assert "“湖南”作为省份：湖南省" in str({str(what): which for what, which in rows}["其中"])


def test_a_text_longer_than_a_cell_of_a_workbook_ends_by_saying_so(client: Client, indexed: Indexed) -> None:
    factories.measure("尘肺" + "𠮷" * 20_000)
    indexed()
    (row,) = xlsx_rows(client, "?q=尘肺")
    assert row["正文"].endswith("𠮷…（过长，已截断，全文见链接）")
    assert len(csv_rows(client, "?q=尘肺")[0]["正文"]) == 20_002


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_more_than_a_file_may_hold_is_answered_by_what_to_do(
    client: Client, indexed: Indexed, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    monkeypatch.setattr(exports, "MAX_EXPORTED", 2)
    for n in range(3):
        factories.measure(f"健康{n}")
    indexed()
    answer = client.get(f"/search/export.{kind}?q=健康")
    assert answer.status_code == 422
    assert "有 3 条结果，一个文件最多 2 条" in answer.content.decode()
    assert 'href="/search/?q=%E5%81%A5%E5%BA%B7"' in answer.content.decode()
    assert MAX_EXPORTED >= 10_000


def test_where_nothing_is_found_the_page_says_why(client: Client, entry: Measure) -> None:
    for query in ("?q=足球联赛", "?q=!!!"):
        answer = client.get(f"/search/export.csv{query}", follow=True)
        assert answer.redirect_chain
        assert 'class="empty"' in answer.content.decode()


def test_a_file_bears_the_name_of_its_search(client: Client, entry: Measure) -> None:
    named = client.get("/search/export.csv", {"q": '尘肺 "筛查"/..\r\n'})["Content-Disposition"]
    assert "\n" not in named
    assert "/" not in named
    assert "%E5%B0%98%E8%82%BA" in named


def test_without_an_index_the_answer_says_so(client: Client, db: None) -> None:
    assert client.get("/search/export.csv?q=尘肺").status_code == 503


def test_a_file_takes_a_few_queries_a_batch(
    client: Client, indexed: Indexed, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    body = factories.agency("湖南省财政厅")
    for n in range(30):
        plan = factories.plan(f"文件{n}")
        factories.measure("健康", under=factories.chapter(plan, "甲", factories.chapter(plan, "乙")), leads=[body])
    indexed()
    client.get("/search/?q=健康")
    # the dictionaries' state; measures, their bodies, their targets, their chapters
    with django_assert_num_queries(5):
        assert len(csv_rows(client, "?q=健康")) == 30
