"""What is installed is exactly what was locked."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LOCKS = ("requirements.txt", "requirements/build.txt", "requirements/dev.txt")


def locked(lock: str) -> dict[str, str]:
    """Requirement line (name==version) → what follows it up to the next one, in one lock file."""
    text = re.sub(r"(?m)^\s*#.*$", "", (ROOT / lock).read_text())
    entries = re.split(r"(?m)^(?=\S)", text.replace("\\\n", " "))
    return {line.split()[0]: line for line in entries if line.strip()}


def named(source: str) -> set[str]:
    """The normalised names that one hand-written file asks for."""
    lines = (ROOT / "requirements" / source).read_text().splitlines()
    found = (re.match(r"[A-Za-z0-9][\w.-]*", line) for line in lines)
    return {re.sub(r"[-_.]+", "-", match[0]).lower() for match in found if match}


@pytest.mark.parametrize("lock", LOCKS)
def test_every_requirement_has_an_exact_version_and_hashes(lock: str) -> None:
    entries = locked(lock)
    assert entries
    loose = [name for name, line in entries.items() if "==" not in name or "--hash=sha256:" not in line]
    assert loose == []


@pytest.mark.parametrize(("source", "lock"), [("base.in", LOCKS[0]), ("build.in", LOCKS[1]), ("dev.in", LOCKS[2])])
def test_every_requirement_that_is_asked_for_is_locked(source: str, lock: str) -> None:
    assert named(source) <= {name.split("==")[0] for name in locked(lock)}


def test_development_has_the_product_at_the_same_versions() -> None:
    assert set(locked("requirements.txt")) <= set(locked("requirements/dev.txt"))
