"""Addresses of search."""

from django.urls import path

from search.views import page

app_name = "search"
urlpatterns = [path("", page.search, name="search")]
