"""Those who correct, in the browser: forms, structure, history, the queue by keys, two at one entry."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.people import EDITOR, SECOND_EDITOR, TITLE, As, open_outline


@pytest.fixture
def editor(signed_in: As) -> Page:
    """An editor who looks at the outline of the small plan."""
    page = signed_in(EDITOR)
    open_outline(page)
    return page


def tree(page: Page) -> list[str]:
    return [text.strip() for text in page.locator(".tree .leaf > a").all_inner_texts()]


def choose(page: Page, act: str, *measures: str) -> None:
    """Ticks measures in the outline and begins what is to be done with them."""
    for words in measures:
        page.locator(".leaf", has_text=words).get_by_role("checkbox").check()
    page.select_option("#tree-action", label=act)
    page.click(".tree-actions button")


def undo_latest(page: Page) -> None:
    page.get_by_role("link", name="更正日志").first.click()
    page.get_by_role("button", name="撤销这次操作").first.click()
    expect(page.locator(".messagelist")).to_contain_text("已撤销")


def press(page: Page, key: str) -> None:
    """Presses a key once the page heeds it."""
    page.wait_for_selector("html.has-keys")
    page.keyboard.press(key)


def back_to_outline(page: Page) -> None:
    page.locator(".breadcrumbs a", has_text=TITLE).click()


def test_a_correction_shows_the_parsers_word_beside_it_and_the_history_puts_that_back(editor: Page) -> None:
    editor.get_by_role("link", name="培养人才").click()
    expect(editor.locator(".beside__source")).to_contain_text("每年培训乡村医生两千名")
    editor.select_option("#id_kind", label="目标")
    editor.fill("#id_reason", "这是目标")
    editor.locator("input[name=_continue]").click()
    expect(editor.locator(".readings .is-corrected")).to_contain_text("目标")
    editor.locator(".object-tools").get_by_role("link", name="历史").click()
    expect(editor.locator(".act").first).to_contain_text("这是目标")
    editor.get_by_role("button", name="恢复原值").first.click()
    expect(editor.locator(".messagelist")).to_contain_text("已恢复")
    back_to_outline(editor)
    expect(editor.locator(".leaf", has_text="培养人才")).to_contain_text("措施")


def test_a_measure_is_split_where_it_is_ticked_and_that_is_undone(editor: Page) -> None:
    before = tree(editor)
    editor.get_by_role("link", name="扩大筛查").click()
    editor.get_by_role("link", name="拆分").click()
    editor.locator(".pieces li", has_text="逐步建立随访制度").get_by_role("checkbox").check()
    editor.get_by_role("button", name="拆分").click()
    expect(editor.locator(".messagelist")).to_contain_text("已拆成 2 条")
    assert len(tree(editor)) == len(before) + 1
    undo_latest(editor)
    back_to_outline(editor)
    assert tree(editor) == before


def test_measures_are_merged_and_moved_and_both_are_undone(editor: Page) -> None:
    before = tree(editor)
    choose(editor, "合并为一条…", "强化监管", "培养人才")
    editor.locator("form.chosen-form button").first.click()
    expect(editor.locator(".messagelist")).to_contain_text("已合并")
    assert len(tree(editor)) == len(before) - 1
    undo_latest(editor)
    back_to_outline(editor)
    choose(editor, "移动到别处…", "培养人才")
    editor.locator(".leaf", has_text="扩大筛查").get_by_role("radio").check()
    editor.get_by_role("button", name="移到所选位置").first.click()
    expect(editor.locator(".messagelist")).to_contain_text("已移动 1 条")
    assert [text[-4:] for text in tree(editor)][1] == "培养人才"
    undo_latest(editor)
    back_to_outline(editor)
    assert tree(editor) == before


def test_a_missed_measure_is_added_and_an_invented_one_hidden(editor: Page) -> None:
    editor.get_by_role("link", name="添加措施").click()
    editor.fill("#id_text", "建设候鸟观测站点，开展疫源疫病监测。")
    editor.select_option("#id_after", index=1)
    editor.get_by_role("button", name="添加").click()
    expect(editor.locator(".messagelist")).to_contain_text("已添加")
    choose(editor, "隐藏", "候鸟观测")
    expect(editor.locator(".messagelist")).to_contain_text("已更正 1 条")
    expect(editor.locator(".leaf", has_text="候鸟观测")).to_have_count(0)
    editor.get_by_role("link", name="也看隐藏").click()
    expect(editor.locator(".leaf", has_text="候鸟观测")).to_contain_text("隐藏")


def test_themes_and_kind_of_many_are_set_at_once_and_undone(editor: Page) -> None:
    choose(editor, "设定类型和主题…", "强化监管", "培养人才")
    editor.select_option("#id_kind", label="原则")
    editor.select_option("#id_themes_0", label="中医药")
    editor.locator("form.chosen-form button").first.click()
    expect(editor.locator(".messagelist")).to_contain_text("已更正 2 条")
    expect(editor.locator(".leaf", has_text="强化监管")).to_contain_text("原则")
    undo_latest(editor)


def test_who_saves_second_is_told_what_the_first_one_changed(editor: Page, signed_in: As) -> None:
    editor.get_by_role("link", name="办好医院").click()
    other = signed_in(SECOND_EDITOR)
    other.goto(editor.url)
    editor.fill("#id_lead", "办好县医院")
    editor.locator("input[name=_continue]").click()
    other.fill("#id_lead", "办好公立医院")
    other.locator("input[name=_continue]").click()
    expect(other.locator(".errornote, .errorlist").first).to_be_visible()
    expect(other.locator("#measure_form")).to_contain_text("已由 first-editor 改为：办好县医院")
    assert other.input_value("#id_lead") == "办好公立医院"
    editor.reload()
    assert editor.input_value("#id_lead") == "办好县医院"


def test_the_queue_is_worked_through_by_keys_and_the_last_step_taken_back(signed_in: As) -> None:
    page = signed_in(EDITOR)
    page.goto("/admin/documents/reviewitem/queue/")
    first, second = (page.locator(".item").nth(at).get_attribute("id") for at in (0, 1))
    press(page, "j")
    expect(page.locator(f"#{second}")).to_be_focused()
    press(page, "k")
    expect(page.locator(f"#{first}")).to_be_focused()
    press(page, "d")
    expect(page.locator(".messagelist")).to_contain_text("已处理")
    expect(page.locator(f"#{first}")).to_have_count(0)
    press(page, "u")
    expect(page.locator(".messagelist")).to_contain_text("已撤销")
    expect(page.locator(".item").first).to_have_attribute("id", first or "")


def test_a_suggested_repair_is_accepted_by_a_key_and_taken_back(signed_in: As) -> None:
    page = signed_in(EDITOR)
    page.goto("/admin/documents/reviewitem/queue/?kind=repair")
    expect(page.locator(".item ins").first).to_be_visible()
    press(page, "a")
    expect(page.locator(".messagelist")).to_contain_text("已采纳")
    press(page, "u")
    expect(page.locator(".messagelist")).to_contain_text("已撤销")
