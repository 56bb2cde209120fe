"""Addresses of the pages to browse. Each stays good: entries keep their number through imports and corrections."""

from django.contrib.auth.views import LogoutView
from django.contrib.sitemaps.views import index, sitemap
from django.urls import path

from documents.accounts.signing_in import SignInView
from documents.sitemaps import SITEMAPS
from documents.views import (
    agencies,
    chapters,
    data_notes,
    downloads,
    help_pages,
    home,
    imports,
    measures,
    plans,
    provinces,
    reports,
    second_factor,
    sources,
    styleguide,
)

app_name = "documents"
urlpatterns = [
    path("", home.home, name="home"),
    path("provinces/<str:code>/", provinces.province, name="province"),
    path("plans/", plans.plans, name="plans"),
    path("plans/<int:pk>/", plans.plan, name="plan"),
    path("plans/<int:pk>/source/", sources.source, name="source"),
    path("plans/<int:pk>/report/", reports.report_plan, name="report-plan"),
    path("plans/<int:pk>/download/<slug:extension>/", downloads.download, name="download"),
    path("chapters/<int:pk>/", chapters.chapter, name="chapter"),
    path("measures/<int:pk>/", measures.measure, name="measure"),
    path("measures/<int:pk>/report/", reports.report_measure, name="report-measure"),
    path("agencies/", agencies.agencies, name="agencies"),
    path("agencies/<int:pk>/", agencies.agency, name="agency"),
    path("import/", imports.imports, name="import"),
    path("import/<int:pk>/", imports.batch, name="import-batch"),
    path("import/<int:pk>/step/", imports.step, name="import-step"),
    path("import/<int:pk>/confirm/", imports.confirm, name="import-confirm"),
    path("import/<int:pk>/files/<int:file>/", imports.preview, name="import-preview"),
    path("originals/<int:pk>/", imports.original, name="original"),
    path("data/", data_notes.data_notes, name="data"),
    path("help/", help_pages.help_page, name="help"),
    path("sign-in/", SignInView.as_view(), name="sign-in"),
    path("second-factor/", second_factor.second_factor, name="second-factor"),
    path("second-factor/picture.svg", second_factor.picture, name="second-factor-picture"),
    path("sign-out/", LogoutView.as_view(), name="sign-out"),
    path("styleguide/", styleguide.styleguide, name="styleguide"),
    path("robots.txt", help_pages.robots, name="robots"),
    path(
        "sitemap.xml",
        index,
        {"sitemaps": SITEMAPS, "sitemap_url_name": "documents:sitemap-section"},
        name="sitemap",
    ),
    path("sitemap-<section>.xml", sitemap, {"sitemaps": SITEMAPS}, name="sitemap-section"),
]
