"""The site as a Django app, so that its checks are found."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "healthplan"

    def ready(self) -> None:
        from . import checks  # noqa: F401  registers them
