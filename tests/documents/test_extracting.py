"""The text in files of every kind, and the files that are refused."""

from __future__ import annotations

import docx
import pytest
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml

from documents.extracting import UnreadableText, extract, paste
from documents.extracting.archives import brought_from
from documents.extracting.word_numbers import written
from documents.parsing import parse
from tests.documents.brought import PLAN, pdf, saved, with_part, word, zipped

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def text_of(data: bytes, name: str) -> str:
    return extract(data, name).raw.text


def refusal(data: bytes, name: str) -> str:
    with pytest.raises(UnreadableText) as refused:
        extract(data, name)
    return str(refused.value)


class TestWord:
    def test_a_paragraph_is_a_line(self) -> None:
        assert text_of(word(["一、目标", "", "到2025年，人均预期寿命提高1岁。"]), "a.docx").split("\n") == [
            "一、目标", "", "到2025年，人均预期寿命提高1岁。",
        ]  # fmt: skip

    def test_cells_of_a_row_stand_between_tabs(self) -> None:
        table = [("任务", "牵头单位"), ("扩大筛查", "省卫生健康委")]
        assert "任务\t牵头单位\n扩大筛查\t省卫生健康委" in text_of(word(["附表"], table), "a.docx")

    def test_a_frame_of_one_cell_keeps_its_lines(self) -> None:
        assert text_of(word(["前"], [("专栏1\n一是\n二是",)]), "a.docx").endswith("专栏1\n一是\n二是")

    def test_a_cell_that_reaches_over_columns_leaves_the_others_in_theirs(self) -> None:
        document = docx.Document()
        table = document.add_table(rows=2, cols=3)
        for cell, text in zip(table.rows[0].cells, ("任务", "要求", "单位"), strict=True):
            cell.text = text
        table.cell(1, 0).merge(table.cell(1, 1)).text = "扩大筛查"
        table.cell(1, 2).text = "省卫生健康委"
        assert text_of(saved(document), "a.docx").endswith("任务\t要求\t单位\n扩大筛查\t\t省卫生健康委")

    def test_rows_and_cells_in_content_controls_are_read(self) -> None:
        document = docx.Document()
        row = document.add_table(rows=1, cols=2).rows[0]
        row.cells[0].text, row.cells[1].text = "扩大筛查", "省卫生健康委"
        for element in (row.cells[1]._tc, row._tr):
            control = parse_xml(f"<w:sdt {W}><w:sdtContent/></w:sdt>")
            element.addprevious(control)
            control[0].append(element)
        assert text_of(saved(document), "a.docx").endswith("扩大筛查\t省卫生健康委")

    def test_what_was_inserted_counts_and_what_was_struck_out_does_not(self) -> None:
        document = docx.Document()
        paragraph = document.add_paragraph("筛查")
        paragraph._p.append(parse_xml(f"<w:ins {W}><w:r><w:t>率</w:t></w:r></w:ins>"))
        paragraph._p.append(parse_xml(f"<w:del {W}><w:r><w:delText>面</w:delText></w:r></w:del>"))
        assert text_of(saved(document), "a.docx").strip() == "筛查率"

    def test_numbers_that_word_counts_itself_are_written_out(self) -> None:
        document = docx.Document()
        for line in ("加强筛查", "办好医院"):
            document.add_paragraph(line, style="List Number")
        assert text_of(saved(document), "a.docx").split("\n")[-2:] == ["1. 加强筛查", "2. 办好医院"]

    @pytest.mark.parametrize(("number", "form", "shown"), [
        (1, "chineseCounting", "一"), (10, "chineseCounting", "十"), (12, "chineseCountingThousand", "十二"),
        (25, "chineseCounting", "二十五"), (3, "decimalEnclosedCircleChinese", "③"), (2, "upperLetter", "B"),
        (7, "decimal", "7"),
    ])  # fmt: skip
    def test_numbers_are_written_in_the_form_that_the_list_has(self, number: int, form: str, shown: str) -> None:
        assert written(number, form) == shown

    def test_what_stands_on_the_edges_of_pages_is_kept_behind_the_text_once_and_is_no_measure(self) -> None:
        document = docx.Document()
        for line in PLAN.splitlines():
            document.add_paragraph(line)
        document.sections[0].header.paragraphs[0].text = "贵州省人民政府公报"
        document.sections[0].footer.paragraphs[0].text = "— 1 —"
        second = document.add_section().header
        second.is_linked_to_previous = False
        second.paragraphs[0].text = "贵州省人民政府公报"
        text = text_of(saved(document), "a.docx")
        assert [line for line in text.split("\n") if "页眉" in line or "页脚" in line] == ["页眉：贵州省人民政府公报"]
        parsed = parse(text)
        assert not any("公报" in each.text for each in parsed.measures)
        assert [noise.reason for noise in parsed.noise] == ["running-title"]

    def test_footnotes_are_kept_behind_the_text_and_are_no_measures(self) -> None:
        note = f'<w:footnote {W} w:id="%d"%s><w:p><w:r><w:t>%s</w:t></w:r></w:p></w:footnote>'
        notes = (
            note % (-1, ' w:type="separator"', "")
            + note % (1, "", "“两癌”指宫颈癌和乳腺癌。")
            + note % (2, "", "下同。")
        )
        part = Part(
            PackURI("/word/footnotes.xml"), f"{CONTENT_TYPE}.footnotes+xml",
            f"<w:footnotes {W}>{notes}</w:footnotes>".encode(),
        )  # fmt: skip
        document = docx.Document()
        document.add_paragraph(PLAN)
        document.part.relate_to(part, f"{RELATION}/footnotes")
        text = text_of(saved(document), "a.docx")
        assert text.split("\n")[-2:] == ["脚注1：“两癌”指宫颈癌和乳腺癌。", "脚注2：下同。"]
        assert {noise.reason for noise in parse(text).noise} == {"footnote"}

    def test_the_same_text_in_another_file_is_the_same_text(self) -> None:
        one, other = extract(word(), "a.docx"), extract(with_part(word(), "docProps/x.xml", b"<x/>"), "b.docx")
        assert one.sha256 != other.sha256
        assert one.raw.sha256 == other.raw.sha256


