"""The pages on which structure is corrected, items are settled and changes are taken back."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from documents import corrections
from documents.importing import ImportResult
from documents.models import Agency, Chapter, Correction, CorrectionAct, Measure, Plan, ReviewItem
from tests.documents.conftest import HOSPITALS, SCREENING, SUPERVISION, two_chapters
from tests.documents.test_admin_correcting import address_of, complaints, form_of, save
from tests.documents.texts import Heading, body, measure

pytestmark = pytest.mark.django_db

Again = Callable[[list[Heading]], ImportResult]


def url(name: str, *arguments: object) -> str:
    return reverse(f"admin:documents_{name}", args=arguments)


def text_of(answer: Any) -> str:
    return str(answer.content.decode())


def named(text: str) -> Measure:
    return Measure.objects.get(parsed__text=text)


def in_order() -> list[str]:
    return [text[:6] for text in Measure.objects.visible().order_by("order", "pk").values_list("text", flat=True)]


@pytest.fixture
def staff(admin_client: Client, imported: ImportResult) -> Client:
    return admin_client


def chosen(*measures: Measure) -> str:
    return ",".join(str(each.pk) for each in measures)


class TestOutline:
    def test_shows_chapters_and_measures_as_a_tree_with_what_marks_them(self, staff: Client) -> None:
        corrections.correct(named(HOSPITALS), "lead", "办好县医院", by=None)
        corrections.check(named(SUPERVISION), by=None)
        page = text_of(staff.get(url("plan_outline", Plan.objects.get().pk)))
        assert (
            page.index("加强妇幼保健") < page.index("扩大筛查") < page.index("完善服务体系") < page.index("办好县医院")
        )
        assert "有更正" in page
        assert "已核对 1 / 3 条措施" in page

    def test_shows_what_is_hidden_only_where_that_is_asked_for(self, staff: Client) -> None:
        corrections.correct(named(HOSPITALS), "hidden", True, by=None)
        address = url("plan_outline", Plan.objects.get().pk)
        place = f'id="m{named(HOSPITALS).pk}"'
        assert place not in text_of(staff.get(address))
        assert place in text_of(staff.get(address, {"all": "1"}))

    def test_takes_few_queries_however_long_the_plan(
        self, staff: Client, import_again: Again, django_assert_max_num_queries: Any
    ) -> None:
        import_again([Heading("一、", "章", [measure(f"第{at}项工作的内容各不相同") for at in range(60)])])
        with django_assert_max_num_queries(16):
            assert staff.get(url("plan_outline", Plan.objects.get().pk)).status_code == 200

    def test_marks_a_plan_as_checked_and_takes_that_back(self, staff: Client) -> None:
        address = url("plan_check", Plan.objects.get().pk)
        staff.post(address, {"holds": "1"})
        assert "全文已对照原文核对" in text_of(staff.get(Plan.objects.get().get_absolute_url()))
        staff.post(address, {"holds": "0"})
        assert not Plan.objects.get().checked


class TestStructure:
    def test_a_measure_is_split_where_it_is_ticked(self, staff: Client) -> None:
        whole = named(HOSPITALS)
        text = "每个县办好一所公立医院。改善基础设施条件。提升急诊急救能力。"
        corrections.correct(whole, "text", text, by=None)
        page = text_of(staff.get(url("measure_split", whole.pk)))
        assert page.count('name="cut"') == 2
        answer = staff.post(url("measure_split", whole.pk), {"cut": "2", "reason": "两件事"})
        assert answer.status_code == 302
        texts = list(Measure.objects.filter(precedents__measure=whole).order_by("order").values_list("text", flat=True))
        assert texts == ["每个县办好一所公立医院。改善基础设施条件。", "提升急诊急救能力。"]
        assert staff.get(whole.get_absolute_url()).status_code == 302

    def test_a_split_without_a_tick_is_refused(self, staff: Client) -> None:
        answer = staff.post(url("measure_split", named(HOSPITALS).pk), {}, follow=True)
        assert "请把正文分成" in text_of(answer)

    def test_chosen_measures_are_merged_with_the_text_as_it_was_gone_over(self, staff: Client) -> None:
        both = [named(HOSPITALS), named(SUPERVISION)]
        form = {"action": "merge", "_selected_action": [each.pk for each in both]}
        page = staff.post(url("measure_changelist"), form)
        assert f"{HOSPITALS}\n{SUPERVISION}" in text_of(page)
        staff.post(url("measure_merge"), {"apply": "1", "chosen": chosen(*both), "text": "合并后的正文。"})
        assert in_order() == [SCREENING[:6], "合并后的正文"]

    @pytest.mark.parametrize(
        ("target", "order"),
        [
            (lambda: f"m{named(SUPERVISION).pk}", [HOSPITALS, SUPERVISION, SCREENING]),
            (lambda: f"c{Chapter.objects.get(title='完善服务体系').pk}", [SCREENING, HOSPITALS, SUPERVISION]),
        ],
    )
    def test_a_measure_is_moved_to_the_place_that_was_chosen_in_the_tree(
        self, staff: Client, target: Callable[[], str], order: list[str]
    ) -> None:
        entry = named(SCREENING)
        assert 'name="target"' in text_of(staff.post(url("measure_move"), {"chosen": chosen(entry)}))
        staff.post(url("measure_move"), {"chosen": chosen(entry), "apply": "1", "target": target()})
        assert in_order() == [text[:6] for text in order]
        entry.refresh_from_db()
        assert entry.chapter == Chapter.objects.get(title="完善服务体系")

    def test_a_place_that_is_no_longer_there_is_refused(self, staff: Client) -> None:
        form = {"chosen": chosen(named(SCREENING)), "apply": "1", "target": "m999999"}
        assert "已不存在" in text_of(staff.post(url("measure_move"), form))

    def test_a_missed_measure_and_a_missed_heading_are_added(self, staff: Client) -> None:
        plan, anchor = Plan.objects.get(), named(HOSPITALS)
        page = staff.get(f"{url('plan_add_measure', plan.pk)}?after={anchor.pk}&chapter={anchor.chapter_id}")
        assert f'value="{anchor.pk}" selected' in text_of(page)
        form = {"after": anchor.pk, "chapter": anchor.chapter_id, "kind": "measure", "text": "推广中药材规范种植。"}
        assert staff.post(url("plan_add_measure", plan.pk), form).status_code == 302
        assert in_order() == [SCREENING[:6], HOSPITALS[:6], "推广中药材规", SUPERVISION[:6]]
        form = {"after": anchor.chapter_id, "title": "产业发展"}
        assert staff.post(url("plan_add_chapter", plan.pk), form).status_code == 302
        assert [str(each) for each in plan.chapters.visible().order_by("order")][-1] == "产业发展"

    def test_an_empty_measure_is_not_added(self, staff: Client) -> None:
        answer = staff.post(url("plan_add_measure", Plan.objects.get().pk), {"kind": "measure", "text": " "})
        assert answer.status_code == 200
        assert Measure.objects.count() == 3


class TestForm:
    def test_shows_the_source_with_the_place_marked_and_what_the_parser_read(self, staff: Client) -> None:
        corrections.correct(named(SCREENING), "kind", "goal", by=None, reason="是目标")
        page = text_of(staff.get(address_of(named(SCREENING))))
        assert '<mark id="marked">' in page
        assert "是目标" in page

    def test_tells_who_changed_the_same_field_and_keeps_what_was_typed(self, staff: Client, editor: User) -> None:
        entry = named(SCREENING)
        opened = form_of(staff, address_of(entry))
        corrections.correct_fields(entry, {"lead": "甲所填", "label": "(九)"}, by=editor)
        answer = staff.post(address_of(entry), opened | {"lead": "乙所填"})
        assert "“主题句”已由 editor 改为：甲所填" in complaints(answer)
        form = answer.context["adminform"].form
        assert (form["lead"].value(), form["label"].value()) == ("乙所填", "(九)")
        again = {name: form[name].value() for name in ("lead", "label", "opened_as")}
        assert staff.post(address_of(entry), opened | again).status_code == 302
        entry.refresh_from_db()
        assert (entry.lead, entry.label) == ("乙所填", "(九)")

    def test_a_list_that_was_changed_meanwhile_is_shown_as_it_is_now(self, staff: Client, editor: User) -> None:
        entry = named(SCREENING)
        opened = form_of(staff, address_of(entry))
        corrections.correct(entry, "responsibilities", [{"as_written": "省财政厅", "role": "lead"}], by=editor)
        answer = staff.post(address_of(entry), opened | {"lead": "别的"})
        assert "“责任单位”已由 editor 改为：省财政厅（牵头）" in complaints(answer)
        assert 'value="省财政厅"' in text_of(answer)
        entry.refresh_from_db()
        assert [str(row) for row in entry.responsibilities.all()] == ["省财政厅"]

    def test_an_import_that_only_moved_an_entry_is_nothing_to_tell(self, staff: Client, import_again: Again) -> None:
        entry = named(HOSPITALS)
        opened = form_of(staff, address_of(entry))
        more = two_chapters()
        more[0].measures = [measure("坚持以人民健康为中心的发展思想。"), *more[0].measures]
        import_again(more)
        assert staff.post(address_of(entry), opened | {"lead": "办好县医院"}).status_code == 302

    def test_saving_can_mark_as_checked_and_settle_the_item_that_led_there(
        self, staff: Client, import_again: Again
    ) -> None:
        import_again([Heading("一、", "章", [measure(HOSPITALS, bodies=[body("某某办")])])])
        item = ReviewItem.objects.get(kind="agency")
        address = address_of(named(HOSPITALS))
        assert "保存并处理这一事项" in text_of(staff.get(address, {"item": item.pk}))
        form = form_of(staff, address) | {"item": str(item.pk), "_settle": "1", "_check": "1", "lead": "办好县医院"}
        assert staff.post(address, form)["Location"] == url("reviewitem_queue")
        item.refresh_from_db()
        assert item.state == "corrected"
        assert named(HOSPITALS).checked


class TestQueue:
    @pytest.fixture
    def conflict(self, staff: Client, import_again: Again) -> ReviewItem:
        corrections.correct(named(HOSPITALS), "text", HOSPITALS + "（人改）", by=None)
        changed = two_chapters()
        changed[1].measures = [measure(HOSPITALS.replace("每个县", "每县"), label="(一)"), changed[1].measures[1]]
        import_again(changed)
        return ReviewItem.objects.get(kind="conflict")

    def test_shows_all_three_words_side_by_side_and_where_they_differ(
        self, staff: Client, conflict: ReviewItem
    ) -> None:
        page = text_of(staff.get(url("reviewitem_queue")))
        for side in ("原来的解析", "现在的解析", "人工更正"):
            assert side in page
        assert "<mark>（人改）</mark>" in page
        assert "两处改动都要" in page

    @pytest.mark.parametrize(
        ("act", "text"),
        [
            ("accept", HOSPITALS.replace("每个县", "每县")),
            ("dismiss", HOSPITALS + "（人改）"),
            ("merge", HOSPITALS.replace("每个县", "每县") + "（人改）"),
        ],
    )
    def test_a_button_settles_an_item_and_the_next_one_undoes_it(
        self, staff: Client, conflict: ReviewItem, act: str, text: str
    ) -> None:
        queue = url("reviewitem_queue") + "?kind=conflict"
        answer = staff.post(url("reviewitem_settle", conflict.pk), {"act": act, "next": queue})
        assert answer["Location"] == queue
        assert conflict.measure is not None
        conflict.measure.refresh_from_db()
        assert conflict.measure.text == text
        staff.post(url("reviewitem_undo"), {"next": queue})
        conflict.refresh_from_db()
        conflict.measure.refresh_from_db()
        assert (conflict.state, conflict.measure.text) == ("open", HOSPITALS + "（人改）")

    def test_is_narrowed_by_kind_and_plan(self, staff: Client, conflict: ReviewItem) -> None:
        address = url("reviewitem_queue")
        assert "没有待核对" not in text_of(staff.get(f"{address}?kind=conflict&plan={conflict.plan_id}"))
        for narrowed in ("kind=agency", "plan=99999", "plan=x"):
            assert "没有待核对" in text_of(staff.get(f"{address}?{narrowed}"))

    def test_leads_nowhere_else(self, staff: Client, conflict: ReviewItem) -> None:
        form = {"act": "dismiss", "next": "https://elsewhere.example/"}
        assert staff.post(url("reviewitem_settle", conflict.pk), form)["Location"] == url("reviewitem_queue")

    def test_progress_counts_items_and_checked_measures_of_each_plan(self, staff: Client, conflict: ReviewItem) -> None:
        corrections.check(named(SCREENING), by=None)
        page = text_of(staff.get(url("reviewitem_progress")))
        assert "1 / 3" in page

    def test_takes_few_queries_however_many_items(
        self, staff: Client, import_again: Again, django_assert_max_num_queries: Any
    ) -> None:
        rows = [measure(f"第{at}项工作的内容各不相同") for at in range(19)]
        import_again([Heading("一、", "章", rows)])
        for entry in Measure.objects.filter(found=True):
            corrections.correct(entry, "lead", "甲", by=None)
        import_again([Heading("一、", "章", [measure(row.text, lead="乙") for row in rows])])
        assert ReviewItem.objects.filter(state="open").count() >= 19
        with django_assert_max_num_queries(20):
            assert staff.get(url("reviewitem_queue")).status_code == 200


class TestHistory:
    def test_tells_every_change_with_who_when_before_and_after(
        self, staff: Client, editor: User, import_again: Again
    ) -> None:
        entry = named(HOSPITALS)
        corrections.correct(entry, "lead", "办好县医院", by=editor, reason="据原件")
        changed = two_chapters()
        changed[1].measures = [measure(HOSPITALS + "鼓励社会办医。", label="(一)"), changed[1].measures[1]]
        import_again(changed)
        page = text_of(staff.get(url("measure_history", entry.pk)))
        for said in ("editor", "据原件", "（空）", "办好县医院", "<ins>鼓励社会办医。</ins>", "导入"):
            assert said in page
        log = text_of(staff.get(url("plan_log", entry.plan_id)))
        assert "新增 0，更新 1，撤下 0" in log
        assert "<ins>鼓励社会办医。</ins>" in log

    def test_what_stood_before_is_restored(self, staff: Client, import_again: Again) -> None:
        entry = named(HOSPITALS)
        changed = two_chapters()
        changed[1].measures = [measure(HOSPITALS + "鼓励社会办医。", label="(一)"), changed[1].measures[1]]
        import_again(changed)
        act = CorrectionAct.objects.get(measure=entry, field="text", kind="import")
        staff.post(url("correctionact_restore", act.pk))
        entry.refresh_from_db()
        assert entry.text == HOSPITALS
        assert Correction.objects.get(measure=entry).field == "text"

    def test_all_that_was_done_in_one_go_is_undone_together(self, staff: Client) -> None:
        form = {"apply": "1", "chosen": chosen(named(HOSPITALS), named(SUPERVISION)), "kind": "goal"}
        staff.post(url("measure_set_values"), form)
        assert Measure.objects.filter(kind="goal").count() == 2
        batch = CorrectionAct.objects.latest("pk").batch
        answer = staff.post(url("correctionact_undo", batch), follow=True)
        assert "已撤销（2 项改动）" in text_of(answer)
        assert not Correction.objects.exists()
        assert "没有可以撤销的操作" in text_of(staff.post(url("correctionact_undo", batch), follow=True))


class TestAgencies:
    def test_two_are_merged_and_parted_again(self, staff: Client) -> None:
        health = Agency.objects.get(name="贵州省卫生健康委员会")
        other = Agency.objects.create(name="贵州省卫健委（误）", province_id="520000")
        both = [health.pk, other.pk]
        page = staff.post(url("agency_changelist"), {"action": "merge", "_selected_action": both})
        assert "选择要保留的部门" in text_of(page)
        staff.post(url("agency_merge"), {"chosen": both, "into": other.pk})
        assert other.responsibilities.count() == 1
        assert staff.get(health.get_absolute_url())["Location"] == other.get_absolute_url()
        assert other.names.filter(name="贵州省卫生健康委员会").exists()
        staff.post(url("agency_part", health.pk))
        assert health.responsibilities.count() == 1
        assert not other.names.filter(name="贵州省卫生健康委员会").exists()

    def test_a_new_name_says_what_it_would_change_and_changes_it(self, staff: Client, import_again: Again) -> None:
        import_again([Heading("一、", "章", [measure(HOSPITALS, bodies=[body("省卫健部门")])])])
        health = Agency.objects.get(name="贵州省卫生健康委员会")
        address = url("agency_change", health.pk)
        form = form_of(staff, address)
        number = health.names.count()
        form |= {f"names-{number}-name": "省卫健部门", f"names-{number}-kind": "short"}
        answer = staff.post(address, form | {"only_preview": "on"})
        assert "将改变 1 条措施" in complaints(answer)
        assert not health.names.filter(name="省卫健部门").exists()
        assert staff.post(address, form).status_code == 302
        assert health.responsibilities.filter(as_written="省卫健部门").exists()

    def test_one_that_measures_name_is_not_deleted(self, staff: Client) -> None:
        health = Agency.objects.get(name="贵州省卫生健康委员会")
        assert staff.post(url("agency_delete", health.pk), {"post": "yes"}).status_code == 403


class TestExchange:
    def test_corrections_leave_as_a_file_and_come_in_again(self, staff: Client) -> None:
        corrections.correct(named(HOSPITALS), "lead", "办好县医院", by=None)
        answer = staff.get(url("correction_export"))
        assert "attachment" in answer["Content-Disposition"]
        corrections.revert(named(HOSPITALS), "lead", None)
        file = SimpleUploadedFile("corrections.json", answer.content)
        page = staff.post(url("correction_import"), {"file": file})
        assert "采用 1 处" in text_of(page)
        assert named(HOSPITALS).lead == "办好县医院"

    @pytest.mark.parametrize("content", [b"\xff\xfe", b"{", b"[" * 100_000, b"{}", json.dumps([1]).encode()])
    def test_what_is_no_such_file_is_refused(self, staff: Client, content: bytes) -> None:
        page = text_of(staff.post(url("correction_import"), {"file": SimpleUploadedFile("x.json", content)}))
        assert "这不是" in page


class TestRights:
    PAGES = ("plan_outline", "plan_log", "plan_add_measure", "measure_split")

    def test_no_page_opens_without_signing_in(self, client: Client, imported: ImportResult) -> None:
        for name in ("reviewitem_queue", "reviewitem_progress", "correction_export", "correction_import"):
            assert client.get(url(name)).status_code == 302
        for name in self.PAGES:
            assert client.get(url(name, Plan.objects.get().pk)).status_code == 302

    def test_who_may_only_look_changes_nothing(self, client: Client, imported: ImportResult) -> None:
        reader = User.objects.create_user("reader", is_staff=True)
        reader.user_permissions.add(*Permission.objects.filter(codename__startswith="view_"))
        client.force_login(reader)
        entry = named(HOSPITALS)
        assert client.get(url("plan_outline", entry.plan_id)).status_code == 200
        assert client.get(url("reviewitem_queue")).status_code == 200
        assert client.get(url("measure_split", entry.pk)).status_code == 403
        assert client.post(url("measure_merge"), {"apply": "1", "chosen": chosen(entry)}).status_code == 403
        assert client.post(url("plan_check", entry.plan_id), {"holds": "1"}).status_code == 403
        corrections.correct(entry, "lead", "甲", by=None)
        act = CorrectionAct.objects.latest("pk")
        assert client.post(url("correctionact_restore", act.pk)).status_code == 404
        assert client.post(url("correctionact_undo", act.batch)).status_code == 403


def test_a_checked_measure_says_so_on_its_page_and_no_longer_that_it_is_unsure(staff: Client) -> None:
    entry = named(HOSPITALS)
    assert "已对照原文核对" not in text_of(staff.get(entry.get_absolute_url()))
    save(staff, entry, _check="1")
    assert "已对照原文核对" in text_of(staff.get(entry.get_absolute_url()))
