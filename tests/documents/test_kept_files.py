"""The file that was brought is kept with its text: both or neither."""

from __future__ import annotations

from typing import Any

import pytest

from documents.extracting import extract
from documents.importing import files
from documents.models import OriginalFile
from documents.models.imports import original_path

pytestmark = pytest.mark.django_db

BROUGHT = extract("湖南省卫生规划\n一、健全体系\n（一）加强基层建设，完善服务网络。\n".encode(), "规划.txt")


def fail(*_: Any, **__: Any) -> None:
    raise RuntimeError("the database went away")


def test_a_file_whose_import_fails_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "import_text", fail)
    with pytest.raises(RuntimeError):
        files.import_file(BROUGHT)
    assert not original_path(BROUGHT.sha256).exists()


def test_it_stays_where_somebody_else_has_imported_it_meanwhile(monkeypatch: pytest.MonkeyPatch) -> None:
    OriginalFile.objects.create(sha256=BROUGHT.sha256, name="规划.txt", kind="txt", size=len(BROUGHT.data))
    monkeypatch.setattr(files, "import_text", fail)
    with pytest.raises(RuntimeError):
        files.import_file(BROUGHT)
    assert original_path(BROUGHT.sha256).read_bytes() == BROUGHT.data
    original_path(BROUGHT.sha256).unlink()
