"""What every test has: the five real texts, and a data directory that goes away with the run."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

SOURCES = Path(__file__).resolve().parent.parent / "fixtures" / "sources"


def pytest_unconfigure() -> None:
    shutil.rmtree(os.environ["HEALTHPLAN_DATA_DIR"], ignore_errors=True)


@pytest.fixture(scope="session")
def source_paths() -> list[Path]:
    """The five real texts, in the order of their names."""
    return sorted(SOURCES.glob("*.txt"))
