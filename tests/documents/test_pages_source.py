"""The source view: marks what it is asked to, and never shows noise."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from documents.models import Finding, Plan
from documents.views.source_text import merged, segments
from tests.documents import rows

TEXT = "联系人电话13900000000\n一、总则\n发展卫生(shēng)事业。\n"
PHONE = TEXT.index("联系"), TEXT.index("\n")
PINYIN = TEXT.index("("), TEXT.index(")") + 1


@pytest.fixture
def plan(db: None) -> Plan:
    plan = rows.plan()
    text = rows.source(plan, TEXT)
    Finding.objects.create(source=text, kind="noise", label="page-furniture", spans=[list(PHONE)])
    Finding.objects.create(source=text, kind="noise", label="pinyin", spans=[list(PINYIN)])
    return plan


def body(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_noise_and_the_contact_data_in_it_are_left_out_even_where_they_are_asked_for(
    client: Client, plan: Plan
) -> None:
    for query in ("", "?span=0-99", f"?span={PHONE[0]}-{PHONE[1]}"):
        text = body(client, f"/plans/{plan.pk}/source/{query}")
        assert "13900000000" not in text
        assert "shēng" not in text
        assert "网页杂项 1 处" in text
    whole = re.sub(r"<[^>]+>", "", body(client, f"/plans/{plan.pk}/source/"))
    assert "发展卫生事业。" in whole


def test_the_spans_asked_for_are_marked_and_the_first_can_be_jumped_to(client: Client, plan: Plan) -> None:
    start = TEXT.index("总则")
    text = body(client, f"/plans/{plan.pk}/source/?span={start}-{start + 2}&span={start + 3}-{start + 5}")
    assert '<mark id="marked">总则</mark>' in text
    assert "<mark>发展</mark>" in text


@pytest.mark.parametrize("span", ["", "x", "5", "5-", "-5", "9-3", "3-3", "1-99999999999999999999", "٣-٥", "<b>"])
def test_what_is_no_span_marks_nothing(client: Client, plan: Plan, span: str) -> None:
    assert "<mark" not in body(client, f"/plans/{plan.pk}/source/?span={span}")


def test_an_earlier_source_stays_open_to_entries_that_were_read_from_it(client: Client, plan: Plan) -> None:
    earlier = rows.source(plan, "较早的扫描件", current=False)
    assert "较早的扫描件" not in body(client, f"/plans/{plan.pk}/source/")
    assert "较早的扫描件" in body(client, f"/plans/{plan.pk}/source/?source={earlier.pk}")


def test_a_plan_shows_no_source_but_its_own(client: Client, plan: Plan) -> None:
    other = rows.source(rows.plan("别的文件"), "别的原文")
    assert client.get(f"/plans/{plan.pk}/source/?source={other.pk}").status_code == 404
    assert client.get(f"/plans/{rows.plan('没有原文').pk}/source/").status_code == 404


def test_lines_of_noise_that_follow_each_other_are_one_gap() -> None:
    text = "电话一\n电话二\n\n正文(注)继续"
    found = segments(text, [], [(0, 3), (4, 7), (11, 14)])
    assert [(each.text, each.left_out, each.in_passing) for each in found] == [
        ("", 7, False), ("\n\n正文", 0, False), ("", 3, True), ("继续", 0, False),
    ]  # fmt: skip


SPANS = st.lists(st.tuples(st.integers(-3, 30), st.integers(-3, 30)), max_size=6)


@given(text=st.text(max_size=25), marked=SPANS, noise=SPANS)
def test_segments_hold_each_character_that_is_not_noise_once_and_mark_just_what_is_asked(
    # the blanks between two pieces of noise may go with them
    text: str,
    marked: list[tuple[int, int]],
    noise: list[tuple[int, int]],
) -> None:
    def within(place: int, spans: list[tuple[int, int]]) -> bool:
        return any(start <= place < end for start, end in spans)

    found = segments(text, marked, noise)
    shown = {each.start + at: (char, each.marked) for each in found for at, char in enumerate(each.text)}
    wanted = {at: (char, within(at, marked)) for at, char in enumerate(text) if not within(at, noise)}
    assert shown.items() <= wanted.items()
    assert all(char.isspace() for at, (char, _) in wanted.items() if at not in shown)
    assert sum(len(each.text) + each.left_out for each in found) == len(text)


@given(spans=SPANS, length=st.integers(0, 25))
def test_merged_spans_are_sorted_apart_and_within_the_text(spans: list[tuple[int, int]], length: int) -> None:
    found = merged(spans, length)
    bounds = [bound for span in found for bound in span]
    assert bounds == sorted(set(bounds))
    assert all(0 <= bound <= length for bound in bounds)
