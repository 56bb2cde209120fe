"""The admin: every model, found and filtered; entries are corrected here, never saved past `corrections`."""

from django.contrib import admin

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

admin.site.site_header = "健康政策知识库 管理"
admin.site.site_title = "健康政策知识库"
admin.site.index_title = "管理"
