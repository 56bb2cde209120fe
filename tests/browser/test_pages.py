"""What a reader does on the pages: with the keyboard, on a phone, on paper, with a script and without."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage

PHONE, WIDE = {"width": 360, "height": 800}, {"width": 1440, "height": 800}


def test_the_first_tab_offers_to_skip_to_the_text(page: Page) -> None:
    page.goto("/plans/")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("跳到正文")
    expect(page.locator(":focus")).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_the_keyboard_goes_through_a_whole_page_and_comes_back(page: Page, addresses: dict[str, str]) -> None:
    page.goto(addresses["measure"])
    wanted = page.locator("a[href]:visible, button:visible, input:visible, summary:visible").count()
    passed = set()
    for _ in range(wanted + 5):
        page.keyboard.press("Tab")
        passed.add(page.evaluate("[...document.querySelectorAll('*')].indexOf(document.activeElement)"))
    assert len(passed - {page.evaluate("[...document.querySelectorAll('*')].indexOf(document.body)")}) >= wanted


def test_the_cursor_stands_in_the_search_box_of_the_home_page(page: Page) -> None:
    page.goto("/")
    page.keyboard.type("信息化")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/**")
    expect(page.locator(".search-total")).to_be_visible()


def test_a_stroke_leads_to_the_search_box_from_anywhere_but_a_field(page: Page, addresses: dict[str, str]) -> None:
    page.goto(addresses["plan"])
    page.keyboard.press("/")
    expect(page.locator("input[name=q]")).to_be_focused()
    page.keyboard.type("a/b")
    expect(page.locator("input[name=q]")).to_have_value("a/b")


def test_the_outline_stays_beside_the_text_and_follows_the_reader(
    open_page: OpenPage, addresses: dict[str, str]
) -> None:
    page = open_page(viewport=WIDE)
    page.goto(addresses["long-plan"])
    headings = page.locator(".chapter-heading")
    later = headings.nth(headings.count() // 2)
    later.evaluate("each => each.scrollIntoView()")
    current = page.locator(".outline__contents a[aria-current]")
    expect(current).to_have_count(1)
    expect(current).to_be_in_viewport()
    anchor = later.get_attribute("id")
    expect(current).to_have_attribute("href", f"#{anchor}")


@pytest.mark.parametrize("script", [True, False])
def test_the_outline_folds_on_a_phone_and_leads_on_from_wherever_the_reader_is(
    open_page: OpenPage, addresses: dict[str, str], script: bool
) -> None:
    phone = open_page(viewport=PHONE, java_script_enabled=script)
    phone.goto(addresses["long-plan"])
    entry = phone.locator(".outline__contents a").last
    expect(entry).to_be_hidden()
    phone.locator(".measure").nth(20).scroll_into_view_if_needed()
    phone.get_by_text("目录", exact=True).click()
    entry.click()
    place = phone.locator(entry.get_attribute("href") or "")
    expect(place).to_be_in_viewport()
    drawer, heading = phone.locator(".outline").bounding_box(), place.bounding_box()
    assert drawer is not None
    assert heading is not None
    assert heading["y"] >= drawer["y"] + drawer["height"] - 1


@pytest.mark.parametrize(("drawer", "within"), [(".site-menu", "a"), (".outline > .drawer", ".outline__contents a")])
def test_a_drawer_closes_on_escape_and_when_the_keyboard_goes_on(
    open_page: OpenPage, addresses: dict[str, str], drawer: str, within: str
) -> None:
    phone = open_page(viewport=PHONE)
    phone.goto(addresses["plan"])
    opener, last = phone.locator(f"{drawer} > summary"), phone.locator(f"{drawer} {within}").last
    opener.press("Enter")
    last.focus()
    phone.keyboard.press("Escape")
    expect(last).to_be_hidden()
    expect(opener).to_be_focused()
    opener.press("Enter")
    last.focus()
    phone.keyboard.press("Tab")
    expect(last).to_be_hidden()


@pytest.mark.parametrize("script", [True, False])
def test_what_is_marked_in_the_text_can_be_switched_off(
    open_page: OpenPage, addresses: dict[str, str], script: bool
) -> None:
    page = open_page(viewport=WIDE, java_script_enabled=script)
    page.goto(addresses["long-plan"])
    figure = page.locator("mark.figure").first
    assert figure.evaluate("each => getComputedStyle(each).boxShadow") != "none"
    page.get_by_label(re.compile("标出指标")).uncheck()
    assert figure.evaluate("each => getComputedStyle(each).boxShadow") == "none"


def test_words_are_found_within_a_plan_without_a_script(open_page: OpenPage, addresses: dict[str, str]) -> None:
    page = open_page(viewport=WIDE, java_script_enabled=False)
    page.goto(addresses["long-plan"])
    page.get_by_label("在本文件中查找").fill("签约")
    page.get_by_role("button", name="查找", exact=True).click()
    expect(page.locator("#found")).to_be_in_viewport()
    page.locator("#found li a").last.click()
    expect(page.locator("mark.found:target")).to_have_text("签约")
    expect(page.locator("mark.found:target")).to_be_in_viewport()


def test_the_link_to_the_source_shows_the_words_of_the_measure_and_the_margin_leads_back(
    page: Page, addresses: dict[str, str]
) -> None:
    page.goto(addresses["measure"])
    lead = page.locator("h1").inner_text()
    page.get_by_role("link", name="在原文中查看本条").click()
    mark = page.locator("#marked")
    expect(mark).to_be_in_viewport()
    assert "".join(mark.inner_text().split()).startswith("".join(lead.split())[:6])
    page.locator(".of:has(#marked) .of__name").first.click()
    expect(page.locator(".measure:target")).to_be_in_viewport()
    expect(page.locator(".measure:target")).to_contain_text(re.sub(r"^\S*[)）、.]", "", lead)[:10])


def test_colours_of_the_source_can_be_taken_away(open_page: OpenPage, addresses: dict[str, str]) -> None:
    page = open_page(viewport=WIDE, java_script_enabled=False)
    page.goto(addresses["long-source"])
    noise = page.locator(".source__text .is-noise").first
    expect(noise).to_be_visible()
    page.get_by_label("无关内容").uncheck()
    expect(noise).to_be_hidden()


def test_a_citation_is_copied_as_it_stands(open_page: OpenPage, addresses: dict[str, str]) -> None:
    page = open_page(viewport=WIDE, permissions=["clipboard-read", "clipboard-write"])
    page.goto(addresses["measure"])
    page.get_by_role("button", name=re.compile("复制.*7714")).click()
    expect(page.get_by_role("button", name=re.compile("已复制")).first).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == page.locator("#cite-standard").inner_text()


def test_a_mistake_is_reported_without_an_account_or_a_script(
    open_page: OpenPage, admin_page: Page, addresses: dict[str, str]
) -> None:
    reader = open_page(viewport=PHONE, java_script_enabled=False)
    reader.goto(addresses["measure"])
    reader.get_by_role("link", name="报告错误").click()
    reader.get_by_label("说明").fill("第一行“准人”应为“准入”。")
    reader.get_by_role("button", name="提交").click()
    expect(reader.get_by_role("status")).to_contain_text("已收到")
    admin_page.goto("/admin/documents/readerreport/")
    expect(admin_page.locator("#result_list")).to_contain_text("第一行“准人”应为“准入”。")


def test_an_editor_signs_in_and_out_on_the_site(page: Page) -> None:
    page.goto("/sign-in/")
    page.get_by_label("用户名").fill("editor")
    page.get_by_label("密码").fill("wrong")
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("alert")).to_be_visible()
    page.get_by_label("密码").fill("a-long-word-for-tests")
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("link", name="管理", exact=True)).to_be_visible()
    page.get_by_role("button", name="退出").click()
    expect(page.get_by_role("link", name="登录")).to_be_visible()


def test_every_example_of_the_help_page_finds_something(page: Page) -> None:
    page.goto("/help/")
    examples = page.locator("a[href*='/search/?q=']")
    for where in [example.get_attribute("href") or "" for example in examples.all()]:
        page.goto(where)
        assert int(page.locator(".search-total").inner_text()) > 0, where


def test_on_paper_nothing_lies_over_what_follows(page: Page, addresses: dict[str, str]) -> None:
    page.goto(addresses["long-plan"])
    page.emulate_media(media="print")
    overlaps = page.evaluate("""() => {
      const parts = [...document.querySelectorAll(".chapter-heading, .measure")];
      const boxes = parts.map((each) => each.getBoundingClientRect());
      return boxes.filter((box, at) => at && box.top < boxes[at - 1].bottom - 1).length;
    }""")
    assert overlaps == 0


def test_on_paper_a_plan_stands_without_the_site_around_it(page: Page, addresses: dict[str, str]) -> None:
    page.goto(addresses["plan"])
    page.emulate_media(media="print")
    for around in (".site-header", ".site-footer", ".breadcrumbs", ".outline", ".measure__tools >> nth=0", ".quality"):
        expect(page.locator(around)).to_be_hidden()
    expect(page.locator(".no-print:visible")).to_have_count(0)
    for shown in ("h1", ".measure >> nth=0", ".measure .label >> nth=0", ".bodies >> nth=0", ".print-only"):
        expect(page.locator(shown)).to_be_visible()
