"""Files become text, or are refused with a reason that names the place."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from documents.parsing.reading import MAX_BYTES, UnreadableText, read_bytes, read_path
from tests.parsing.conftest import SOURCES

POLICY = "一、总体要求\r\n坚持以人民健康为中心，完善体系，提升能力，推动卫生健康高质量发展。"


def test_line_ends_and_bom_are_kept_and_counted() -> None:
    raw = read_bytes(("\ufeff" + POLICY).encode(), "a.txt")
    assert raw.text == "\ufeff" + POLICY


def test_gb18030_is_recognised_and_said() -> None:
    raw = read_bytes(POLICY.encode("gb18030"), "a.txt")
    assert (raw.text, raw.encoding) == (POLICY, "gb18030")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "空的"),
        (b" \n\xe3\x80\x80\n", "空的"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\xff\xfe\xfd", "第 0 字节"),
        (b"abc\x00\x01\x02def", "第 3 字节"),
        (bytes(range(128, 256)) * 20, "第 0 字节"),
        ("一、重点任务".encode("utf-16"), "请另存为 UTF-8"),
        (b"x" * (MAX_BYTES + 1), "超过上限 5 MB"),
    ],
)
def test_what_is_no_text_is_refused_and_the_message_says_which_and_why(data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableText) as refusal:
        read_bytes(data, "附件.txt")
    assert str(refusal.value).startswith("附件.txt：")
    assert reason in str(refusal.value)


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableText, match="没有这个文件"):
        read_path(tmp_path / "nothing.txt")
    with pytest.raises(UnreadableText, match="文件夹"):
        read_path(tmp_path)


def test_the_command_prints_one_object_a_line_in_the_order_given() -> None:
    out = StringIO()
    files = [str(path) for path in reversed(SOURCES)]
    call_command("parse_text", *files, "--json", stdout=out)
    assert [json.loads(line)["file"] for line in out.getvalue().splitlines()] == [
        path.name for path in reversed(SOURCES)
    ]


def test_the_command_goes_on_after_a_file_it_cannot_read(tmp_path: Path) -> None:
    good, bad = tmp_path / "good.txt", tmp_path / "bad.txt"
    good.write_text(POLICY, encoding="utf-8")
    bad.write_bytes(b"\x00\x01")
    out, err = StringIO(), StringIO()
    with pytest.raises(SystemExit) as exit_status:
        call_command("parse_text", str(bad), str(good), "--json", stdout=out, stderr=err)
    assert exit_status.value.code == 1
    assert "bad.txt" in err.getvalue()
    assert json.loads(out.getvalue())["characters"] == len(POLICY)


def test_pretty_output_is_indented_and_a_summary_is_for_people() -> None:
    out = StringIO()
    call_command("parse_text", str(SOURCES[0]), "--pretty", stdout=out)
    assert "\n  " in out.getvalue()
    out = StringIO()
    call_command("parse_text", str(SOURCES[0]), stdout=out)
    assert "章节" in out.getvalue()


def test_the_command_says_of_a_text_in_another_encoding_how_it_read_it(tmp_path: Path) -> None:
    old, err = tmp_path / "old.txt", StringIO()
    old.write_bytes(POLICY.encode("gb18030"))
    call_command("parse_text", str(old), "--json", stdout=StringIO(), stderr=err)
    assert "old.txt" in err.getvalue()
    assert "GB18030" in err.getvalue()
