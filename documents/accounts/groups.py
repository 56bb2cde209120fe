"""The groups that come with the product. After each migration every one has at least what is written here; who wants
a narrower one makes a group of their own.
"""

from __future__ import annotations

from django.contrib.auth.models import Group, Permission
from django.db.models import Q

EDITORS, IMPORTERS, ADMINISTRATORS = "编辑", "导入", "管理员"

# What editors work on; entries are corrected, never made or deleted past an import.
_CORRECTED = ("plan", "chapter", "measure", "agency", "agencyname", "readerreport", "reviewitem", "correction")
# Files as they came hold contact data, searches that readers keep are their own, and the rest is the machine's book.
_NOT_FOR_EDITORS = (
    "originalfile", "importfile", "importbatch", "savedsearch", "unansweredquery", "indexchange", "finding",
    "succession", "citation", "responsibility", "target", "agencyname",
)  # fmt: skip
_MAY_MAKE = ("agencyname", "correction", "correctionact")


def ensure_groups() -> None:
    """Makes the groups that are missing and gives each what it lacks."""
    looking = Q(codename__startswith="view_", content_type__app_label__in=("documents", "search"))
    open_to_editors = looking & ~Q(codename__in=[f"view_{name}" for name in _NOT_FOR_EDITORS])
    changing = Q(
        content_type__app_label="documents",
        codename__in=[f"change_{name}" for name in _CORRECTED]
        + [f"{act}_{name}" for name in _MAY_MAKE for act in ("add", "delete")],
    )
    bringing = Q(
        content_type__app_label="documents",
        codename__in=["add_importbatch", "view_importbatch", "view_importfile", "view_originalfile", "view_plan"],
    )
    for name, permitted in ((EDITORS, open_to_editors | changing), (IMPORTERS, bringing), (ADMINISTRATORS, Q())):
        group, _ = Group.objects.get_or_create(name=name)
        group.permissions.add(*Permission.objects.filter(permitted))
