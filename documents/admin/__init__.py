"""The admin: every model, found and filtered; entries are corrected here, never saved past `corrections`."""

from documents.admin import (
    agencies,
    chapters,
    dictionary,
    imports,
    measures,
    noise,
    people,
    plans,
    records,
    reports,
    review,
    theme_rules,
)

__all__ = [
    "agencies",
    "chapters",
    "dictionary",
    "imports",
    "measures",
    "noise",
    "people",
    "plans",
    "records",
    "reports",
    "review",
    "theme_rules",
]
