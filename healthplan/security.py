"""The Content-Security-Policy header of every answer.

Settings say what pages may load; here is what the admin may besides.
"""

from __future__ import annotations

from csp.constants import SELF
from csp.middleware import CSPMiddleware, PolicyParts
from django.http import HttpRequest, HttpResponseBase

# Its own scripts, which ask the site for choices.
ADMIN = {"script-src": [SELF], "connect-src": [SELF]}


class ContentSecurityPolicy(CSPMiddleware):
    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        if request.resolver_match and request.resolver_match.app_name == "admin":
            parts.update = {**(parts.update or {}), **ADMIN}
        return parts
