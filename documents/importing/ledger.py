"""What an import under way has found out about each entry."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from documents.importing import stored
from documents.importing.results import Conflict, EntryResult, ImportResult, Status
from documents.models import Chapter, Measure, Plan, ReviewItem

Entry = Plan | Chapter | Measure


@dataclass(frozen=True, slots=True)
class Change:
    """What the parser said of a field of an entry before, and what it says now."""

    entry: Entry
    field: str
    before: Any
    after: Any


@dataclass
class Ledger:
    new: list[Entry] = field(default_factory=list)
    updated: list[tuple[Entry, list[str]]] = field(default_factory=list)
    unchanged: list[Entry] = field(default_factory=list)
    withdrawn: list[Entry] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)

    def told(self, entry: Entry, said: dict[str, Any]) -> None:
        """Notes what the parser now says of an entry that exists, before the entry is told."""
        fields = stored.differing(entry.parsed, said, [*entry.CORRECTABLE, "citations"])
        if fields or not entry.found:
            self.updated.append((entry, fields))
        else:
            self.unchanged.append(entry)
        if not entry.found:
            self.changes.append(Change(entry, "found", False, True))
        if entry.parsed:  # else it was never read before
            self.changes += [Change(entry, name, entry.parsed.get(name), said.get(name)) for name in fields]

    def withdraw(self, entry: Entry) -> None:
        """Notes that the parser no longer finds an entry."""
        self.withdrawn.append(entry)
        self.changes.append(Change(entry, "found", True, False))

    def result(self, plan: Plan, file: str, status: Status, *, warnings: tuple[str, ...], kept: bool) -> ImportResult:
        """The result of the import; `kept` is False for a dry run, whose new entries have no number that lasts."""
        numberless = () if kept else tuple(id(entry) for entry in self.new)

        def shown(entry: Entry, fields: list[str] | None = None) -> EntryResult:
            pk = None if id(entry) in numberless else entry.pk
            return EntryResult(str(entry._meta.model_name), pk, entry.heading, tuple(fields or ()))

        return ImportResult(
            file=file,
            status=status,
            plan_id=None if id(plan) in numberless else plan.pk,
            heading=plan.heading,
            new=tuple(map(shown, self.new)),
            updated=tuple(shown(entry, fields) for entry, fields in self.updated),
            unchanged=tuple(map(shown, self.unchanged)),
            withdrawn=tuple(map(shown, self.withdrawn)),
            conflicts=tuple(map(Conflict.of, _open_conflicts(plan))),
            warnings=warnings,
        )


def _open_conflicts(plan: Plan) -> QuerySet[ReviewItem]:
    conflicts = ReviewItem.objects.filter(plan=plan, kind=ReviewItem.Kind.CONFLICT, state=ReviewItem.State.OPEN)
    return conflicts.select_related("plan", "chapter", "measure__chapter").order_by("pk")
