"""Small files of every kind, made when they are needed."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence

import docx

PLAN = """贵州省“十四五”卫生健康发展规划
黔府发〔2021〕12号
一、加强妇幼保健
（一）扩大筛查。扩大农村妇女宫颈癌和乳腺癌筛查覆盖面，将适龄妇女纳入免费筛查范围，逐步建立随访制度。（责任单位：省卫生健康委）
（二）办好医院。每个县至少办好一所公立医院，改善基础设施条件，提升急诊急救和重症救治能力。
二、完善服务体系
（一）强化监管。完善综合监管制度，建立部门协同机制，定期通报检查结果并向社会公开。
"""


def word(lines: Sequence[str] = PLAN.splitlines(), table: Sequence[Sequence[str]] = ()) -> bytes:
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    if table:
        made = document.add_table(rows=len(table), cols=len(table[0]))
        for row, cells in zip(made.rows, table, strict=True):
            for cell, text in zip(row.cells, cells, strict=True):
                cell.text = text
    return saved(document)


def saved(document: docx.document.Document) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def zipped(files: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def with_part(data: bytes, name: str, content: bytes) -> bytes:
    """A .docx with one part more, or in the place of one."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {each: archive.read(each) for each in archive.namelist()}
    return zipped({**parts, name: content})


def pdf(*pages: str, password_protected: bool = False) -> bytes:
    """A PDF of these pages; "" makes one with nothing on it. The text's characters are mapped by a ToUnicode table."""
    objects: list[bytes] = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]
    characters = sorted({character for page in pages for character in page})
    codes = {character: number for number, character in enumerate(characters, 1)}
    objects += [_font(), _described(), _unicode(codes)]
    kids = []
    for page in pages:
        shown = "".join(f"{codes[character]:04X}" for character in page)
        stream = f"BT /F1 12 Tf 40 700 Td <{shown}> Tj ET".encode() if page else b""
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
        kids.append(len(objects) + 1)
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 4000 800] /Contents %d 0 R "
            b"/Resources << /Font << /F1 3 0 R >> >> >>" % len(objects)
        )
    references = b" ".join(b"%d 0 R" % kid for kid in kids)
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (references, len(kids))
    return _written(objects, password_protected=password_protected)


def _font() -> bytes:
    return (
        b"<< /Type /Font /Subtype /Type0 /BaseFont /Any /Encoding /Identity-H "
        b"/DescendantFonts [4 0 R] /ToUnicode 5 0 R >>"
    )


def _described() -> bytes:
    return (
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Any /DW 1000 "
        b"/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>"
    )


def _unicode(codes: Mapping[str, int]) -> bytes:
    lines = "\n".join(f"<{code:04X}> <{ord(character):04X}>" for character, code in codes.items())
    table = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /A def /CMapType 2 def\n"
        f"1 begincodespacerange <0000> <FFFF> endcodespacerange\n{len(codes)} beginbfchar\n{lines}\nendbfchar\n"
        "endcmap CMapName currentdict /CMap defineresource pop end end"
    ).encode()
    return b"<< /Length %d >>\nstream\n%s\nendstream" % (len(table), table)


def _written(objects: Sequence[bytes], *, password_protected: bool) -> bytes:
    out, places = bytearray(b"%PDF-1.5\n"), []
    for number, each in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    lock = b""
    if password_protected:  # keys that no empty password opens
        key = b"<" + b"A5" * 32 + b">"
        lock = b"/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O %s /U %s >> /ID [<00> <00>]" % (key, key)
    out += b"trailer << /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, lock, start)
    return bytes(out)
