"""One search, as page and API ask for it: what was typed, filters, a slice → hits, the exact total, facets."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from haystack.query import SearchQuerySet

from documents.models import Agency, Chapter, Measure, Plan, Province, Responsibility
from search.adopting import adopted
from search.chapter_paths import chapter_paths
from search.counterparts import elsewhere_than
from search.counting import count
from search.explaining import Place, places
from search.filters import CHECKED, NAMES, Filters
from search.highlighting import Marker
from search.query import Has, Node, Query
from search.settling import settled

# Sorts by name: what haystack sorts by, and what the reader reads.
SORTS: dict[str, tuple[tuple[str, ...], str]] = {
    "relevance": (("-score",), "相关程度"),
    "date": (("-date", "-score"), "日期（新到旧）"),
    "province": (("province", "-score"), "省份"),
    "added": (("-added", "-score"), "最近入库"),
}
# Values of a facet that are named, at most: the most frequent.
MOST_CHOICES = 60


@dataclass(frozen=True, slots=True)
class Hit:
    """A measure that was found; heading and passage are escaped and marked."""

    measure: Measure
    path: tuple[Chapter, ...]  # outermost first
    heading: SafeString
    passage: SafeString
    why: tuple[Place, ...] = ()  # where what was sought stands

    @property
    def elsewhere(self) -> tuple[Place, ...]:
        """Where it was found, if nothing of it is marked in what the hit shows of the measure."""
        return () if any(place.is_shown for place in self.why) else self.why


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a facet, with how many measures would be found by it."""

    value: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    query: Query
    total: int = 0
    hits: list[Hit] = field(default_factory=list)
    facets: dict[str, list[Choice]] = field(default_factory=dict)
    filters: Filters = field(default_factory=Filters)  # those given and those named in the words


@dataclass(frozen=True, slots=True)
class Numbers:
    """The numbers of the measures that match the query as it was answered; none where there are more than wanted."""

    query: Query
    total: int
    numbers: list[int] = field(default_factory=list)


def find(query: Query, filters: Filters, start: int, stop: int, sort: str = "relevance") -> Outcome:
    """Hits `start` to `stop` of all that match; facets ignore their own filter. Raises IndexMissing.

    The outcome's query is the one that was answered: corrected or relaxed where `query` finds too little.
    """
    query, filters = _settled(query, filters)
    if query.node is None:
        return Outcome(query, facets={name: [] for name in NAMES}, filters=filters)
    found = _matching(query.node, filters, sort)
    for name, options in _facets(filters).items():
        found = found.facet(name, **options)
    results = found[start:stop]
    counts = found.facet_counts()["fields"]
    hits = _hits([result.pk for result in results], query)
    return Outcome(query, len(found), hits, choices_of(counts, filters), filters)


def total(query: Query, filters: Filters) -> int:
    """How many match. Raises IndexMissing."""
    query, filters = _settled(query, filters)
    return 0 if query.node is None else count(query.node, tuple(_narrowing(filters)))


def find_numbers(query: Query, filters: Filters, sort: str, most: int) -> Numbers:
    """All that matches, for who takes it away. Raises IndexMissing."""
    query, filters = _settled(query, filters)
    matching = 0 if query.node is None else count(query.node, tuple(_narrowing(filters)))
    if query.node is None or not 0 < matching <= most:
        return Numbers(query, matching)
    return Numbers(query, matching, [int(result.pk) for result in _matching(query.node, filters, sort)[:most]])


def _settled(query: Query, filters: Filters) -> tuple[Query, Filters]:
    """The query to be answered, and the filters it is answered under."""
    query, filters = adopted(query, filters)
    return settled(query, tuple(_narrowing(filters))), filters


def _matching(node: Node, filters: Filters, sort: str) -> SearchQuerySet:
    found = SearchQuerySet().filter(content=node).order_by(*SORTS[sort][0])
    for narrowing in _narrowing(filters):
        found = found.narrow(narrowing)
    return found


def similar(measure: Measure, limit: int) -> tuple[list[Hit], int]:
    """The measures of other provinces most like this one, most alike first, and how many are alike at all."""
    alike = SearchQuerySet().filter(content=elsewhere_than(measure)).more_like_this(measure)
    return _hits([result.pk for result in alike[:limit]], Query("", None)), alike.count()


def _narrowing(filters: Filters) -> Iterable[Node]:
    """An agency in a role is one condition: another agency's role is no match."""
    for name, keys in filters.keys.items():
        if not (name in ("agency", "role") and filters["agency"] and filters["role"]):
            yield Has(name, keys)
    if filters["agency"] and filters["role"]:
        yield Has("responsibility", tuple(f"{role}:{pk}" for role in filters["role"] for pk in filters["agency"]))


