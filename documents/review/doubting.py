"""What the parser was unsure of in the present source of a plan, where a person has not dealt with it yet."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from documents.models import Chapter, Finding, Measure, Plan, Responsibility, SourceText
from documents.review.items import Kind, Raised, key_of, name_of
from documents.review.placing import Excerpt, Places, levelled, to_mend

# Below this the parser was unsure of an entry; its page says so too.
UNSURE_BELOW = 0.8
# Fewer characters than this that could not be placed are a stray mark.
WORTH_PLACING = 4
KNOWN_BY = 5  # characters on each side
DOUBTFUL = (Finding.Kind.REPAIR, Finding.Kind.WARNING, Finding.Kind.UNPLACED)
WARNINGS = {
    "numbering-gap": Kind.NUMBERING,
    "numbering-repeat": Kind.NUMBERING,
    "starts-inside": Kind.LOST,
    "ends-inside": Kind.LOST,
}
Entry = Chapter | Measure


def doubts(plan: Plan, entries: Sequence[Entry], *, all_of_them: bool) -> Iterator[Raised]:
    """What is doubtful of these entries; with all of the plan's also what lies outside of them."""
    source = plan.sources.filter(current=True).first()
    if source is not None:
        yield from _findings(source, entries, all_of_them=all_of_them)
    measures = (entry for entry in entries if isinstance(entry, Measure) and entry.visible)
    yield from (_unsure(measure) for measure in measures if _is_unsure(measure))


def _findings(source: SourceText, entries: Sequence[Entry], *, all_of_them: bool) -> Iterator[Raised]:
    findings = list(source.findings.filter(kind__in=DOUBTFUL).order_by("pk"))
    if not findings:
        return
    given = {(type(entry), entry.pk): entry for entry in entries}
    places = Places(entries if all_of_them else _all_read_from(source))
    times: Counter[str] = Counter()
    for finding in findings:
        at = places.entry_at(finding.spans)
        entry = given.get((type(at), at.pk)) if at else None
        if entry is None and not all_of_them:
            continue
        raised = _finding(finding, source.text, entry if entry and entry.source_id == source.pk else None)
        if raised is not None:
            times[raised.key] += 1
            yield raised if times[raised.key] == 1 else _again(raised, times[raised.key])


def _all_read_from(source: SourceText) -> list[Entry]:
    own = ("pk", "spans", "source_id", "hidden", "found", "kept")
    return [*source.chapters.only(*own), *source.measures.only(*own)]


def _again(raised: Raised, number: int) -> Raised:
    """The same words with the same around them, once more in one entry."""
    return Raised(
        raised.kind, key_of(raised.key, number), raised.message, raised.entry, raised.ground, raised.field,
        raised.detail, raised.spans, raised.extra,
    )  # fmt: skip


def _finding(finding: Finding, text: str, entry: Entry | None) -> Raised | None:
    """The item that a finding gives; None where there is nothing to decide, or a person has done it."""
    span = finding.spans[0] if finding.spans else [0, 0]
    excerpt = Excerpt.of(text, span)
    kind, message = _what(finding, excerpt)
    if kind is None or (entry is not None and not entry.visible):
        return None
    detail = {"excerpt": excerpt.as_list(), **finding.detail}
    if kind == Kind.REPAIR:
        if entry is None or to_mend(_reading(entry), excerpt, str(finding.detail["suggestion"])) is None:
            return None  # mended meanwhile, or nowhere to mend
        detail["repair"] = [excerpt.found, finding.detail["suggestion"]]
    about = message if kind == Kind.NUMBERING else finding.detail.get("suggestion") or ""
    key = key_of(kind, name_of(entry), about, *_known_by(text, span, entry))
    return Raised(kind, key, message, entry, detail=detail, spans=finding.spans)


def _known_by(text: str, span: Sequence[int], entry: Entry | None) -> tuple[str, str, str]:
    """A place of the source by its words and a few around them, none of these from outside of the entry: what stands
    there may change with the next scan.
    """
    start, end = span
    own = [(first, last) for first, last in (entry.spans if entry else ()) if first <= start <= last]
    first, last = own[0] if own else (0, len(text))
    before, after = text[max(first, start - 3 * KNOWN_BY) : start], text[end : min(last, end + 3 * KNOWN_BY)]
    return levelled(before)[-KNOWN_BY:], levelled(text[start:end]), levelled(after)[:KNOWN_BY]


def _what(finding: Finding, excerpt: Excerpt) -> tuple[Kind | None, str]:
    if finding.kind == Finding.Kind.UNPLACED:
        enough = len(levelled(excerpt.found)) >= WORTH_PLACING
        return (Kind.UNPLACED if enough else None), f"有 {len(excerpt.found)} 字未能归位"
    if finding.kind == Finding.Kind.WARNING:
        return WARNINGS.get(finding.label), str(finding.detail.get("message", ""))[:500]
    if finding.detail.get("certain"):
        return None, ""
    suggestion = finding.detail.get("suggestion")
    if suggestion is not None:
        found = "".join(excerpt.found.split())
        return Kind.REPAIR, f"“{found}”应作“{suggestion}”？" if found else f"此处缺“{suggestion}”？"
    if finding.label == "lost":
        return Kind.LOST, "此处缺失文字"
    return Kind.DAMAGE, "此处文字残缺或有误"


def _reading(entry: Entry) -> str:
    return entry.text if isinstance(entry, Measure) else entry.title or ""


def unknown_bodies(plan: Plan) -> Iterator[Raised]:
    """Bodies of a plan that are no agency. One item a name, however many measures bear it. One query."""
    unknown = Responsibility.objects.filter(measure__in=Measure.objects.visible().filter(plan=plan), agency=None)
    borne: dict[str, list[Responsibility]] = defaultdict(list)
    for row in unknown.exclude(as_written="").select_related("measure").order_by("measure__order", "order"):
        borne[row.as_written].append(row)
    for name, rows in borne.items():
        measures = list(dict.fromkeys(row.measure_id for row in rows))
        message = f"“{name}”不在部门词库中" + (f"（{len(measures)} 条措施）" if len(measures) > 1 else "")
        yield Raised(
            Kind.AGENCY, key_of(Kind.AGENCY, name), message, rows[0].measure, "", "responsibilities",
            {"name": name, "measures": measures}, rows[0].spans, extra=len(measures) / 2,
        )  # fmt: skip


def _is_unsure(measure: Measure) -> bool:
    return measure.found and measure.confidence < UNSURE_BELOW and not measure.checked


def _unsure(measure: Measure) -> Raised:
    message = "；".join(map(str, measure.reasons))[:500]
    return Raised(
        Kind.UNSURE, key_of(Kind.UNSURE, name_of(measure)), message, measure, ground=key_of(measure.parsed.get("text")),
        spans=measure.spans, extra=9 * (1 - measure.confidence),
    )  # fmt: skip
