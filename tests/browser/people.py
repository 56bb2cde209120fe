"""People who work on the site, and a small plan for them to work on, that go when the tests are done."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, StorageState, expect

from tests.browser.site import ADMIN, PASSWORD, Site

EDITOR, SECOND_EDITOR, IMPORTER = "first-editor", "second-editor", "importer"
TITLE = "丹霞省“十四五”湿地巡诊规划"
TEXT = f"""{TITLE}
丹政发〔2021〕77号
一、加强妇幼保健
（一）扩大筛查。扩大农村妇女宫颈癌和乳腺癌筛查覆盖面，将适龄妇女纳入免费筛查范围。逐步建立随访制度，随访率达到80%。（责任单位：省卫生健康委）
（二）办好医院。每个县至少办好一所公立医院，改善基础设施条件，提升急诊急救和重症救治能力。
二、完善服务体系
（一）强化监管。完善综合监管制度，建立部门协同机制，定期通报检查结果并向社会公开。
（二）培养人才。每年培训乡村医生两千名，完善定向培养和激励机制，稳定基层人才队伍。
"""
_MAKE = f"""
from django.contrib.auth.models import Group, User
for name, group in (("{EDITOR}", "编辑"), ("{SECOND_EDITOR}", "编辑"), ("{IMPORTER}", "导入")):
    User.objects.create_user(name, password="{PASSWORD}", is_staff=True).groups.add(Group.objects.get(name=group))
"""
_REMOVE = f"""
from django.contrib.auth.models import User
from documents import importing
from documents.models import DictionaryChange, ImportBatch, NoisePattern, Plan
for plan in Plan.objects.filter(sources__file__startswith="丹霞").distinct():
    importing.remove_plan(plan)
for model in (NoisePattern, DictionaryChange, ImportBatch):
    model.objects.all().delete()
User.objects.exclude(username="{ADMIN}").delete()
"""


@contextmanager
def at_work(site: Site) -> Iterator[None]:
    """The plan is imported and the people have accounts; both are gone afterwards."""
    with tempfile.TemporaryDirectory() as place:
        file = Path(place) / "丹霞.txt"
        file.write_text(TEXT, encoding="utf-8")
        site.manage("import_texts", str(file))
    site.manage("shell", "-c", _MAKE)
    yield
    site.manage("shell", "-c", _REMOVE)


As = Callable[[str], Page]  # a name → a page on which that person is signed in


class SignedIn:
    """Pages of people, each of whom signs in once."""

    def __init__(self, browser: Browser, site: Site) -> None:
        self._browser, self._site = browser, site
        self._states: dict[str, StorageState] = {}

    def page(self, open_page: Callable[..., Page], name: str) -> Page:
        if name not in self._states:
            context = self._browser.new_context(base_url=self._site.url, locale="zh-CN")
            page = context.new_page()
            sign_in(page, name)
            self._states[name] = context.storage_state()
            context.close()
        return open_page(viewport={"width": 1280, "height": 900}, storage_state=self._states[name])


def sign_in(page: Page, name: str, password: str = PASSWORD) -> None:
    page.goto("/sign-in/?next=/admin/")
    page.fill("input[name=username]", name)
    page.fill("input[name=password]", password)
    page.click("main button[type=submit]")


def open_outline(page: Page) -> None:
    """The small plan as a tree, as a person finds it."""
    page.goto("/admin/documents/plan/?q=湿地巡诊")
    page.locator("#result_list").get_by_role("link", name="目录").click()
    expect(page.locator("h1")).to_contain_text(TITLE)
