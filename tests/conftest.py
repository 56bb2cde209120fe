"""What every test has: the five real texts, and a data directory that goes away with the run."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from django.conf import settings

SOURCES = Path(__file__).resolve().parent.parent / "fixtures" / "sources"


def pytest_unconfigure() -> None:
    shutil.rmtree(os.environ["HEALTHPLAN_DATA_DIR"], ignore_errors=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leaves out on SQLite what is marked `postgres`, before its database is set up."""
    if settings.DATABASES["default"]["ENGINE"].endswith("postgresql"):
        return
    for item in items:
        if item.get_closest_marker("postgres"):
            item.add_marker(pytest.mark.skip(reason="only means something on PostgreSQL"))


@pytest.fixture(scope="session")
def source_paths() -> list[Path]:
    """The five real texts, in the order of their names."""
    return sorted(SOURCES.glob("*.txt"))
