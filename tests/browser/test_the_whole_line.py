"""The whole way through, as a reader and an editor go it: source texts → import → home → province → plan → measure;
search → hit → measure; a correction → page and search have it → the texts are imported again → it still stands.
"""

from __future__ import annotations

import re
import time

from playwright.sync_api import Page, expect

from tests.browser.site import Site

PLAN = "黑龙江省深化医药卫生体制改革2022年重点工作任务"
MEASURE = "加快推进国家区域医疗中心建设"
NEW_WORDS = "丹顶鹤湿地巡诊"  # in none of the texts
SECONDS_UNTIL_FOUND = 1.0


def search_for(page: Page, words: str) -> None:
    """Types words into the search box of whatever page is open."""
    box = page.locator("input[name=q]").first
    box.fill(words)
    box.press("Enter")
    page.wait_for_url("**/search/**")


def seconds_until_found(page: Page, words: str, measure: str) -> float:
    """How long until a search for `words` has the measure at the address `measure` among its hits."""
    start = time.monotonic()
    while True:
        answer = page.request.get("/search/", params={"q": words})
        assert answer.ok
        waited = time.monotonic() - start
        if f'href="{measure}' in answer.text() or waited > 20:
            return waited
        time.sleep(0.02)


def test_a_reader_goes_from_the_home_page_to_a_measure(page: Page) -> None:
    page.goto("/")
    page.get_by_role("main").get_by_role("link", name=re.compile("黑龙江")).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("黑龙江")
    page.get_by_role("link", name=PLAN).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(PLAN)
    page.locator("a.measure__open", has_text=MEASURE).click()
    expect(page.get_by_role("main")).to_contain_text("推进呼吸国家区域医疗中心项目开工建设")
    expect(page.get_by_role("main").get_by_role("link", name="省卫生健康委").first).to_be_visible()


def test_a_search_leads_to_a_hit_and_the_hit_to_its_measure(page: Page) -> None:
    page.goto("/")
    search_for(page, "家庭医生签约")
    marked = page.locator("main mark").first
    expect(marked).to_be_visible()
    words = marked.inner_text()
    page.locator("main a[href^='/measures/']").first.click()
    page.wait_for_url("**/measures/*/")
    expect(page.get_by_role("main")).to_contain_text(words)


def test_a_correction_is_seen_at_once_found_within_a_second_and_outlives_the_next_import(
    page: Page, admin_page: Page, site: Site
) -> None:
    page.goto("/")
    search_for(page, MEASURE)
    page.locator("main a[href^='/measures/']", has_text=MEASURE).first.click()
    page.wait_for_url("**/measures/*/")
    measure = page.url.removeprefix(site.url)
    number = re.findall(r"\d+", measure)[0]
    assert seconds_until_found(page, MEASURE, measure) < SECONDS_UNTIL_FOUND

    admin_page.goto(f"/admin/documents/measure/{number}/change/")
    text = admin_page.locator("textarea[name=text]")
    text.fill(f"{text.input_value()}开展{NEW_WORDS}。")
    admin_page.locator("input[name=_save]").click()
    admin_page.wait_for_url("**/admin/documents/measure/")

    assert seconds_until_found(page, NEW_WORDS, measure) < SECONDS_UNTIL_FOUND
    page.reload()
    expect(page.get_by_role("main")).to_contain_text(NEW_WORDS)

    site.import_texts()
    page.reload()
    expect(page.get_by_role("main")).to_contain_text(NEW_WORDS)
    search_for(page, NEW_WORDS)
    expect(page.locator(f"main a[href='{measure}']").first).to_be_visible()
    expect(page.locator("main mark").first).to_be_visible()
