"""What a reader is told when the search itself cannot answer."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render

from search.backends.generations import IndexMissing
from search.limits import SearchTooLong

P = ParamSpec("P")


def answered(
    view: Callable[Concatenate[HttpRequest, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """The view, with a page that says so where there is no index yet or the search takes too long."""

    @wraps(view)
    def answer(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except IndexMissing:
            return _unavailable(request, "search/unavailable.html", "")
        except SearchTooLong as error:
            return _unavailable(request, "search/too_long.html", str(error))

    return answer


def _unavailable(request: HttpRequest, template: str, message: str) -> HttpResponseBase:
    answer = render(request, template, {"q": request.GET.get("q", ""), "message": message}, status=503)
    answer["Retry-After"] = "10"
    return answer