class TestPdf:
    def test_the_pages_of_the_text_layer_follow_each_other(self) -> None:
        brought = extract(pdf("第一页的文字有十几个字这么多。", "第二页的文字也有十几个字这么多。"), "a.pdf")
        assert brought.raw.text == "第一页的文字有十几个字这么多。\n\f第二页的文字也有十几个字这么多。"
        assert brought.notes == ()

    def test_pages_without_text_are_named(self) -> None:
        assert "第 2 页没有文字层" in extract(pdf("第一页的文字有十几个字这么多。", ""), "a.pdf").notes[0]

    def test_a_scan_is_refused_with_advice(self) -> None:
        assert "扫描件" in refusal(pdf("", "", ""), "scan.pdf")
        assert "OCR" in refusal(pdf("", "", ""), "scan.pdf")

    def test_one_with_a_password_is_refused(self) -> None:
        assert "密码" in refusal(pdf("文字", password_protected=True), "a.pdf")

    @pytest.mark.parametrize("data", [b"%PDF-1.7\n", b"%PDF-1.4\n" + b"\x00\xff" * 500, pdf("文字")[:60]])
    def test_a_broken_one_is_refused(self, data: bytes) -> None:
        assert "已损坏" in refusal(data, "a.pdf")


class TestWebPages:
    PAGE = """<!DOCTYPE html><html><head><title>站名</title><style>p {}</style></head><body>
    <script>alert("脚本")</script><!-- 注释 --><h1>实施方案</h1><p>一、加强<b>筛查</b>，<br>扩大覆盖面。</p>
    <div><span>二、</span>办好&nbsp;医院</div><noscript>请启用</noscript>
    <table><tr><th>任务</th><th>单位</th></tr><tr><td><p>筛查</p></td><td>省卫生健康委</td></tr></table>
    <p onclick="x()">三、完善综合监管制度，建立部门协同机制，定期通报检查结果。</p></body></html>"""

    def test_what_a_reader_sees_is_read_block_by_block(self) -> None:
        assert text_of(self.PAGE.encode(), "a.html").split("\n") == [
            "实施方案", "一、加强筛查，", "扩大覆盖面。", "二、办好\xa0医院", "任务\t单位", "筛查\t省卫生健康委",
            "三、完善综合监管制度，建立部门协同机制，定期通报检查结果。",
        ]  # fmt: skip

    def test_a_cell_that_reaches_down_or_over_columns_leaves_the_others_in_theirs(self) -> None:
        rows = (
            "<tr><th>任务</th><th>要求</th><th>单位</th></tr>"
            "<tr><td rowspan=2>筛查</td><td>扩大</td><td>省卫生健康委</td></tr><tr><td>加快</td><td>省教育厅</td></tr>"
            "<tr><td colspan=2>督导</td><td>省财政厅</td></tr><tr><td colspan=3>二、其他</td></tr>"
        )
        text = text_of(f"<html><table><tbody>{rows}</tbody></table>".encode(), "a.html")
        assert text.split("\n") == [
            "任务\t要求\t单位", "筛查\t扩大\t省卫生健康委", "\t加快\t省教育厅", "督导\t\t省财政厅", "二、其他",
        ]  # fmt: skip

    def test_lines_that_are_kept_as_typed_are_lines(self) -> None:
        page = "<html><pre>一、任务\n（一）<b>扩大\n筛查</b></pre><p>二、\n其他</p>"
        assert text_of(page.encode(), "a.html").split("\n") == ["一、任务", "（一）扩大", "筛查", "二、 其他"]

    def test_one_in_gb18030_is_read(self) -> None:
        assert "加强筛查" in text_of(self.PAGE.encode("gb18030"), "a.htm")

    def test_one_whose_text_is_made_by_scripts_is_refused(self) -> None:
        page = b"<!DOCTYPE html><html><body><div id=app></div><script>load()</script></body></html>"
        assert "脚本生成" in refusal(page, "a.html")

    def test_one_of_thousands_of_layers_is_refused(self) -> None:
        assert "层层嵌套" in refusal(b"<html>" + b"<div>" * 5000 + "文字".encode(), "a.html")


