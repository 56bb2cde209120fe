"""A measure and what stands around it → its themes, and why.

Each place in which terms count gives points to themes; the theme with the most is the primary one. What a measure is
called (its lead, else how it begins) and the chapters it stands in say more than its sentences, and a long text says no
more than a short one: its terms share a fixed number of points.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile

from documents.themes.rules import OTHERWISE, THEMES, Place, RuleBook

MOST_THEMES = 3
# What a term's weight is multiplied by.
LEAD, BEGINNING, AGENCY, PLAN_TITLE = 2.0, 1.0, 1.0, 0.3
TITLES = (1.2, 0.6, 0.3)  # of the chapter itself, of the one above it, of all further above
BOX_TITLE = 2.0
# In a name the last term says what the thing is: 中医药信息化人才队伍 are people.
LAST_IN_NAME = 1.3
# What the sentences have to give, all terms together; a text in which few are met gives less of it.
TEXT, FEW = 10.0, 4.0
LONGEST_BEGINNING = 30
# A further theme has at least this part of the points of the first, not only from chapters and agencies.
NEARLY = 0.4
_ENDS_OF_BEGINNING = "。；;!！,，:："


@dataclass(frozen=True, slots=True)
class Title:
    """One heading above a measure; that of a box (专栏) belongs to no heading before it."""

    text: str
    box: bool = False


@dataclass(frozen=True, slots=True)
class Subject:
    """What is read of a measure."""

    text: str
    lead: str = ""
    titles: Sequence[Title] = ()  # of the chapters it stands in, innermost first
    plan_title: str = ""
    agencies: Sequence[str] = ()  # names as written
    kind: str = ""  # by its Chinese name


@dataclass(frozen=True, slots=True)
class Evidence:
    """One term that spoke for a theme: where it stands, how often, and the points it gave."""

    theme: str
    place: Place
    term: str
    times: int
    points: float


@dataclass(frozen=True, slots=True)
class Judgement:
    """The themes of a measure, primary first, at most three; and for every theme what spoke for it, most first."""

    themes: tuple[str, ...]
    points: Mapping[str, float]
    evidence: tuple[Evidence, ...]

    def evidence_for(self, theme: str) -> list[Evidence]:
        return [each for each in self.evidence if each.theme == theme]


def judge(subject: Subject, book: RuleBook) -> Judgement:
    """The themes of one measure; where nothing speaks for any, the one that such measures have."""
    evidence = [*_name(subject, book), *_titles(subject, book), *_text(subject, book), *_around(subject, book)]
    points: dict[str, float] = defaultdict(float)
    own: dict[str, float] = defaultdict(float)
    for each in evidence:
        points[each.theme] += each.points
        if each.place in ("lead", "text"):
            own[each.theme] += each.points
    ranked = sorted(points, key=lambda theme: (-points[theme], THEMES.index(theme)))
    primary, others = (ranked[0], ranked[1:]) if ranked else (OTHERWISE, [])
    enough = NEARLY * points.get(primary, 0.0)
    further = [theme for theme in others if points[theme] >= enough and own[theme] >= enough / 2]
    themes = (primary, *further[: MOST_THEMES - 1])
    return Judgement(themes, dict(points), tuple(sorted(evidence, key=lambda e: (-e.points, e.term))))


def _name(subject: Subject, book: RuleBook) -> list[Evidence]:
    """The lead; how the text begins where there is none."""
    if subject.lead:
        return _spoken(book, "lead", subject.lead, LEAD, last=LAST_IN_NAME)
    text = _after_actor(subject.text)[:LONGEST_BEGINNING]
    return _spoken(book, "lead", "".join(takewhile(lambda c: c not in _ENDS_OF_BEGINNING, text)), BEGINNING)


def _after_actor(text: str) -> str:
    """The text of an article behind 乡镇卫生院应当: who is to act is not what it is about."""
    actor, duty, rest = text.partition("应当")
    return rest if duty and "。" not in actor else text


def _titles(subject: Subject, book: RuleBook) -> list[Evidence]:
    spoken: list[Evidence] = []
    titles = list(subject.titles)
    if titles and titles[0].box:
        # printed behind the last section of its chapter, a box is about the whole chapter
        spoken += _spoken(book, "titles", titles[0].text, BOX_TITLE, last=LAST_IN_NAME)
        titles = titles[-1:] if len(titles) > 1 else []
        weights: Sequence[float] = TITLES[1:]
    else:
        weights = TITLES
    for depth, title in enumerate(titles):
        spoken += _spoken(book, "titles", title.text, weights[min(depth, len(weights) - 1)])
    return spoken + _spoken(book, "titles", subject.plan_title, PLAN_TITLE)


def _text(subject: Subject, book: RuleBook) -> list[Evidence]:
    """Points in proportion to weights; a term that comes again gives less each time."""
    spoken = _spoken(book, "text", _after_actor(subject.text), 1.0)
    total = sum(each.points for each in spoken)
    share = TEXT / (total + FEW) if total else 0.0
    return [Evidence(e.theme, e.place, e.term, e.times, e.points * share) for e in spoken]


def _around(subject: Subject, book: RuleBook) -> Iterable[Evidence]:
    """What agencies and kind say: each term once, however many bodies there are."""
    for name in subject.agencies[:3]:
        yield from _spoken(book, "agencies", name, AGENCY)
    yield from _spoken(book, "kind", subject.kind, 1.0)


def _spoken(book: RuleBook, place: Place, text: str, factor: float, last: float = 1.0) -> list[Evidence]:
    met = list(book.met(place, text)) if text else []
    spoken = []
    for each in met:
        stress = last if each is met[-1] else 1.0
        times = 1 + 0.5 * (min(each.times, 4) - 1)
        spoken += [
            Evidence(theme, place, each.term, each.times, weight * factor * stress * times)
            for theme, weight in each.speaks_for.items()
            if weight
        ]
    return spoken
