"""Paragraphs that a page broke into lines of one width, and words that a scanner broke by blanks."""

from __future__ import annotations

import re

from documents.parsing import parse
from tests.parsing.reading_aloud import bodies, noise, outline

# Three paragraphs of one plan; the tests break them into lines in their ways.
CLINICS = "（一）加强基层服务能力。推动乡镇卫生院和社区卫生服务中心提档升级，完善家庭医生签约服务，到2025年基层机构诊疗量占比达到65%以上，群众满意度持续提高。（省卫生健康委牵头，省财政厅、省医保局按职责分工负责）"
SUPPLY = "（二）保障药品供应。健全短缺药品监测预警和分级应对机制，落实国家组织药品集中带量采购政策，规范医疗机构用药目录，促进上下级医疗机构用药衔接。（省医保局牵头，省药监局、省卫生健康委按职责分工负责）"
CLOSING = "各地要切实加强组织领导，健全工作机制，细化任务分工，确保各项任务落到实处，重大问题及时向省政府报告。"


def wrapped(paragraph: str, columns: int = 60) -> str:
    """The paragraph in lines of so many columns: a Han character takes two, a digit or a letter one."""
    lines, line, room = [], "", columns
    for character in paragraph:
        width = 1 if character.isascii() else 2
        if width > room:
            lines.append(line)
            line, room = "", columns
        line += character
        room -= width
    return "\n".join([*lines, line])


def test_a_paragraph_is_read_alike_at_whatever_width_a_page_broke_it() -> None:
    paragraphs = (CLINICS, SUPPLY, CLOSING)
    text = "一、重点任务\n" + "\n".join(paragraphs)
    numbers_cut = 0
    for columns in range(40, 90):
        broken = "一、重点任务\n" + "\n".join(wrapped(paragraph, columns) for paragraph in paragraphs)
        numbers_cut += len(re.findall(r"\d\n\d", broken))
        assert outline(broken) == outline(text), columns
        assert bodies(broken) == bodies(text), columns
        assert [t for m in parse(broken).measures for t in m.targets if (t.value, t.year) == (65, 2025)], columns
    assert numbers_cut


def test_a_bracket_alone_on_a_last_line_closes_its_note_and_is_no_furniture() -> None:
    text = "一、重点任务\n" + wrapped(CLINICS)[:-1] + "\n）\n" + wrapped(SUPPLY)
    assert [name for name, _ in bodies(text)] == [
        "省卫生健康委",
        "省财政厅",
        "省医保局",
        "省医保局",
        "省药监局",
        "省卫生健康委",
    ]
    assert noise(text) == []


def test_a_blank_parts_a_title_from_its_text_only_in_a_text_without_stray_blanks() -> None:
    clean = "一、总体要求 坚持以人民健康为中心，全面推进健康中国建设，完善各项制度。\n二、重点任务 实施健康促进行动，提高居民健康素养水平，普及健康知识。"
    assert outline(clean)[0] == "# 一、 总体要求"
    scanned = (
        "一、重点任务\n"
        "（一）加强基层 服务能力建设，推动乡镇卫 生院和社区卫生服务中心提档 升级，完善家庭医生签约服务。\n"
        "（二）保障药品供应 和质量安全，健全短缺 药品监测预警和分级应对机 制，落实集中带量采购政策。\n"
        "（三）推进信息化 建设，加快健康 码与电子健康卡融合，推动检查检验结果 互认共享，方便群众就医。"
    )
    assert outline(scanned)[1:] == [
        "measure （一） <-> 加强基层服务能力建设，推动乡镇卫生院和社区卫生服务中心提档升级，完善家庭医生签约服务。",
        "measure （二） <-> 保障药品供应和质量安全，健全短缺药品监测预警和分级应对机制，落实集中带量采购政策。",
        "measure （三） <-> 推进信息化建设，加快健康码与电子健康卡融合，推动检查检验结果互认共享，方便群众就医。",
    ]


def test_random_blanks_are_no_column_and_tell_of_no_damage() -> None:
    sentence = "加强基层医疗卫生机构标准化建设提升服务能力和水平满足群众多层次健康需求"
    gaps = (3, 17, 8, 29, 5, 22, 11, 2, 33, 14, 6, 26)
    pieces = [sentence[:gap] for gap in gaps * 6]
    text = "一、重点任务\n" + "\n".join(
        f"（{number}）" + " ".join(pieces[at : at + 12]) + "。"
        for number, at in zip("一二三四五六", range(0, 72, 12), strict=True)
    )
    assert [repair for repair in parse(text).repairs if repair.kind == "lost"] == []


def test_a_title_printed_on_two_pages_beside_their_numbers_is_a_running_title() -> None:
    page = wrapped(CLINICS), wrapped(SUPPLY)
    text = f"某省健康工作方案\n一、重点任务\n{page[0]}\n某省健康行动文件\n— 1 —\n{page[1]}\n某省健康行动文件\n— 2 —"
    assert noise(text).count(("某省健康行动文件", "running-title")) == 2


def test_digits_of_a_share_that_a_scanner_set_apart_are_one_number_and_lists_stay_lists() -> None:
    text = "一、主要目标\n（一）提升能力。村卫生室标准化率达 9 5 %。接种 10 20 人。\n"
    measure = parse(text).measures[0]
    assert measure.text == "提升能力。村卫生室标准化率达95%。接种10 20人。"
    assert [(target.value, target.unit) for target in measure.targets if target.unit == "%"] == [(95, "%")]
