"""What a person changed, laid over what the parser said; it survives every import.

- `acts`: correcting a field and taking that back; `checks`: marking entries as compared with their source
- `structure`: adding, splitting and merging entries; `agencies`: names of agencies and merging two of them
- `undoing`: taking back all that was done in one go, or one field; `conflicts`: where an import and a person disagree
- `in_force`, `parts`, `order`, `source_places`: from what was parsed and corrected to the columns that are read
- `values`: what can be put in a field; `exchange`: taking corrections to another installation
"""

from __future__ import annotations

from documents.corrections.acts import (
    Entry,
    apply,
    correct,
    correct_each,
    correct_fields,
    revert,
    same,
    stored_value,
)
from documents.corrections.checks import check, check_each
from documents.corrections.in_force import parsed_value
from documents.corrections.structure import Part, add_chapter, add_measure, merge, split
from documents.corrections.undoing import restorable, restore, undo
from documents.corrections.values import clean, title_of

__all__ = [
    "Entry",
    "Part",
    "add_chapter",
    "add_measure",
    "apply",
    "check",
    "check_each",
    "clean",
    "correct",
    "correct_each",
    "correct_fields",
    "merge",
    "parsed_value",
    "restorable",
    "restore",
    "revert",
    "same",
    "split",
    "stored_value",
    "title_of",
    "undo",
]
