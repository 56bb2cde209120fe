"""Every page to browse, by name: for the tests that go through all of them, and for the screenshots."""

from __future__ import annotations

from playwright.sync_api import Browser

from tests.browser.site import Site

FIXED = {
    "home": "/",
    "plans": "/plans/",
    "agencies": "/agencies/",
    "data": "/data/",
    "help": "/help/",
    "sign-in": "/sign-in/",
    "province": "/provinces/520000/",
    "province-of-a-long-plan": "/provinces/430000/",
    "province-without-plans": "/provinces/110000/",
    "search": "/search/?q=信息化",
    "search-with-filters": "/search/?q=信息化&province=520000",
    "search-without-hits": "/search/?q=火星移民",
    "missing": "/plans/99999999/",
}
# Found as a reader finds them: on which page, by which link.
FOLLOWED = {
    "plan": ("province", "a.plan-item__title"),
    "long-plan": ("province-of-a-long-plan", "a.plan-item__title"),
    "chapter": ("plan", ".chapter-heading a"),
    "measure": ("plan", ".measure:has(.bodies) a.measure__open"),
    "measure-with-targets": ("long-plan", ".measure:has(mark.figure) a.measure__open"),
    "agency": ("plan", ".bodies a"),
    "source": ("measure", "a[href*='/source/']"),
    "long-source": ("long-plan", ".facts a[href*='/source/']"),
    "report": ("measure", "a[href$='/report/']"),
}
FOUND_IN_PLAN = "plan-with-words-found"
NAMES = (*FIXED, *FOLLOWED, FOUND_IN_PLAN)


def addresses(browser: Browser, site: Site) -> dict[str, str]:
    """Name of a page → its address."""
    page = browser.new_page(base_url=site.url, viewport={"width": 1440, "height": 800})
    found = dict(FIXED)
    for name, (origin, selector) in FOLLOWED.items():
        page.goto(found[origin])
        found[name] = page.locator(selector).first.get_attribute("href", timeout=5000) or ""
    page.close()
    found[FOUND_IN_PLAN] = f"{found['plan']}?find=数据"
    assert all(found.values())
    return found
