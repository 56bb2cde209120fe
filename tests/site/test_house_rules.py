"""What the house allows: at its top level, in the size of things, in its pages."""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path

import pytest

from tests.site.house import PACKAGES, ROOT, files_of, modules

# The product's layout, and what tools want to find beside it.
PRODUCT = ("manage.py", "requirements.txt", "README.md", *PACKAGES, "templates", "static", "fixtures", "tests")
TOOLING = (
    "Makefile", "Procfile", "pyproject.toml", "requirements", "docs", "LICENSE", "CHANGELOG.md",
    ".ci", ".gitignore", ".gitattributes", ".editorconfig", ".pre-commit-config.yaml",
)  # fmt: skip


def test_the_top_level_holds_only_what_the_house_has_rooms_for() -> None:
    if not (ROOT / ".git").exists():
        pytest.skip("only git tells what belongs to the project from what lies about")
    # a checkout that belongs to another user is read all the same
    command = ["git", "-c", "safe.directory=*", "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    assert {name.split("/")[0] for name in listed} - {*PRODUCT, *TOOLING} == set()


def lines_of(path: Path) -> int:
    return (ROOT / path).read_text(encoding="utf-8").count("\n")


def test_no_file_of_code_is_longer_than_four_hundred_lines() -> None:
    kinds = {".py", ".js", ".css", ".html"}
    code = [p for p in files_of(*PACKAGES, "templates", "static", "tests") if p.suffix in kinds]
    code = [path for path in code if "migrations" not in path.parts]
    assert {str(path): lines for path in code if (lines := lines_of(path)) > 400} == {}


def test_no_function_is_longer_than_forty_five_lines() -> None:
    long = {
        f"{name}.{node.name}": node.end_lineno - node.lineno + 1
        for name, tree in modules().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno is not None
        and node.end_lineno - node.lineno >= 45
    }
    assert long == {}


PAGES = [path for path in files_of("templates") if path.suffix == ".html"]

# What a page may not contain, and why
FORBIDDEN = {
    "a value that is not escaped": r"\|\s*safe\b|autoescape\s+off|safeseq",
    "a script of its own": r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/(ld\+)?json\")",
    "a style of its own": r"<style\b|\sstyle\s*=",
    "a handler of its own": r"\son[a-z]+\s*=\s*[\"']",
    "something from another host": r"(?:src|srcset|action|poster)\s*=\s*[\"'](?:https?:)?//",
    "a stylesheet from another host": r"<link[^>]*href=[\"'](?:https?:)?//",
}


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_page_contains(what: str) -> None:
    found = {str(p): m[0] for p in PAGES if (m := re.search(FORBIDDEN[what], (ROOT / p).read_text(encoding="utf-8")))}
    assert found == {}


def test_no_stylesheet_or_script_fetches_from_another_host() -> None:
    assets = [path for path in files_of("static") if path.suffix in {".css", ".js"}]
    foreign = r"(?:url\(|@import|import|fetch\()\s*[\"']?(?:https?:)?//"
    assert [str(p) for p in assets if re.search(foreign, (ROOT / p).read_text(encoding="utf-8"))] == []


def test_no_text_is_known_by_its_name() -> None:
    """A rule that knows one text by name or hash is no rule."""
    names = [path.stem for path in (ROOT / "fixtures" / "sources").glob("*.txt")]
    assert len(names) >= 5
    code = files_of(*PACKAGES, "templates", "static")
    texts = {path: (ROOT / path).read_text(encoding="utf-8", errors="ignore") for path in code}
    assert [str(p) for p, text in texts.items() for name in names if name in text] == []
