"""What an import changed, kept beside what persons did: each field of which the parser now says something else."""

from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser

from documents.corrections.acts import Doing, whose
from documents.importing.ledger import Entry, Ledger
from documents.models import CorrectionAct, Plan, SourceText


def keep_history(
    plan: Plan, before: SourceText | None, source: SourceText, ledger: Ledger, by: AbstractBaseUser | None
) -> None:
    """One row for the import with its counts, and one for each field of an entry that was there before."""
    doing = Doing(by)
    counts = {"new": len(ledger.new), "updated": len(ledger.updated), "withdrawn": len(ledger.withdrawn)}
    acts = [_act(plan, doing, "source", _described(before), {**(_described(source) or {}), **counts})]
    acts += [_act(c.entry, doing, c.field, c.before, c.after) for c in ledger.changes]
    CorrectionAct.objects.bulk_create(acts)


def _act(entry: Entry, doing: Doing, field: str, before: object, after: object) -> CorrectionAct:
    by = doing.by.pk if doing.by else None
    return CorrectionAct(
        kind=CorrectionAct.Kind.IMPORT, batch=doing.batch, field=field, before=before, after=after, made_by_id=by,
        **whose(entry),
    )  # fmt: skip


def _described(source: SourceText | None) -> dict[str, object] | None:
    if source is None:
        return None
    return {"file": source.file, "sha256": source.sha256, "parser": source.parser_version}
