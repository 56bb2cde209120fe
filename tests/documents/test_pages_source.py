"""The source view: each stretch shown for what was made of it, both ways linked, and nobody's telephone number."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from documents.models import Finding, Measure, Plan, SourceText
from documents.views.source_text import PART, Layers, Note, Owner, merged, parts_of
from tests.documents import rows

TEXT = "联系人：张小三 电话13900000000\n一、总则\n发展卫生(shēng)事业，准人条件从宽。省财政厅牵头。\n"


def place(words: str) -> list[list[int]]:
    start = TEXT.index(words)
    return [[start, start + len(words)]]


@pytest.fixture
def plan(db: None) -> Plan:
    return rows.plan()


@pytest.fixture
def source(plan: Plan) -> SourceText:
    text = rows.source(plan, TEXT)
    noise = {"source": text, "kind": "noise"}
    Finding.objects.create(**noise, label="page-furniture", spans=place("联系人：张小三 电话13900000000"))
    Finding.objects.create(**noise, label="pinyin", spans=place("(shēng)"))
    return text


@pytest.fixture
def measure(plan: Plan, source: SourceText) -> Measure:
    whole = place("发展卫生(shēng)事业，准人条件从宽。省财政厅牵头。")
    entry = rows.measure(plan, "发展卫生事业，准入条件从宽。", label="(一)", spans=whole, source=source)
    rows.bears(rows.agency("省财政厅"), entry, spans=place("省财政厅"))
    rows.target(entry, "条件", 1, spans=place("条件从宽"))
    return entry


def body(client: Client, plan: Plan, query: str = "") -> str:
    answer = client.get(f"/plans/{plan.pk}/source/{query}")
    assert answer.status_code == 200
    return answer.content.decode().split('class="source__text"')[1].split("</article>", maxsplit=1)[0]


def words(html: str) -> str:
    return re.sub(r"<[^>]+>", "", html)


def test_contact_data_in_noise_are_masked_even_where_they_are_asked_for(
    client: Client, plan: Plan, source: SourceText
) -> None:
    for query in ("", "?span=0-99", "?span=3-9", "?span=12-15&span=16-18"):
        text = body(client, plan, query)
        assert "139" not in text
        assert "0000" not in text
        assert "张小三" not in words(text)
        assert "小三" not in words(text)
    assert "联系人：〔姓名〕 电话〔电话〕" in words(body(client, plan))


def test_noise_is_shown_as_noise(client: Client, plan: Plan, source: SourceText) -> None:
    assert '<span class="is-noise">(shēng)</span>' in body(client, plan)


def test_a_measure_is_marked_and_leads_to_its_place_in_the_clean_text(
    client: Client, plan: Plan, measure: Measure
) -> None:
    text = body(client, plan)
    assert f'<span class="of of--measure" id="m{measure.pk}">' in text
    assert f'<a class="of__name" href="{plan.get_absolute_url()}#m{measure.pk}">措施 (一)</a>' in text
    assert '<span class="is-agency">省财政厅</span>' in text
    assert '<span class="is-target">条件从宽</span>' in text
    assert f'id="m{measure.pk}"' in client.get(plan.get_absolute_url()).content.decode()


def test_a_heading_and_the_head_of_the_document_are_marked(client: Client, plan: Plan, source: SourceText) -> None:
    chapter = rows.chapter(plan, "总则", spans=place("一、总则"), source=source)
    Finding.objects.create(source=source, kind="front_matter", label="note", spans=place("牵头。"))
    text = body(client, plan)
    assert f'<span class="of of--chapter" id="c{chapter.pk}">' in text
    assert re.search(r'<span class="of of--front"><span class="of__name">附注</span>牵头。</span>', text)


def test_a_repair_says_what_was_put_in_the_place_of_what_was_found(
    client: Client, plan: Plan, source: SourceText
) -> None:
    repair = {"source": source, "kind": "repair"}
    certain = {"found": "准人", "suggestion": "准入", "certain": True}
    Finding.objects.create(**repair, label="character", detail=certain, spans=place("准人"))
    doubtful = {"found": "从宽", "suggestion": "从严", "certain": False}
    Finding.objects.create(**repair, label="character", detail=doubtful, spans=place("从宽"))
    Finding.objects.create(**repair, label="moved", detail={}, spans=place("事业"))
    Finding.objects.create(**repair, label="lost", detail={}, spans=[[place("省财政厅")[0][0]] * 2])
    text = body(client, plan)
    assert '<span class="is-repair">准人</span><span class="instead">→准入</span>' in text
    assert '<span class="is-repair">从宽</span><span class="instead">？从严</span>' in text
    assert '<span class="is-moved">事业</span>' in text
    assert '<span class="lost">〔原文此处有缺失〕</span>省财政厅' in text


def test_the_spans_asked_for_are_marked_and_the_first_can_be_jumped_to(
    client: Client, plan: Plan, source: SourceText
) -> None:
    start = TEXT.index("总则")
    text = body(client, plan, f"?span={start}-{start + 2}&span={start + 3}-{start + 5}")
    assert '<mark id="marked">总则</mark>' in text
    assert "<mark>发展</mark>" in text


def test_a_measure_that_is_asked_for_is_marked_wherever_it_stands(client: Client, plan: Plan, measure: Measure) -> None:
    text = body(client, plan, f"?measure={measure.pk}")
    assert "".join(re.findall(r"<mark[^>]*>(.*?)</mark>", text)) != ""
    assert words("".join(re.findall(r"<mark[^>]*>(.*?)</mark>", text))) == TEXT[slice(*measure.spans[0])]
    other = rows.measure(rows.plan("别的"), "别的措施。", spans=[[0, 3]])
    assert "<mark" not in body(client, plan, f"?measure={other.pk}")


@pytest.mark.parametrize("span", ["", "x", "5", "5-", "-5", "9-3", "3-3", "1-99999999999999999999", "٣-٥", "<b>"])
def test_what_is_no_span_marks_nothing(client: Client, plan: Plan, source: SourceText, span: str) -> None:
    assert "<mark" not in body(client, plan, f"?span={span}")


def test_an_earlier_source_stays_open_to_entries_that_were_read_from_it(
    client: Client, plan: Plan, source: SourceText
) -> None:
    earlier = rows.source(plan, "较早的扫描件", current=False)
    entry = rows.measure(plan, "扫描件", spans=[[3, 6]], source=earlier)
    assert "扫描件" not in body(client, plan)
    assert "扫描件" in body(client, plan, f"?source={earlier.pk}")
    assert '<mark id="marked">扫描件</mark>' in body(client, plan, f"?measure={entry.pk}")


def test_a_plan_shows_no_source_but_its_own(client: Client, plan: Plan, source: SourceText) -> None:
    other = rows.source(rows.plan("别的文件"), "别的原文")
    assert client.get(f"/plans/{plan.pk}/source/?source={other.pk}").status_code == 404
    assert client.get(f"/plans/{rows.plan('没有原文').pk}/source/").status_code == 404


def test_a_long_source_comes_in_parts_and_what_is_asked_for_opens_its_own(client: Client, plan: Plan) -> None:
    line = "长" * 999 + "\n"
    text = rows.source(plan, line * 100)
    last = rows.measure(plan, "末", spans=[[99_990, 99_995]], source=text)
    first = client.get(f"/plans/{plan.pk}/source/").content.decode()
    assert "第 1 部分，共 5 部分" in first
    assert first.count("长") < PART * 1.5
    assert "第 5 部分，共 5 部分" in client.get(f"/plans/{plan.pk}/source/?measure={last.pk}").content.decode()
    assert "第 3 部分" in client.get(f"/plans/{plan.pk}/source/?part=3").content.decode()
    assert "第 1 部分" in client.get(f"/plans/{plan.pk}/source/?part=77").content.decode()


@given(text=st.text(alphabet="字\n", max_size=80), size=st.integers(1, 20))
def test_parts_hold_the_whole_text_in_order(text: str, size: int) -> None:
    parts = parts_of(text, size)
    assert "".join(text[start:end] for start, end in parts) == text
    assert all(end - start <= 2 * size for start, end in parts)


SPANS = st.lists(st.tuples(st.integers(-3, 30), st.integers(-3, 30)), max_size=6)


@given(text=st.text(max_size=25), owned=SPANS, noted=SPANS, places=st.lists(st.integers(-3, 30), max_size=3))
def test_segments_hold_each_character_once_with_all_that_is_said_of_it(
    text: str, owned: list[tuple[int, int]], noted: list[tuple[int, int]], places: list[int]
) -> None:
    def within(place: int, spans: list[tuple[int, int]]) -> bool:
        return any(start <= place < end for start, end in spans)

    layers = Layers(text)
    owner, note = Owner("measure", "措施"), Note("agency")
    layers.own(owner, owned)
    layers.note(note, noted)
    for place in places:
        layers.place(Note("lost"), place)
    middle = len(text) // 2
    found = [*layers.segments(0, middle), *layers.segments(middle, len(text))] if text else [*layers.segments(0, 0)]
    assert "".join(each.text for each in found) == text
    for each in found:
        for at in range(each.start, each.start + len(each.text)):
            assert (each.owner is owner) == within(at, owned)
            assert (note in each.notes) == within(at, noted)
    assert sum(not each.text for each in found) == sum(0 <= place <= len(text) for place in places)


@given(spans=SPANS, length=st.integers(0, 25))
def test_merged_spans_are_sorted_apart_and_within_the_text(spans: list[tuple[int, int]], length: int) -> None:
    found = merged(spans, length)
    bounds = [bound for span in found for bound in span]
    assert bounds == sorted(set(bounds))
    assert all(0 <= bound <= length for bound in bounds)
