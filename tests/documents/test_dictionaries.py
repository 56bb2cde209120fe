"""Dictionaries in the admin: looked at before they are saved, in force without a restart, every change taken back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse

from documents import corrections
from documents.corrections import agencies
from documents.corrections.acts import Doing
from documents.importing import import_text, read_again
from documents.models import Agency, AgencyAct, DictionaryChange, Finding, Measure, NoisePattern, SourceText
from documents.parsing.reading import RawText
from search.models import SynonymGroup, Term
from tests.documents.test_admin_correcting import form_of
from tests.documents.texts import Heading, body, measure

pytestmark = pytest.mark.django_db

FOOTER = "云岭卫生在线 版权所有"
TEXT = (
    "贵州省健康行动实施意见\n"
    "一、加强妇幼保健\n"
    "（一）扩大筛查。扩大农村妇女宫颈癌和乳腺癌筛查覆盖面，将适龄妇女\n"
    f"{FOOTER}\n"
    "纳入免费筛查范围，逐步建立随访制度。\n"
    "（二）办好医院。每个县至少办好一所公立医院，提升急诊急救和重症救治能力。\n"
)
ADD_NOISE, CHANGES = (
    reverse(f"admin:documents_{name}") for name in ("noisepattern_add", "dictionarychange_changelist")
)


def raw(text: str = TEXT, file: str = "plan.txt", sha256: str = "7" * 64) -> RawText:
    return RawText(text, file, sha256, "utf-8")


def page(answer: Any) -> str:
    return str(answer.content.decode())


def put_back(client: Client, *changes: DictionaryChange) -> str:
    """Restores what stood before these changes, and gives the page that says so."""
    data = {"action": "put_back", "_selected_action": [change.pk for change in changes]}
    return page(client.post(CHANGES, data, follow=True))


def texts() -> list[str]:
    return list(Measure.objects.visible().order_by("order").values_list("text", flat=True))


class TestNoise:
    @pytest.fixture
    def plan(self, db: None) -> SourceText:
        import_text(raw())
        return SourceText.objects.get()

    def test_a_pattern_tells_what_it_would_take_and_is_not_saved(self, admin_client: Client, plan: SourceText) -> None:
        told = page(admin_client.post(ADD_NOISE, {"pattern": "云岭卫生在线*", "active": "on", "only_preview": "on"}))
        assert "1 份文件中的 1 行将作为噪声，将改变 1 条措施" in told
        assert FOOTER in told
        assert not NoisePattern.objects.exists()

    def test_it_is_in_force_for_the_next_import_and_where_a_plan_is_read_again(
        self, admin_client: Client, plan: SourceText
    ) -> None:
        assert any("版权所有" in text for text in texts())
        saved = admin_client.post(ADD_NOISE, {"pattern": FOOTER, "active": "on"}, follow=True)
        assert "1 份已导入的文件含有这样的行" in page(saved)
        plans = reverse("admin:documents_plan_changelist")
        again = {"action": "read_again", "_selected_action": [plan.plan_id]}
        assert "更新 1" in page(admin_client.post(plans, again, follow=True))
        assert not any("版权所有" in text for text in texts())
        assert "将适龄妇女纳入免费筛查范围" in texts()[0]
        assert Finding.objects.filter(source=plan, label="own-pattern").count() == 1

    def test_the_same_file_is_read_again_after_a_pattern_was_added_and_then_not_once_more(
        self, plan: SourceText
    ) -> None:
        assert str(import_text(raw()).status) == "unchanged"
        NoisePattern.objects.create(pattern=FOOTER)
        assert str(import_text(raw()).status) == "updated"
        assert str(import_text(raw()).status) == "unchanged"
        NoisePattern.objects.update(active=False)
        assert str(import_text(raw()).status) == "updated"

    def test_a_person_who_may_not_import_may_not_read_again(self, client: Client, plan: SourceText) -> None:
        editor = User.objects.create_user("editor", is_staff=True)
        editor.groups.add(Group.objects.get(name="编辑"))
        client.force_login(editor)
        NoisePattern.objects.create(pattern=FOOTER)
        again = {"action": "read_again", "_selected_action": [plan.plan_id]}
        client.post(reverse("admin:documents_plan_changelist"), again)
        assert any("版权所有" in text for text in texts())

    def test_reading_again_keeps_what_a_person_said(self, plan: SourceText, admin_user: User) -> None:
        hospital = Measure.objects.get(lead="办好医院")
        corrections.correct(hospital, "kind", "goal", by=admin_user)
        NoisePattern.objects.create(pattern=FOOTER)
        read_again(plan.plan, by=admin_user)
        hospital.refresh_from_db()
        assert hospital.kind == "goal"

    @pytest.mark.parametrize("pattern", ["*", "第*页", "云" * 130])
    def test_a_pattern_that_takes_too_much_is_refused(self, admin_client: Client, pattern: str) -> None:
        assert admin_client.post(ADD_NOISE, {"pattern": pattern, "active": "on"}).status_code == 200
        assert not NoisePattern.objects.exists()


class TestVersions:
    def test_a_change_of_synonyms_is_kept_and_taken_back(self, admin_client: Client, admin_user: User) -> None:
        group = SynonymGroup.objects.filter(everyday=False).first()
        assert group is not None
        before = group.words
        data = {"name": group.name, "words": f"{before}\n丹顶鹤巡诊", "official": group.official, "active": "on"}
        admin_client.post(reverse("admin:search_synonymgroup_change", args=[group.pk]), data)
        change = DictionaryChange.objects.get()
        assert (change.key, change.made_by) == (group.name, admin_user)
        assert (change.before or {})["words"] == before
        assert "丹顶鹤巡诊" in page(admin_client.get(CHANGES))
        assert "已恢复 1 条" in put_back(admin_client, change)
        group.refresh_from_db()
        assert group.words == before
        assert DictionaryChange.objects.count() == 2

    def test_saving_without_a_change_keeps_nothing(self, admin_client: Client) -> None:
        term = Term.objects.all()[0]
        admin_client.post(reverse("admin:search_term_change", args=[term.pk]), {"word": term.word, "active": "on"})
        assert not DictionaryChange.objects.exists()

    def test_what_was_added_goes_and_what_was_deleted_comes_again(self, admin_client: Client) -> None:
        admin_client.post(reverse("admin:search_term_add"), {"word": "丹顶鹤巡诊", "active": "on"})
        added = DictionaryChange.objects.get()
        put_back(admin_client, added)
        assert not Term.objects.filter(word="丹顶鹤巡诊").exists()
        deleted = DictionaryChange.objects.latest("pk")
        put_back(admin_client, deleted)
        assert Term.objects.filter(word="丹顶鹤巡诊").exists()

    def test_switching_many_off_keeps_a_change_of_each(self, admin_client: Client) -> None:
        terms = [term.pk for term in Term.objects.all()[:3]]
        chosen = {"action": "switch_off", "_selected_action": terms}
        admin_client.post(reverse("admin:search_term_changelist"), chosen)
        assert DictionaryChange.objects.count() == 3
        put_back(admin_client, *DictionaryChange.objects.all())
        assert Term.objects.filter(pk__in=terms, active=True).count() == 3

    def test_the_history_of_an_entry_leads_to_its_changes(self, admin_client: Client) -> None:
        pattern = NoisePattern.objects.create(pattern=FOOTER)
        answer = admin_client.get(reverse("admin:documents_noisepattern_history", args=[pattern.pk]), follow=True)
        assert answer.status_code == 200
        assert answer.redirect_chain[0][0].startswith(CHANGES)

    def test_who_may_only_look_restores_nothing(self, client: Client, admin_client: Client) -> None:
        admin_client.post(reverse("admin:search_term_add"), {"word": "丹顶鹤巡诊", "active": "on"})
        editor = User.objects.create_user("editor", is_staff=True)
        editor.groups.add(Group.objects.get(name="编辑"))
        client.force_login(editor)
        put_back(client, DictionaryChange.objects.get())
        assert Term.objects.filter(word="丹顶鹤巡诊").exists()


class TestNamesOfAgencies:
    def test_taking_a_name_away_tells_what_it_would_change_too(
        self, admin_client: Client, imported: object, import_again: Callable[[list[Heading]], Any]
    ) -> None:
        import_again([Heading("一、", "章", [measure("建立筛查和随访制度。", bodies=[body("省卫健部门")])])])
        health = Agency.objects.get(name="贵州省卫生健康委员会")
        agencies.add_alias(health, "省卫健部门", Doing(None))
        address = reverse("admin:documents_agency_change", args=[health.pk])
        form = form_of(admin_client, address)
        [row] = [name for name, value in form.items() if value == "省卫健部门"]
        form |= {row.replace("-name", "-DELETE"): "on", "only_preview": "on"}
        assert "将改变 1 条措施的责任单位。章：建立筛查" in page(admin_client.post(address, form))
        assert health.responsibilities.filter(as_written="省卫健部门").exists()

    def test_a_change_of_names_is_taken_back_from_the_record(self, admin_client: Client, imported: object) -> None:
        health = Agency.objects.get(name="贵州省卫生健康委员会")
        agencies.add_alias(health, "省卫健部门", Doing(None))
        acts = {"action": "restore", "_selected_action": [AgencyAct.objects.get().pk]}
        answer = admin_client.post(reverse("admin:documents_agencyact_changelist"), acts, follow=True)
        assert "已恢复" in page(answer)
        assert not health.names.filter(name="省卫健部门").exists()
