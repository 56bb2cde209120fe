"""Every address of the site."""

from django.contrib import admin
from django.urls import include, path

from healthplan import api

urlpatterns = [
    path("admin/", admin.site.urls),
    path("api/v1/", api.urls),
    path("search/", include("search.urls")),
    path("", include("documents.urls")),
]
