from typing import Any

from django.apps import AppConfig
from django.apps import apps as present_apps
from django.apps.registry import Apps
from django.db.models.signals import post_migrate


class SearchConfig(AppConfig):
    name = "search"
    verbose_name = "检索"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        post_migrate.connect(_load_dictionaries, sender=self)


def _load_dictionaries(apps: Apps = present_apps, **_: Any) -> None:
    """Bring what came with the product into its tables, unless these are just being taken away."""
    from search import dictionaries

    if "dictionary" in apps.all_models["search"]:
        dictionaries.load_shipped()
