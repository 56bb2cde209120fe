"""What browsers are told not to do with the site's answers, and over which connection they may send its cookies."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from tests.site.test_settings import printed_by

PAGES = {
    "default-src": "'none'",
    "script-src": "'self'",
    "connect-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}

SHOW_COOKIES = """
import json
from healthplan import settings
print(json.dumps([settings.SESSION_COOKIE_SECURE, settings.CSRF_COOKIE_SECURE]))
"""


def policy(client: Client, address: str) -> dict[str, str]:
    return policy_of(client.get(address))


def policy_of(answer: Any) -> dict[str, str]:
    """Directive → its sources, as the answer states them."""
    return dict(directive.split(" ", 1) for directive in answer["Content-Security-Policy"].split("; "))


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    [
        *("/", "/plans/", "/plans/9/", "/search/?q=x", "/robots.txt", "/favicon.ico", "/api/v1/measures/", "/x"),
        *("/admin/", "/admin/login/", "/admin/documents/plan/", "/admin/x/"),
    ],
)
def test_a_page_may_load_what_the_site_serves_and_nothing_else_not_even_what_stands_in_it(
    client: Client, admin_client: Client, address: str
) -> None:
    assert policy(admin_client, address) == policy(client, address) == PAGES


def test_a_failure_has_the_policy_too(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*args: object, **kwargs: object) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr("documents.views.help_pages.render", fails)
    client.raise_request_exception = False
    assert client.get("/help/").status_code == 500
    assert policy(client, "/help/") == PAGES


@pytest.mark.django_db  # the end of an answer looks after the connection
def test_a_static_file_has_the_policy_too(client: Client, settings: Settings, tmp_path: Path) -> None:
    settings.STATIC_ROOT = tmp_path
    (tmp_path / "icon.svg").write_text("<svg/>")
    with closing(client.get("/static/icon.svg")) as answer:
        assert answer.status_code == 200
        assert policy_of(answer) == PAGES


@pytest.mark.parametrize(
    ("origins", "secure"),
    [
        ("", False),
        ("https://plans.example", True),
        ("https://plans.example,https://*.health.example", True),
        ("http://plans.example:8000", False),
        ("https://plans.example,http://127.0.0.1:8000", False),
    ],
)
def test_cookies_go_over_https_only_where_the_site_is_reached_over_nothing_else(
    tmp_path: Path, origins: str, secure: bool
) -> None:
    shown = printed_by(SHOW_COOKIES, tmp_path, {"CSRF_TRUSTED_ORIGINS": origins} if origins else {})
    assert json.loads(shown) == [secure, secure]
