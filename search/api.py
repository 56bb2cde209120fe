"""Search as JSON: /api/v1/measures/ and the measures like one of them."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from ninja import Query, Router, Schema
from pydantic import Field, ValidationInfo, model_validator
from pydantic_core import PydanticCustomError

from documents.models import Measure
from search import unanswered
from search.alternatives import alternatives
from search.filters import NAMES, read_filters
from search.limits import time_limited
from search.query import MAX_CHARACTERS
from search.requests import MOST_UNDONE, Asked
from search.searching import Hit, Outcome, find, similar
from search.understanding import understand

DEFAULT_LIMIT, GREATEST_LIMIT = 20, 100
GREATEST_OFFSET = 1_000_000
router = Router()

Limit = Annotated[int, Field(ge=1, le=GREATEST_LIMIT, description="一次取多少条")]
Values = Annotated[list[str], Field(description="可重复，符合其一即可")]


class ParameterError(Exception):
    """A parameter whose value names nothing."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field, self.message = field, message


class Parameters(Schema):
    """Parameters of an address; any other name in the request is an error."""

    @model_validator(mode="after")
    def _only_known(self, info: ValidationInfo) -> Parameters:
        request: HttpRequest = (info.context or {})["request"]
        for name in request.GET:
            if name not in type(self).model_fields:
                raise PydanticCustomError("unknown_parameter", "unknown parameter", {"name": name})
        return self


class SearchParameters(Parameters):
    q: Annotated[str, Field(max_length=MAX_CHARACTERS, description="检索词；空则列出全部")] = ""
    limit: Limit = DEFAULT_LIMIT
    offset: Annotated[int, Field(ge=0, le=GREATEST_OFFSET, description="跳过多少条")] = 0
    sort: Annotated[Literal["relevance", "date", "province", "added"], Field(description="排序")] = "relevance"
    province: Annotated[list[str], Field(description="省份代码（GB/T 2260）或名称；可重复")] = []
    plan: Values = []
    chapter: Values = []
    agency: Annotated[list[str], Field(description="部门编号或其任一名称；可重复")] = []
    role: Annotated[list[str], Field(description="lead 牵头，participant 参与")] = []
    year: Values = []
    kind: Values = []
    theme: Values = []
    checked: Values = []
    undo: Annotated[
        list[str], Field(max_length=MOST_UNDONE, description="要撤销的理解，即 understood.parts 的 key")
    ] = []
    explain: Annotated[bool, Field(description="另给 understood、suggestions 和每条的 why")] = False


class SimilarParameters(Parameters):
    limit: Limit = DEFAULT_LIMIT


class PlanOut(Schema):
    id: int
    title: str | None


class SourceOut(Schema):
    file: str | None
    spans: list[tuple[int, int]]


class MeasureOut(Schema):
    id: int
    url: str
    heading: str
    text: str
    kind: str
    province: str | None
    plan: PlanOut
    chapter_path: list[str]
    themes: list[str]
    checked: bool
    source: SourceOut


class PlaceOut(Schema):
    """One field of a measure that holds something of what was sought."""

    field: str
    label: str
    words: list[str]


class ExplainedOut(MeasureOut):
    why: list[PlaceOut]


class PartOut(Schema):
    """One thing that was made of the words; with its key among `undo` they mean only themselves."""

    key: str
    role: str
    typed: str
    meaning: list[str]
    field: str
    values: list[str]


class UnderstoodOut(Schema):
    text: str
    notes: list[str]
    parts: list[PartOut]


class SuggestionOut(Schema):
    """A search that finds something, where this one does not."""

    text: str
    url: str
    count: int


class ChoiceOut(Schema):
    value: str
    label: str
    count: int


class MeasuresOut(Schema):
    count: int
    results: list[ExplainedOut | MeasureOut]
    facets: dict[str, list[ChoiceOut]]
    understood: UnderstoodOut | None = None
    suggestions: list[SuggestionOut] | None = None


