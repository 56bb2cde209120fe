"""Searching in a browser: suggestions, filters without reload, keys, a phone, and all of it without scripts."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import OpenPage, barriers

SEARCH = "/search/?q=信息化"
PHONE = {"width": 360, "height": 740}


def box(page: Page) -> Locator:
    return page.locator("main input[name=q]")


def total(page: Page) -> int:
    return int(page.locator(".search-total").inner_text())


def choice(page: Page, facet: str, place: int = 0) -> Locator:
    return page.locator(f".facet:has(#facet-{facet}) .facet__choices a").nth(place)


def without_reload(page: Page) -> None:
    """Marks the page as it is loaded now; `is_the_same` tells whether it still is."""
    page.evaluate("window.loadedOnce = true")


def is_the_same(page: Page) -> bool:
    return bool(page.evaluate("window.loadedOnce === true"))


def test_a_filter_changes_hits_address_and_title_without_reload(page: Page) -> None:
    page.goto(SEARCH)
    before = total(page)
    without_reload(page)
    wanted = int(choice(page, "province").locator(".facet__count").inner_text().split()[0])
    choice(page, "province").click()
    expect(page.locator(".chosen__remove")).to_have_count(1)
    assert is_the_same(page)
    assert total(page) == wanted < before
    assert "province=" in page.url
    expect(page.locator("#search-status")).to_contain_text(f"共 {wanted} 条措施")
    expect(choice(page, "province")).to_be_focused()
    page.reload()
    assert total(page) == wanted
    page.locator(".chosen__remove").click()
    expect(page.locator(".chosen__remove")).to_have_count(0)
    assert total(page) == before


def test_back_leads_to_the_search_before(page: Page) -> None:
    page.goto(SEARCH)
    before = total(page)
    choice(page, "kind").click()
    expect(page.locator(".chosen__remove")).to_have_count(1)
    page.go_back()
    expect(page.locator(".chosen__remove")).to_have_count(0)
    assert total(page) == before


def test_a_new_search_keeps_filters_that_were_set_without_reload(page: Page) -> None:
    page.goto(SEARCH)
    choice(page, "province").click()
    expect(page.locator(".chosen__remove")).to_have_count(1)
    box(page).fill("健康")
    box(page).press("Enter")
    page.wait_for_url("**q=%E5%81%A5%E5%BA%B7**")
    expect(page.locator(".chosen__remove")).to_have_count(1)


def test_what_was_understood_is_undone_by_one_click(page: Page) -> None:
    page.goto("/search/?q=湖南 信息化")
    part = page.locator(".understood-part--filter")
    expect(part).to_contain_text("省份：湖南省")
    part.get_by_role("link", name="撤销").click()
    page.wait_for_url("**undo=**")
    expect(page.locator(".understood-part--filter")).to_have_count(0)
    page.get_by_role("link", name="恢复").click()
    expect(page.locator(".understood-part--filter")).to_have_count(1)


class TestSuggestions:
    def test_are_chosen_by_keys(self, page: Page) -> None:
        page.goto("/")
        box(page).press_sequentially("家庭医")
        expect(box(page)).to_have_attribute("aria-expanded", "true")
        expect(page.get_by_role("option").first).to_contain_text("家庭医生")
        box(page).press("ArrowDown")
        active = box(page).get_attribute("aria-activedescendant")
        expect(page.locator(f"#{active}")).to_have_attribute("aria-selected", "true")
        expect(box(page)).to_be_focused()
        box(page).press("Enter")
        page.wait_for_url("**/search/**")
        assert total(page) > 0
        assert box(page).input_value().startswith("家庭医生")

    def test_lead_to_agencies_and_plans(self, page: Page) -> None:
        page.goto("/search/")
        box(page).press_sequentially("医保局")
        page.get_by_role("group", name="部门").get_by_role("option").first.click()
        page.wait_for_url("**/agencies/*/")

    def test_close_on_escape_and_leave_what_was_typed(self, page: Page) -> None:
        page.goto("/search/")
        box(page).press_sequentially("家庭")
        expect(page.get_by_role("listbox")).to_be_visible()
        assert barriers(page) == []
        box(page).press("Escape")
        expect(page.get_by_role("listbox")).to_be_hidden()
        expect(box(page)).to_have_value("家庭")
        expect(box(page)).to_have_attribute("aria-expanded", "false")

    def test_none_that_comes_late_opens_a_box_that_was_left(self, page: Page) -> None:
        page.goto("/search/")
        box(page).press_sequentially("家庭")
        page.keyboard.press("Tab")
        page.wait_for_timeout(400)
        expect(page.get_by_role("listbox")).to_be_hidden()


class TestKeys:
    def test_lead_through_the_hits_and_to_the_box(self, page: Page) -> None:
        page.goto(SEARCH)
        titles = page.locator(".hit__title a")
        page.keyboard.press("j")
        expect(titles.nth(0)).to_be_focused()
        page.keyboard.press("j")
        expect(titles.nth(1)).to_be_focused()
        page.keyboard.press("k")
        expect(titles.nth(0)).to_be_focused()
        page.keyboard.press("/")
        expect(box(page)).to_be_focused()
        box(page).press_sequentially("jk/")
        expect(box(page)).to_have_value("jk/")  # what was there was selected

    def test_can_be_switched_off(self, page: Page) -> None:
        page.goto(SEARCH)
        page.get_by_role("button", name="停用快捷键").click()
        page.reload()
        page.keyboard.press("j")
        page.keyboard.press("/")
        expect(page.locator("body")).to_be_focused()
        page.get_by_role("button", name="启用快捷键").click()
        page.keyboard.press("/")
        expect(box(page)).to_be_focused()


class TestOnAPhone:
    def test_filters_are_in_a_drawer_that_stays_open_while_they_change(self, open_page: OpenPage) -> None:
        page = open_page(viewport=PHONE)
        page.goto(SEARCH)
        expect(choice(page, "province")).to_be_hidden()
        page.locator("#facets > summary").click()
        choice(page, "province").click()
        expect(page.locator("#facets > summary")).to_contain_text("已选 1 项")
        expect(choice(page, "kind")).to_be_visible()
        assert barriers(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


class TestWithoutScripts:
    @pytest.fixture
    def plain(self, open_page: OpenPage) -> Page:
        return open_page(java_script_enabled=False, viewport=PHONE)

    def test_filters_words_and_pages_work(self, plain: Page) -> None:
        plain.goto(SEARCH)
        plain.locator("#facets > summary").click()
        choice(plain, "province").click()
        plain.wait_for_url("**province=**")
        expect(plain.locator(".chosen__remove")).to_have_count(1)
        box(plain).fill("健康")
        box(plain).press("Enter")
        plain.wait_for_url(re.compile(r"q=%E5%81%A5%E5%BA%B7.*province="))
        plain.get_by_role("link", name="下一页").click()
        plain.wait_for_url("**page=2**")
        expect(plain.locator(".hit").first).to_be_visible()

    def test_files_and_feed_are_reached(self, plain: Page) -> None:
        plain.goto(SEARCH)
        plain.get_by_text("导出与保存").click()
        with plain.expect_download() as download:
            plain.get_by_role("link", name="CSV").click()
        assert download.value.suggested_filename.endswith(".csv")
        expect(plain.locator(".shortcuts")).to_be_hidden()


def test_a_search_is_saved_and_found_again(admin_page: Page) -> None:
    admin_page.goto(SEARCH)
    admin_page.get_by_text("导出与保存").click()
    assert barriers(admin_page) == []
    admin_page.get_by_label("保存为").fill("信息化建设")
    admin_page.get_by_role("button", name="保存").click()
    admin_page.wait_for_url("**/search/saved/")
    assert barriers(admin_page) == []
    admin_page.get_by_role("link", name="信息化建设").first.click()
    admin_page.wait_for_url("**/search/?q=**")
    admin_page.goto("/search/saved/")
    admin_page.get_by_role("button", name="删除").click()
    expect(admin_page.locator(".saved__item")).to_have_count(0)
