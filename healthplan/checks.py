"""Mistakes of configuration that Django does not find by itself, each with a hint that says what to change.

`python manage.py check` runs them; so does every command that needs the site in order.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.core.checks import Warning as Doubt

ENGINES = ("django.db.backends.sqlite3", "django.db.backends.postgresql")


def _can_be_written(directory: Path) -> bool:
    """Whether files can be made in `directory`, or it can be made itself."""
    existing = next(place for place in (directory, *directory.parents) if place.exists())
    return existing.is_dir() and os.access(existing, os.W_OK | os.X_OK)


@register()
def data_directory(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """E001: nothing can be kept."""
    if _can_be_written(settings.DATA_DIR):
        return []
    hint = "Set HEALTHPLAN_DATA_DIR to a directory of this user's own: HEALTHPLAN_DATA_DIR=/srv/healthplan make run"
    return [Error(f"The data directory {settings.DATA_DIR} cannot be written.", hint=hint, id="healthplan.E001")]


@register()
def database_engine(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """W001: a database that the suite has never run on."""
    engine = settings.DATABASES["default"]["ENGINE"]
    if engine in ENGINES:
        return []
    hint = "Set DATABASE_URL=postgres://USER:PASSWORD@HOST:5432/NAME, or leave it out for SQLite in the data directory."
    return [Doubt(f"DATABASE_URL names {engine}, which was never tried.", hint=hint, id="healthplan.W001")]


@register(deploy=True)
def static_files(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """E002: pages without DEBUG look up each stylesheet in a list that `collectstatic` makes."""
    wanted = "Manifest" in settings.STORAGES["staticfiles"]["BACKEND"]
    if not wanted or (Path(settings.STATIC_ROOT) / "staticfiles.json").exists():
        return []
    hint = "Run `python manage.py collectstatic --noinput`; `make run` does so."
    return [Error("Static files were not collected; no page can be shown.", hint=hint, id="healthplan.E002")]
