"""Reading for those who are signed in only, where the installation wants that (READING_NEEDS_SIGN_IN)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponseBase

from healthplan import api

# What a browser asks for before anybody can sign in.
OPEN = ("/favicon.ico", "/robots.txt")


class SignedInReaders(LoginRequiredMiddleware):
    """Sends who is not signed in to the sign-in page; the API says so in its own shape."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        if not settings.READING_NEEDS_SIGN_IN:
            raise MiddlewareNotUsed
        super().__init__(get_response)

    def process_view(self, request: HttpRequest, *arguments: Any) -> HttpResponseBase | None:
        return None if request.path in OPEN else super().process_view(request, *arguments)

    def handle_no_permission(self, request: HttpRequest, view_func: Any) -> Any:
        if request.path.startswith("/api/"):
            return api.error(401, "sign_in_required", "请先登录")
        return super().handle_no_permission(request, view_func)
