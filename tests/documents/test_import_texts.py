"""`import_texts` on files and folders: what it takes, what it passes over, what it refuses, and what it says."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection

from documents.models import Plan, SourceText
from tests.documents.texts import Parser, parsed_text

pytestmark = pytest.mark.django_db


def import_texts(*paths: Path, **options: object) -> tuple[str, str, str]:
    """What the command prints, complains of, and ends with ("" when all went well)."""
    out, err, ending = StringIO(), StringIO(), ""
    try:
        call_command("import_texts", *map(str, paths), stdout=out, stderr=err, **options)
    except CommandError as error:
        ending = str(error)
    return out.getvalue(), err.getvalue(), ending


@pytest.fixture
def plain_parser(parser: Parser) -> Parser:
    """A parser that finds nothing in a text but its words."""
    from documents.parsing.tree import PlanFacts

    parser.gives = parsed_text(facts=PlanFacts())
    return parser


def test_a_folder_is_read_in_order_without_hidden_files_and_readmes(tmp_path: Path, plain_parser: Parser) -> None:
    names = ["b.txt", "a.md", "in/c.TXT", ".hidden.txt", ".git/d.txt", "README.md", "picture.png"]
    for name in (*names, "~$b.docx", "old.doc"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"{name} 的内容，与别的文件都不相同：{name * 5}", encoding="utf-8")
    out, _, ending = import_texts(tmp_path)
    assert ending == ""
    assert [line.split("：")[0] for line in out.splitlines()] == [
        "略过 .git/d.txt", "略过 .hidden.txt", "略过 README.md", "略过 old.doc", "略过 ~$b.docx",
        "新增 a.md", "新增 b.txt", "新增 c.TXT", "合计",
    ]  # fmt: skip
    assert "另存为 .docx" in out
    assert "新增 3，更新 0，未变 0，拒绝 0" in out


def test_a_second_run_finds_everything_unchanged(tmp_path: Path, plain_parser: Parser) -> None:
    (tmp_path / "a.txt").write_text("一份文件", encoding="utf-8")
    import_texts(tmp_path)
    out, _, ending = import_texts(tmp_path)
    assert "新增 0，更新 0，未变 1，拒绝 0" in out
    assert ending == ""


def test_two_states_of_a_plan_under_one_name_are_imported_once(tmp_path: Path) -> None:
    text = (
        "湖南省卫生健康规划\n一、重点任务\n（一）完善服务体系。建设县域医疗中心，提升基层能力。\n"
        "（二）加强人才培养。实施全科医生培训，壮大乡村医生队伍。\n二、保障措施\n（一）加强领导。落实政府责任。\n"
    )
    for folder, state in (("a", text), ("b", f"{text}（二）强化投入。增加财政投入。\n")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "规划.txt").write_text(state, encoding="utf-8")
    assert "新增 1，更新 1，未变 0" in import_texts(tmp_path)[0]
    present = SourceText.objects.get(current=True)
    for _ in range(2):
        assert "新增 0，更新 0，未变 2" in import_texts(tmp_path)[0]
        assert SourceText.objects.get(current=True) == present
    (tmp_path / "b" / "规划.txt").unlink()
    assert "更新 1" in import_texts(tmp_path)[0]  # somebody has put the old text back


def test_a_refused_file_is_named_with_the_reason_and_stops_no_other(tmp_path: Path, plain_parser: Parser) -> None:
    (tmp_path / "a_empty.txt").write_text(" \n", encoding="utf-8")
    (tmp_path / "b_binary.txt").write_bytes(b"\x89PNG\x00\x01\x02")
    (tmp_path / "c_large.txt").write_bytes(b"a" * 5_000_001)
    (tmp_path / "d_good.txt").write_text("一份文件", encoding="utf-8")
    (tmp_path / "folder").mkdir()
    out, err, ending = import_texts(tmp_path, tmp_path / "missing.txt", tmp_path / "folder")
    assert Plan.objects.count() == 1
    assert "新增 1，更新 0，未变 0，拒绝 5" in out
    for name, why in [
        ("a_empty.txt", "空"), ("b_binary.txt", "不是"), ("c_large.txt", "5 MB"), ("missing.txt", "没有这个文件"),
        ("folder", "没有可导入的文件"),
    ]:  # fmt: skip
        assert any(name in line and why in line for line in err.splitlines()), (name, err)
        assert any(name in line and why in line for line in ending.splitlines()), (name, ending)


def test_a_dry_run_says_so_and_writes_nothing(tmp_path: Path, plain_parser: Parser) -> None:
    (tmp_path / "a.txt").write_text("一份文件", encoding="utf-8")
    out, _, _ = import_texts(tmp_path, dry_run=True)
    assert "试运行，未写入：新增 1" in out
    assert not Plan.objects.exists()


def _started(arguments: list[str], data: Path) -> subprocess.Popen[bytes]:
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    environment |= {"HEALTHPLAN_DATA_DIR": str(data), "DJANGO_SETTINGS_MODULE": "healthplan.settings"}
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment, stderr=subprocess.PIPE)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="threads try it there: see test_imports_at_once")
def test_two_imports_of_one_file_at_the_same_time_make_one_plan(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "healthplan.sqlite3")) as database:
        connection.ensure_connection()
        database.executescript("\n".join(connection.connection.iterdump()))  # the suite's, migrated already
    file = tmp_path / "a.txt"
    file.write_text("贵州省健康规划\n一、目标\n（一）扩大筛查。逐步建立随访制度。\n" * 3, encoding="utf-8")
    both = [_started(["import_texts", str(file)], tmp_path) for _ in range(2)]
    complaints = [process.communicate()[1] for process in both]
    assert [process.returncode for process in both] == [0, 0], complaints
    with closing(sqlite3.connect(tmp_path / "healthplan.sqlite3")) as database:
        assert database.execute("select count(*) from documents_plan").fetchone() == (1,)
        assert database.execute("select count(*) from documents_sourcetext").fetchone() == (1,)
