"""An item as it is raised, before it is a row."""

from __future__ import annotations

import dataclasses
import hashlib
from dataclasses import dataclass
from typing import Any

from documents.models import Chapter, Measure, Plan, ReviewItem

Kind = ReviewItem.Kind

# What looking at an item of a kind is worth: first what a person's own work hangs on, then what readers stumble over,
# then what is lost or wrong in the text, last what is only doubtful. Added to it is at most 9 for the item itself.
WORTH: dict[str, int] = {
    Kind.CONFLICT: 90,
    Kind.REPORT: 80,
    Kind.LAPSED: 70,
    Kind.UNPLACED: 60,
    Kind.AGENCY: 55,
    Kind.REPAIR: 50,
    Kind.LOST: 40,
    Kind.DAMAGE: 35,
    Kind.NUMBERING: 30,
    Kind.UNSURE: 10,
}


@dataclass(frozen=True, slots=True)
class Raised:
    """`key` names what it is about within the plan, whatever is imported; `ground` what was said of it."""

    kind: ReviewItem.Kind
    key: str
    message: str
    entry: Plan | Chapter | Measure | None = None
    ground: str = ""
    field: str = ""
    detail: dict[str, Any] = dataclasses.field(default_factory=dict)
    spans: list[list[int]] = dataclasses.field(default_factory=list)
    extra: float = 0.0  # worth above that of its kind, 0 to 9

    @property
    def worth(self) -> float:
        return WORTH[self.kind] + min(9.0, max(0.0, self.extra))

    @property
    def whose(self) -> dict[str, int | None]:
        """The entry by its foreign keys."""
        return {
            "chapter_id": self.entry.pk if isinstance(self.entry, Chapter) else None,
            "measure_id": self.entry.pk if isinstance(self.entry, Measure) else None,
        }


def key_of(*parts: object) -> str:
    """A key, or a ground, of what it is made from."""
    return hashlib.blake2b("\x1f".join(map(str, parts)).encode(), digest_size=16).hexdigest()


def name_of(entry: Plan | Chapter | Measure | None) -> str:
    """Which entry, for a key."""
    return f"{entry._meta.model_name} {entry.pk}" if entry is not None else ""
