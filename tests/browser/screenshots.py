"""Takes the pictures in docs/screenshots anew: python -m tests.browser.screenshots

Of the running product with the five texts, so that the pictures show what a newcomer will see.
"""

from __future__ import annotations

from playwright.sync_api import Page, ViewportSize

from tests.browser import chromium
from tests.browser.site import ROOT, running_site

PICTURES = ROOT / "docs" / "screenshots"
DESK = ViewportSize(width=1280, height=860)


def take(page: Page, name: str) -> None:
    page.wait_for_load_state("networkidle")
    page.screenshot(path=PICTURES / f"{name}.png")


def tour(page: Page) -> None:
    """Home, a search, a plan and a measure, each reached as a reader would."""
    page.goto("/")
    take(page, "home")
    page.fill("input[name=q]", "家庭医生")
    page.press("input[name=q]", "Enter")
    page.wait_for_url("**/search/**")
    take(page, "search")
    page.locator("main a[href^='/measures/']").first.click()
    take(page, "measure")
    page.locator("nav.breadcrumbs a[href^='/plans/']").last.click()
    take(page, "plan")


def main() -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    with running_site() as site, chromium.browser() as browser:
        tour(browser.new_page(base_url=site.url, locale="zh-CN", viewport=DESK))


if __name__ == "__main__":
    main()
