"""What the tools say when something is missing."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.browser import chromium
from tests.site.house import ROOT
from tests.site.test_documentation import make_targets


def make(*arguments: str, place: Path) -> subprocess.CompletedProcess[str]:
    shutil.copy(ROOT / "Makefile", place)
    shutil.copytree(ROOT / "requirements", place / "requirements")
    shutil.copy(ROOT / "requirements.txt", place)
    # as a user types it, not as a part of the `make test` that runs this
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}
    command = ["make", *arguments]
    return subprocess.run(command, cwd=place, env=environment, capture_output=True, text=True, check=False)


def python_that_is(version: str, place: Path) -> str:
    """An interpreter that calls itself `version` and, like an old one, fails the Makefile's question for a newer."""
    fake = place / "old-python"
    fake.write_text(f'#!/bin/sh\n[ "$1" = --version ] && echo "Python {version}" && exit 0\nexit 1\n')
    fake.chmod(0o755)
    return str(fake)


def test_make_alone_lists_every_target(tmp_path: Path) -> None:
    listed = make(place=tmp_path).stdout
    assert [target for target in make_targets() if f"make {target} " not in listed] == []


@pytest.mark.parametrize("target", ["run", "test", "admin"])
def test_an_old_python_is_refused_with_what_to_type_instead(tmp_path: Path, target: str) -> None:
    done = make(target, f"PYTHON={python_that_is('3.9.2', tmp_path)}", place=tmp_path)
    assert done.returncode != 0
    assert "Python 3.11 or newer is needed" in done.stdout
    assert "Python 3.9.2" in done.stdout
    assert f"make {target} PYTHON=" in done.stdout
    assert not (tmp_path / ".venv").exists()


def test_without_a_browser_the_reason_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("CHROMIUM", str(tmp_path / "none"))
    with pytest.raises(chromium.NoChromium, match=r"No Chromium was found .* CHROMIUM"):
        chromium.executable()


def test_a_browser_may_be_named_by_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHROMIUM", sys.executable)
    assert chromium.executable() == sys.executable


class TestPostgres:
    """`python -m tests.with_postgres`, as `make test` runs it."""

    def run(self, program: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "tests.with_postgres", sys.executable, "-c", program]
        return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    def test_is_a_real_server_while_the_command_runs_and_gone_afterwards(self) -> None:
        program = """
import os, psycopg2
address = os.environ["TEST_DATABASE_URL"].replace("postgres://", "postgresql://")
with psycopg2.connect(address).cursor() as cursor:
    cursor.execute("SHOW unix_socket_directories")
    print(cursor.fetchone()[0])
"""
        done = self.run(program)
        assert done.returncode == 0, done.stderr
        assert not Path(done.stdout.strip()).exists()

    def test_passes_on_how_the_command_ended(self) -> None:
        assert self.run("raise SystemExit(3)").returncode == 3
