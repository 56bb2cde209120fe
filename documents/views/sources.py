"""The source text of a plan, coloured by what was made of it, with the places marked that an entry was read from."""

from __future__ import annotations

import re

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from documents.models import Chapter, Measure, Plan, SourceText
from documents.views.quality import findings_on, quality
from documents.views.source_html import SourceHtml
from documents.views.source_layers import layers_of
from documents.views.source_text import Note, merged, parts_of

# `120-260`; ten digits are more than any text has characters.
SPAN = re.compile(r"([0-9]{1,10})-([0-9]{1,10})", re.ASCII)
LONGEST_NUMBER = 18  # digits of a key

Spans = list[tuple[int, int]]


@require_safe
def source(request: HttpRequest, pk: int) -> HttpResponse:
    """The text that the entries were read from, or an earlier one by ?source=NUMBER, a part at a time (?part=NUMBER).

    Marked is what is asked for: ?span=A-B, repeated, ?measure=NUMBER or ?chapter=NUMBER, whose text it then is.
    """
    plan = get_object_or_404(Plan.objects.visible().select_related("province").defer("parsed"), pk=pk)
    entry = _entry(plan, request)
    text = _chosen(plan, request.GET.get("source", ""), entry)
    findings = findings_on(text)
    asked = merged(_spans(request.GET.getlist("span")) + _spans_of(entry, text), text.characters)
    parts = parts_of(text.text)
    number = _part(request.GET.get("part", ""), parts, asked)
    layers = layers_of(text, findings)
    layers.note(Note("asked"), asked)
    context = {
        "plan": plan,
        "entry": entry,
        "source": text,
        "text": SourceHtml(text.text).html(layers.segments(*parts[number - 1])),
        "part": number,
        "parts": range(1, len(parts) + 1),
        "asked": asked,
        "quality": quality(findings),
    }
    return render(request, "documents/source.html", context)


def _entry(plan: Plan, request: HttpRequest) -> Measure | Chapter | None:
    """The entry that is asked for; one of another plan is none."""
    measure, chapter = _number(request.GET.get("measure", "")), _number(request.GET.get("chapter", ""))
    if measure is not None:
        of_plan = Measure.objects.visible().filter(plan=plan).select_related("chapter")
        return of_plan.defer("parsed", "chapter__parsed").filter(pk=measure).first()
    if chapter is not None:
        return Chapter.objects.visible().filter(plan=plan, pk=chapter).defer("parsed").first()
    return None


def _chosen(plan: Plan, number: str, entry: Measure | Chapter | None) -> SourceText:
    texts = plan.sources.all()
    asked = _number(number)
    if asked is not None:
        texts = texts.filter(pk=asked)
    elif entry is not None and entry.source_id:
        texts = texts.filter(pk=entry.source_id)
    text = texts.order_by("-current", "-imported_at", "-pk").first()
    if text is None:
        raise Http404("这份文件没有原文。")
    return text


def _part(wanted: str, parts: Spans, asked: Spans) -> int:
    """The part that is wanted, else the one where what is asked for begins, else the first."""
    number = _number(wanted)
    if number is not None and 1 <= number <= len(parts):
        return number
    if not asked:
        return 1
    return next(at for at, (_, end) in enumerate(parts, 1) if asked[0][0] < end)


def _spans(wanted: list[str]) -> Spans:
    """What is no span marks nothing."""
    found = (SPAN.fullmatch(each) for each in wanted)
    return [(int(match[1]), int(match[2])) for match in found if match]


def _spans_of(entry: Measure | Chapter | None, text: SourceText) -> Spans:
    if entry is None or entry.source_id != text.pk:
        return []
    return [(start, end) for start, end in entry.spans]


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < LONGEST_NUMBER else None
