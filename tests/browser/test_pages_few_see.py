"""Pages for those who are signed in, for developers, and for where something went wrong: the same holds of them as of
every page.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.conf import LazySettings
from django.template.loader import render_to_string
from django.test import RequestFactory
from playwright.sync_api import Browser, Page, Route

from documents.views.styleguide import styleguide
from tests.browser.conftest import watch
from tests.browser.every_width import wrong_at_any_width
from tests.browser.site import ADMIN, PASSWORD, Site

PLAN = "某省卫生健康规划\n一、强化基层\n（一）做实签约。到2030年，家庭医生签约率达到75%。（省卫生健康委牵头）\n"


@pytest.fixture(scope="module")
def faults_seen() -> list[str]:
    return []


@pytest.fixture(scope="module")
def staff(browser: Browser, site: Site, faults_seen: list[str]) -> Iterator[Page]:
    """Someone who may do all, signed in once for all these pages."""
    context = browser.new_context(base_url=site.url, locale="zh-CN", reduced_motion="reduce")
    watch(context, site, faults_seen)
    page = context.new_page()
    page.goto("/sign-in/")
    page.fill("input[name=username]", ADMIN)
    page.fill("input[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    yield page
    context.close()


@pytest.mark.parametrize("address", ["/", "/import/", "/search/saved/", "/second-factor/"])
def test_a_page_for_those_who_are_signed_in(staff: Page, faults_seen: list[str], address: str) -> None:
    staff.goto(address)
    assert wrong_at_any_width(staff) == []
    assert faults_seen == []


def test_the_menu_of_who_is_signed_in_breaks_no_word_on_a_phone(staff: Page) -> None:
    staff.set_viewport_size({"width": 360, "height": 740})
    staff.goto("/plans/")
    staff.locator(".site-menu > summary").click()
    entries = staff.locator(".site-account a, .site-account button")
    assert entries.count() == 5
    lines = entries.evaluate_all(
        "all => all.map((each) => { const words = document.createRange();"
        " words.selectNode(each.firstChild); return words.getClientRects().length; })"
    )
    assert lines == [1] * 5


def test_an_import_from_upload_to_preview(staff: Page, faults_seen: list[str]) -> None:
    staff.goto("/import/")
    staff.set_input_files("input[type=file]", {"name": "规划.txt", "mimeType": "text/plain", "buffer": PLAN.encode()})
    staff.click("main button[type=submit]")
    staff.wait_for_url("**/import/*/")
    assert wrong_at_any_width(staff) == []
    staff.locator("main a[href*='/files/']").first.click()
    staff.wait_for_url("**/files/*/")
    assert wrong_at_any_width(staff) == []
    assert faults_seen == []


@pytest.mark.parametrize("template", ["400.html", "403.html", "403_csrf.html", "500.html", "documents/locked_out.html"])
def test_a_page_that_tells_what_went_wrong(page: Page, site: Site, template: str) -> None:
    """As Django renders it; set before the browser, since nothing goes wrong when it is wanted."""
    _shown(page, site, render_to_string(template))
    assert page.locator("h1").count() == 1
    assert wrong_at_any_width(page) == []


def test_the_style_guide(page: Page, site: Site, settings: LazySettings) -> None:
    settings.DEBUG = True
    _shown(page, site, styleguide(RequestFactory().get("/styleguide/")).content.decode())
    assert wrong_at_any_width(page) == []


def _shown(page: Page, site: Site, html: str) -> None:
    def fulfil(route: Route) -> None:
        route.fulfill(body=html, content_type="text/html; charset=utf-8")

    page.route(f"{site.url}/shown/", fulfil)
    page.goto("/shown/")
