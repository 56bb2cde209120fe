"""What the pages of a province and of an agency tell beside their lists: themes, years, partners, time."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from documents.models import Agency, Measure, Plan, Province, Responsibility
from documents.themes.rules import THEMES
from documents.views.shares import PlanShare, borne

PARTNERS = 20


@dataclass(frozen=True, slots=True)
class ThemeCount:
    """How many measures have a theme, and of how many it is the first; `part` of the most frequent theme, in %."""

    theme: str
    measures: int
    primary: int
    part: float


@dataclass(frozen=True, slots=True)
class YearShare:
    """What an agency leads and joins in plans of one year; None: the texts do not say when."""

    year: int | None
    led: int
    joined: int


@dataclass(frozen=True, slots=True)
class ProvinceShare:
    """What an agency leads and joins in the plans of one province, newest year first; None: of no known province."""

    province: Province | None
    years: list[YearShare]
    led: int
    joined: int


@dataclass(frozen=True, slots=True)
class Partner:
    """An agency named in the same measures as another: in how many, and in how many of these it leads."""

    agency: Agency
    measures: int
    led: int


@dataclass(frozen=True, slots=True)
class Span:
    """Where a plan lies on a time line, in % of its width: the years it is for, and the year it is of."""

    start: float
    width: float
    year: float | None


def theme_counts(measures: QuerySet[Measure]) -> list[ThemeCount]:
    """The themes of these measures, most frequent first. One query."""
    of_any: Counter[str] = Counter()
    of_first: Counter[str] = Counter()
    for themes, number in measures.order_by().values_list("themes").annotate(number=Count("pk", distinct=True)):
        of_any.update(dict.fromkeys(themes, number))
        of_first.update(dict.fromkeys(themes[:1], number))
    most = max(of_any.values(), default=1)
    ranked = sorted(of_any, key=lambda theme: (-of_any[theme], THEMES.index(theme)))
    return [ThemeCount(theme, of_any[theme], of_first[theme], 100 * of_any[theme] / most) for theme in ranked]


def by_province(shares: Iterable[PlanShare]) -> list[ProvinceShare]:
    """What an agency leads and joins, summed up over its plans."""
    grouped: dict[Province | None, dict[int | None, list[PlanShare]]] = defaultdict(lambda: defaultdict(list))
    for share in shares:
        grouped[share.plan.province][share.plan.year].append(share)
    return [_province_share(province, years) for province, years in grouped.items()]


def _province_share(province: Province | None, years: dict[int | None, list[PlanShare]]) -> ProvinceShare:
    told = [
        YearShare(year, sum(share.led for share in shares), sum(share.joined for share in shares))
        for year, shares in sorted(years.items(), key=lambda item: -(item[0] or 0))
    ]
    return ProvinceShare(province, told, sum(year.led for year in told), sum(year.joined for year in told))


def partners(agency: Agency) -> list[Partner]:
    """Those it is named with most, at most twenty. Two queries."""
    own = borne().filter(agency=agency).values("measure")
    others = borne().filter(measure__in=own, agency__isnull=False).exclude(agency=agency).order_by()
    named = Count("measure", distinct=True)
    leading = Count("measure", distinct=True, filter=Q(role=Responsibility.Role.LEAD))
    rows = list(others.values_list("agency").annotate(named=named, led=leading).order_by("-named", "agency")[:PARTNERS])
    bodies = Agency.objects.select_related("province").in_bulk([pk for pk, *_ in rows])
    return [Partner(bodies[pk], number, led) for pk, number, led in rows]


def time_line(plans: Sequence[Plan]) -> tuple[list[int], dict[int, Span]]:
    """The years that a time line of these plans runs over, and where each plan lies, by its number."""
    spans = {plan.pk: years for plan in plans if (years := _years(plan))}
    if not spans:
        return [], {}
    first, last = min(start for start, _ in spans.values()), max(end for _, end in spans.values())
    a_year = 100 / (last - first + 1)
    of_year = {plan.pk: plan.year for plan in plans}
    return list(range(first, last + 1)), {
        pk: Span(
            (start - first) * a_year,
            (end - start + 1) * a_year,
            (year - first + 0.5) * a_year if (year := of_year[pk]) else None,
        )
        for pk, (start, end) in spans.items()
    }


def _years(plan: Plan) -> tuple[int, int] | None:
    """The first and the last year that a plan speaks of, its own included."""
    known = [year for year in (plan.year, plan.period_start, plan.period_end) if year]
    return (min(known), max(known)) if known else None
