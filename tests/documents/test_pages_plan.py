"""What a reader does with a plan: finds words in it, sees what is marked, takes it away."""

from __future__ import annotations

import io
import json
import re
from typing import Any

import docx
import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from documents.models import Agency, AgencyName, Finding, Plan
from documents.views.finding import Finder
from documents.views.measure_text import Mark, paragraphs
from tests.documents import rows

pytestmark = pytest.mark.django_db


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def words(html: str) -> str:
    return re.sub(r"\s+", "", re.sub(r"<[^>]+>", "", html))


@pytest.fixture
def plan() -> Plan:
    plan = rows.plan(document_number="湘政办发〔2021〕48号", issuers=["湖南省人民政府办公厅"])
    chapter = rows.chapter(plan, "家庭医生", label="第一章")
    lead = "做实签约"
    entry = rows.measure(chapter, "做实签约。签约率达到75%，由省财政厅出资。", label="(一)", lead=lead)
    rows.target(entry, "签约率", 75, unit="%", quote="签约率达到75%")
    rows.bears(rows.agency("湖南省财政厅"), entry, as_written="省财政厅")
    return plan


class TestFinding:
    def test_words_are_marked_counted_and_listed_with_the_way_to_each_place(self, client: Client, plan: Plan) -> None:
        text = page(client, f"{plan.get_absolute_url()}?find=签约")
        assert "“签约”在本文件中出现 2 处" in text
        assert text.count('<mark class="found"') == 2
        assert '<a href="#found-1">' in text
        assert re.search(r'<mark class="found" id="found-1">签约</mark>', text)
        assert "等 2 处" in text

    def test_headings_are_looked_through_too(self, client: Client, plan: Plan) -> None:
        text = page(client, f"{plan.get_absolute_url()}?find=家庭医生")
        assert re.search(r'<h2[^>]*><a [^>]*>第一章 <mark class="found" id="found-1">家庭医生</mark>', text)

    @pytest.mark.parametrize("typed", ["簽約", "签约 不存在", "  签约  "])
    def test_traditional_characters_and_blanks_make_no_difference(self, client: Client, plan: Plan, typed: str) -> None:
        assert "出现 2 处" in page(client, f"{plan.get_absolute_url()}?find={typed}")

    def test_full_width_and_capitals_make_no_difference(self, client: Client) -> None:
        plan = rows.plan()
        rows.measure(plan, "推广ＤＲＧ付费，drg分组75%。")
        assert "出现 2 处" in page(client, f"{plan.get_absolute_url()}?find=DRG")
        assert "出现 1 处" in page(client, f"{plan.get_absolute_url()}?find=７５％")

    def test_what_is_not_there_is_said_with_the_way_to_look_further(self, client: Client, plan: Plan) -> None:
        text = page(client, f"{plan.get_absolute_url()}?find=火星")
        assert "本文件中没有“火星”" in text
        assert 'href="/search/?q=%E7%81%AB%E6%98%9F"' in text

    @pytest.mark.parametrize("typed", ["", "   ", "　"])
    def test_nothing_is_looked_for_where_nothing_was_typed(self, client: Client, plan: Plan, typed: str) -> None:
        assert 'id="found"' not in page(client, f"{plan.get_absolute_url()}?find={typed}")

    @given(typed=st.text(max_size=20), text=st.text(max_size=60))
    def test_any_words_in_any_text_are_found_where_they_stand(self, typed: str, text: str) -> None:
        finder = Finder(typed)
        marks = finder.marks(text, "")
        assert all(0 <= mark.start < mark.end <= len(text) for mark in marks)
        assert [mark.number for mark in marks] == list(range(1, finder.total + 1))

    def test_what_was_typed_is_never_taken_for_a_pattern_or_html(self, client: Client, plan: Plan) -> None:
        assert "没有“.*”" in page(client, f"{plan.get_absolute_url()}?find=.*")
        text = page(client, f"{plan.get_absolute_url()}?find=<script>alert(1)</script>")
        assert "<script>alert" not in text


