"""Every part that pages are made of, on one page, for those who change them; there with DEBUG only."""

from __future__ import annotations

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from documents.views import samples


@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    if not settings.DEBUG:
        raise Http404("只在开发时可看。")
    return render(request, "documents/styleguide.html", samples.context(Paginator(range(90), 30).page(2)))
