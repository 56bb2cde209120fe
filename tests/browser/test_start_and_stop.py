"""Web server and index worker live and die together, and a second start does nothing twice."""

from __future__ import annotations

import signal
import subprocess
import urllib.error
import urllib.request

import psutil
import pytest

from tests.browser.site import Site, free_port

SECONDS = 15


def started_by(process: subprocess.Popen[bytes]) -> dict[str, psutil.Process]:
    """The two processes by the words they were called with, their helpers left out."""
    children = psutil.Process(process.pid).children(recursive=True)
    lines = {child: " ".join(child.cmdline()) for child in children}
    return {
        name: min((child for child, line in lines.items() if word in line), key=lambda child: child.create_time())
        for name, word in (("web", "gunicorn"), ("index", "index_worker"))
    }


@pytest.mark.parametrize("dying", ["web", "index"])
def test_when_one_dies_the_other_stops_too(site: Site, dying: str) -> None:
    beside = Site(site.data, free_port())
    with beside.served() as process:
        both = started_by(process)
        both[dying].kill()
        assert process.wait(SECONDS) != 0
        assert psutil.wait_procs(list(both.values()), timeout=SECONDS)[1] == []


def test_ctrl_c_stops_both(site: Site) -> None:
    beside = Site(site.data, free_port())
    with beside.served() as process:
        both = started_by(process)
        process.send_signal(signal.SIGINT)
        process.wait(SECONDS)
        assert psutil.wait_procs(list(both.values()), timeout=SECONDS)[1] == []


def test_importing_the_texts_again_changes_nothing(site: Site) -> None:
    before = urllib.request.urlopen(f"{site.url}/api/v1/measures/").read()
    assert "新增 0，更新 0，未变 5，拒绝 0" in site.import_texts()
    assert urllib.request.urlopen(f"{site.url}/api/v1/measures/").read() == before


def test_the_site_runs_without_debug_and_with_hashed_static_files(site: Site) -> None:
    page = urllib.request.urlopen(site.url).read().decode()
    stylesheet = next(part.split('"')[0] for part in page.split('href="') if ".css" in part.split('"')[0])
    with urllib.request.urlopen(site.url + stylesheet) as answer:
        assert "immutable" in answer.headers["Cache-Control"]
    with pytest.raises(urllib.error.HTTPError) as missing:
        urllib.request.urlopen(f"{site.url}/no-such-page/")
    assert missing.value.code == 404
    assert "URLconf" not in missing.value.read().decode()