class TestMarks:
    def test_targets_and_bodies_are_marked_in_the_text_and_can_be_switched_off(
        self, client: Client, plan: Plan
    ) -> None:
        text = page(client, plan.get_absolute_url())
        agency = Agency.objects.get(name="湖南省财政厅")
        assert '<mark class="figure">签约率达到75%</mark>' in text
        assert f'<a class="agency" href="{agency.get_absolute_url()}">省财政厅</a>' in text
        assert 'id="show-figures"' in text
        assert 'id="show-agencies"' in text

    def test_bodies_are_known_by_all_their_names_and_the_longest_counts(self, client: Client) -> None:
        plan = rows.plan()
        whole, part = rows.agency("湖南省卫生健康委员会"), rows.agency("省卫生健康")
        AgencyName.objects.create(agency=whole, name="省卫生健康委")
        rows.agency("贵州省医保局", "520000")
        rows.measure(plan, "省卫生健康委会同教育部门、贵州省医保局落实。")
        AgencyName.objects.create(agency=part, name="教育部")
        text = page(client, plan.get_absolute_url())
        assert re.findall(r'<a class="agency" href="([^"]+)">([^<]+)</a>', text) == [
            (whole.get_absolute_url(), "省卫生健康委")
        ]

    def test_a_plan_in_which_nothing_is_marked_offers_no_switch(self, client: Client) -> None:
        plan = rows.plan()
        rows.measure(plan, "加强领导。")
        assert 'class="switches"' not in page(client, plan.get_absolute_url())

    MARKS = st.lists(
        st.builds(
            Mark, st.integers(0, 30), st.integers(0, 30), st.sampled_from(("figure", "agency", "found")), st.just(1)
        ),
        max_size=5,
    )

    @given(text=st.text(max_size=25), lead=st.integers(0, 25), marks=MARKS)
    def test_pieces_hold_each_character_of_a_line_once_with_its_marks(
        self, text: str, lead: int, marks: list[Mark]
    ) -> None:
        shown = ["".join(piece.text for piece in line) for line in paragraphs(text, text[:lead], marks)]
        assert shown == [line.rstrip() for line in text.splitlines() if line.strip()]

    def test_an_unsure_measure_is_told_as_such(self, client: Client, plan: Plan) -> None:
        assert "待核" not in page(client, plan.get_absolute_url())
        rows.source(plan, "原文")
        rows.measure(plan, "看不清的一条。", confidence=0.4)
        text = page(client, plan.get_absolute_url())
        assert '<span class="tag tag--unsure">待核</span></p>' in text
        assert "2 条中有 1 条把握不大" in text


class TestState:
    def state(self, client: Client, plan: Plan) -> str:
        match = re.search(r'class="badge badge--(\w+)"', page(client, plan.get_absolute_url()))
        assert match
        return match[1]

    @pytest.mark.parametrize(
        ("kind", "label", "state"),
        [
            ("noise", "page-furniture", "clean"),
            ("noise", "pinyin", "scanned"),
            ("repair", "character", "scanned"),
            ("warning", "unknown-agency", "clean"),
            ("warning", "numbering-gap", "damaged"),
            ("repair", "lost", "damaged"),
            ("unplaced", "", "damaged"),
        ],
    )
    def test_what_was_found_in_a_text_tells_its_state(
        self, client: Client, plan: Plan, kind: str, label: str, state: str
    ) -> None:
        text = rows.source(plan, "原文")
        assert self.state(client, plan) == "clean"
        Finding.objects.create(source=text, kind=kind, label=label, spans=[[0, 1]])
        assert self.state(client, plan) == state
        held = page(client, "/data/")
        assert f"badge--{state}" in held.split("<tbody>")[1].split("</tbody>")[0]

    def test_many_unsure_entries_make_a_text_unsure(self, client: Client, plan: Plan) -> None:
        rows.source(plan, "原文")
        rows.measure(plan, "看不清。", confidence=0.3)
        assert self.state(client, plan) == "scanned"

    def test_a_text_without_its_title_is_damaged(self, client: Client) -> None:
        plan = rows.plan(None)
        rows.source(plan, "原文")
        assert self.state(client, plan) == "damaged"
        assert "原文缺标题" in page(client, plan.get_absolute_url())


