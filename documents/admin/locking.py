"""Two people at one entry: each form carries what stood there when it was opened, so that whoever saves second is told
what the first one changed, and overwrites nothing unseen.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError

from documents.corrections import Entry, title_of
from documents.corrections.acts import plan_id_of, whose
from documents.corrections.in_force import Corrections, value_in_force, without_spans
from documents.corrections.shown import shown
from documents.models import CorrectionAct


@dataclass(frozen=True, slots=True)
class ChangedMeanwhile:
    """One field that is no longer as it was when the form was opened."""

    field: str
    title: str
    now: str  # as a person reads it
    who: str

    def __str__(self) -> str:
        return f"“{self.title}”已由{self.who}改为：{self.now}"


def digest(value: Any) -> str:
    """A stored value in short."""
    written = json.dumps(without_spans(value), ensure_ascii=False, sort_keys=True)
    return hashlib.blake2b(written.encode(), digest_size=6).hexdigest()


def as_opened(entry: Entry) -> dict[str, str]:
    """The digest of each field in force."""
    corrected = Corrections(plan_id_of(entry)).of(entry)
    return {field: digest(value_in_force(entry, field, corrected)) for field in entry.CORRECTABLE}


def changed_meanwhile(entry: Entry, opened: Mapping[str, str]) -> list[ChangedMeanwhile]:
    """What has changed since; nothing where that is not known."""
    now = as_opened(entry)
    fields = [field for field in now if field in opened and opened[field] != now[field]]
    corrected = Corrections(plan_id_of(entry)).of(entry) if fields else {}
    return [
        ChangedMeanwhile(field, title_of(entry, field), shown(field, value_in_force(entry, field, corrected)),
                         _who(entry, field))
        for field in fields
    ]  # fmt: skip


def still_as_opened(text: str, opened: str) -> None:
    """Raises ValidationError where a text is no longer what a page showed; nothing where that is not known."""
    if opened and opened != digest(text):
        raise ValidationError("打开页面之后，正文已被他人或导入改动。请对照现在的正文重新操作。")


def read_opened(given: str) -> dict[str, str]:
    """What a form sent back; nothing where that is nonsense."""
    try:
        read = json.loads(given or "{}")
    except ValueError:
        return {}
    return {str(name): str(value) for name, value in read.items()} if isinstance(read, dict) else {}


def _who(entry: Entry, field: str) -> str:
    """Whoever changed the field last."""
    act = CorrectionAct.objects.filter(field=field, **whose(entry)).select_related("made_by").first()
    if act is None:
        return "他人"
    return "导入" if act.kind == CorrectionAct.Kind.IMPORT else f" {act.made_by} " if act.made_by else "他人"