class ErrorBody(Schema):
    code: str
    message: str
    field: str | None  # the parameter to blame


class ErrorOut(Schema):
    """The one shape of all errors; `healthplan.api` writes it."""

    error: ErrorBody


_REFUSALS = frozenset({401, 422, 503})


@router.get(
    "", response={200: MeasuresOut, _REFUSALS: ErrorOut}, exclude_unset=True, url_name="measures", summary="检索措施"
)
def measures(request: HttpRequest, parameters: Query[SearchParameters]) -> dict[str, Any]:
    """The measures that match, with the exact count of all of them; facets ignore the filter on their own field."""
    asked = _asked(parameters)
    with time_limited():
        start, stop = parameters.offset, parameters.offset + parameters.limit
        outcome = find(asked.query, asked.filters, start, stop, asked.sort)
        reason = unanswered.reason_of(outcome)
        explained = _explained(asked, outcome) if parameters.explain else {}
    unanswered.note(outcome, reason)
    facets = {
        name: [{"value": each.value, "label": each.label, "count": each.count} for each in choices]
        for name, choices in outcome.facets.items()
    }
    results = [_measure(hit) | (_why(hit) if parameters.explain else {}) for hit in outcome.hits]
    return {"count": outcome.total, "results": results, "facets": facets, **explained}


def _asked(parameters: SearchParameters) -> Asked:
    """Raises ParameterError for a filter that names nothing."""
    filters, problems = read_filters({name: getattr(parameters, name) for name in NAMES})
    if problems:
        raise ParameterError(problems[0].field, problems[0].message)
    query = understand(parameters.q, parameters.undo)
    return Asked(parameters.q, query, filters, (), parameters.sort, 1)


def _explained(asked: Asked, outcome: Outcome) -> dict[str, Any]:
    query = outcome.query
    parts = [
        {name: getattr(part, name) for name in ("key", "role", "typed", "meaning", "field", "values")}
        for part in query.parts
    ]
    others = alternatives(asked, outcome) if not outcome.total else []
    return {
        "understood": {"text": query.understood, "notes": query.notes, "parts": parts},
        "suggestions": [
            {"text": each.text, "url": f"{reverse('api:measures')}?{each.address}", "count": each.count}
            for each in others
        ],
    }


def _why(hit: Hit) -> dict[str, Any]:
    places = [
        {"field": place.field, "label": place.label, "words": [word.text for word in place.words]} for place in hit.why
    ]
    return {"why": places}


@router.get(
    "{int:pk}/similar/",
    response={200: MeasuresOut, _REFUSALS | {404}: ErrorOut},
    exclude_unset=True,
    url_name="similar",
    summary="他省相近措施",
)
def similar_measures(request: HttpRequest, pk: int, parameters: Query[SimilarParameters]) -> dict[str, Any]:
    """Other provinces' measures most like this one, most alike first; none where there is no counterpart."""
    measure = get_object_or_404(Measure.objects.visible().select_related("plan"), pk=pk)
    hits, total = similar(measure, parameters.limit)
    return {"count": total, "results": [_measure(hit) for hit in hits], "facets": {}}


def _heading(measure: Measure) -> str:
    """The lead, else the chapter's title; how the text begins where it has neither."""
    return measure.lead or (measure.chapter.title if measure.chapter else None) or measure.heading


def _measure(hit: Hit) -> dict[str, Any]:
    measure = hit.measure
    return {
        "id": measure.pk,
        "url": measure.get_absolute_url(),
        "heading": _heading(measure),
        "text": measure.text,
        "kind": measure.kind,
        "province": measure.plan.province.name if measure.plan.province else None,
        "plan": {"id": measure.plan_id, "title": measure.plan.title},
        "chapter_path": [chapter.heading for chapter in hit.path],
        "themes": measure.themes,
        "checked": measure.is_checked,
        "source": {"file": measure.source.file if measure.source else None, "spans": measure.spans},
    }
