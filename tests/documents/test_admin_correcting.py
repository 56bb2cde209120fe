"""Saving an entry in the admin corrects it: the page and the index change at once, the parser's word stays."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.forms import BoundField, ChoiceField, MultiWidget
from django.test import Client
from django.urls import reverse

from documents import corrections
from documents.importing import ImportResult
from documents.models import Agency, Chapter, Correction, CorrectionAct, IndexChange, Measure, Plan, ReviewItem
from tests.documents.conftest import HOSPITALS, two_chapters

pytestmark = pytest.mark.django_db


def form_of(client: Client, address: str) -> dict[str, Any]:
    """What a browser would send back from this page, unchanged."""
    context = client.get(address).context
    form = context["adminform"].form
    values = {name: form[name].value() for name in form.fields}
    for name, field in form.fields.items():
        if isinstance(field.widget, MultiWidget):
            parts: list[Any] = field.widget.decompress(values.pop(name)) or []
            values |= {f"{name}_{at}": part for at, part in enumerate(parts)}
    for inline in context["inline_admin_formsets"]:
        formset = inline.formset
        values |= {field.html_name: field.value() for field in formset.management_form}
        values |= {field.html_name: sent_for(field) for row in formset.forms for field in row}
    return {name: value for name, value in values.items() if value is not None and value is not False}


def sent_for(field: BoundField) -> Any:
    """What a browser sends for a field as it stands: of a list in which nothing is chosen, the first."""
    value = field.value()
    if value is None and isinstance(field.field, ChoiceField):
        return next(iter(field.field.widget.choices))[0]
    return value


def address_of(entry: Plan | Chapter | Measure) -> str:
    return reverse(f"admin:documents_{entry._meta.model_name}_change", args=[entry.pk])


def save(client: Client, entry: Plan | Chapter | Measure, **changed: Any) -> Any:
    return client.post(address_of(entry), form_of(client, address_of(entry)) | changed)


def complaints(answer: Any) -> str:
    """All that the page says is wrong."""
    inlines = [inline.formset for inline in answer.context["inline_admin_formsets"]]
    form = answer.context["adminform"].form
    return " ".join([str(form.errors), *(f"{part.non_form_errors()} {part.errors}" for part in inlines)])


@pytest.fixture
def screening(imported: ImportResult) -> Measure:
    return Measure.objects.get(lead="扩大筛查")


def test_saving_without_a_change_corrects_nothing(admin_client: Client, screening: Measure) -> None:
    for entry in (screening, Chapter.objects.latest("pk"), Plan.objects.get()):
        assert save(admin_client, entry).status_code == 302
    assert not Correction.objects.exists()
    assert not IndexChange.objects.exists()


def test_a_changed_field_becomes_a_correction_in_force_at_once(
    admin_client: Client, admin_user: User, screening: Measure
) -> None:
    answer = save(admin_client, screening, text="新的正文", reason="据原件")
    assert answer.status_code == 302
    row = Correction.objects.get()
    assert (row.field, row.value, row.made_by, row.reason) == ("text", "新的正文", admin_user, "据原件")
    assert "新的正文" in admin_client.get(screening.get_absolute_url()).content.decode()
    assert list(IndexChange.objects.values_list("measure_id", flat=True)) == [screening.pk]


def test_the_form_says_what_the_parser_read_where_that_differs(admin_client: Client, screening: Measure) -> None:
    assert "解析器读作" not in admin_client.get(address_of(screening)).content.decode()
    save(admin_client, screening, kind="goal")
    assert "解析器读作：措施" in admin_client.get(address_of(screening)).content.decode()


def test_setting_a_field_back_takes_the_correction_away(admin_client: Client, screening: Measure) -> None:
    save(admin_client, screening, lead="别的")
    save(admin_client, screening, lead="扩大筛查")
    assert not Correction.objects.exists()


def test_a_correction_made_in_the_admin_outlives_the_next_import(
    admin_client: Client, screening: Measure, import_again: Callable[..., ImportResult]
) -> None:
    save(admin_client, screening, text="新的正文")
    import_again(two_chapters())
    screening.refresh_from_db()
    assert screening.text == "新的正文"


def test_bodies_and_targets_are_edited_with_the_measure(admin_client: Client, screening: Measure) -> None:
    province = Agency.objects.create(name="贵州省财政厅", province_id="520000")
    answer = save(
        admin_client,
        screening,
        **{
            "responsibilities-TOTAL_FORMS": 3,
            "responsibilities-0-role": "participant",
            "responsibilities-1-DELETE": "on",
            "responsibilities-2-agency": province.pk,
            "responsibilities-2-role": "lead",
            "targets-0-value": "85",
        },
    )
    assert answer.status_code == 302, complaints(answer)
    assert [(str(row), row.role) for row in screening.responsibilities.all()] == [
        ("省卫生健康委", "participant"), ("贵州省财政厅", "lead"),
    ]  # fmt: skip
    assert [str(row) for row in screening.targets.all()] == ["筛查率达到85%"]
    assert set(Correction.objects.values_list("field", flat=True)) == {"responsibilities", "targets"}
    assert (
        "省卫生健康委（牵头）；各市（州）人民政府（参与）" in admin_client.get(address_of(screening)).content.decode()
    )


def test_a_list_that_cannot_be_is_refused_on_the_page(admin_client: Client, screening: Measure) -> None:
    twice = {"responsibilities-TOTAL_FORMS": 3, "responsibilities-2-role": "lead"}
    agency = screening.responsibilities.all()[0].agency
    assert agency is not None
    answer = save(admin_client, screening, **twice, **{"responsibilities-2-agency": agency.pk})
    assert "同一部门出现了两次" in complaints(answer)
    assert not Correction.objects.exists()


def test_only_chapters_of_the_same_plan_can_be_chosen(admin_client: Client, screening: Measure) -> None:
    other = Chapter.objects.create(plan=Plan.objects.create(), order=0, title="别的文件")
    answer = save(admin_client, screening, chapter=other.pk)
    assert answer.status_code == 200
    assert "别的文件" not in admin_client.get(address_of(screening)).content.decode()
    second = Chapter.objects.get(title="完善服务体系")
    assert save(admin_client, screening, chapter=second.pk).status_code == 302
    screening.refresh_from_db()
    assert screening.chapter == second


def test_an_empty_text_is_refused(admin_client: Client, screening: Measure) -> None:
    assert save(admin_client, screening, text=" ").status_code == 200
    assert not Correction.objects.exists()


def test_a_page_opened_before_another_change_is_not_saved_over_it(admin_client: Client, screening: Measure) -> None:
    opened = form_of(admin_client, address_of(screening))
    save(admin_client, screening, text="先保存的正文")
    answer = admin_client.post(address_of(screening), opened | {"lead": "后保存的主题句"})
    assert "已被他人或导入改动" in complaints(answer)
    screening.refresh_from_db()
    assert (screening.text, screening.lead) == ("先保存的正文", "扩大筛查")


def test_facts_of_a_plan_are_corrected(admin_client: Client, screening: Measure) -> None:
    plan = Plan.objects.get()
    answer = save(
        admin_client, plan, province="530000", issuers="云南省人民政府\n云南省卫生健康委员会", issued_on="2021-09-01"
    )
    assert answer.status_code == 302, complaints(answer)
    plan.refresh_from_db()
    assert (plan.province_id, plan.issuers) == ("530000", ["云南省人民政府", "云南省卫生健康委员会"])
    assert plan.parsed["province"] == "520000"
    assert IndexChange.objects.count() == 3


def test_a_period_that_ends_before_it_begins_is_refused(admin_client: Client, screening: Measure) -> None:
    answer = save(admin_client, Plan.objects.get(), period_start="2025", period_end="2021")
    assert "不能早于起始年" in complaints(answer)


def test_a_chapter_cannot_stand_below_itself(admin_client: Client, screening: Measure) -> None:
    first, second = Chapter.objects.order_by("order")
    assert save(admin_client, second, parent=first.pk).status_code == 302
    assert "下级章节" in complaints(save(admin_client, first, parent=second.pk))


def test_actions_on_a_list_correct_each_entry(admin_client: Client, screening: Measure) -> None:
    both = list(Measure.objects.exclude(pk=screening.pk).values_list("pk", flat=True))
    address = reverse("admin:documents_measure_changelist")
    admin_client.post(address, {"action": "hide", "_selected_action": both})
    assert list(Measure.objects.visible()) == [screening]
    assert Correction.objects.filter(field="hidden").count() == 2
    admin_client.post(address, {"action": "show", "_selected_action": both})
    page = admin_client.post(address, {"action": "set_values", "_selected_action": both})
    assert "所选 2 条" in page.content.decode()
    form = {"apply": "1", "chosen": ",".join(map(str, both)), "kind": "goal", "reason": "同为目标"}
    admin_client.post(reverse("admin:documents_measure_set_values"), form)
    assert not Correction.objects.filter(field="hidden").exists()
    assert set(Measure.objects.filter(kind="goal").values_list("pk", flat=True)) == set(both)


def test_a_measure_that_is_no_longer_found_can_be_kept_from_the_list(
    admin_client: Client, screening: Measure, import_again: Callable[..., ImportResult]
) -> None:
    gone = Measure.objects.get(text=HOSPITALS)
    import_again(two_chapters()[:1])
    address = reverse("admin:documents_measure_changelist")
    admin_client.post(address, {"action": "show", "_selected_action": [gone.pk]})
    assert gone in Measure.objects.visible()


def test_who_may_only_look_cannot_save(client: Client, screening: Measure) -> None:
    from django.contrib.auth.models import Permission

    reader = User.objects.create_user("reader", is_staff=True)
    reader.user_permissions.add(*Permission.objects.filter(codename__startswith="view_"))
    client.force_login(reader)
    assert client.get(address_of(screening)).status_code == 200
    assert client.post(address_of(screening), {"text": "改"}).status_code == 403
    screening.refresh_from_db()
    assert screening.text != "改"


def test_themes_are_corrected_primary_first(admin_client: Client, screening: Measure) -> None:
    chosen = {"themes_0": "基层卫生", "themes_1": "", "themes_2": "中医药"}
    assert save(admin_client, screening, **chosen).status_code == 302
    screening.refresh_from_db()
    assert screening.themes == ["基层卫生", "中医药"]
    assert "规则定为：妇幼与生育" in admin_client.get(address_of(screening)).content.decode()


@pytest.mark.parametrize("spans", [[[999_999, 1_000_001]], [[50, 10]], [[0, 999_999]], []])
def test_a_measure_whose_place_is_no_longer_in_the_source_opens_all_the_same(
    admin_client: Client, screening: Measure, spans: list[list[int]]
) -> None:
    Measure.objects.filter(pk=screening.pk).update(spans=spans)
    assert admin_client.get(address_of(screening)).status_code == 200
    assert save(admin_client, screening, lead="筛查").status_code == 302


SET_VALUES, MERGE = (reverse(f"admin:documents_measure_{name}") for name in ("set_values", "merge"))


def test_a_theme_chosen_twice_for_many_measures_is_refused_on_the_page(
    admin_client: Client, screening: Measure
) -> None:
    sent = {"chosen": screening.pk, "apply": "1", "themes_0": "妇幼与生育", "themes_1": "妇幼与生育"}
    answer = admin_client.post(SET_VALUES, sent)
    assert "不重复" in answer.content.decode()
    assert not Correction.objects.exists()


@pytest.mark.parametrize("address", [SET_VALUES, MERGE])
@pytest.mark.parametrize("number", ["9" * 30, "9" * 5000])
def test_a_number_that_no_entry_can_have_is_passed_over(
    admin_client: Client, screening: Measure, address: str, number: str
) -> None:
    answer = admin_client.post(address, {"chosen": f"{number},{screening.pk}"})
    assert [each.pk for each in answer.context["measures"]] == [screening.pk]


def test_what_was_done_is_undone_only_by_who_may_change_all_of_it(client: Client, screening: Measure) -> None:
    plan = screening.plan
    corrections.correct(plan, "title", "别的标题", by=None)
    address = reverse("admin:documents_correctionact_undo", args=[CorrectionAct.objects.get().batch])
    person = User.objects.create_user("measures-only", is_staff=True)
    allowed = Permission.objects.filter(codename__in=("view_plan", "change_measure"))
    person.user_permissions.set(allowed)
    client.force_login(person)
    assert client.post(address).status_code == 403
    plan.refresh_from_db()
    assert plan.title == "别的标题"
    person.user_permissions.add(Permission.objects.get(codename="change_plan"))
    assert client.post(address).status_code == 302
    assert not Correction.objects.exists()


def test_each_of_the_lists_of_themes_says_what_it_is_for(admin_client: Client, screening: Measure) -> None:
    page = admin_client.get(address_of(screening)).content.decode()
    assert all(f'aria-label="{name}"' in page for name in ("主要主题", "其他主题 1", "其他主题 2"))


def test_saving_settles_an_item_only_for_who_may_settle_items(client: Client, screening: Measure) -> None:
    item = ReviewItem.objects.create(plan=screening.plan, measure=screening, kind=ReviewItem.Kind.REPORT, key="k")
    person = User.objects.create_user("measures-only", is_staff=True)
    person.user_permissions.set(Permission.objects.filter(codename__in=("view_measure", "change_measure")))
    client.force_login(person)
    assert "保存并处理" not in client.get(address_of(screening), {"item": item.pk}).content.decode()
    save(client, screening, _settle="1", item=item.pk)
    item.refresh_from_db()
    assert item.state == "open"
    person.user_permissions.add(Permission.objects.get(codename="change_reviewitem"))
    save(client, screening, _settle="1", item=item.pk)
    item.refresh_from_db()
    assert item.state == "corrected"
