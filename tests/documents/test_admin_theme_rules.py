"""The rules by which measures get their themes, in the admin: seen as a whole, tried, changed, put back."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from documents.importing import ImportResult
from documents.models import Measure, ThemeRule, ThemeRulesVersion
from documents.themes import changing

pytestmark = pytest.mark.django_db

ADD = reverse("admin:documents_themerule_add")
RULE = {"theme": "中医药", "term": "扩大筛查", "weight": "10", "where": ["lead", "text"], "enabled": "on"}


@pytest.fixture
def screening(imported: ImportResult) -> Measure:
    changing.catch_up()
    return Measure.objects.get(lead="扩大筛查")


def themes_of(measure: Measure) -> Any:
    measure.refresh_from_db()
    return measure.themes


def test_a_rule_is_tried_without_being_saved(admin_client: Client, screening: Measure) -> None:
    before = screening.themes
    answer = admin_client.post(ADD, RULE | {"only_preview": "on"})
    assert "将改变 1 条措施的主题" in answer.content.decode()
    assert "扩大筛查（" in answer.content.decode()
    assert not ThemeRule.objects.exists()
    assert themes_of(screening) == before


def test_a_saved_rule_is_in_force_at_once_and_a_deleted_one_no_more(admin_client: Client, screening: Measure) -> None:
    before = screening.themes
    assert admin_client.post(ADD, RULE).status_code == 302
    assert themes_of(screening)[0] == "中医药"
    row = ThemeRule.objects.get()
    change = reverse("admin:documents_themerule_change", args=[row.pk])
    assert admin_client.post(change, RULE | {"weight": "0"}).status_code == 302
    assert ThemeRule.objects.get().pk == row.pk
    assert themes_of(screening)[0] == before[0]
    admin_client.post(reverse("admin:documents_themerule_delete", args=[row.pk]), {"post": "yes"})
    assert not ThemeRule.objects.exists()
    assert themes_of(screening) == before
    assert ThemeRulesVersion.objects.count() == 4


@pytest.mark.parametrize("wrong", [{"term": "药"}, {"weight": "11"}, {"where": []}, {"theme": "天气"}])
def test_a_rule_that_cannot_be_used_is_refused(admin_client: Client, screening: Measure, wrong: dict[str, Any]) -> None:
    assert admin_client.post(ADD, RULE | wrong).status_code == 200
    assert not ThemeRule.objects.exists()


def test_all_rules_in_force_are_listed_and_each_leads_to_the_form_that_changes_it(
    admin_client: Client, screening: Measure
) -> None:
    admin_client.post(ADD, RULE)
    address = reverse("admin:documents_themerule_in_force")
    page = admin_client.get(address, {"q": "扩大筛查"}).content.decode()
    assert reverse("admin:documents_themerule_change", args=[ThemeRule.objects.get().pk]) in page
    page = admin_client.get(address, {"q": "针灸", "theme": "中医药"}).content.decode()
    assert f"{ADD}?theme=" in page
    form = admin_client.get(ADD, {"theme": "中医药", "term": "针灸", "weight": "3", "where": "lead,text"})
    assert form.context["adminform"].form["where"].value() == ["lead", "text"]
    assert "共 0 条" in admin_client.get(address, {"q": "没有的词"}).content.decode()


def test_an_older_version_is_put_back_from_the_list_of_versions(admin_client: Client, screening: Measure) -> None:
    first = ThemeRulesVersion.objects.get()
    before = screening.themes
    admin_client.post(ADD, RULE)
    versions = reverse("admin:documents_themerulesversion_changelist")
    admin_client.post(versions, {"action": "restore", "_selected_action": [first.pk]})
    assert themes_of(screening) == before


def test_who_may_not_look_at_rules_does_not_see_them(client: Client, editor: User) -> None:
    address = reverse("admin:documents_themerule_in_force")
    assert client.get(address).status_code == 302
    User.objects.filter(pk=editor.pk).update(is_staff=True)
    client.force_login(User.objects.get(pk=editor.pk))
    assert client.get(address).status_code == 403
