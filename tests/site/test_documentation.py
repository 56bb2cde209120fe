"""What a user can set or type is written down."""

from __future__ import annotations

import re

import pytest

from tests.site.house import ROOT, files_of
from tests.site.test_settings import read_by_settings

README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = {str(path): (ROOT / path).read_text(encoding="utf-8") for path in files_of("docs") if path.suffix == ".md"}


def make_targets() -> list[str]:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    return re.findall(r"^([a-z-]+):.*## ", makefile, re.MULTILINE)


def commands() -> list[str]:
    return [path.stem for path in files_of("documents", "search") if "commands" in path.parts and path.stem[0] != "_"]


@pytest.mark.parametrize("setting", sorted(read_by_settings() | {"PORT"}))
def test_every_setting_is_in_the_readmes_table(setting: str) -> None:
    assert re.search(rf"^\| `{setting}` \|", README, re.MULTILINE)


def test_the_readmes_table_names_no_setting_that_is_not_read() -> None:
    table = README.split("## Settings")[1].split("\n## ")[0]
    named = set(re.findall(r"^\| `([A-Z_]+)` \|", table, re.MULTILINE))
    assert named == read_by_settings() | {"PORT"}


@pytest.mark.parametrize("target", make_targets())
def test_every_make_target_is_in_the_readme(target: str) -> None:
    assert f"`make {target}`" in README


def test_the_readme_names_no_make_target_that_does_not_exist() -> None:
    assert set(re.findall(r"`make ([a-z-]+)`", README)) <= set(make_targets())


@pytest.mark.parametrize("command", commands())
def test_every_management_command_is_in_the_readme(command: str) -> None:
    assert re.search(rf"`python manage\.py {command}\b", README)


def test_the_readme_names_no_management_command_that_does_not_exist() -> None:
    from django.core.management import get_commands

    assert set(re.findall(r"manage\.py ([a-z_]+)", README)) <= set(get_commands())


@pytest.mark.parametrize("text", ["README.md", *PAGES])
def test_every_file_that_a_page_points_to_exists(text: str) -> None:
    base = (ROOT / text).parent
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", (ROOT / text).read_text(encoding="utf-8"))
    assert [link for link in links if not (base / link).exists()] == []


@pytest.mark.parametrize("text", ["README.md", *PAGES])
def test_every_heading_that_a_page_points_to_exists(text: str) -> None:
    page = (ROOT / text).read_text(encoding="utf-8")
    headings = re.findall(r"^#+ (.+)$", page, re.MULTILINE)
    anchors = {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}
    assert set(re.findall(r"\]\(#([^)]+)\)", page)) <= anchors
