"""Those who import, and who may do what: files of every kind, a better text under corrections, a second factor."""

from __future__ import annotations

import re
from base64 import b32decode

import pytest
from django_otp.oath import totp
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.people import (
    EDITOR,
    IMPORTER,
    SECOND_EDITOR,
    TEXT,
    TITLE,
    As,
    open_outline,
    sign_in,
)
from tests.browser.site import ADMIN, PASSWORD
from tests.documents.brought import pdf, with_part, word, zipped

PATIENCE = 30_000  # milliseconds, for all files of a batch
FOOTER = "丹霞卫生在线 版权所有"
BETTER = TEXT.replace("提升急诊急救和重症救治能力", "提升急诊急救、重症救治和巡诊能力").replace(
    "二、完善服务体系", f"{FOOTER}\n二、完善服务体系"
)


@pytest.fixture
def importer(signed_in: As) -> Page:
    page = signed_in(IMPORTER)
    page.goto("/import/")
    return page


def bring(page: Page, *files: tuple[str, bytes]) -> None:
    chosen = [{"name": name, "mimeType": "application/octet-stream", "buffer": data} for name, data in files]
    page.set_input_files("input[name=uploads]", chosen)  # type: ignore[arg-type]  # as its documentation has it
    page.get_by_role("button", name="上传并预览").click()


def row(page: Page, name: str) -> str:
    return page.locator(".import-table tr", has_text=name).inner_text()


def settled(page: Page) -> None:
    """All files of the batch have been looked through."""
    expect(page.get_by_role("button", name="导入所选文件")).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_role("button", name="继续")).to_have_count(0, timeout=PATIENCE)


def test_files_of_every_kind_are_previewed_and_thrown_away_and_a_bad_one_is_named(
    importer: Page,
) -> None:
    macros = with_part(word(), "word/vbaProject.bin", b"\xd0\xcf")
    archive = zipped({"丹霞压缩.md": TEXT.encode(), "图片.png": b"\x89PNG"})
    pages = pdf("丹霞省湿地巡诊工作方案", "一、总体要求 逐步建立随访制度，定期通报检查结果。")
    bring(importer, ("丹霞方案.docx", word()), ("丹霞方案.pdf", pages), ("丹霞档案.zip", archive), ("宏.docx", macros))
    settled(importer)
    assert "含有宏，不予导入" in row(importer, "宏.docx")
    assert "图片.png：不能导入“.png”文件" in row(importer, "图片.png")
    expect(importer.locator("input[name=file]")).to_have_count(3)
    importer.locator("tr", has_text="丹霞方案.docx").get_by_role("link", name="看预览").click()
    expect(importer.locator(".import-outline")).to_contain_text("办好医院")
    expect(importer.locator(".facts")).to_contain_text("黔府发〔2021〕12号")
    importer.get_by_role("link", name="返回这一批").click()
    importer.get_by_role("button", name="全部放弃").click()
    importer.goto("/plans/")
    expect(importer.get_by_role("main")).not_to_contain_text("湿地巡诊工作方案")


def test_a_file_that_is_refused_is_said_on_the_form_and_nothing_is_stored(importer: Page, faults: list[str]) -> None:
    bring(importer, ("规划.docx", b"%PDF-1.7 nothing else"))
    expect(importer.get_by_role("alert")).to_contain_text("规划.docx：不是 .docx 文件，内容其实是PDF")
    expect(importer.get_by_role("alert")).to_contain_text("什么都没有保存")
    faults.clear()  # the console tells of the status 400


def test_a_better_text_keeps_the_correction_and_the_queue_asks_about_it_side_by_side(signed_in: As) -> None:
    editor = signed_in(EDITOR)
    open_outline(editor)
    editor.get_by_role("link", name="办好医院").click()
    text = editor.locator("#id_text")
    text.fill(text.input_value().replace("每个县", "每个县（市）"))
    editor.locator("input[name=_save]").click()
    expect(editor.locator(".messagelist")).to_be_visible()

    importer = signed_in(IMPORTER)
    importer.goto("/import/")
    importer.fill("textarea[name=text]", BETTER)
    importer.fill("input[name=name]", "丹霞另一处")
    importer.get_by_role("button", name="上传并预览").click()
    settled(importer)
    importer.get_by_role("link", name="看预览").click()
    expect(importer.get_by_role("main")).to_contain_text("与人工更正的冲突")
    importer.get_by_role("link", name="返回这一批").click()
    importer.get_by_role("button", name="导入所选文件").click()
    expect(importer.locator(".import-table")).to_contain_text("已导入", timeout=PATIENCE)
    importer.get_by_role("link", name=TITLE).click()
    expect(importer.get_by_role("main")).to_contain_text("每个县（市）至少办好")

    editor.goto("/admin/documents/reviewitem/queue/?kind=conflict")
    expect(editor.locator(".side")).to_have_count(3)
    editor.wait_for_selector("html.has-keys")
    editor.keyboard.press("m")
    expect(editor.locator(".messagelist")).to_contain_text("已合并两处改动")
    importer.reload()
    expect(importer.get_by_role("main")).to_contain_text("每个县（市）至少办好一所公立医院")
    expect(importer.get_by_role("main")).to_contain_text("提升急诊急救、重症救治和巡诊能力")


