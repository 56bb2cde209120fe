"""Readers say what is wrong: without an account, without a trace of who they are, and not without end."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from documents import reporting
from documents.models import Measure, ReaderReport
from tests.documents import rows

pytestmark = pytest.mark.django_db


@pytest.fixture
def measure() -> Measure:
    return rows.measure(rows.plan(), "严格准人条件。", lead="严格准人")


def send(client: Client, measure: Measure, note: str = "“准人”应为“准入”", **fields: str) -> int:
    form = {"kind": "text", "note": note, "website": "", **fields}
    return client.post(f"{measure.get_absolute_url()}report/", form).status_code


def test_a_note_is_kept_with_what_the_reader_saw_and_thanked_for(client: Client, measure: Measure) -> None:
    assert f'href="{measure.get_absolute_url()}report/"' in client.get(measure.get_absolute_url()).content.decode()
    assert "严格准人条件" in client.get(f"{measure.get_absolute_url()}report/").content.decode()
    assert send(client, measure) == 302
    assert "已收到" in client.get(measure.get_absolute_url()).content.decode()
    report = ReaderReport.objects.get()
    assert (report.measure, report.plan, report.state) == (measure, measure.plan, "open")
    assert report.seen == "严格准人条件。"


def test_a_plan_as_a_whole_can_be_reported_too(client: Client, measure: Measure) -> None:
    address = f"{measure.plan.get_absolute_url()}report/"
    assert client.post(address, {"kind": "facts", "note": "文号有误"}).status_code == 302
    assert ReaderReport.objects.get().measure is None


def test_nothing_is_reported_of_what_nobody_sees(client: Client) -> None:
    hidden = rows.measure(rows.plan(), "藏。", hidden=True)
    assert send(client, hidden) == 404


@pytest.mark.parametrize(
    ("note", "said"),
    [("", "必填"), ("a", "至少"), ("x" * 1001, "不超过"), ("看 http://a http://b https://c", "网址太多")],
)
def test_a_note_that_says_nothing_or_too_much_is_sent_back(
    client: Client, measure: Measure, note: str, said: str
) -> None:
    answer = client.post(f"{measure.get_absolute_url()}report/", {"kind": "text", "note": note})
    assert answer.status_code == 200
    assert re.search(said, answer.content.decode())
    assert not ReaderReport.objects.exists()


def test_a_program_that_fills_in_every_field_is_thanked_and_not_heard(client: Client, measure: Measure) -> None:
    assert send(client, measure, website="https://buy.example") == 302
    assert not ReaderReport.objects.exists()


def test_the_same_note_twice_is_kept_once(client: Client, measure: Measure) -> None:
    assert [send(client, measure), send(client, measure)] == [302, 302]
    assert ReaderReport.objects.count() == 1


def test_one_reader_may_send_so_many_an_hour(client: Client, measure: Measure, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reporting, "MOST_OF_A_SESSION", 2)
    assert [send(client, measure, f"第{at}处有误") for at in range(3)] == [302, 302, 429]
    assert send(Client(), measure, "别的读者") == 302
    later = timezone.now() + timedelta(minutes=61)
    monkeypatch.setattr("documents.reporting.timezone.now", lambda: later)
    assert send(client, measure, "一小时后") == 302


def test_one_address_may_send_so_many_an_hour_however_many_sessions_it_begins(
    measure: Measure, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reporting, "MOST_OF_AN_ADDRESS", 2)
    assert [send(Client(), measure, f"第{at}处有误") for at in range(3)] == [302, 302, 429]
    assert send(Client(REMOTE_ADDR="10.1.1.1"), measure, "别处的读者") == 302


def test_no_address_is_stored_and_what_tells_it_apart_is_gone_after_a_day(
    client: Client, measure: Measure, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(client, measure)
    report = ReaderReport.objects.get()
    assert "127.0.0.1" not in str(report.__dict__)
    assert len(report.origin) == 64
    tomorrow = timezone.now() + timedelta(days=1, minutes=1)
    monkeypatch.setattr("documents.reporting.timezone.now", lambda: tomorrow)
    send(Client(), measure, "另一处")
    report.refresh_from_db()
    assert report.origin == ""


def test_an_admin_sees_the_notes_and_says_what_became_of_them(
    client: Client, admin_client: Client, measure: Measure
) -> None:
    send(client, measure)
    report = ReaderReport.objects.get()
    address = "/admin/documents/readerreport/"
    listed = admin_client.get(address).content.decode()
    assert "“准人”应为“准入”" in listed
    assert measure.get_absolute_url() in listed
    admin_client.post(address, {"action": "mark_done", "_selected_action": [report.pk]})
    report.refresh_from_db()
    assert (report.state, report.handled_by is not None) == ("done", True)
    admin_client.post(address, {"action": "reopen", "_selected_action": [report.pk]})
    report.refresh_from_db()
    assert (report.state, report.handled_by) == ("open", None)
