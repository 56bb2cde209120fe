"""What `manage.py check` says about a site that cannot work."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.checks import run_checks
from pytest_django.fixtures import Settings

MANIFEST = {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}


def ids(**options: Any) -> set[str | None]:
    return {message.id for message in run_checks(**options) if (message.id or "").startswith("healthplan.")}


def test_the_tests_own_site_is_in_order() -> None:
    assert ids() == set()


def test_a_data_directory_that_can_be_made_is_in_order(settings: Settings, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path / "not" / "yet" / "there"
    assert ids() == set()


def test_a_file_in_place_of_the_data_directory_is_an_error(settings: Settings, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path / "file"
    settings.DATA_DIR.write_text("")
    assert ids() == {"healthplan.E001"}


def test_a_data_directory_of_somebody_else_is_an_error(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.DATA_DIR = tmp_path / "theirs" / "data"
    # root may write everywhere, so the refusal cannot be had from the file system
    monkeypatch.setattr("os.access", lambda path, mode: path != tmp_path)
    assert ids() == {"healthplan.E001"}


def test_an_untried_database_is_a_warning(settings: Settings) -> None:
    settings.DATABASES["default"]["ENGINE"], engine = (
        "django.db.backends.oracle",
        settings.DATABASES["default"]["ENGINE"],
    )
    try:
        assert ids() == {"healthplan.W001"}
    finally:
        settings.DATABASES["default"]["ENGINE"] = engine


@pytest.mark.parametrize(("collected", "expected"), [(False, {"healthplan.E002"}), (True, set())])
def test_static_files_have_to_be_collected_before_deployment(
    settings: Settings, tmp_path: Path, collected: bool, expected: set[str]
) -> None:
    settings.STORAGES = {**settings.STORAGES, "staticfiles": MANIFEST}
    settings.STATIC_ROOT = tmp_path
    if collected:
        (tmp_path / "staticfiles.json").write_text("{}")
    assert ids(include_deployment_checks=True) == expected


def test_every_message_says_what_to_change(settings: Settings, tmp_path: Path) -> None:
    settings.STORAGES = {**settings.STORAGES, "staticfiles": MANIFEST}
    settings.STATIC_ROOT = settings.DATA_DIR = tmp_path / "file"
    settings.DATA_DIR.write_text("")
    ours = [m for m in run_checks(include_deployment_checks=True) if (m.id or "").startswith("healthplan.")]
    assert len(ours) == 2
    assert all(message.hint for message in ours)
