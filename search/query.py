"""What a user typed, or a program asked for, as a query tree.

What can be typed stands in `search.grammar`. `parse` takes the words as they are typed, without looking at anything
else; `search.understanding` recognises filters in them and adds other words for them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum

from search import analysis
from search.figures import FIELD as TARGET
from search.figures import Comparison, Figure
from search.grammar import MAX_CHARACTERS, MAX_LEAVES, All, AnyOf, Compared, Field, Free, Quoted, Unit, read, telling
from search.nodes import (
    EVERYTHING,
    NOTHING,
    Best,
    Between,
    Either,
    Enough,
    Every,
    Favoured,
    Has,
    HasSuch,
    Node,
    Phrase,
    Preferred,
    Weighted,
    Without,
    Words,
    leaves,
)

__all__ = [
    "EVERYTHING",
    "MAX_CHARACTERS",
    "MAX_LEAVES",
    "NOTHING",
    "Best",
    "Between",
    "Concept",
    "Either",
    "Enough",
    "Every",
    "Favoured",
    "Has",
    "HasSuch",
    "Node",
    "Part",
    "Phrase",
    "Preferred",
    "Query",
    "Reading",
    "Role",
    "Weighted",
    "Without",
    "Words",
    "leaves",
    "parse",
    "phrase",
    "words",
]

# Where the value of a field of text is looked for; the others hold keys.
TEXT_FIELDS = {
    "province": "province_names",
    "plan": "plan_title",
    "number": "plan_title",
    "chapter": "chapter_titles",
    "agency": "agency_names",
    "lead": "agency_names",
    "participant": "agency_names",
}
_YEARS = re.compile(
    r"(?P<sign>>=|<=|>|<|=|≥|≤|不早于|不晚于|早于|晚于)?\s*(?P<low>\d{4})年?"
    r"(?:\s*[-—–~至到]\s*(?P<high>\d{4})年?|(?P<after>及?以后|之后|以来|起|以前|之前|止))?"
)
_SIGNS = {"≥": ">=", "≤": "<=", "不早于": ">=", "不晚于": "<=", "早于": "<", "晚于": ">"}
_UNTIL = ("以前", "之前", "止")


class Role(StrEnum):
    """What the search did with a part of what was typed, beyond looking for it."""

    FILTER = "filter"  # took it for the filter that it is: 湖南
    EXPANSION = "expansion"  # looked for other words too: 家医 → 家庭医生
    CORRECTION = "correction"  # looked for another word instead: 家庭医牛 → 家庭医生
    RELAXATION = "relaxation"  # did not insist on it, since too little holds everything


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that was understood, for the page to show with a link that undoes it.

    Understanding the same query with `key` among `undone` leaves it out: the words then mean only themselves, and all
    of them are insisted on.
    """

    key: str  # "filter:province:430000", "expansion:家医", "correction:家庭医牛", "relaxation"
    role: Role
    typed: str  # 湖南
    meaning: tuple[str, ...]  # 湖南省; the words added; the word put in its place; the words not insisted on
    label: str = ""  # of a filter, the field's name: 省份
    field: str = ""  # of a filter, its name in `search.filters.NAMES`, or "document_kind"
    values: tuple[str, ...] = ()  # of a filter, the keys of the index


@dataclass(frozen=True, slots=True)
class Concept:
    """One thing among others that an entry has to hold, unless too few hold all."""

    text: str  # as it was typed, normalised
    node: Node
    literal: Node  # the same without what was added
    is_term: bool = False  # whether a dictionary of the field knows it


@dataclass(frozen=True, slots=True)
class Query:
    """`node` is None where nothing typed could be understood; else `notes` say in Chinese what was left out.

    `parts` say what was made of the words: the page shows each, and links to the query without it. `concepts` are what
    may be relaxed of `node`, in the order typed, `fixed` what may not.
    """

    typed: str
    node: Node | None
    notes: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()
    concepts: tuple[Concept, ...] = ()
    fixed: tuple[Node, ...] = ()
    favours: tuple[Node, ...] = ()
    told: str = ""  # the query as it was understood, where the node does not say it well
    undone: tuple[str, ...] = field(default=(), compare=False)
    tree: All = field(default_factory=All, compare=False)  # what was typed
    suggestions: tuple[str, ...] = ()  # other queries that may have been meant, where this one finds too little

    @property
    def is_empty(self) -> bool:
        return not self.typed.strip()

    @property
    def understood(self) -> str:
        """The query as it was understood, for the reader."""
        return "" if self.node is None or self.is_empty else self.told or str(self.node)


