"""What an import did, or would do: said, not printed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from documents.models import ReviewItem


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
class Conflict:
    """What a person decides: the parser now says something else of what they worked on. Values as they are stored."""

    item: ReviewItem
    field: str
    parsed_before: Any
    parsed_now: Any
    mine: Any

    @classmethod
    def of(cls, item: ReviewItem) -> Conflict:
        return cls(item, item.field, item.detail["before"], item.detail["now"], item.detail["mine"])

    def __str__(self) -> str:
        return f"{self.item.entry}：{self.item.message}"


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
