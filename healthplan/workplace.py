"""The frame of the admin: what there is to do by the sort of work, most often done first, in place of one list of all
models by their names.
"""

from __future__ import annotations

from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.admin.apps import AdminConfig
from django.db.models.base import ModelBase
from django.http import HttpRequest

# Heading → models in their order. What is not named here comes last, under what its app is called.
WORK: dict[str, tuple[str, ...]] = {
    "文件与条目": ("documents.plan", "documents.chapter", "documents.measure", "documents.agency"),
    "核对": ("documents.reviewitem", "documents.readerreport", "documents.correction"),
    "导入": ("documents.originalfile", "documents.importbatch", "documents.importfile"),
    "词典": (
        "documents.themerule", "search.synonymgroup", "search.term", "documents.noisepattern",
        "documents.dictionarychange", "documents.themerulesversion",
    ),
    "读者": ("search.unansweredquery", "search.savedsearch"),
    "人员": ("auth.user", "auth.group"),
    "记录": (
        "documents.correctionact", "documents.agencyact", "documents.agencyname", "documents.sourcetext",
        "documents.finding", "documents.responsibility", "documents.target", "documents.citation",
        "documents.succession", "documents.indexchange", "documents.province",
    ),
}  # fmt: skip
# What these keep is for themselves, and in English; what there is to do about it is done in the list of people.
UNSHOWN = frozenset({"axes", "otp_static", "otp_totp"})


class WorkplaceConfig(AdminConfig):
    default_site = "healthplan.workplace.Workplace"


class Workplace(AdminSite):
    site_header = "健康政策知识库 管理"
    site_title = "健康政策知识库"
    index_title = "管理"

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        models: list[Any] = [model_or_iterable] if isinstance(model_or_iterable, ModelBase) else list(model_or_iterable)
        shown = [model for model in models if model._meta.app_label not in UNSHOWN]
        super().register(shown, admin_class, **options)

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """Of one app as ever; of all, by the work they are for."""
        apps: list[Any] = super().get_app_list(request, app_label)
        if app_label is not None:
            return apps
        rows = {row["model"]._meta.label_lower: (row, app) for app in apps for row in app["models"]}
        groups = [
            self._group(name, [rows.pop(label)[0] for label in labels if label in rows])
            for name, labels in WORK.items()
        ]
        rest = [{**app, "models": [row for row, of in rows.values() if of is app]} for app in apps]
        return [group for group in (*groups, *rest) if group["models"]]

    def _group(self, name: str, rows: list[Any]) -> dict[str, Any]:
        label = f"work-{list(WORK).index(name)}"  # marks the group on the page
        return {"name": name, "app_label": label, "app_url": "", "has_module_perms": True, "models": rows}