class TestTakenAway:
    def taken(self, client: Client, plan: Plan, extension: str) -> str:
        answer = client.get(f"{plan.get_absolute_url()}download/{extension}/")
        assert answer.status_code == 200
        assert "attachment" in answer["Content-Disposition"]
        assert answer["Content-Disposition"].endswith(f".{extension}")
        return answer.content.decode()

    def test_the_plan_leads_to_each_format(self, client: Client, plan: Plan) -> None:
        text = page(client, plan.get_absolute_url())
        for extension in ("docx", "md", "txt", "json"):
            assert f'href="{plan.get_absolute_url()}download/{extension}/" download' in text

    def test_as_markdown_it_keeps_headings_numbers_leads_and_bodies(self, client: Client, plan: Plan) -> None:
        text = self.taken(client, plan, "md")
        assert text.startswith("# 健康湖南建设规划\n\n- 文号：湘政办发〔2021〕48号\n- 发文机关：湖南省人民政府办公厅\n")
        assert "\n## 第一章 家庭医生\n\n**(一)做实签约**。签约率达到75%，由省财政厅出资。\n\n> 牵头：省财政厅\n" in text
        assert f"http://testserver{plan.get_absolute_url()}" in text

    def test_markdown_is_not_made_of_what_a_text_says(self, client: Client) -> None:
        plan = rows.plan("*规划*")
        rows.measure(plan, "# 不是标题\n- 不是列表\n1. 不是编号 <b>[x](y)</b>")
        text = self.taken(client, plan, "md")
        assert r"# \*规划\*" in text
        for line in (r"\# 不是标题", r"\- 不是列表", r"1\. 不是编号 \<b\>\[x\](y)\</b\>"):
            assert line in text

    def test_as_plain_text_it_reads_as_the_document_does(self, client: Client, plan: Plan) -> None:
        text = self.taken(client, plan, "txt")
        assert "\n\n第一章 家庭医生\n\n(一)做实签约。签约率达到75%，由省财政厅出资。（牵头：省财政厅）\n" in text

    def test_as_a_word_document_it_has_headings_of_word_and_the_page_of_the_standard(
        self, client: Client, plan: Plan
    ) -> None:
        rows.measure(plan, "发展\x0b中医\n\n推广<适宜>技术。", lead="发展\x0b中医")
        answer = client.get(f"{plan.get_absolute_url()}download/docx/")
        assert answer["Content-Disposition"].endswith(".docx")
        document = docx.Document(io.BytesIO(answer.content))
        told = [(line.style.name if line.style else "", line.text) for line in document.paragraphs]
        assert told[0] == ("Title", "健康湖南建设规划")
        assert ("Subtitle", "文号：湘政办发〔2021〕48号") in told
        assert ("Heading 1", "第一章 家庭医生") in told
        assert ("Normal", "(一)做实签约。签约率达到75%，由省财政厅出资。") in told
        assert ("Quote", "〔牵头：省财政厅〕") in told
        at = told.index(("Normal", "发展中医"))
        assert told[at + 1] == ("Normal", "推广<适宜>技术。")
        page = document.sections[0]
        assert [round(length.mm) for length in (page.page_width, page.left_margin) if length] == [210, 28]
        assert document.core_properties.author == "湖南省人民政府办公厅"

    def test_as_json_it_has_all_that_is_known_of_each_entry(self, client: Client, plan: Plan) -> None:
        told: dict[str, Any] = json.loads(self.taken(client, plan, "json"))
        assert told["format"] == "healthplan-plan/1"
        assert told["document_number"] == "湘政办发〔2021〕48号"
        (measure,) = told["measures"]
        assert measure["chapter"] == told["chapters"][0]["id"]
        assert measure["responsibilities"][0]["agency"]["name"] == "湖南省财政厅"
        assert measure["targets"][0] == {
            "indicator": "签约率", "comparator": "达到", "value": 75.0, "value_high": None, "unit": "%", "year": None,
            "quote": "签约率达到75%",
        }  # fmt: skip

    def test_hidden_entries_are_in_no_file_and_a_hidden_plan_has_none(self, client: Client, plan: Plan) -> None:
        rows.measure(plan, "看不见的措施。", hidden=True)
        for extension in ("md", "txt", "json"):
            assert "看不见" not in self.taken(client, plan, extension)
        Plan.objects.update(hidden=True)
        assert client.get(f"{plan.get_absolute_url()}download/md/").status_code == 404

    def test_there_is_no_other_format(self, client: Client, plan: Plan) -> None:
        assert client.get(f"{plan.get_absolute_url()}download/exe/").status_code == 404
