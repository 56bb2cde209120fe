from typing import Any

from django.apps import AppConfig
from django.apps import apps as present_apps
from django.apps.registry import Apps
from django.db.models.signals import post_migrate


class DocumentsConfig(AppConfig):
    name = "documents"
    verbose_name = "文件库"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        post_migrate.connect(_make_groups, sender=self)


def _make_groups(apps: Apps = present_apps, **_: Any) -> None:
    """Bring the product's groups in, unless the tables are just being taken away."""
    from documents.accounts.groups import ensure_groups

    if "importbatch" in apps.all_models["documents"]:
        ensure_groups()
