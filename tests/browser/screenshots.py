"""Takes the pictures anew: python -m tests.browser.screenshots

Of the running product with the five texts, so that they show what a newcomer will see: each page on a phone and on a
wide screen, in the light and in the dark, into var/screenshots to be looked at; the four that the README shows into
docs/screenshots; and the one that is shown where an address is passed on, static/preview.png.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from typing import Literal

from playwright.sync_api import Browser, Page, ViewportSize

from tests.browser import chromium, pages
from tests.browser.site import ROOT, Site, running_site

ALL = ROOT / "var" / "screenshots"
SHOWN = ROOT / "docs" / "screenshots"
PREVIEW = ROOT / "static" / "preview.png"

SIZES = {360: ViewportSize(width=360, height=780), 1440: ViewportSize(width=1440, height=900)}
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
# Name in docs/screenshots → which of all.
CHOSEN = {
    "home": "home-1440-light",
    "search": "search-1440-light",
    "plan": "long-plan-1440-dark",
    "source": "source-of-a-scan-1440-light",
}


def places(browser: Browser, site: Site) -> dict[str, str]:
    """Name of a picture → the address it shows."""
    found = pages.addresses(browser, site)
    del found["missing"]
    page = browser.new_page(base_url=site.url)
    page.goto("/data/")
    scanned = page.locator("tr:has(.badge--damaged) a[href*='/source/']").first.get_attribute("href") or ""
    page.close()
    return found | {"source-of-a-scan": scanned}


def tour(page: Page, addresses: dict[str, str]) -> Iterator[str]:
    """Takes each page at each size in each light; gives the names of the pictures."""
    for name, address in addresses.items():
        for width, size in SIZES.items():
            page.set_viewport_size(size)
            for scheme in SCHEMES:
                page.emulate_media(color_scheme=scheme)
                page.goto(address, wait_until="networkidle")
                taken = f"{name}-{width}-{scheme}"
                page.screenshot(path=ALL / f"{taken}.png")
                yield taken


def preview(page: Page) -> None:
    page.set_viewport_size(ViewportSize(width=1200, height=630))
    page.emulate_media(color_scheme="light")
    page.goto("/", wait_until="networkidle")
    page.evaluate("document.activeElement.blur()")
    page.screenshot(path=PREVIEW)


def main() -> None:
    shutil.rmtree(ALL, ignore_errors=True)
    for place in (ALL, SHOWN):
        place.mkdir(parents=True, exist_ok=True)
    with running_site() as site, chromium.browser() as browser:
        page = browser.new_page(base_url=site.url, locale="zh-CN")
        taken = set(tour(page, places(browser, site)))
        preview(page)
    for name, chosen in CHOSEN.items():
        if chosen in taken:
            shutil.copyfile(ALL / f"{chosen}.png", SHOWN / f"{name}.png")


if __name__ == "__main__":
    main()
