"""What must hold of a page from a phone to a wide screen, light and dark: no barrier by WCAG 2.2 AA, nothing wider than
the screen, nothing out of reach of the keyboard.
"""

from __future__ import annotations

from typing import Literal

from playwright.sync_api import Page

from tests.browser.conftest import AxeOnce

WIDTHS = (360, 768, 1440)
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")

# In the dark nothing but the colours is different.
COLOURS = ("color-contrast", "link-in-text-block")

# Elements that can be worked and are seen; of each its place if it cannot be reached or does not show that it is.
OUT_OF_REACH = """() => {
  const worked = [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]")];
  const seen = worked.filter((each) => each.checkVisibility({visibilityProperty: true})
    && !each.closest("[aria-hidden]") && each.getAttribute("tabindex") !== "-1");
  return seen.filter((each) => {
    each.focus({preventScroll: true});
    const reached = document.activeElement === each && each.tabIndex === 0;
    return !reached || getComputedStyle(each).outlineStyle === "none";
  }).map((each) => each.outerHTML.slice(0, 120));
}"""


def wrong_at_any_width(page: Page) -> list[str]:
    """What is wrong with the page that is open, each with where it is seen: 360 dark."""
    axe, wrong = AxeOnce(page), []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        wider = page.evaluate("document.documentElement.scrollWidth")
        wrong += [f"{width}: {wider} pixels wide"] if wider > width else []
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            found = axe.barriers(COLOURS if scheme == "dark" else None)
            wrong += [f"{width} {scheme}: {barrier}" for barrier in found]
        wrong += [f"{width}: out of reach {place}" for place in page.evaluate(OUT_OF_REACH)]
    return wrong
