"""Addresses of the pages to browse."""

from django.urls import path  # noqa: F401

app_name = "documents"
urlpatterns: list[object] = []
