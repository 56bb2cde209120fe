"""Suggestions for the search box, as JSON for its script; without the script the box works as ever."""

from __future__ import annotations

from dataclasses import asdict

from django.http import HttpRequest, JsonResponse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from search.suggesting import suggest as suggestions_for

_SECONDS_KEPT = 60  # by the browser that asked: backspacing asks for the same again


@require_safe
def suggest(request: HttpRequest) -> JsonResponse:
    found = [asdict(each) for each in suggestions_for(request.GET.get("q", ""))]
    answer = JsonResponse({"suggestions": found}, json_dumps_params={"ensure_ascii": False})
    patch_cache_control(answer, private=True, max_age=_SECONDS_KEPT)
    return answer
