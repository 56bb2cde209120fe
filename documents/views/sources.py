"""The source text of a plan, with the places that an entry was read from marked."""

from __future__ import annotations

import re

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from documents.models import Finding, Plan, SourceText
from documents.views.quality import quality
from documents.views.source_text import merged, segments

# `120-260`; ten digits are more than any text has characters.
SPAN = re.compile(r"([0-9]{1,10})-([0-9]{1,10})", re.ASCII)


@require_safe
def source(request: HttpRequest, pk: int) -> HttpResponse:
    """The text that the entries were read from, or an earlier one by ?source=NUMBER; ?span=A-B, repeated, is marked."""
    plan = get_object_or_404(Plan.objects.visible().select_related("province").defer("parsed"), pk=pk)
    text = _chosen(plan, request.GET.get("source", ""))
    findings = list(Finding.objects.filter(source=text))
    noise = [span for finding in findings if finding.kind == Finding.Kind.NOISE for span in finding.spans]
    marked = merged(_spans(request.GET.getlist("span")), text.characters)
    context = {
        "plan": plan,
        "source": text,
        "segments": segments(text.text, marked, noise),
        "first": marked[0][0] if marked else None,
        "marked": len(marked),
        "quality": quality(findings),
    }
    return render(request, "documents/source.html", context)


def _chosen(plan: Plan, number: str) -> SourceText:
    texts = plan.sources.filter(pk=int(number)) if number.isdecimal() and len(number) < 18 else plan.sources
    text = texts.order_by("-current", "-imported_at", "-pk").first()
    if text is None:
        raise Http404("这份文件没有原文。")
    return text


def _spans(wanted: list[str]) -> list[tuple[int, int]]:
    """What is no span marks nothing."""
    found = (SPAN.fullmatch(each) for each in wanted)
    return [(int(match[1]), int(match[2])) for match in found if match]