def parse(typed: str) -> Query:
    """The words as they are typed; an empty query means every entry. Never raises."""
    if not typed.strip():
        return Query(typed, EVERYTHING)
    found = read(typed)
    return Query(typed, Reading().all(found.all), found.notes)


def words(text: str, name: str | None = None) -> Words | None:
    """The leaf for words that stand side by side; None where the text holds no word."""
    normalised = analysis.normalise(text).text.strip()
    found = analysis.words_to_find(normalised)
    return Words(normalised, found, name) if found else None


def phrase(text: str, name: str | None = None) -> Phrase | None:
    """The leaf for an exact phrase; None where the text holds no character to be found."""
    normalised = analysis.normalise(text).text.strip()
    return Phrase(normalised, name) if any(analysis.characters(normalised)) else None


class Reading:
    """What was typed → nodes, each word for itself. Made anew for each query."""

    def all(self, typed: All) -> Node | None:
        """None where there is nothing to be found."""
        return together([node for group in telling(typed.groups) if (node := self.group(group))])

    def group(self, group: AnyOf) -> Node | None:
        if group.excluded:
            # what is excluded is excluded as it is typed, wherever its characters stand together
            node = either([node for unit in group.units if (node := LITERAL.unit(unit))])
            return Without(node) if node else None
        return either([node for unit in group.units if (node := self.unit(unit))])

    def unit(self, unit: Unit) -> Node | None:
        match unit:
            case Free():
                return self.free(unit.text)
            case Quoted():
                return phrase(unit.text)
            case Compared():
                return self.compared(unit.comparison)
            case Field():
                return self.field(unit)
            case All():
                return self.all(unit)

    def free(self, text: str) -> Node | None:
        return words(text)

    def compared(self, comparison: Comparison) -> Node | None:
        return HasSuch(TARGET, Figure(comparison, (analysis.words(analysis.normalise(comparison.what).text),)))

    def field(self, named: Field) -> Node | None:
        """The node for the value; of values in brackets the brackets' own node, each value in the field."""
        value = named.value
        if isinstance(value, All):
            groups = [self._group_in(named.name, group) for group in value.groups]
            return together([node for node in groups if node])
        return self.value(named.name, value)

    def _group_in(self, name: str, group: AnyOf) -> Node | None:
        nodes = (
            self.field(Field(name, unit)) if isinstance(unit, Free | Quoted | All) else self.unit(unit)
            for unit in group.units
        )
        node = either([node for node in nodes if node])
        return Without(node) if node and group.excluded else node

    def value(self, name: str, value: Free | Quoted) -> Node | None:
        """One value of the field `name` of `search.lexing.FIELDS`."""
        if name == "year":
            return years(value.text)
        if name not in TEXT_FIELDS:
            return Has(name, (value.text.strip(),))
        exact = isinstance(value, Quoted) or name in ("number", "agency", "lead", "participant")
        node: Node | None = (phrase if exact else words)(value.text, TEXT_FIELDS[name])
        return Every((Has("role", (name,)), node)) if node and name in ("lead", "participant") else node


class _Literal(Reading):
    """Words count where their characters stand together, not where they are strewn about."""

    def free(self, text: str) -> Node | None:
        return phrase(text)


LITERAL = _Literal()


def years(text: str) -> Node | None:
    """2021, 2021-2025, >=2020: plans filed under these years; nothing where no year is named."""
    match = _YEARS.fullmatch(analysis.normalise(text).text.strip())
    if match is None:
        return NOTHING
    low, high, sign = match["low"], match["high"], _SIGNS.get(match["sign"], match["sign"])
    if match["after"]:
        sign = "<=" if match["after"] in _UNTIL else ">="
    year = int(low)
    label = f"{low}—{high}年" if high else f"{low}年"
    match sign:
        case ">=":
            return Between("year", low, None, f"{label}以后")
        case ">":
            return Between("year", str(year + 1), None, f"{year + 1}年以后")
        case "<=":
            return Between("year", None, low, f"{label}以前")
        case "<":
            return Between("year", None, str(year - 1), f"{year - 1}年以前")
        case _:
            return Between("year", low, high, label) if high else Has("year", (low,), label)


def together(nodes: list[Node]) -> Node | None:
    """All of them hold; what is only excluded is taken from everything."""
    if not nodes:
        return None
    return nodes[0] if len(nodes) == 1 and not isinstance(nodes[0], Without) else Every(tuple(nodes))


def either(nodes: list[Node]) -> Node | None:
    if not nodes:
        return None
    return nodes[0] if len(nodes) == 1 else Either(tuple(nodes))
