"""Who may import whom (docs/architecture.md)."""

from __future__ import annotations

import ast
import subprocess
import sys

import pytest

from tests.site.house import ROOT, all_imports, circles, imports_on_loading, modules


def of(package: str, name: str) -> bool:
    return name == package or name.startswith(package + ".")


def through_the_door(inside: str, forbidden: str) -> list[str]:
    """The imports by which modules inside one package reach another."""
    return [
        f"{module} imports {name}"
        for module, names in sorted(all_imports(modules()).items())
        if of(inside, module)
        for name in sorted(names)
        if of(forbidden, name)
    ]


def test_all_three_packages_are_seen() -> None:
    assert {name.split(".")[0] for name in modules()} == {"healthplan", "documents", "search"}


@pytest.mark.parametrize("framework", ["django", "haystack", "whoosh", "environ", "ninja", "healthplan", "search"])
def test_parsing_knows_nothing_of_the_framework_nor_of_the_site(framework: str) -> None:
    assert through_the_door("documents.parsing", framework) == []


def test_parsing_imports_of_ours_only_itself() -> None:
    theirs = [
        line for line in through_the_door("documents.parsing", "documents") if " imports documents.parsing" not in line
    ]
    assert theirs == []


def test_documents_never_imports_search() -> None:
    assert through_the_door("documents", "search") == []


@pytest.mark.parametrize("package", ["documents", "search"])
def test_nobody_imports_the_site(package: str) -> None:
    assert through_the_door(package, "healthplan") == []


def test_no_module_imports_itself_in_a_circle() -> None:
    assert circles(imports_on_loading(modules())) == []


def test_the_product_imports_nothing_of_its_tests_or_tools() -> None:
    installed_for_tests = {"tests", "pytest", "hypothesis", "playwright", "axe_playwright_python", "jsonschema"}
    wrong = {
        m: n for m, names in all_imports(modules()).items() for n in names if n.split(".")[0] in installed_for_tests
    }
    assert wrong == {}


class TestTheWalkItself:
    """The rules above are worth what the walk sees."""

    tree = {
        "a": ast.parse("from . import b\nfrom .b import thing"),
        "a.b": ast.parse("from a import c\ndef late():\n    import search.query"),
        "a.c": ast.parse("from ..x import y\nfrom .b import z"),
    }

    def test_it_sees_relative_imports_and_those_inside_functions(self) -> None:
        assert all_imports(self.tree) == {"a": {"a.b"}, "a.b": {"a.c", "search.query"}, "a.c": {"x", "a.b"}}

    def test_it_finds_a_circle(self) -> None:
        assert circles(imports_on_loading(self.tree)) == [["a.b", "a.c", "a.b"]]


def test_parsing_loads_without_the_framework() -> None:
    """The walk sees import statements; this sees what they bring in."""
    program = "import documents.parsing, sys; print('django' in sys.modules, 'whoosh' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False False"
