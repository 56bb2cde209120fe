"""A text → rows, in one transaction, as often as one likes: what is known already changes nothing, entries keep their
number, and what a person corrected stays corrected.

`import_path` and `import_text` say what they did (`ImportResult`) and print nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from pathlib import Path

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from documents import index_changes
from documents.agencies import Register
from documents.corrections.checking import apply_check
from documents.corrections.in_force import apply_entries, apply_plan, set_columns
from documents.corrections.source_places import give_places
from documents.importing import reading, stored
from documents.importing.entries import write_entries
from documents.importing.history import keep_history
from documents.importing.ledger import Ledger
from documents.importing.plans import plan_of, province_of
from documents.importing.reading import Reader
from documents.importing.results import Conflict, EntryResult, ImportResult, Status
from documents.importing.successions import note_successions
from documents.models import Finding, Measure, Plan, Province, SourceText
from documents.parsing import tree
from documents.parsing.reading import RawText, UnreadableText, read_path
from documents.parsing.wording import Wording
from documents.review import raising

__all__ = [
    "Conflict",
    "EntryResult",
    "ImportResult",
    "Status",
    "import_path",
    "import_text",
    "nothing_new",
    "read_again",
    "remove_plan",
]


def _packaged() -> None:
    """No words but those that the parser comes with."""


def import_path(
    path: Path,
    *,
    dry_run: bool = False,
    wording: Callable[[], Wording | None] = _packaged,
    by: AbstractBaseUser | None = None,
) -> ImportResult:
    """Imports one file; one that cannot be read is refused, with the reason."""
    try:
        raw = read_path(path)
    except UnreadableText as error:
        return ImportResult(file=path.name, status=Status.REFUSED, reason=str(error))
    return import_text(raw, dry_run=dry_run, wording=wording, by=by)


def import_text(
    raw: RawText,
    *,
    dry_run: bool = False,
    wording: Callable[[], Wording | None] = _packaged,
    by: AbstractBaseUser | None = None,
    parsed: tree.ParsedText | None = None,
    again: bool = False,
    beside: Collection[str] = (),
) -> ImportResult:
    """Imports one text: a new plan, a further state of one that is known, or nothing new. `by` is kept in the history.

    With `dry_run` the result says what would change, and nothing is kept. `wording` gives the words by which misprints
    are found, and is asked only when there is something to parse: `wording.imported_wording` knows those of the corpus.
    `parsed` is what the parser makes of the text, where the caller has asked it already. With `again` a text is parsed
    that this parser has read before. `beside`: the hashes of texts that are imported along with it.
    """
    reader = reading.in_force()
    known = None if again else nothing_new(raw, reader, beside)
    if known:
        return known
    parsed = parsed or reader.parse(raw, wording())
    with transaction.atomic():
        _one_at_a_time()
        result = None if again else nothing_new(raw, reader, beside)
        result = result or _write(raw, parsed, reader, by, kept=not dry_run)
        if dry_run:
            transaction.set_rollback(True)
    return result


def read_again(
    plan: Plan, *, wording: Callable[[], Wording | None] = _packaged, by: AbstractBaseUser | None = None
) -> ImportResult:
    """Parses the present source of a plan once more, as texts are read now."""
    source = plan.sources.get(current=True)
    raw = RawText(source.text, source.file, source.sha256, source.encoding)
    return import_text(raw, wording=wording, by=by, again=True)


def remove_plan(plan: Plan) -> None:
    """Takes a plan out with all that belongs to it, corrections included, and tells the index."""
    with transaction.atomic():
        index_changes.record(plan.measures.values_list("pk", flat=True))
        plan.delete()


def _one_at_a_time() -> None:
    """Imports wait for each other until the transaction ends, so that two of the same text do not make two plans.

    SQLite has one writer anyway; elsewhere the first province's row serves as the lock. NO KEY: rows that refer to the
    province can still be written.
    """
    Province.objects.select_for_update(no_key=True).order_by("pk").first()


def nothing_new(raw: RawText, reader: Reader | None = None, beside: Collection[str] = ()) -> ImportResult | None:
    """The result for a text that this parser has read before.

    An older source of a plan does not come back by being imported again beside the present one; only under the same
    file name, where somebody has put the old text back. Where the present one is brought along (`beside`), from another
    folder, nobody has.
    """
    source = SourceText.objects.select_related("plan").filter(sha256=raw.sha256).first()
    if source is None:
        return None
    if source.current and source.parser_version != (reader or reading.in_force()).version:
        return None
    present = source.plan.sources.filter(current=True, file=raw.file)
    if not source.current and present.exclude(sha256__in=beside).exists():
        return None
    plan = source.plan
    unchanged = [plan, *plan.chapters.filter(found=True), *plan.measures.filter(found=True).select_related("chapter")]
    return Ledger(unchanged=unchanged).result(plan, raw.file, Status.UNCHANGED, warnings=(), kept=True)


def _write(
    raw: RawText, parsed: tree.ParsedText, reader: Reader, by: AbstractBaseUser | None, *, kept: bool
) -> ImportResult:
    province = province_of(parsed.plan)
    known = SourceText.objects.select_related("plan").filter(sha256=raw.sha256).first()
    plan = known.plan if known else plan_of(raw, parsed.plan, province)
    status = Status.UPDATED if plan else Status.NEW
    before = index_changes.contents(plan.pk) if plan else {}
    ledger = Ledger()
    plan = _write_plan(plan, stored.plan_facts(parsed.plan, province), ledger)
    last = plan.sources.filter(current=True).first()
    source = _write_source(raw, parsed, plan, reader.version)
    write_entries(source, parsed, Register(province), ledger)
    if last is not None or ledger.changes:
        keep_history(plan, last, source, ledger, by)
    _bring_in_line(plan, [entry for entry in ledger.withdrawn if isinstance(entry, Measure)])
    index_changes.record_differences(before, index_changes.contents(plan.pk))
    if known and known.current and not (ledger.new or ledger.updated or ledger.withdrawn):
        status = Status.UNCHANGED
    warnings = tuple(warning.message for warning in parsed.warnings)
    return ledger.result(plan, raw.file, status, warnings=warnings, kept=kept)


def _bring_in_line(plan: Plan, withdrawn: Iterable[Measure]) -> None:
    """What follows from what was parsed and what persons said: the values in force, addresses, what to review."""
    apply_plan(plan)
    apply_entries(plan)
    give_places(plan)
    apply_check(plan)
    note_successions(plan, withdrawn)
    raising.refresh(plan)


def _write_plan(plan: Plan | None, said: dict[str, object], ledger: Ledger) -> Plan:
    if plan is None:
        plan = Plan(parsed=said)
        set_columns(plan, {})
        plan.save()
        ledger.new.append(plan)
        return plan
    Plan.objects.select_for_update().get(pk=plan.pk)  # a correction under way is waited for
    ledger.told(plan, said)
    plan.parsed = said
    plan.save(update_fields=["parsed", "updated_at"])
    return plan


def _write_source(raw: RawText, parsed: tree.ParsedText, plan: Plan, version: str) -> SourceText:
    """The text as the plan's present source, with what else the parser made of it."""
    source = SourceText.objects.filter(sha256=raw.sha256).first() or SourceText(
        plan=plan, file=raw.file[-255:], sha256=raw.sha256, encoding=raw.encoding, text=raw.text,
        characters=len(raw.text),
    )  # fmt: skip
    plan.sources.exclude(pk=source.pk).filter(current=True).update(current=False)
    source.parser_version, source.current = version, True
    source.save()
    source.plan = plan
    source.findings.all().delete()
    Finding.objects.bulk_create(stored.findings(parsed, source))
    return source
