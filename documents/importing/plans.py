"""Which plan a text belongs to, when it is not the very text that was imported before."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from django.db.models import Q, QuerySet

from documents.corrections import stored_value
from documents.importing.similarity import levelled, likeness, shingles
from documents.models import Plan, Province, SourceText
from documents.parsing import tree
from documents.parsing.reading import RawText

# Two versions of a document share most of what they say; two of a kind (last year's tasks and this year's) do not.
CLEARLY_ALIKE = 0.6
# Where nothing but the text tells, next year's tasks must not pass for this year's.
THE_SAME_TEXT = 0.8
# So many stretches of so many characters are looked for first, which is far quicker than comparing whole texts.
PROBES, PROBE_LENGTH, FOUND_AT_LEAST = 40, 12, 0.5


def province_of(facts: tree.PlanFacts) -> Province | None:
    """The province that the parser names, by its code or else its name."""
    if facts.province_code is None and facts.province is None:
        return None
    return Province.objects.filter(Q(pk=facts.province_code or "") | Q(name=facts.province or "")).first()


def plan_of(raw: RawText, facts: tree.PlanFacts, province: Province | None) -> Plan | None:
    """The plan of which this is a further text: by its document number, else by title, province and date, else by the
    name of the file, else by what it says, as another site prints it; None for a new one."""
    return (
        _by_number(facts, province)
        or _by_title(raw, facts, province)
        or next(_alike(raw, Plan.objects.filter(sources__file=raw.file).distinct()), None)
        or _by_text(raw, facts, province)
    )


def _by_number(facts: tree.PlanFacts, province: Province | None) -> Plan | None:
    """A number is a document's own, but its explanation or a report on it may bear it too."""
    if facts.document_number is None:
        return None
    found = Plan.objects.filter(_said("document_number", facts.document_number) & _said("is_plan", facts.is_plan))
    return next((plan for plan in found if _agrees(plan, "province", province and province.pk)), None)


def _by_title(raw: RawText, facts: tree.PlanFacts, province: Province | None) -> Plan | None:
    """Title and province, and the date where both have one. Without a province a title is too little by itself."""
    if facts.title is None:
        return None
    code = province.pk if province else None
    found = [
        plan
        for plan in Plan.objects.filter(_said("title", facts.title) & _said("is_plan", facts.is_plan))
        if _agrees(plan, "province", code)
        and _agrees(plan, "issued_on", facts.issued_on)
        and _agrees(plan, "document_number", facts.document_number)
    ]
    sure = (plan for plan in found if code is not None and code in _values(plan, "province"))
    return next(sure, None) or next(_alike(raw, found), None)


def _by_text(raw: RawText, facts: tree.PlanFacts, province: Province | None) -> Plan | None:
    """A plan of the same province that says the same, with nothing known that speaks against it."""
    own = levelled(raw.text)
    apart = max(1, (len(own) - PROBE_LENGTH) // PROBES)
    probes = [own[at : at + PROBE_LENGTH] for at in range(0, max(1, len(own) - PROBE_LENGTH), apart)]
    shortest, longest = len(raw.text) // 2, len(raw.text) * 2
    sources = SourceText.objects.filter(
        current=True, plan__province=province, characters__gte=shortest, characters__lte=longest
    ).select_related("plan")
    for source in sources.iterator(chunk_size=20):
        other = levelled(source.text)
        if sum(probe in other for probe in probes) < FOUND_AT_LEAST * len(probes):
            continue
        if _same_facts(source.plan, facts) and likeness(shingles(own), shingles(other)) >= THE_SAME_TEXT:
            return source.plan
    return None


def _same_facts(plan: Plan, facts: tree.PlanFacts) -> bool:
    known = ("document_number", "issued_on", "is_plan")
    return all(_agrees(plan, field, getattr(facts, field)) for field in known)


def _said(field: str, value: object) -> Q:
    """Plans of which the parser said this, or a person."""
    return Q(**{field: value}) | Q(**{f"parsed__{field}": value})


def _agrees(plan: Plan, field: str, value: object) -> bool:
    """Whether a value can be that plan's: nothing is known on one side, or the parser or a person said the same."""
    values = _values(plan, field)
    return value is None or not values or value in values


def _values(plan: Plan, field: str) -> set[object]:
    return {plan.parsed.get(field), stored_value(plan, field)} - {None}


def _alike(raw: RawText, plans: Collection[Plan] | QuerySet[Plan]) -> Iterator[Plan]:
    own = shingles(levelled(raw.text))
    for plan in plans:
        if any(likeness(own, shingles(levelled(s.text))) >= CLEARLY_ALIKE for s in plan.sources.filter(current=True)):
            yield plan
