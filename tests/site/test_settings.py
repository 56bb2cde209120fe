"""What the settings make of the environment, and where they keep what must not be lost or read by others."""

from __future__ import annotations

import ast
import json
import os
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.settings import READ_FROM_ENVIRONMENT
from tests.site.house import ROOT

SHOW = """
import json
from healthplan import settings
shown = ("SECRET_KEY", "DEBUG", "ALLOWED_HOSTS", "CSRF_TRUSTED_ORIGINS", "DATABASES")
print(json.dumps({name: getattr(settings, name) for name in shown}))
"""

TWO_WRITERS = """
import django; django.setup()
from django.db import connection, transaction
with connection.cursor() as cursor:
    cursor.execute("CREATE TABLE t (n INTEGER)")
    print(cursor.execute("PRAGMA journal_mode").fetchone()[0])
    print(cursor.execute("PRAGMA foreign_keys").fetchone()[0])
import sqlite3
other = sqlite3.connect(connection.settings_dict["NAME"], timeout=0)
with transaction.atomic():
    print("a reader may" if other.execute("SELECT * FROM t").fetchall() == [] else "a reader sees what is not there")
    try:
        other.execute("INSERT INTO t VALUES (1)")
        print("two writers at once")
    except sqlite3.OperationalError as error:
        print(error)
"""


def settings_with(data: Path, **environment: str) -> dict[str, object]:
    """Some of the settings as a process of its own loads them."""
    loaded: dict[str, object] = json.loads(printed_by(SHOW, data, environment))
    return loaded


def printed_by(program: str, data: Path, environment: dict[str, str]) -> str:
    """What a Python program prints that is run with the given environment and none of the developer's settings."""
    kept = {name: value for name, value in os.environ.items() if name not in READ_FROM_ENVIRONMENT}
    own = {"HEALTHPLAN_DATA_DIR": str(data), "DJANGO_SETTINGS_MODULE": "healthplan.settings"}
    command = [sys.executable, "-c", program]
    done = subprocess.run(
        command, cwd=ROOT, env={**kept, **own, **environment}, capture_output=True, text=True, check=True
    )
    return done.stdout


def database(data: Path, **environment: str) -> dict[str, object]:
    databases = settings_with(data, **environment)["DATABASES"]
    assert isinstance(databases, dict)
    default: dict[str, object] = databases["default"]
    return default


class TestTheSecretKey:
    def test_is_made_once_and_kept_in_the_data_directory(self, tmp_path: Path) -> None:
        data = tmp_path / "data"
        first, second = settings_with(data), settings_with(data)
        assert first["SECRET_KEY"] == second["SECRET_KEY"] == (data / "secret_key").read_text()
        assert len(str(first["SECRET_KEY"])) >= 50

    def test_can_be_read_by_its_owner_only(self, tmp_path: Path) -> None:
        settings_with(tmp_path)
        assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600

    def test_is_another_in_another_directory(self, tmp_path: Path) -> None:
        assert settings_with(tmp_path / "a")["SECRET_KEY"] != settings_with(tmp_path / "b")["SECRET_KEY"]

    def test_is_one_for_processes_that_start_together(self, tmp_path: Path) -> None:
        with ThreadPoolExecutor(4) as pool:
            keys = {loaded["SECRET_KEY"] for loaded in pool.map(settings_with, [tmp_path] * 4)}
        assert len(keys) == 1
        assert [path.name for path in tmp_path.iterdir()] == ["secret_key"]

    def test_is_the_environments_where_it_has_one(self, tmp_path: Path) -> None:
        assert settings_with(tmp_path, SECRET_KEY="theirs")["SECRET_KEY"] == "theirs"
        assert not (tmp_path / "secret_key").exists()

    def test_is_only_this_processs_where_nothing_can_be_kept(self, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("")
        keys = {settings_with(tmp_path / "file")["SECRET_KEY"] for _ in range(2)}
        assert len(keys) == 2


class TestTheDatabase:
    def test_is_a_file_of_the_data_directory(self, tmp_path: Path) -> None:
        assert database(tmp_path)["NAME"] == str(tmp_path / "healthplan.sqlite3")

    def test_is_what_database_url_names(self, tmp_path: Path) -> None:
        named = database(tmp_path, DATABASE_URL="postgres://reader:word@db.example:5433/plans")
        assert (named["ENGINE"], named["NAME"]) == ("django.db.backends.postgresql", "plans")
        assert (named["HOST"], named["PORT"], named["USER"]) == ("db.example", 5433, "reader")

    def test_takes_the_write_lock_at_the_start_and_lets_readers_read(self, tmp_path: Path) -> None:
        """As a connection really has it, in a file: a database in memory knows no WAL."""
        printed = printed_by(TWO_WRITERS, tmp_path, {}).splitlines()
        assert printed == ["wal", "1", "a reader may", "database is locked"]


def test_debug_is_off_unless_it_is_asked_for(tmp_path: Path) -> None:
    assert settings_with(tmp_path)["DEBUG"] is False
    assert settings_with(tmp_path, DEBUG="1")["DEBUG"] is True


def test_the_site_answers_to_this_machine_only_unless_told_otherwise(tmp_path: Path) -> None:
    assert settings_with(tmp_path)["ALLOWED_HOSTS"] == ["localhost", "127.0.0.1", "[::1]"]
    told = settings_with(tmp_path, ALLOWED_HOSTS="a.example,b.example", CSRF_TRUSTED_ORIGINS="https://a.example")
    assert (told["ALLOWED_HOSTS"], told["CSRF_TRUSTED_ORIGINS"]) == (["a.example", "b.example"], ["https://a.example"])


def test_the_tests_put_aside_all_that_settings_read_from_the_environment() -> None:
    assert set(READ_FROM_ENVIRONMENT) == read_by_settings()


def read_by_settings() -> set[str]:
    """The names that healthplan/settings.py asks the environment for: the first argument of each `env.…(…)`."""
    tree = ast.parse((ROOT / "healthplan" / "settings.py").read_text(encoding="utf-8"))
    return {
        node.args[0].value
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "env"
        and isinstance(node.args[0], ast.Constant)
        and isinstance(node.args[0].value, str)
    }


@pytest.mark.django_db
def test_migrations_are_in_step_with_the_models() -> None:
    from django.core.management import call_command

    call_command("makemigrations", "--check", "--dry-run", "--verbosity", "0")