class TestRefused:
    @pytest.mark.parametrize(("name", "data", "why"), [
        ("a.txt", pdf("文字"), "其实是PDF"),
        ("a.docx", pdf("文字"), "其实是PDF"),
        ("a.pdf", PLAN.encode(), "其实是纯文本"),
        ("a.docx", zipped({"x.txt": b"x"}), "不是 Word 文件"),
        ("a.md", b"\x89PNG\r\n\x1a\n", "其实是图片"),
        ("a.html", b"MZ\x90\x00", "其实是程序"),
    ])  # fmt: skip
    def test_another_type_behind_a_right_name(self, name: str, data: bytes, why: str) -> None:
        assert why in refusal(data, name)

    @pytest.mark.parametrize(("name", "advice"), [
        ("a.doc", "另存为 .docx"), ("a.wps", "另存为 .docx"), ("a.ofd", "粘贴"), ("a.exe", "可导入的有"),
        ("a", "没有扩展名"),
    ])  # fmt: skip
    def test_other_types_are_refused_with_what_to_do(self, name: str, advice: str) -> None:
        assert advice in refusal(b"anything", name)

    def test_macros(self) -> None:
        assert "宏" in refusal(with_part(word(), "word/vbaProject.bin", b"macro"), "a.docx")

    def test_a_word_file_with_a_password(self) -> None:
        assert "密码" in refusal(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 100, "a.docx")

    def test_a_broken_word_file(self) -> None:
        assert "已损坏" in refusal(word()[:900], "a.docx")
        assert "已损坏" in refusal(with_part(word(), "word/document.xml", b"<w:document"), "a.docx")

    def test_entities_that_would_grow(self) -> None:
        bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>'
        assert "实体" in refusal(with_part(word(), "word/document.xml", bomb), "a.docx")

    def test_a_zip_bomb_is_not_unpacked(self) -> None:
        assert "压缩炸弹" in refusal(with_part(word(), "word/media/a.png", b"\x00" * 3_000_000), "a.docx")
        with pytest.raises(UnreadableText, match="压缩炸弹"):
            list(brought_from(zipped({"a.txt": b"\x00" * 3_000_000}), "a.zip"))

    def test_what_is_too_large(self) -> None:
        assert "超过上限 30 MB" in refusal(b"%PDF-" + b" " * 30_000_000, "a.pdf")

    @pytest.mark.parametrize(
        "name", ["../a.txt", "/etc/a.txt", "..\\a.txt", "C:a.txt", "a\u202etxt.exe.txt", "a\n.txt", " "]
    )
    def test_names_that_lead_elsewhere_or_deceive(self, name: str) -> None:
        assert refusal(PLAN.encode(), name)


class TestArchives:
    def test_each_file_is_read_and_a_bad_one_stops_no_other(self) -> None:
        data = zipped(
            {"文件/a.txt": PLAN.encode(), "b.docx": word(), "c.doc": b"x", "__MACOSX/._a.txt": b"x", ".d": b"x"}
        )
        found = list(brought_from(data, "a.zip"))
        assert [each.raw.file for each in found if not isinstance(each, UnreadableText)] == ["a.txt", "b.docx"]
        assert [str(each)[:6] for each in found if isinstance(each, UnreadableText)] == ["c.doc："]

    def test_one_inside_another_is_refused(self) -> None:
        (inner,) = brought_from(zipped({"b.zip": zipped({"a.txt": PLAN.encode()})}), "a.zip")
        assert isinstance(inner, UnreadableText)

    @pytest.mark.parametrize("name", ["../a.txt", "x/../../a.txt", "/etc/a.txt", "C:\\a.txt"])
    def test_one_that_leads_out_is_refused_whole(self, name: str) -> None:
        with pytest.raises(UnreadableText, match="之外的路径"):
            list(brought_from(zipped({"good.txt": PLAN.encode(), name: PLAN.encode()}), "a.zip"))

    def test_names_of_chinese_windows_are_read(self) -> None:
        data = zipped({"XXXX.txt": PLAN.encode()}).replace(b"XXXX", "规划".encode("gbk"))
        (found,) = brought_from(data, "a.zip")
        assert not isinstance(found, UnreadableText)
        assert found.raw.file == "规划.txt"

    def test_an_empty_one_and_a_broken_one_are_refused(self) -> None:
        for data, why in ((zipped({}), "没有可导入"), (b"PK\x03\x04broken", "已损坏")):
            with pytest.raises(UnreadableText, match=why):
                list(brought_from(data, "a.zip"))


def test_what_is_pasted_is_kept_as_a_text_file() -> None:
    brought = paste("一、加强筛查\r\n二、办好医院", "某规划.txt")
    assert (brought.raw.text, brought.kind, brought.data.decode()) == (
        "一、加强筛查\n二、办好医院", "txt", "一、加强筛查\n二、办好医院",
    )  # fmt: skip
