"""What an import did, or would do: said, not printed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from documents.corrections import Conflict


class Status(StrEnum):
    NEW = "new"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class EntryResult:
    """One entry: its kind (plan, chapter, measure), its number (None for one that a dry run did not keep), how a
    reader finds it, and which fields the parser now reads otherwise."""

    kind: str
    pk: int | None
    heading: str
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What became of one file. A refused one has a reason and nothing else."""

    file: str
    status: Status
    plan_id: int | None = None
    heading: str = ""
    new: tuple[EntryResult, ...] = ()
    updated: tuple[EntryResult, ...] = ()
    unchanged: tuple[EntryResult, ...] = ()
    withdrawn: tuple[EntryResult, ...] = ()  # no longer found by the parser; kept, and shown where a person cared
    conflicts: tuple[Conflict, ...] = ()
    warnings: tuple[str, ...] = ()
    reason: str = ""

    @property
    def refused(self) -> bool:
        return self.status is Status.REFUSED
