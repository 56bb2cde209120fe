"""The source texts stay as they came."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from tests.conftest import SOURCES


def listed() -> dict[str, str]:
    """File name → SHA-256, from the list in fixtures/sources/README.md."""
    readme = (SOURCES / "README.md").read_text(encoding="utf-8")
    return {name: digest for digest, name in re.findall(r"^([0-9a-f]{64})  (\S+)$", readme, re.MULTILINE)}


def test_every_text_is_byte_for_byte_what_its_readme_lists(source_paths: list[Path]) -> None:
    assert len(source_paths) == 5
    assert {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in source_paths} == listed()


def test_every_text_is_described(source_paths: list[Path]) -> None:
    readme = (SOURCES / "README.md").read_text(encoding="utf-8")
    assert [path.name for path in source_paths if f"| `{path.name}` |" not in readme] == []


def test_the_readme_repeats_no_contact_number() -> None:
    assert re.findall(r"\b1[3-9]\d{9}\b", (SOURCES / "README.md").read_text(encoding="utf-8")) == []
