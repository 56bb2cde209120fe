"""A file as it was brought → an import, with the file itself kept beside the text."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Collection
from contextlib import suppress
from pathlib import Path

from django.contrib.auth.models import AbstractBaseUser
from django.db import DatabaseError, transaction

from documents.extracting import Brought
from documents.importing import ImportResult, import_text
from documents.models import OriginalFile, SourceText
from documents.models.imports import original_path
from documents.parsing import tree
from documents.parsing.wording import Wording


def import_file(
    brought: Brought,
    *,
    by: AbstractBaseUser | None = None,
    wording: Callable[[], Wording | None] = lambda: None,
    dry_run: bool = False,
    parsed: tree.ParsedText | None = None,
    beside: Collection[str] = (),
) -> ImportResult:
    """Imports the text of a file and keeps the file under its hash, both or neither."""
    if dry_run:
        return import_text(brought.raw, dry_run=True, wording=wording, by=by, parsed=parsed, beside=beside)
    new = keep(brought.data, brought.sha256)
    try:
        with transaction.atomic():
            result = import_text(brought.raw, wording=wording, by=by, parsed=parsed, beside=beside)
            _note(brought, by)
    except BaseException:
        if new:
            _give_up(brought.sha256)
        raise
    return result


def _give_up(sha256: str) -> None:
    """Removes a file whose import failed, but not one that somebody else has imported meanwhile."""
    with suppress(DatabaseError):
        if not OriginalFile.objects.filter(sha256=sha256).exists():
            original_path(sha256).unlink(missing_ok=True)


def keep(data: bytes, sha256: str) -> bool:
    """Writes a file under its hash, whole or not at all; False where it was kept before."""
    path = original_path(sha256)
    if path.exists():
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, draft = tempfile.mkstemp(dir=path.parent, prefix="draft-")  # only its owner may read it
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
        Path(draft).replace(path)
    finally:
        with suppress(FileNotFoundError):
            Path(draft).unlink()
    return True


def _note(brought: Brought, by: AbstractBaseUser | None) -> None:
    source = SourceText.objects.filter(sha256=brought.raw.sha256).first()
    said = {"source": source, "name": brought.raw.file[-255:], "kind": brought.kind, "size": len(brought.data)}
    row, made = OriginalFile.objects.get_or_create(
        sha256=brought.sha256, defaults={**said, "brought_by_id": by.pk if by else None}
    )
    if not made and row.source_id is None:  # its plan had been taken out
        OriginalFile.objects.filter(pk=row.pk).update(source=source)
