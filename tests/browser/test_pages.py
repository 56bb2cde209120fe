"""Every page to browse, on a phone and on a wide screen, light and dark: no barrier by WCAG 2.2 AA, nothing wider than
the screen. (The fixtures watch for errors in the console and requests to other hosts.)
"""

from __future__ import annotations

from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import OpenPage, barriers
from tests.browser.site import Site

PHONE, WIDE = 360, 1440
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")

FIXED = {
    "home": "/",
    "plans": "/plans/",
    "agencies": "/agencies/",
    "help": "/help/",
    "province": "/provinces/520000/",
    "province of a long plan": "/provinces/430000/",
    "province without plans": "/provinces/110000/",
    "search": "/search/?q=信息化",
    "search with filters": "/search/?q=信息化&province=520000",
    "search without hits": "/search/?q=火星移民",
    "missing": "/plans/99999999/",
}
# Found as a reader finds them: on which page, by which link.
FOLLOWED = {
    "plan": ("province", "a.plan-item__title"),
    "long plan": ("province of a long plan", "a.plan-item__title"),
    "chapter": ("plan", ".chapter-heading a"),
    "measure": ("plan", ".measure:has(.bodies) a.measure__open"),
    "measure with targets": ("long plan", ".measure:has(mark.figure) a.measure__open"),
    "agency": ("plan", ".bodies a"),
    "source": ("measure", ".entry__aside a[href*='/source/']"),
}


@pytest.fixture(scope="module")
def addresses(browser: Browser, site: Site) -> dict[str, str]:
    """Name of a page → its address."""
    page = browser.new_page(base_url=site.url, viewport={"width": WIDE, "height": 800})
    found = dict(FIXED)
    for name, (origin, selector) in FOLLOWED.items():
        page.goto(found[origin])
        found[name] = page.locator(selector).first.get_attribute("href") or ""
    page.close()
    assert all(found.values())
    return found


@pytest.mark.parametrize("name", [*FIXED, *FOLLOWED])
@pytest.mark.parametrize("width", [PHONE, WIDE])
def test_no_barrier_and_nothing_wider_than_the_screen(
    open_page: OpenPage, addresses: dict[str, str], faults: list[str], name: str, width: int
) -> None:
    page = open_page(viewport={"width": width, "height": 800})
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        page.goto(addresses[name])
        assert barriers(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    if name == "missing":
        assert all("404" in fault for fault in faults)
        faults.clear()


def test_every_page_has_one_main_heading_and_a_title_of_its_own(
    page: Page, addresses: dict[str, str], faults: list[str]
) -> None:
    titles = {}
    for name, address in addresses.items():
        page.goto(address)
        expect(page.locator("h1")).to_have_count(1)
        titles[name] = page.title()
    del titles["search with filters"]  # the same search
    assert len(set(titles.values())) == len(titles)
    faults.clear()  # of the page that is not there


def test_the_first_tab_offers_to_skip_to_the_text(page: Page) -> None:
    page.goto("/plans/")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("跳到正文")
    expect(page.locator(":focus")).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_the_cursor_stands_in_the_search_box_of_the_home_page(page: Page) -> None:
    page.goto("/")
    page.keyboard.type("信息化")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/**")
    expect(page.locator(".search-total")).to_be_visible()


def test_contents_stay_beside_the_text_on_a_wide_screen_and_fold_on_a_phone(
    open_page: OpenPage, addresses: dict[str, str]
) -> None:
    wide = open_page(viewport={"width": WIDE, "height": 800})
    wide.goto(addresses["long plan"])
    headings = wide.locator(".chapter-heading")
    headings.nth(headings.count() // 2).scroll_into_view_if_needed()
    expect(wide.locator(".outline a").first).to_be_in_viewport()

    phone = open_page(viewport={"width": PHONE, "height": 800})
    phone.goto(addresses["long plan"])
    entry = phone.locator(".outline a").last
    expect(entry).to_be_hidden()
    phone.get_by_text("目录", exact=True).click()
    entry.click()
    expect(phone.locator(entry.get_attribute("href") or "")).to_be_in_viewport()


def test_the_link_to_the_source_shows_the_words_of_the_measure(page: Page, addresses: dict[str, str]) -> None:
    page.goto(addresses["measure"])
    lead = page.locator("h1").inner_text()
    page.get_by_role("link", name="在原文中查看本条").click()
    mark = page.locator("#marked")
    expect(mark).to_be_in_viewport()
    assert "".join(mark.inner_text().split()).startswith("".join(lead.split()))


def test_every_example_of_the_help_page_finds_something(page: Page) -> None:
    page.goto("/help/")
    examples = page.locator("a[href*='/search/?q=']")
    for where in [example.get_attribute("href") or "" for example in examples.all()]:
        page.goto(where)
        assert int(page.locator(".search-total").inner_text()) > 0, where


def test_on_paper_a_plan_stands_without_the_site_around_it(page: Page, addresses: dict[str, str]) -> None:
    page.goto(addresses["plan"])
    page.emulate_media(media="print")
    for around in (".site-header", ".site-footer", ".breadcrumbs", ".outline", ".measure__open >> nth=0"):
        expect(page.locator(around)).to_be_hidden()
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator(".measure").first).to_be_visible()
