"""What a page says of itself to browsers, search engines and those to whom its address is passed on."""

from __future__ import annotations

import re
from html import unescape
from xml.etree import ElementTree as ET

import pytest
from django.test import Client
from pytest_django import Settings

from documents.models import Measure
from tests.documents import rows

pytestmark = pytest.mark.django_db


def page(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def content(text: str, name: str) -> str | None:
    match = re.search(rf'<(?:meta (?:name|property)="{name}" content|link rel="{name}" href)="([^"]*)"', text)
    return unescape(match[1]) if match else None


@pytest.fixture
def measure() -> Measure:
    plan = rows.plan('"健康龙江2030"规划', document_number="黑政发〔2017〕1号", issuers=["黑龙江省人民政府"])
    chapter = rows.chapter(plan, "服务体系")
    return rows.measure(chapter, "强基层。加强乡镇卫生院。", label="(一)", lead="强基层")


def test_a_page_has_its_title_sentence_and_address_for_all_who_ask(client: Client, measure: Measure) -> None:
    plan = measure.plan
    for entry, title in (
        (measure, '(一)强基层 · "健康龙江2030"规划'),
        (plan, '"健康龙江2030"规划'),
        (measure.chapter, '一、服务体系 · "健康龙江2030"规划'),
    ):
        assert entry is not None
        text = page(client, f"{entry.get_absolute_url()}?find=基层&utm_source=x")
        assert unescape(re.findall("<title>(.*?)</title>", text)[0]) == f"{title} · 健康政策知识库"
        assert content(text, "og:title") == title
        assert content(text, "description") == content(text, "og:description") != ""
        address = f"http://testserver{entry.get_absolute_url()}"
        assert content(text, "canonical") == content(text, "og:url") == address
        assert (content(text, "og:image") or "").startswith("http://testserver/static/preview")


def test_a_filtered_or_later_page_of_a_list_is_a_page_of_its_own(client: Client) -> None:
    rows.plan()
    assert content(page(client, "/plans/?page=1"), "canonical") == "http://testserver/plans/"
    address = "/plans/?province=430000&page=2"
    assert content(page(client, address), "canonical") == f"http://testserver{address}"


def test_a_page_that_is_none_has_no_address_to_pass_on(client: Client) -> None:
    text = page(client, "/plans/7/")
    assert content(text, "canonical") is None
    assert content(text, "robots") == "noindex"


def test_a_plan_and_a_measure_are_told_to_programs_as_legislation(client: Client, measure: Measure) -> None:
    plan = page(client, measure.plan.get_absolute_url())
    assert 'itemtype="https://schema.org/Legislation"' in plan
    for name in ("name", "legislationIdentifier", "legislationPassedBy", "legislationDate", "inLanguage"):
        assert f'itemprop="{name}"' in plan
    text = page(client, measure.get_absolute_url())
    for name in ("name", "text", "isPartOf", "legislationDate", "url"):
        assert f'itemprop="{name}"' in text


def test_a_measure_is_cited_by_the_standard_and_in_words_with_an_address_that_stays(
    client: Client, measure: Measure
) -> None:
    text = page(client, measure.get_absolute_url())
    address = f"http://testserver{measure.get_absolute_url()}"
    standard = unescape(re.findall('id="cite-standard">(.*?)</dd>', text)[0])
    assert re.fullmatch(
        r'黑龙江省人民政府\. "健康龙江2030"规划: 黑政发〔2017〕1号: 一、服务体系，'
        r"\(一\)强基层\[EB/OL\]\. \(2021-08-20\)"
        rf"\[\d{{4}}-\d\d-\d\d\]\. {re.escape(address)}\.",
        standard,
    )
    assert unescape(re.findall('id="cite-words">(.*?)</dd>', text)[0]) == (
        '《"健康龙江2030"规划》（黑龙江省人民政府，黑政发〔2017〕1号，2021年8月20日）一、服务体系，(一)强基层，'
        + address
    )


def test_the_sitemap_lists_all_that_is_seen_and_robots_are_told_of_it(client: Client, measure: Measure) -> None:
    hidden = rows.measure(measure.plan, "藏。", hidden=True)
    assert "Sitemap: http://testserver/sitemap.xml" in page(client, "/robots.txt")
    parts = [each.text or "" for each in ET.fromstring(page(client, "/sitemap.xml")).iter() if each.text]
    files = [part for part in parts if part.startswith("http")]
    assert len(files) == 6
    listed = "".join(page(client, file.removeprefix("http://testserver")) for file in files)
    for entry in (measure, measure.plan, measure.chapter):
        assert entry is not None
        assert f"<loc>http://testserver{entry.get_absolute_url()}</loc>" in listed
    assert "<loc>http://testserver/data/</loc>" in listed
    assert hidden.get_absolute_url() not in listed


def test_the_style_guide_is_for_developers(client: Client, settings: Settings) -> None:
    assert client.get("/styleguide/").status_code == 404
    settings.DEBUG = True
    text = page(client, "/styleguide/")
    for part in ("button--primary", "badge--scanned", "mark.figure", "of--measure", "form-field__help", "neighbours"):
        assert part.replace("mark.", '<mark class="') in text


def test_the_way_in_and_out_is_on_every_page(client: Client, admin_client: Client) -> None:
    assert 'href="/sign-in/"' in page(client, "/help/")
    text = page(admin_client, "/help/")
    assert 'href="/admin/"' in text
    assert 'action="/sign-out/"' in text
    assert admin_client.post("/sign-out/").headers["Location"] == "/"
    assert 'href="/sign-in/"' in page(admin_client, "/help/")


def test_the_data_notes_say_what_is_held_since_when_and_how_sure(client: Client, measure: Measure) -> None:
    rows.source(measure.plan, "原文" * 10)
    rows.measure(measure.plan, "看不清。", confidence=0.5)
    text = re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", page(client, "/data/")))
    assert "收录的文件 1 份" in text
    assert re.search(
        r"湖南 &quot;健康龙江2030&quot;规划 黑政发〔2017〕1号 2021-08-20 [\d-]+ 扫描或转录 20 字，看原文 2 1 75%", text
    )


def test_a_page_comes_compressed_to_those_who_can_read_it(client: Client, measure: Measure) -> None:
    answer = client.get(measure.plan.get_absolute_url(), headers={"accept-encoding": "gzip"})
    assert answer["Content-Encoding"] == "gzip"
    assert len(answer.content) < len(client.get(measure.plan.get_absolute_url()).content) / 2