def _facets(filters: Filters) -> dict[str, dict[str, Any]]:
    """What to count, and which filters each count ignores."""
    facets: dict[str, dict[str, Any]] = {
        name: {"ignoring": (name,)} for name in ("province", "plan", "chapter", "year", "kind", "theme", "checked")
    }
    facets |= {name: {"ignoring": (name, "responsibility")} for name in ("agency", "role")}
    roles, agencies = set(filters["role"]), set(filters["agency"])
    # each of these two is counted under the filter on the other, so from the pairs role:agency
    if roles:
        facets["agency"] |= {"column": "responsibility", "keys": lambda pairs: _agencies_in(pairs, roles)}
    if agencies:
        facets["role"] |= {"column": "responsibility", "keys": lambda pairs: _roles_of(pairs, agencies)}
    return facets


def _agencies_in(pairs: Iterable[str], roles: set[str]) -> set[str]:
    return {pair.split(":")[1] for pair in pairs if pair.split(":")[0] in roles}


def _roles_of(pairs: Iterable[str], agencies: set[str]) -> set[str]:
    return {pair.split(":")[0] for pair in pairs if pair.split(":")[1] in agencies}


def _hits(pks: Iterable[str], query: Query) -> list[Hit]:
    """What was found, as it is now; what was deleted since the index heard of it is left out."""
    numbers = [int(pk) for pk in pks]
    by_pk = Measure.objects.visible().with_context().in_bulk(numbers)
    measures = [by_pk[pk] for pk in numbers if pk in by_pk]
    paths = chapter_paths(measures)
    marker = Marker(query.node)
    why = places(measures, paths, marker, query)
    return [
        Hit(
            measure,
            paths[measure.pk],
            _heading(measure, marker),
            marker.passage(measure.after_lead),
            why.get(measure.pk, ()),
        )
        for measure in measures
    ]


def _heading(measure: Measure, marker: Marker) -> SafeString:
    """With its label, in which nothing can be found."""
    label = measure.labelled_heading.removesuffix(measure.heading)
    return format_html("{}{}", label, marker.whole(measure.heading))


def choices_of(counts: Mapping[str, list[tuple[str, int]]], filters: Filters) -> dict[str, list[Choice]]:
    """The choices that were counted, and those in use, by facet; with no counts, those in use alone."""
    choices: dict[str, list[Choice]] = {}
    for name in NAMES:
        named = counts.get(name, [])[:MOST_CHOICES]
        missing = [(key, 0) for key in filters[name] if key not in dict(named)]
        labels = _labels(name, [key for key, _ in named + missing])
        choices[name] = [
            Choice(key, labels[key], count, key in filters[name]) for key, count in named + missing if key in labels
        ]
    return choices


def _labels(name: str, keys: list[str]) -> dict[str, str]:
    """What readers call each key; one query at most."""
    return _LABELS[name](keys) if keys else {}


def _province_labels(keys: list[str]) -> dict[str, str]:
    return dict(Province.objects.filter(pk__in=keys).values_list("code", "name"))


def _plan_labels(keys: list[str]) -> dict[str, str]:
    plans = Plan.objects.filter(pk__in=keys).select_related("province")
    plans = plans.only("title", "document_number", "kind", "province__name").order_by()
    return {str(plan.pk): plan.heading for plan in plans}


def _chapter_labels(keys: list[str]) -> dict[str, str]:
    chapters = Chapter.objects.filter(pk__in=keys).only("label", "title")
    return {str(chapter.pk): chapter.heading for chapter in chapters}


def _agency_labels(keys: list[str]) -> dict[str, str]:
    return {str(pk): name for pk, name in Agency.objects.filter(pk__in=keys).values_list("pk", "name")}


def _fixed_labels(choices: Any) -> Callable[[list[str]], dict[str, str]]:
    return lambda _: {key: str(label) for key, label in choices}


_LABELS: dict[str, Callable[[list[str]], dict[str, str]]] = {
    "province": _province_labels,
    "plan": _plan_labels,
    "chapter": _chapter_labels,
    "agency": _agency_labels,
    "role": _fixed_labels(Responsibility.Role.choices),
    "year": lambda keys: {key: f"{key}年" for key in keys},
    "kind": _fixed_labels(Measure.Kind.choices),
    "theme": lambda keys: {key: key for key in keys},
    "checked": _fixed_labels(CHECKED),
}
