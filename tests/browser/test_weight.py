"""What the pages weigh, and that they stand still while they load."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, Response

from tests.browser.conftest import OpenPage

MOST_BYTES = 60_000  # of a first visit, compressed, without fonts
LEAST_SHIFT = 0.01  # what a browser calls none, by rounding

SHIFTED = """() => new Promise((resolve) => {
  let sum = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) sum += entry.hadRecentInput ? 0 : entry.value;
  }).observe({type: "layout-shift", buffered: true});
  setTimeout(() => resolve(sum), 300);
})"""


def weight(page: Page, address: str) -> int:
    """Bytes that a first visit to an address takes over the line."""
    answers: list[Response] = []

    def answered(answer: Response) -> None:
        answers.append(answer)

    page.on("response", answered)
    page.goto(address, wait_until="networkidle")
    sizes = [answer.request.sizes() for answer in answers]
    return sum(size["responseBodySize"] + size["responseHeadersSize"] for size in sizes)


@pytest.mark.parametrize("name", ["home", "plans", "measure", "agency", "search", "data", "help"])
def test_a_first_visit_is_light(open_page: OpenPage, addresses: dict[str, str], name: str) -> None:
    page = open_page(viewport={"width": 1440, "height": 900})
    assert 5000 < weight(page, addresses[name]) <= MOST_BYTES


@pytest.mark.parametrize("name", ["home", "long-plan", "measure", "source", "search"])
@pytest.mark.parametrize("width", [360, 1440])
def test_nothing_moves_while_a_page_loads(
    open_page: OpenPage, addresses: dict[str, str], name: str, width: int
) -> None:
    page = open_page(viewport={"width": width, "height": 800})
    page.goto(addresses[name])
    assert page.evaluate(SHIFTED) < LEAST_SHIFT
