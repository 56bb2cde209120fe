"""Importing in the browser: looked at before anything is saved, refused without a trace, kept with its file."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from documents import corrections
from documents.importing import ImportResult, batches
from documents.models import ImportBatch, ImportFile, Measure, OriginalFile, Plan, SourceText
from tests.documents.brought import PLAN, pdf, word, zipped
from tests.documents.conftest import two_chapters
from tests.documents.texts import Parser, measure, parsed_text

pytestmark = pytest.mark.django_db
IMPORT = reverse("documents:import")


@pytest.fixture
def importer(db: None) -> User:
    user = User.objects.create_user("importer")
    user.user_permissions.set(Permission.objects.filter(codename__in=["add_importbatch", "view_originalfile"]))
    return user


@pytest.fixture
def page(client: Client, importer: User) -> Client:
    client.force_login(importer)
    return client


def upload(page: Client, files: Mapping[str, bytes], **fields: str) -> str:
    """Sends files, and says where that led: the address of the batch, or the page that refuses them."""
    sent = [SimpleUploadedFile(name, data) for name, data in files.items()]
    answer = page.post(IMPORT, {"uploads": sent, **fields})
    return str(answer["Location"]) if answer.status_code == 302 else answer.content.decode()


def look_through(page: Client, batch: str) -> str:
    """Does all steps, as the page does them, and says what it then shows."""
    while ImportFile.objects.filter(state__in=ImportFile.UNDER_WAY).exists():
        page.post(f"{batch}step/")
    return page.get(batch).content.decode()


def ready() -> list[int]:
    return list(ImportFile.objects.filter(state="ready").values_list("pk", flat=True))


class TestOneFile:
    def test_nothing_is_saved_before_it_is_confirmed(self, page: Client, parser: Parser) -> None:
        shown = look_through(page, upload(page, {"a.docx": word()}))
        assert "新文件“贵州省“十四五”卫生健康发展规划”：2 个章节，3 条措施" in shown
        assert (Plan.objects.count(), SourceText.objects.count(), OriginalFile.objects.count()) == (0, 0, 0)

    def test_the_preview_shows_outline_measures_and_bodies(self, page: Client, parser: Parser) -> None:
        batch = upload(page, {"a.docx": word()})
        look_through(page, batch)
        shown = page.get(f"{batch}files/{ready()[0]}/").content.decode()
        for text in ("加强妇幼保健", "扩大农村妇女宫颈癌", "各市（州）人民政府", "黔府发〔2021〕12号", "还没有保存"):
            assert text in shown

    def test_what_is_chosen_is_imported_with_the_file_it_came_in(
        self, page: Client, importer: User, parser: Parser
    ) -> None:
        data = word()
        batch = upload(page, {"规划.docx": data})
        look_through(page, batch)
        page.post(f"{batch}confirm/", {"file": ready()})
        shown = look_through(page, batch)
        assert Plan.objects.get().get_absolute_url() in shown
        kept = OriginalFile.objects.get()
        assert (kept.name, kept.kind, kept.brought_by, kept.path.read_bytes()) == ("规划.docx", "docx", importer, data)
        assert kept.source == SourceText.objects.get()
        assert kept.source.text.startswith("贵州省“十四五”卫生健康发展规划\n")
        assert ImportFile.objects.get().data is None

    def test_what_is_thrown_away_leaves_nothing(self, page: Client, parser: Parser) -> None:
        batch = upload(page, {"a.txt": PLAN.encode()})
        look_through(page, batch)
        page.post(f"{batch}confirm/", {"discard": "1"})
        assert ImportFile.objects.get().data is None
        assert Plan.objects.count() == 0

    def test_text_can_be_pasted(self, page: Client, parser: Parser) -> None:
        batch = upload(page, {}, text=PLAN, name="某规划")
        assert "某规划.txt" in look_through(page, batch)


class TestWhatWouldChange:
    def test_changes_against_what_is_there_and_corrections_are_shown_first(
        self, page: Client, imported: ImportResult, parser: Parser, editor: User
    ) -> None:
        first = Measure.objects.earliest("order")
        corrections.correct(first, "lead", "人工改过", by=editor)
        headings = two_chapters()
        headings[1].measures = [
            *headings[1].measures,
            measure("建立全省统一的预约诊疗平台，方便群众就医。", label="(三)"),
        ]
        parser.gives = parsed_text(headings)
        batch = upload(page, {"另一网站.txt": (PLAN + "（转载）").encode()})
        assert "将更新已有文件" in look_through(page, batch)
        shown = page.get(f"{batch}files/{ready()[0]}/").content.decode()
        assert "新增</span>" in shown
        assert "预约诊疗平台" in shown
        assert Measure.objects.count() == 3
        page.post(f"{batch}confirm/", {"file": ready()})
        look_through(page, batch)
        assert (Plan.objects.count(), Measure.objects.count()) == (1, 4)
        first.refresh_from_db()
        assert first.lead == "人工改过"

    def test_the_same_text_in_another_file_changes_nothing(self, page: Client, parser: Parser) -> None:
        shown = ""
        for name in ("a.docx", "b.docx"):
            batch = upload(page, {name: word()})
            shown = look_through(page, batch)
            page.post(f"{batch}confirm/", {"file": ready()})
            look_through(page, batch)
        assert "已有同样的内容" in shown
        assert (Plan.objects.count(), SourceText.objects.count()) == (1, 1)


class TestSeveral:
    def test_each_is_chosen_by_itself_and_the_refused_are_named(self, page: Client, parser: Parser) -> None:
        inside = zipped({"b.md": "二".encode() * 40, "c.pdf": pdf("", "")})
        batch = upload(page, {"a.txt": PLAN.encode(), "more.zip": inside})
        shown = look_through(page, batch)
        assert "c.pdf：没有文字层" in shown
        assert ImportFile.objects.get(name="c.pdf").data is None
        page.post(f"{batch}confirm/", {"file": ready()[:1]})
        look_through(page, batch)
        assert list(ImportFile.objects.order_by("name").values_list("state", flat=True)) == [
            "done",
            "dropped",
            "refused",
        ]

    def test_each_step_does_one_file_and_says_how_far_it_is(self, page: Client, parser: Parser) -> None:
        batch = upload(page, {f"{number}.txt": f"第{number}份".encode() for number in range(3)})
        answer = page.post(f"{batch}step/", headers={"HX-Request": "true"}).content.decode()
        assert "1 / 3 个文件已处理" in answer
        assert "<html" not in answer

    def test_a_file_that_another_request_is_at_is_left_to_it(
        self, page: Client, importer: User, parser: Parser
    ) -> None:
        upload(page, {"a.txt": PLAN.encode()})
        ImportFile.objects.update(claimed_at=timezone.now())
        assert not batches.step(ImportBatch.objects.get(), importer)

    def test_what_is_thrown_away_while_it_is_looked_through_stays_away(
        self, page: Client, importer: User, parser: Parser, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        upload(page, {"a.txt": PLAN.encode()})
        batch = ImportBatch.objects.get()

        def slow_preview(*given: object) -> dict[str, object]:
            batches.discard(batch)
            return {"heading": "某规划"}

        monkeypatch.setattr(batches, "preview", slow_preview)
        batches.step(batch, importer)
        file = ImportFile.objects.get()
        assert (file.state, file.data, file.preview) == ("dropped", None, {})

    def test_what_was_never_imported_is_forgotten(self, page: Client, importer: User, parser: Parser) -> None:
        upload(page, {"a.txt": PLAN.encode()})
        ImportBatch.objects.update(made_at=timezone.now() - timedelta(days=8))
        batches.forget_old()
        assert ImportFile.objects.count() == 0


class TestRefused:
    @pytest.mark.parametrize(("name", "data", "why"), [
        ("scan.pdf", pdf("", ""), "扫描件"),
        ("a.docx", pdf("文字"), "其实是PDF"),
        ("b.zip", zipped({"../x.txt": b"x"}), "之外的路径"),
        ("c.exe", b"MZ", "不能导入"),
        ("d.txt", b"", "空"),
    ])  # fmt: skip
    def test_a_bad_file_is_refused_in_words_and_nothing_is_stored(
        self, page: Client, name: str, data: bytes, why: str
    ) -> None:
        assert why in upload(page, {name: data})
        assert (ImportBatch.objects.count(), ImportFile.objects.count(), OriginalFile.objects.count()) == (0, 0, 0)

    def test_nothing_at_all(self, page: Client) -> None:
        assert "请选择文件" in upload(page, {})

    def test_two_hundred_megabytes_are_refused_before_they_are_read(
        self, page: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("documents.views.imports.DRAINED", 1)  # the client of the test sends no more
        answer = page.generic("POST", IMPORT, b"x", "multipart/form-data; boundary=x", CONTENT_LENGTH="200000000")
        assert answer.status_code == 413
        assert "200 MB，超过上限" in answer.content.decode()

    def test_a_form_from_another_site_is_refused(self, importer: User) -> None:
        strict = Client(enforce_csrf_checks=True)
        strict.force_login(importer)
        assert strict.post(IMPORT, {"text": PLAN}).status_code == 403


class TestRights:
    def test_importing_and_downloading_are_for_those_who_may(
        self, client: Client, editor: User, page: Client, parser: Parser
    ) -> None:
        batch = upload(page, {"a.txt": PLAN.encode()})
        look_through(page, batch)
        page.post(f"{batch}confirm/", {"file": ready()})
        look_through(page, batch)
        file = reverse("documents:original", args=[OriginalFile.objects.get().pk])
        answer = page.get(file)
        assert b"".join(answer.streaming_content).decode() == PLAN  # type: ignore[attr-defined]
        assert answer["Content-Disposition"].startswith("attachment")
        assert "sandbox" in answer["Content-Security-Policy"]
        client.force_login(editor)
        assert [client.get(address).status_code for address in (IMPORT, batch, file)] == [403, 403, 403]
        client.logout()
        assert client.get(file).status_code == 302

    def test_a_batch_is_its_owners(self, page: Client, parser: Parser, admin_client: Client) -> None:
        assert admin_client.get(upload(page, {"a.txt": PLAN.encode()})).status_code == 404
