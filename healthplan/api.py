"""The JSON API at /api/v1/ and the one shape of all its errors:

    {"error": {"code": "invalid_parameter", "message": "不能大于100", "field": "limit"}}

`code` is one of invalid_parameter, unknown_parameter (both 422), not_found (404), method_not_allowed (405),
too_many_requests (429), unavailable and took_too_long (503), bad_request (400), server_error (500), and
sign_in_required (401) where reading is closed; `field` is null where no parameter is to blame. Its OpenAPI description
is at /api/v1/openapi.json; nothing is fetched from another host to show it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotAllowed,
    HttpResponsePermanentRedirect,
    JsonResponse,
)
from django.urls import re_path, resolve
from django.views.decorators.http import require_GET
from ninja import NinjaAPI
from ninja.errors import HttpError, Throttled, ValidationError
from ninja.renderers import JSONRenderer

from search.api import ParameterError, router
from search.backends.generations import IndexMissing
from search.limits import SearchTooLong

logger = logging.getLogger(__name__)


class ReadableRenderer(JSONRenderer):
    """Chinese as it is: a person can read it, and it is half as long."""

    json_dumps_params = {"ensure_ascii": False}


api = NinjaAPI(
    title="健康政策知识库",
    version="1",
    renderer=ReadableRenderer(),
    docs_url=None,
    openapi_url="/openapi.json",
    urls_namespace="api",
)

_MESSAGES = {
    "unknown_parameter": "没有这个参数",
    "less_than_equal": "不能大于{le}",
    "greater_than_equal": "不能小于{ge}",
    "int_parsing": "须为整数",
    "string_too_long": "不能超过{max_length}字",
}


def error(status: int, code: str, message: str, field: str | None = None) -> JsonResponse:
    """The one shape of an error; nothing else in the API builds one."""
    body = {"error": {"code": code, "message": message, "field": field}}
    return JsonResponse(body, status=status, json_dumps_params={"ensure_ascii": False})


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, raised: ValidationError) -> HttpResponse:
    """The first thing that is wrong with the parameters."""
    first = raised.errors[0]
    context = first.get("ctx", {})
    message = _MESSAGES.get(first["type"], "取值不合要求").format(**context)
    if first["type"] == "unknown_parameter":
        return error(422, "unknown_parameter", message, str(context["name"]))
    return error(422, "invalid_parameter", message, _parameter(first["loc"]))


def _parameter(location: tuple[Any, ...]) -> str:
    """The parameter's name; a number after it counts its values."""
    return str([part for part in location if not isinstance(part, int)][-1])


@api.exception_handler(ParameterError)
def _unreadable(request: HttpRequest, raised: ParameterError) -> HttpResponse:
    return error(422, "invalid_parameter", raised.message, raised.field)


@api.exception_handler(Http404)
def _missing(request: HttpRequest, raised: Http404) -> HttpResponse:
    return not_found(request)


@api.exception_handler(Throttled)
def _throttled(request: HttpRequest, raised: Throttled) -> HttpResponse:
    answer = error(429, "too_many_requests", "请求过于频繁，请稍后再试")
    if raised.wait:
        answer["Retry-After"] = str(raised.wait)
    return answer


@api.exception_handler(HttpError)
def _refused(request: HttpRequest, raised: HttpError) -> HttpResponse:
    return error(raised.status_code, "bad_request", raised.message)


@api.exception_handler(SuspiciousOperation)
def _suspicious(request: HttpRequest, raised: SuspiciousOperation) -> HttpResponse:
    return error(400, "bad_request", "请求不合规范")


@api.exception_handler(IndexMissing)
def _unavailable(request: HttpRequest, raised: IndexMissing) -> HttpResponse:
    return error(503, "unavailable", "索引正在建立，请稍后再试")


@api.exception_handler(SearchTooLong)
def _given_up(request: HttpRequest, raised: SearchTooLong) -> HttpResponse:
    return error(503, "took_too_long", str(raised))


@api.exception_handler(Exception)
def _failed(request: HttpRequest, raised: Exception) -> HttpResponse:
    logger.error("API request failed: %s", request.path, exc_info=raised)
    return error(500, "server_error", "服务器出错")


def not_found(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    """A 404; an address that lacks only its last stroke leads on, as Django's own do where nothing answers for all."""
    if request.method in ("GET", "HEAD") and not request.path.endswith("/") and resolve(request.path + "/").url_name:
        return HttpResponsePermanentRedirect(request.get_full_path(force_append_slash=True))
    return error(404, "not_found", "没有这个地址或条目")


def _in_one_shape(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A wrong method answered like every other error; ninja answers in plain text, or not at all."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        if isinstance(response, HttpResponseNotAllowed):
            refused = error(405, "method_not_allowed", "这个地址不支持该方法")
            refused["Allow"] = response["Allow"]
            return refused
        return response

    return answer


def _urls() -> tuple[list[Any], str, str]:
    patterns: Any  # ninja's type allows patterns that it never makes
    patterns, app_name, namespace = api.urls
    for pattern in patterns:
        # ninja describes the API whatever the method; its own root has nothing to show without the docs page
        view = require_GET(pattern.callback) if pattern.name == "openapi-json" else pattern.callback
        pattern.callback = _in_one_shape(not_found if pattern.name == "api-root" else view)
    return [*patterns, re_path("", not_found)], app_name, namespace


api.add_router("/measures/", router)
urls = _urls()
