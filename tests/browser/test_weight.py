"""What the pages weigh, and that they stand still while they load."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page, Response, ViewportSize

from tests.browser.conftest import OpenPage
from tests.browser.site import Site

MOST_BYTES = 60_000  # of a first visit, compressed, without fonts
MOST_OF = {"long-plan": 75_000}  # more than thirty thousand characters to read on one page
PHONE = ViewportSize(width=360, height=800)
LEAST_SHIFT = 0.01  # what a browser calls none, by rounding

SHIFTED = """() => new Promise((resolve) => {
  let sum = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) sum += entry.hadRecentInput ? 0 : entry.value;
  }).observe({type: "layout-shift", buffered: true});
  setTimeout(() => resolve(sum), 300);
})"""


@contextmanager
def first_visit(browser: Browser, address: str) -> Iterator[Page]:
    """Of someone on a phone, whose browser has kept nothing."""
    context = browser.new_context(base_url=address, locale="zh-CN", viewport=PHONE)
    yield context.new_page()
    context.close()


def weight(page: Page, address: str) -> int:
    """Bytes that a first visit to an address takes over the line."""
    answers: list[Response] = []

    def answered(answer: Response) -> None:
        answers.append(answer)

    page.on("response", answered)
    page.goto(address, wait_until="networkidle")
    sizes = [answer.request.sizes() for answer in answers]
    return sum(size["responseBodySize"] + size["responseHeadersSize"] for size in sizes)


def test_every_first_visit_is_light_and_nothing_moves_on_a_phone(
    browser: Browser, site: Site, addresses: dict[str, str]
) -> None:
    seen = {}
    for name, address in addresses.items():
        with first_visit(browser, site.url) as page:
            seen[name] = weight(page, address), page.evaluate(SHIFTED)
    heavy = {name: size for name, (size, _) in seen.items() if not 5000 < size <= MOST_OF.get(name, MOST_BYTES)}
    moved = {name: shift for name, (_, shift) in seen.items() if shift >= LEAST_SHIFT}
    assert (heavy, moved) == ({}, {})


@pytest.mark.parametrize("name", ["home", "long-plan", "measure", "source", "search"])
def test_nothing_moves_on_a_wide_screen(open_page: OpenPage, addresses: dict[str, str], name: str) -> None:
    page = open_page(viewport={"width": 1440, "height": 800})
    page.goto(addresses[name])
    assert page.evaluate(SHIFTED) < LEAST_SHIFT
