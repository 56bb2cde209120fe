"""What every test has: the five real texts; which tests run on which database."""

from __future__ import annotations

import gc
from pathlib import Path

import hypothesis
import pytest
from django.conf import settings

# the dictionaries are half a million objects that stay; looking through them again and again takes a sixth of the time
gc.set_threshold(100_000, 50, 100)
# no test is about time: a machine may be busy
hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")

SOURCES = Path(__file__).resolve().parent.parent / "fixtures" / "sources"


DATABASE_FIXTURES = {"db", "transactional_db", "django_db_reset_sequences", "django_db_serialized_rollback"}


def uses_the_database(item: pytest.Item) -> bool:
    """Whether a test may open the suite's database; pytest-django refuses it to all others."""
    return bool(item.get_closest_marker("django_db") or DATABASE_FIXTURES & {*getattr(item, "fixturenames", ())})


def may_differ(item: pytest.Item) -> bool:
    """Whether another database could change what the test tells."""
    return uses_the_database(item) and not item.get_closest_marker("index_only")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Skips on SQLite what is marked `postgres`; leaves out on PostgreSQL what cannot differ there."""
    if not settings.DATABASES["default"]["ENGINE"].endswith("postgresql"):
        for item in items:
            if item.get_closest_marker("postgres"):
                item.add_marker(pytest.mark.skip(reason="only means something on PostgreSQL"))
        return
    config.hook.pytest_deselected(items=[item for item in items if not may_differ(item)])
    items[:] = [item for item in items if may_differ(item)]


@pytest.fixture(scope="session")
def source_paths() -> list[Path]:
    """The five real texts, in the order of their names."""
    return sorted(SOURCES.glob("*.txt"))
