"""What may be meant by what has been typed so far: words of the corpus, agencies by any of their names, plans."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from haystack import connections

from documents.models import Agency, Plan
from search import analysis
from search.backends.generations import IndexMissing
from search.known import known

LONGEST = 100  # characters typed; what is longer is a text, not the beginning of a word
MOST = {"term": 6, "agency": 4, "plan": 3}
_CANDIDATES = 400  # words with the same beginning that are looked at
_LAST_WORD = re.compile(r"(?P<before>(?:.*[\s:：“\"「『（(])?[-|]?)(?P<word>[^\s:：“”\"「」『』（）()]+)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """`kind`: term, agency or plan; `fill` is what the box holds once a term is chosen, else empty."""

    kind: str
    text: str
    detail: str
    address: str
    fill: str = ""


def suggest(typed: str) -> list[Suggestion]:
    """Best first within each kind. At most four queries, whatever is typed."""
    match = _LAST_WORD.fullmatch(typed.replace("\0", " ")) if len(typed) <= LONGEST else None
    last = _plain(match["word"]) if match else ""
    if match is None or not last:
        return []
    pieces = [plain for piece in typed.split() if (plain := _plain(piece))]
    return [*_terms(last, match["before"]), *_agencies("".join(pieces)), *_plans(pieces)]


def _plain(text: str) -> str:
    return analysis.normalise(text).text.strip()


def _terms(last: str, before: str) -> Iterator[Suggestion]:
    """Words that go on from the last one typed, those of most measures first."""
    for word, count in _words(last)[: MOST["term"]]:
        fill = f"{before}{word}"
        address = f"{reverse('search:search')}?{urlencode({'q': fill})}"
        yield Suggestion("term", fill, f"见于 {count} 条措施", address, fill)


def _words(beginning: str) -> list[tuple[str, int]]:
    """Words of the texts with the number of measures that hold them."""
    try:
        counts = connections["default"].get_backend().snapshot().terms_beginning("text", beginning, _CANDIDATES)
    except IndexMissing:
        return []
    counts.pop(beginning, None)
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def _agencies(text: str) -> Iterator[Suggestion]:
    """Bodies one of whose names holds the text; those whose name begins with it first, short names before long."""
    held = [(name, pk) for name, pks in known().bodies.by_name.items() if text in name for pk in pks]
    held.sort(key=lambda pair: (not pair[0].startswith(text), len(pair[0]), pair[0]))
    names: dict[int, str] = {}
    for name, pk in held:
        names.setdefault(int(pk), name)
    numbers = list(names)[: MOST["agency"]]
    bodies = Agency.objects.select_related("province").in_bulk(numbers) if numbers else {}
    for body in (bodies[pk] for pk in numbers if pk in bodies):
        other = f"又称 {names[body.pk]}" if names[body.pk] not in _plain(body.name) else ""
        where = body.province.name if body.province else ""
        yield Suggestion("agency", body.name, _joined(where, other), body.get_absolute_url())


def _plans(pieces: Iterable[str]) -> Iterator[Suggestion]:
    """Plans whose title holds every piece typed, newest first."""
    plans = Plan.objects.visible().select_related("province").in_time()
    for piece in pieces:
        plans = plans.filter(title__icontains=piece)
    for plan in plans.defer("parsed", "reasons")[: MOST["plan"]]:
        where, year = plan.province.name if plan.province else "", f"{plan.year}年" if plan.year else ""
        yield Suggestion("plan", plan.heading, _joined(where, year), plan.get_absolute_url())


def _joined(*parts: str) -> str:
    return "，".join(part for part in parts if part)
