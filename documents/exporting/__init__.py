"""A plan as a file to take away, with its place in the base and in the source.

What is exported is what is in force and visible: corrections are in it, hidden entries and noise are not.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from documents.exporting.content import PlanContent, content_of
from documents.exporting.data import as_json
from documents.exporting.prose import as_markdown, as_plain_text
from documents.exporting.word import as_word
from documents.models import Plan

__all__ = ["FORMATS", "Format", "export"]


@dataclass(frozen=True, slots=True)
class Format:
    extension: str
    name: str
    content_type: str
    write: Callable[[PlanContent], str | bytes]


_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

FORMATS = {
    each.extension: each
    for each in (
        Format("docx", "Word", _WORD, as_word),
        Format("md", "Markdown", "text/markdown; charset=utf-8", as_markdown),
        Format("txt", "纯文本", "text/plain; charset=utf-8", as_plain_text),
        Format("json", "JSON", "application/json", as_json),
    )
}


def export(plan: Plan, extension: str, address: str) -> str | bytes:
    """The plan in one of `FORMATS`; `address` is the site's: https://plans.example. Six queries."""
    return FORMATS[extension].write(content_of(plan, address))
