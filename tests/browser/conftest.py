"""The running product in a real browser. Each page that a test opens is watched: an error in the console, an exception
in a script or a request to another host fails the test.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request

from tests.browser import chromium, pages
from tests.browser.people import As, SignedIn, at_work
from tests.browser.site import ADMIN, PASSWORD, Site, running_site

HERE = Path(__file__).resolve().parent
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
PATIENCE = 10_000  # milliseconds

OpenPage = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.browser)


# Of this package only: while Playwright runs, its event loop makes Django refuse the database in the same thread.
@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    try:
        with chromium.browser() as launched:
            yield launched
    except chromium.NoChromium as missing:
        pytest.exit(f"The browser tests cannot run. {missing}", returncode=1)


@pytest.fixture(scope="package")
def site(browser: Browser) -> Iterator[Site]:
    """The product with the five texts and one account; shared, so a test must leave it as it wants others to find it.

    It asks for the browser so that a machine without one is told so at once.
    """
    with running_site() as running:
        yield running


@pytest.fixture(scope="package")
def addresses(browser: Browser, site: Site) -> dict[str, str]:
    """Name of a page → its address."""
    return pages.addresses(browser, site)


@pytest.fixture
def faults() -> list[str]:
    """What went wrong in the pages of this test; one that provokes an error clears it."""
    return []


def watch(context: BrowserContext, site: Site, faults: list[str]) -> None:
    """Notes errors in scripts and console, and requests that leave the site."""

    def requested(request: Request) -> None:
        if not request.url.startswith((site.url + "/", "data:", "blob:")):
            faults.append(f"request to another host: {request.url}")

    def said(message: ConsoleMessage) -> None:
        if message.type == "error":
            faults.append(f"{message.text} ({message.location['url']})")

    context.on("request", requested)
    context.on("console", said)
    context.on("weberror", lambda error: faults.append(str(error.error)))


@pytest.fixture
def open_page(browser: Browser, site: Site, faults: list[str]) -> Iterator[OpenPage]:
    """Opens a fresh page as another visitor: `open_page(viewport={"width": 360, "height": 740})`, and so on for all
    that Playwright lets a context be. Addresses are relative to the site.
    """
    contexts: list[BrowserContext] = []

    def opened(**options: Any) -> Page:
        context = browser.new_context(base_url=site.url, locale="zh-CN", **options)
        context.set_default_timeout(PATIENCE)
        watch(context, site, faults)
        contexts.append(context)
        return context.new_page()

    yield opened
    for context in contexts:
        context.close()
    assert faults == []


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    """A visitor at a desk."""
    return open_page(viewport={"width": 1280, "height": 900})


@pytest.fixture
def admin_page(open_page: OpenPage) -> Page:
    """Someone who may correct entries, signed in."""
    page = open_page(viewport={"width": 1280, "height": 900})
    page.goto("/admin/")
    page.fill("input[name=username]", ADMIN)
    page.fill("input[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_selector("#user-tools")
    return page


class AxeOnce:
    """The rules of WCAG 2.2 AA in a page, brought in once however often it is looked at: by axe."""

    def __init__(self, page: Page) -> None:
        self._page = page
        page.evaluate(Axe().axe_script)

    def barriers(self, rules: Sequence[str] | None = None) -> list[str]:
        """What is wrong with the page as it stands, by these rules or by all: rule and place."""
        only = {"type": "rule", "values": rules} if rules else {"type": "tag", "values": RULES}
        options = {"runOnly": only, "resultTypes": ["violations"]}
        violations = self._page.evaluate(
            "options => axe.run(document, options).then(found => found.violations)", options
        )
        return [
            f"{rule['id']}: {node['target']} {node['failureSummary']}" for rule in violations for node in rule["nodes"]
        ]


def barriers(page: Page) -> list[str]:
    """The same of a page that is looked at once."""
    return AxeOnce(page).barriers()


@pytest.fixture(scope="module")
def people(browser: Browser, site: Site) -> Iterator[SignedIn]:
    """Who works on the site, for as long as one file's tests take."""
    with at_work(site):
        yield SignedIn(browser, site)


@pytest.fixture
def signed_in(people: SignedIn, open_page: OpenPage) -> As:
    return lambda name: people.page(open_page, name)
