"""Terms and synonyms in the admin: what cannot be used is refused, what would change is said before it is saved."""

from __future__ import annotations

import pytest
from django.forms.models import model_to_dict
from django.test import Client
from django.urls import reverse

from documents.models import Measure, Plan
from search.admin.forms import SynonymGroupForm, TermForm
from search.models import SynonymGroup, Term

pytestmark = [pytest.mark.django_db, pytest.mark.index_only]


@pytest.fixture(autouse=True)
def two_measures(db: None) -> None:
    plan = Plan.objects.create(title="某省规划")
    for order, text in enumerate(["完善家庭医生签约服务。", "推进家庭病床建设。"]):
        Measure.objects.create(plan=plan, order=order, text=text, parsed={})


def save(client: Client, model: str, **fields: str) -> str:
    answer = client.post(reverse(f"admin:search_{model}_add"), {"active": "on", "note": "", **fields})
    return "" if answer.status_code == 302 else answer.content.decode()


def test_a_term_says_how_many_measures_it_would_change_and_is_not_saved(admin_client: Client) -> None:
    shown = save(admin_client, "term", word="医生签约服务", only_preview="on")
    assert "将改变 1 条措施" in shown
    assert not Term.objects.filter(word="医生签约服务").exists()
    assert save(admin_client, "term", word="医生签约服务") == ""
    assert Term.objects.filter(word="医生签约服务").exists()


def test_synonyms_say_what_each_of_them_finds(admin_client: Client) -> None:
    shown = save(
        admin_client, "synonymgroup", name="上门", words="上门照护\n家庭病床", official="家庭 签约", only_preview="on"
    )
    assert "将涉及 2 条措施" in shown
    assert "“上门照护” 0 条，“家庭病床” 1 条，“家庭 签约” 1 条" in shown
    assert not SynonymGroup.objects.filter(name="上门").exists()


@pytest.mark.parametrize(
    ("word", "why"), [("医", "至 40 个字"), ("签约，服务", "不能有标点"), ("(签约)", "不能有标点")]
)
def test_a_term_that_texts_are_never_cut_into_is_refused(admin_client: Client, word: str, why: str) -> None:
    assert why in save(admin_client, "term", word=word)


def test_synonyms_need_something_to_stand_for(admin_client: Client) -> None:
    assert "至少要有两个词" in save(admin_client, "synonymgroup", name="独词", words="上门照护")


@pytest.mark.parametrize(("words", "why"), [("，、\n照护", "须有文字"), ("照护*\n护理", "不能有“*”")])
def test_synonyms_that_nobody_could_look_for_are_refused(admin_client: Client, words: str, why: str) -> None:
    assert why in save(admin_client, "synonymgroup", name="坏词", words=words)


def test_every_entry_that_came_with_the_product_can_be_saved_as_it_is(admin_client: Client) -> None:
    """Else who changes only its note would be refused."""
    groups = [SynonymGroupForm(model_to_dict(group), instance=group) for group in SynonymGroup.objects.all()]
    terms = [TermForm(model_to_dict(term), instance=term) for term in Term.objects.all()[:50]]
    assert {str(form.instance): form.errors for form in [*groups, *terms] if not form.is_valid()} == {}