def test_the_original_is_for_those_who_import_only(importer: Page, signed_in: As, faults: list[str]) -> None:
    importer.goto("/admin/documents/originalfile/")
    address = importer.get_by_role("link", name="下载").first.get_attribute("href") or ""
    assert importer.request.get(address).headers["content-disposition"].startswith("attachment")
    assert signed_in(EDITOR).request.get(address).status == 403


def test_an_editor_cannot_import_and_an_importer_cannot_correct(importer: Page, signed_in: As) -> None:
    editor = signed_in(EDITOR)
    assert editor.request.get("/import/").status == 403
    editor.goto("/admin/")
    expect(editor.locator("#content-main")).to_contain_text("核对事项")
    for name in ("原始文件", "用户", "保存的检索"):
        expect(editor.locator("#content-main")).not_to_contain_text(name)
    importer.goto("/admin/")
    expect(importer.locator("#content-main")).to_contain_text("原始文件")
    expect(importer.locator("#content-main")).not_to_contain_text("措施")
    assert importer.request.get("/admin/documents/measure/").status == 403


def test_a_noise_line_is_previewed_saved_taken_back_and_all_admin_names_are_chinese(signed_in: As) -> None:
    page = signed_in(ADMIN)
    page.goto("/admin/documents/noisepattern/add/")
    names = page.locator("#nav-sidebar th, #nav-sidebar caption").all_inner_texts()
    assert [name for name in names if not re.search("[\u4e00-\u9fff]", name)] == []
    page.fill("#id_pattern", "丹霞卫生在线*")
    page.check("#id_only_preview")
    page.locator("input[name=_save]").click()
    expect(page.locator(".errorlist")).to_contain_text("1 份文件中的 1 行将作为噪声")
    page.uncheck("#id_only_preview")
    page.locator("input[name=_save]").click()
    page.get_by_role("link", name="在列表中选定后“重新解析”").click()
    page.locator("#result_list tbody .action-select").check()
    page.select_option("select[name=action]", label="重新解析（按现在的解析器和噪声行，保留更正）")
    page.locator("button[name=index]").click()
    expect(page.locator(".messagelist")).to_contain_text("撤下 1")
    page.goto("/admin/documents/dictionarychange/")
    page.locator(".action-select").first.check()
    page.select_option("select[name=action]", label="恢复到所选改动之前")
    page.locator("button[name=index]").click()
    expect(page.locator(".messagelist")).to_contain_text("已恢复 1 条")


def test_a_second_factor_is_set_up_asked_for_and_lifted_by_an_administrator(open_page: OpenPage, signed_in: As) -> None:
    page = open_page()
    sign_in(page, SECOND_EDITOR)
    page.goto("/second-factor/")
    assert page.locator("img.qr").evaluate("image => image.naturalWidth") > 0
    secret = b32decode(page.locator(".secret").inner_text())
    page.fill("#token", f"{totp(secret):06d}")
    page.get_by_role("button", name="启用两步验证").click()
    expect(page.locator(".spare-codes li")).to_have_count(8)
    again = open_page()
    sign_in(again, SECOND_EDITOR)
    expect(again.locator("main")).to_contain_text("请输入验证码")
    admin = signed_in(ADMIN)
    admin.goto(f"/admin/auth/user/?q={SECOND_EDITOR}")
    admin.locator(".action-select").check()
    admin.select_option("select[name=action]", label="停用所选用户的两步验证（手机丢失时）")
    admin.locator("button[name=index]").click()
    expect(admin.locator(".messagelist")).to_contain_text("已为 1 人停用")
    sign_in(again, SECOND_EDITOR, PASSWORD)
    expect(again.locator("#user-tools")).to_be_visible()
