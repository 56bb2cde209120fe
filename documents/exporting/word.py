"""A plan as a Word document, set as GB/T 9704-2012 sets documents of state: its page, its type, its numbers of pages.

Headings are headings of Word, so that its outline and its table of contents work. What is said of who is responsible
stands behind each measure, marked as an addition of ours.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from html import escape

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle

from documents.exporting.content import PlanContent
from documents.exporting.prose import NOTICE, bodies_of, facts_of, paragraphs_of
from documents.models import Measure
from documents.outline import MAX_HEADING_LEVEL, Block

# The standard's page (5.2): A4, 37 mm above and 28 mm to the left of a type area of 156 mm by 225 mm.
PAGE_WIDTH, PAGE_HEIGHT, ABOVE, LEFT, TYPE_WIDTH, TYPE_HEIGHT = 210, 297, 37, 28, 156, 225
LINE = Pt(28)
BODY, SMALL, TITLE = Pt(16), Pt(12), Pt(22)  # 三号, 小四, 二号

# What XML cannot hold.
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class _Face:
    """How one style of Word is set: centred, or with the first line two characters in."""

    style: str
    font: str
    size: Pt = BODY
    bold: bool = False
    centred: bool = False


# Of headings too: 一、 in 黑体, （一） in 楷体, 1. and （1） in 仿宋 (7.3.3).
FACES = (
    _Face("Normal", "仿宋"),
    _Face("Title", "华文中宋", TITLE, centred=True),
    _Face("Subtitle", "楷体", SMALL, centred=True),
    _Face("Heading 1", "黑体"),
    _Face("Heading 2", "黑体"),
    _Face("Heading 3", "楷体"),
    *(_Face(f"Heading {level}", "仿宋", bold=True) for level in range(4, MAX_HEADING_LEVEL + 1)),
    _Face("Quote", "楷体", SMALL),
)


def as_word(content: PlanContent) -> bytes:
    document = docx.Document(io.BytesIO(_empty()))
    _tell(document, content)
    end = document.element.body[-1]  # the section, which stands last
    for paragraph in parse_xml(f"<w:body {nsdecls('w')}>{''.join(_paragraphs(content))}</w:body>"):
        end.addprevious(paragraph)
    return _written(document)


@cache
def _empty() -> bytes:
    """A document that is set but says nothing, made once."""
    document = docx.Document()
    _set(document)
    return _written(document)


def _written(document: Document) -> bytes:
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def _paragraphs(content: PlanContent) -> Iterator[str]:
    yield _paragraph("Title", _run(content.plan.heading))
    for fact in facts_of(content.plan):
        yield _paragraph("Subtitle", _run(fact))
    for block in content.blocks:
        yield from _block(block)
    yield _paragraph("Quote", _run(f"来源：{content.link(content.plan)}。{NOTICE}"))


def _block(block: Block) -> Iterator[str]:
    if block.chapter:
        # the title is the document's own; chapters begin with the first level
        yield _paragraph(f"Heading{block.level - 1}", _run(block.chapter.heading))
    elif block.measure:
        yield from _measure(block.measure)


def _measure(measure: Measure) -> Iterator[str]:
    lead = measure.lead or ""
    led = f"{measure.label or ''}{lead}" if measure.text.startswith(lead) else measure.label or ""
    first, _, rest = measure.text.removeprefix(lead).partition("\n")
    yield _paragraph("Normal", _run(led, bold=True) + _run(first.rstrip()))
    for line in paragraphs_of(rest):
        yield _paragraph("Normal", _run(line))
    if bodies := bodies_of(measure):
        yield _paragraph("Quote", _run(f"〔{bodies}〕"))


def _paragraph(style: str, runs: str) -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{runs}</w:p>'


def _run(text: str, *, bold: bool = False) -> str:
    if not text:
        return ""
    set_so = "<w:rPr><w:b/></w:rPr>" if bold else ""
    return f'<w:r>{set_so}<w:t xml:space="preserve">{escape(_FORBIDDEN.sub("", text))}</w:t></w:r>'


def _tell(document: Document, content: PlanContent) -> None:
    """What the file says of itself; the library says things of its own otherwise."""
    plan, told = content.plan, document.core_properties
    told.title, told.author, told.comments = plan.heading, "、".join(plan.issuers), content.link(plan)
    told.language, told.last_modified_by = "zh-CN", ""
    if content.source:
        told.created = told.modified = content.source.imported_at


def _set(document: Document) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(PAGE_WIDTH), Mm(PAGE_HEIGHT)
    section.top_margin, section.bottom_margin = Mm(ABOVE), Mm(PAGE_HEIGHT - ABOVE - TYPE_HEIGHT)
    section.left_margin, section.right_margin = Mm(LEFT), Mm(PAGE_WIDTH - LEFT - TYPE_WIDTH)
    for face in FACES:
        _set_style(document.styles[face.style], face)
    foot = section.footer.paragraphs[0]
    foot.alignment, foot.paragraph_format.first_line_indent = WD_ALIGN_PARAGRAPH.CENTER, Pt(0)
    number = f'<w:fldSimple {nsdecls("w")} w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    foot.add_run("— ")
    foot._p.append(parse_xml(number))
    foot.add_run(" —")


def _set_style(style: ParagraphStyle, face: _Face) -> None:
    """Black, in the face of the standard; the library's own template has headings in blue and a Latin face."""
    style.font.size, style.font.bold, style.font.italic = face.size, face.bold, False
    style.font.color.rgb = RGBColor(0, 0, 0)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    fonts.attrib.clear()  # those of the theme would win
    for script, font in (("ascii", "Times New Roman"), ("hAnsi", "Times New Roman"), ("eastAsia", face.font)):
        fonts.set(qn(f"w:{script}"), font)
    for of_the_template in style.element.xpath("w:pPr/w:pBdr | w:rPr/w:spacing | w:rPr/w:kern"):
        of_the_template.getparent().remove(of_the_template)  # a blue line below the title, letters apart
    lines = style.paragraph_format
    lines.line_spacing_rule, lines.line_spacing = WD_LINE_SPACING.EXACTLY, LINE
    lines.space_before = lines.space_after = Pt(0)
    lines.first_line_indent = Pt(0 if face.centred else 2 * face.size.pt)
    lines.alignment = WD_ALIGN_PARAGRAPH.CENTER if face.centred else WD_ALIGN_PARAGRAPH.JUSTIFY
