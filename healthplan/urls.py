"""Every address of the site."""

from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.templatetags.static import static
from django.urls import include, path
from django.utils.functional import lazy
from django.views.generic import RedirectView

from healthplan import api

to_sign_in = RedirectView.as_view(pattern_name="documents:sign-in", query_string=True)

urlpatterns = [
    # one way in, with one protection against guessing
    path("admin/login/", login_not_required(to_sign_in)),
    path("admin/", admin.site.urls),
    path("api/v1/", api.urls),
    path("search/", include("search.urls")),
    # browsers ask for this one wherever a page names no icon: in the admin, beside JSON
    path("favicon.ico", RedirectView.as_view(url=lazy(static, str)("icon.svg"))),
    path("", include("documents.urls")),
]
