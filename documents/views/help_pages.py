"""How to use the site, and what robots may read of it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    return render(request, "documents/help.html")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Reading pages are open to all; results of searches and the admin are not for indexing."""
    return render(request, "robots.txt", content_type="text/plain; charset=utf-8")
