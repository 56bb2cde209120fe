"""Addresses of the pages to browse. Each stays good: entries keep their number through imports and corrections."""

from django.urls import path

from documents.views import agencies, chapters, help_pages, home, measures, plans, provinces, sources

app_name = "documents"
urlpatterns = [
    path("", home.home, name="home"),
    path("provinces/<str:code>/", provinces.province, name="province"),
    path("plans/", plans.plans, name="plans"),
    path("plans/<int:pk>/", plans.plan, name="plan"),
    path("plans/<int:pk>/source/", sources.source, name="source"),
    path("chapters/<int:pk>/", chapters.chapter, name="chapter"),
    path("measures/<int:pk>/", measures.measure, name="measure"),
    path("agencies/", agencies.agencies, name="agencies"),
    path("agencies/<int:pk>/", agencies.agency, name="agency"),
    path("help/", help_pages.help_page, name="help"),
    path("robots.txt", help_pages.robots, name="robots"),
]
