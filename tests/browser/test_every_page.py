"""Every page to browse, from a phone to a wide screen, light and dark: no barrier by WCAG 2.2 AA, nothing wider than
the screen, nothing out of reach of the keyboard; and all of it there without a script.

(Errors in the console and requests to other hosts are faults on any page of any test: see conftest.)
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.conftest import watch
from tests.browser.every_width import wrong_at_any_width
from tests.browser.pages import FOUND_IN_PLAN, NAMES
from tests.browser.site import Site


@pytest.fixture(scope="module")
def context(browser: Browser, site: Site) -> Iterator[BrowserContext]:
    """One visitor for all the pages: a browser takes longer to make room for one than to load a page."""
    made = browser.new_context(base_url=site.url, locale="zh-CN", reduced_motion="reduce")
    yield made
    made.close()


@pytest.fixture(scope="module")
def faults_seen(context: BrowserContext, site: Site) -> list[str]:
    seen: list[str] = []
    watch(context, site, seen)
    return seen


@pytest.fixture
def page(context: BrowserContext, faults_seen: list[str]) -> Iterator[Page]:
    opened = context.new_page()
    yield opened
    opened.close()
    faults, faults_seen[:] = list(faults_seen), []
    assert faults == []


@pytest.mark.parametrize("name", NAMES)
def test_a_page_has_no_barrier_at_any_width_in_any_light(
    page: Page, addresses: dict[str, str], faults_seen: list[str], name: str
) -> None:
    page.goto(addresses[name])
    assert wrong_at_any_width(page) == []
    if name == "missing":
        assert all("404" in fault for fault in faults_seen)
        faults_seen.clear()


def test_every_page_has_one_main_heading_and_a_title_of_its_own(page: Page, addresses: dict[str, str]) -> None:
    titles = {}
    for name, address in addresses.items():
        html = page.request.get(address).text()
        assert len(re.findall("<h1[ >]", html)) == 1, name
        (titles[name],) = re.findall("<title>(.*?)</title>", html, re.DOTALL)
    for same in ("search-with-filters", FOUND_IN_PLAN):
        del titles[same]
    assert len(set(titles.values())) == len(titles)


def test_without_a_script_every_page_says_the_same_and_offers_nothing_that_needs_one(
    browser: Browser, site: Site, page: Page, addresses: dict[str, str], faults_seen: list[str]
) -> None:
    bare = browser.new_context(base_url=site.url, locale="zh-CN", java_script_enabled=False)
    without = bare.new_page()
    for name, address in addresses.items():
        page.goto(address)
        without.goto(address)
        assert _said(without) == _said(page), name
        assert without.locator("[data-needs-script]:visible").count() == 0
    bare.close()
    faults_seen.clear()  # of the page that is not there


# All the words of a page but those that only a script can use.
SAID = """() => {
  const main = document.querySelector("main").cloneNode(true);
  main.querySelectorAll("[data-needs-script]").forEach((each) => each.remove());
  return main.textContent.replace(/\\s+/g, "");
}"""


def _said(page: Page) -> str:
    """With or without a script in the page, one of ours can look at it."""
    said: str = page.evaluate(SAID)
    return said
