"""Addresses of search."""

from django.urls import path

from search.views import exports, page

app_name = "search"
urlpatterns = [
    path("", page.search, name="search"),
    path("export.csv", exports.as_csv, name="csv"),
    path("export.xlsx", exports.as_xlsx, name="xlsx"),
]
