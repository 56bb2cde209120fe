"""Addresses of search."""

from django.urls import path
from django.views.decorators.http import require_safe

from search.views import exports, page, saved, suggest
from search.views.answers import answered
from search.views.feed import SearchFeed

app_name = "search"
urlpatterns = [
    path("", page.search, name="search"),
    path("suggest", suggest.suggest, name="suggest"),
    path("feed.atom", answered(require_safe(SearchFeed())), name="feed"),
    path("saved/", saved.saved, name="saved"),
    path("saved/<int:pk>/rename/", saved.rename, name="rename"),
    path("saved/<int:pk>/remove/", saved.remove, name="remove"),
    path("export.csv", exports.as_csv, name="csv"),
    path("export.xlsx", exports.as_xlsx, name="xlsx"),
]
