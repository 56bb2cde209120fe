"""Files brought in the browser, one step at a time: looked through, chosen, imported.

Each step does one file, in a request of its own, so that long work shows how far it is, goes on after a restart, and
two requests never do the same file.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import timedelta

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from documents.extracting import Brought, UnreadableText, extract
from documents.importing import Status
from documents.importing.files import import_file
from documents.importing.previews import preview
from documents.importing.wording import imported_wording
from documents.models import ImportBatch, ImportFile, SourceText
from documents.themes import changing

State = ImportFile.State
# What was brought and never imported is thrown away after so many days.
KEPT_DAYS = 7
# A step that has not ended by then belonged to a process that is gone.
STEP_TAKES = timedelta(minutes=3)


@transaction.atomic
def begin(brought: Iterable[Brought | UnreadableText], by: AbstractBaseUser) -> ImportBatch:
    """A batch of what could be read; of what was refused only the reason is kept."""
    forget_old()
    batch = ImportBatch.objects.create(made_by_id=by.pk)
    for each in brought:
        if isinstance(each, UnreadableText):
            ImportFile.objects.create(
                batch=batch, name=str(each).split("：")[0][:255], size=0, state=State.REFUSED, reason=str(each)[:500]
            )
        else:
            ImportFile.objects.create(
                batch=batch, name=each.raw.file[-255:], kind=each.kind, size=len(each.data), sha256=each.sha256,
                data=each.data, notes=list(each.notes),
            )  # fmt: skip
    return batch


def step(batch: ImportBatch, by: AbstractBaseUser) -> bool:
    """Does the next file that waits; False where none does."""
    row = _claimed(batch)
    if row is None:
        return False
    brought = extract(bytes(row.data or b""), row.name)
    if row.state == State.WAITING:
        told = preview(brought, imported_wording)
        # what was thrown away meanwhile stays so
        still = batch.files.filter(pk=row.pk, state=State.WAITING)
        still.update(preview=told, state=State.READY, claimed_at=None)
        return True
    _import(row, brought, by)
    row.claimed_at = None
    row.save()
    return True


def confirm(batch: ImportBatch, chosen: Collection[int]) -> int:
    """Lets the chosen files be imported, and drops the others that were looked through; says how many were chosen."""
    ready = batch.files.filter(state=State.READY)
    with transaction.atomic():
        number = ready.filter(pk__in=chosen).update(state=State.CHOSEN)
        _drop(ready)
    return number


def discard(batch: ImportBatch) -> None:
    """Throws away what has not been imported."""
    with transaction.atomic():
        _drop(batch.files.exclude(state__in=(State.DONE, State.REFUSED)))


def forget_old() -> None:
    old = timezone.now() - timedelta(days=KEPT_DAYS)
    ImportBatch.objects.filter(made_at__lt=old).exclude(files__state=State.DONE).delete()
    _drop(ImportFile.objects.filter(batch__made_at__lt=old).exclude(state__in=(State.DONE, State.REFUSED)))


def _drop(files: QuerySet[ImportFile]) -> None:
    files.update(state=State.DROPPED, data=None, preview={})


def _claimed(batch: ImportBatch) -> ImportFile | None:
    """The next file under way that no other request is at, marked as this one's."""
    now = timezone.now()
    free = Q(claimed_at=None) | Q(claimed_at__lt=now - STEP_TAKES)
    waiting = batch.files.filter(free, state__in=ImportFile.UNDER_WAY)
    for pk in waiting.values_list("pk", flat=True)[:5]:
        if waiting.filter(pk=pk).update(claimed_at=now):
            return ImportFile.objects.get(pk=pk)
    return None


def _import(row: ImportFile, brought: Brought, by: AbstractBaseUser) -> None:
    changing.catch_up()
    result = import_file(brought, by=by, wording=imported_wording)
    row.state, row.result, row.reason = State.DONE, str(result.status), result.reason
    row.source = SourceText.objects.filter(sha256=brought.raw.sha256).first()
    row.data, row.preview = None, {"heading": result.heading, "plan": result.plan_id}
    if result.status is Status.REFUSED:
        row.state = State.REFUSED
