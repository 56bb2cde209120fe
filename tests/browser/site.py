"""The product as it is really run: its own processes, its own data directory, its own port."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.settings import READ_FROM_ENVIRONMENT

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ROOT / "fixtures" / "sources"
ADMIN, PASSWORD = "editor", "a-long-word-for-tests"
SECONDS_TO_START = 60
SECONDS_TO_STOP = 20


class Site:
    """What `make run` starts, in a data directory of its own."""

    def __init__(self, data: Path, port: int) -> None:
        self.data = data
        self.url = f"http://127.0.0.1:{port}"
        self.environment = {
            **{name: value for name, value in os.environ.items() if name not in READ_FROM_ENVIRONMENT},
            "HEALTHPLAN_DATA_DIR": str(data),
            "DJANGO_SETTINGS_MODULE": "healthplan.settings",
            "PORT": str(port),
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        }

    def manage(self, *arguments: str, **environment: str) -> str:
        """What a management command prints; its own message is the error's where it fails."""
        command = [sys.executable, "manage.py", *arguments]
        own = {**self.environment, **environment}
        done = subprocess.run(command, cwd=ROOT, env=own, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(f"{' '.join(arguments)} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
        return done.stdout

    def prepare(self) -> None:
        """What `make run` does before it serves, and the first account."""
        self.manage("migrate", "--verbosity", "0")
        self.import_texts()
        self.manage("update_index")
        self.manage("collectstatic", "--noinput", "--verbosity", "0")
        account = ("--username", ADMIN, "--email", "editor@example.org")
        self.manage("createsuperuser", "--noinput", *account, DJANGO_SUPERUSER_PASSWORD=PASSWORD)

    def import_texts(self) -> str:
        return self.manage("import_texts", str(SOURCES))

    @contextmanager
    def served(self) -> Iterator[subprocess.Popen[bytes]]:
        """Web server and index worker, through the Procfile as in `make run`; gives the process that started both."""
        command = [sys.executable, "-m", "honcho", "start", "--env", os.devnull]
        with tempfile.TemporaryFile() as log:
            process = subprocess.Popen(command, cwd=ROOT, env=self.environment, stdout=log, stderr=log)
            try:
                self._wait(process, log.fileno())
                yield process
            finally:
                process.send_signal(signal.SIGTERM)
                process.wait(SECONDS_TO_STOP)

    def _wait(self, process: subprocess.Popen[bytes], log: int) -> None:
        """Returns when the site answers; raises with what it printed when it ended or does not."""
        until = time.monotonic() + SECONDS_TO_START
        while process.poll() is None and time.monotonic() < until:
            try:
                with urllib.request.urlopen(self.url, timeout=5):
                    return
            except OSError:
                time.sleep(0.1)
        printed = os.pread(log, 1_000_000, 0).decode(errors="replace")
        raise RuntimeError(f"The site does not answer at {self.url}:\n{printed}")


def free_port() -> int:
    with socket.socket() as chosen:
        chosen.bind(("127.0.0.1", 0))
        port: int = chosen.getsockname()[1]
    return port


@contextmanager
def running_site() -> Iterator[Site]:
    """The product with the five texts, serving; removed with all its data afterwards."""
    with tempfile.TemporaryDirectory(prefix="healthplan-site-") as data:
        site = Site(Path(data), free_port())
        site.prepare()
        with site.served():
            yield site
