"""What a user typed, understood with what the knowledge base and the dictionaries know.

Filters named in the text act as such; words are looked for with those that mean the same, which count less; words that
say nothing (政策, 有哪些) are not insisted on. Each of these is a `Part` of the query, which can be undone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from django.db.models import Q

from documents.models import Agency, Measure, Province
from documents.themes.rules import THEMES
from search import analysis, dictionaries
from search.bodies import Named
from search.figures import FIELD as TARGET
from search.figures import Comparison, Figure
from search.grammar import All, AnyOf, Free, Quoted, read, telling
from search.known import Known, known
from search.nodes import (
    EVERYTHING,
    NOTHING,
    Best,
    Either,
    Every,
    Favoured,
    Has,
    HasSuch,
    Node,
    Phrase,
    Preferred,
    Weighted,
    Words,
)
from search.query import Concept, Part, Query, Reading, Role, together, words
from search.recognition import RESPONSIBLE, ROLE_WORDS, Recognised, recognise, responsible
from search.synonyms import SHORT, Expansion, Synonyms
from search.units import Unit, compounded, idle_words, says_nothing, units_of

# A measure says what is to be done, which is mostly what is looked for.
KINDS = (("background", 0.6), ("principle", 0.7), ("goal", 0.8), ("implementation", 0.85))
SIDE_BY_SIDE = 1.0  # words of one piece that stand together as they were typed
NEIGHBOURS = 0.5  # two of them
BY_ITS_WORDS = 0.5  # what the words of a phrase count beside its characters standing together
IN_WORDS = 2.0  # that a single character is part of words, as which it is hardly ever cut: 癌 in 宫颈癌
STREWN = 0.3  # words that mean something together, wherever they stand in a text
LOOSELY = 0.1  # an indicator that holds the words' parts: 健康文化素养水平 for 健康素养水平
IDLY = 0.3  # words that are not insisted on


def understand(typed: str, undone: Iterable[str] = ()) -> Query:
    """Never raises for what is typed; an empty query means every entry. `undone`: keys of parts to leave out."""
    dictionaries.refresh()
    if not typed.strip():
        return Query(typed, EVERYTHING)
    found = read(typed)
    return replace(understood(typed, found.all, undone), notes=found.notes)


def understood(typed: str, whole: All, undone: Iterable[str] = ()) -> Query:
    """The query that `whole` makes, with the dictionaries that this process holds."""
    query = Understanding(known(), dictionaries.synonyms(), frozenset(undone)).query(typed, whole)
    return replace(query, undone=tuple(undone), tree=whole)


class Understanding(Reading):
    """Reads one query; `parts` grow as it is read."""

    def __init__(self, base: Known, synonyms: Synonyms, undone: frozenset[str]) -> None:
        self._known = base
        self._synonyms = synonyms
        self._undone = undone
        self._parts: dict[str, Part] = {}
        self._alone = False
        self._terms = frozenset(analysis.terms())

    def query(self, typed: str, whole: All) -> Query:
        left = telling(whole.groups, idle_words())
        groups = self._joined(left)
        self._alone = len(groups) == 1
        units: list[Unit] = []
        idle = [unit for group in whole.groups if group not in left for unit in self._words_of(group)]
        fixed: list[Node] = []
        favours: list[Node] = []
        told: list[str] = []
        for group in groups:
            unit = group.units[0]
            if len(group.units) == 1 and isinstance(unit, Free) and not group.excluded:
                piece = self._piece(unit.text)
                fixed += piece.filters
                favours += piece.favours
                units += piece.units
                idle += piece.idle
                told += piece.told
            elif node := self.group(group):
                fixed.append(node)
                told.append(str(node))
        concepts = [self._concept(each) for each in compounded(units, idle, self._synonyms)]
        if not concepts and not fixed:
            return Query(typed, together(favours))
        return Query(
            typed,
            assembled([*fixed, *(concept.node for concept in concepts)], favours),
            parts=tuple(self._parts.values()),
            concepts=tuple(concepts),
            fixed=tuple(fixed),
            favours=tuple(favours),
            told=" 且 ".join(_told(told, fixed)),
        )

    def _words_of(self, group: AnyOf) -> list[Unit]:
        texts = (analysis.normalise(unit.text).text.strip() for unit in group.units if isinstance(unit, Free))
        return [unit for text in texts for unit in units_of(text, self._synonyms)]

    def _joined(self, groups: Sequence[AnyOf]) -> list[AnyOf]:
        """Pieces that make a word of the table together are one piece, and an agency with its role: 看病 贵."""
        joined: list[AnyOf] = []
        for group in groups:
            last = joined[-1] if joined else None
            if last and _is_free(last) and _is_free(group):
                texts = [unit.text for unit in (*last.units, *group.units) if isinstance(unit, Free)]
                if not ROLE_WORDS.isdisjoint(texts) or self._synonyms.of(
                    analysis.normalise("".join(texts)).text.strip()
                ):
                    joined[-1] = AnyOf((Free("".join(texts)),))
                    continue
            joined.append(group)
        return joined

    def free(self, text: str) -> Node | None:
        piece = self._piece(text)
        units = compounded(piece.units, piece.idle, self._synonyms)
        nodes = [*piece.filters, *(self._node(unit) for unit in units)]
        node = together(nodes)
        return Favoured(node, Either(tuple(piece.favours))) if node and piece.favours else node or words(text)

    # --- one piece ---

    def _piece(self, text: str) -> _Piece:
        normalised = analysis.normalise(text).text.strip()
        piece = _Piece()
        start = 0
        for each in self._recognised(normalised):
            self._read_words(normalised[start : each.start], piece)
            piece.filters.append(each.node)
            piece.told.append(each.meaning)
            start = each.end
        self._read_words(normalised[start:], piece)
        if not piece.filters and not piece.units:
            piece.units += [Unit(word) for word in analysis.words_to_find(normalised)]
            piece.favours.clear()
            piece.told.append(normalised)
        return piece

    def _recognised(self, text: str) -> list[Recognised]:
        kept = []
        for each in recognise(text, self._known, alone=self._alone):
            typed = text[each.start : each.end]
            key = f"{Role.FILTER}:{each.field}:{typed}"
            if key not in self._undone:
                part = Part(key, Role.FILTER, typed, (each.meaning, *each.besides), each.label, each.field, each.values)
                self._parts[key] = part
                kept.append(each)
        return kept

    def _read_words(self, text: str, piece: _Piece) -> None:
        """The words between two filters, into the piece."""
        units = units_of(text, self._synonyms)
        idle = [unit for unit in units if says_nothing(unit, units)]
        piece.idle += idle
        piece.units += [unit for unit in units if unit not in idle]
        piece.told += [text.strip()] if len(idle) < len(units) else []
        piece.favours += [Weighted(Words(unit.text, (unit.text,)), IDLY) for unit in idle if len(unit.text) > 1]
        if len(units) > 1:
            piece.favours.append(Weighted(Phrase(text.strip()), SIDE_BY_SIDE))
            pairs = (one.text + other.text for one, other in pairwise(units))
            piece.favours += [Weighted(Phrase(pair), NEIGHBOURS) for pair in pairs]

    def _concept(self, unit: Unit) -> Concept:
        is_term = unit.is_term or unit.text in self._terms
        literal: Node = Every(tuple(leaf(part.text) for part in unit.parts)) if unit.parts else leaf(unit.text)
        return Concept(unit.text, self._node(unit), literal, is_term)

    def _node(self, unit: Unit) -> Node:
        """The word as typed, or what means the same."""
        typed = self._as_typed(unit)
        key = f"{Role.EXPANSION}:{unit.text}"
        if not unit.expansions or key in self._undone:
            return typed
        self._parts[key] = Part(key, Role.EXPANSION, unit.text, tuple(each.text for each in unit.expansions))
        # that all words of a compound stand somewhere in a text says less than what they mean together
        most = max(each.weight for each in unit.expansions) if unit.parts else 1.0
        added = (Weighted(expanded(each), each.weight / most) for each in unit.expansions)
        return Best((Weighted(typed, STREWN) if unit.parts else typed, *added))

    def _as_typed(self, unit: Unit) -> Node:
        if unit.parts:
            return Every(tuple(self._node(part) for part in unit.parts))
        # a short word of the table that nobody wrote so would be found where it stands by chance: 家医 in 国家医保
        by_chance = len(unit.text) == SHORT and unit.expansions and analysis.is_chinese(unit.text)
        if len(unit.text) == 1:
            return Favoured(leaf(unit.text), Weighted(Phrase(unit.text), IN_WORDS), quietly=True)
        return Words(unit.text, (unit.text,), whole=True) if by_chance else leaf(unit.text)

    # --- fields and figures ---

    def compared(self, comparison: Comparison) -> Node | None:
        """The indicator holds all words; or the last of them, and the measure the others; or their parts, at less."""
        units = units_of(analysis.normalise(comparison.what).text, self._synonyms)
        ways = [self._ways(unit) for unit in units]
        whole = HasSuch(TARGET, Figure(comparison, _combined(ways)))
        parts = tuple(part for unit in units for part in analysis.words_inside(unit.text) or (unit.text,))
        loosely = Every((HasSuch(TARGET, Figure(comparison, (parts,))), EVERYTHING))
        found: tuple[Node, ...] = (Every((whole, EVERYTHING)), Weighted(loosely, LOOSELY))
        if len(units) > 1:
            last = HasSuch(TARGET, Figure(comparison, _combined(ways[-1:])))
            found += (Every((last, *(self._node(unit) for unit in units[:-1]))),)
        return Best(found)

    def _ways(self, unit: Unit) -> list[tuple[str, ...]]:
        return [analysis.words(unit.text), *(expansion.parts for expansion in unit.expansions)]

    def value(self, name: str, value: Free | Quoted) -> Node | None:
        text = analysis.normalise(value.text).text.strip()
        if name in ("province", "agency", "lead", "participant"):
            listed = [part for part in text.replace("、", ",").replace("/", ",").split(",") if part]
            nodes = [node for part in listed if (node := self._named(name, part))]
            return Either(tuple(nodes)) if len(nodes) > 1 else nodes[0] if nodes else NOTHING
        if name == "kind":
            return _kind(text)
        if name == "theme":
            return _theme(text)
        if name in ("plan", "chapter") and text.isdecimal() and len(text) < 19:
            return Has(name, (str(int(text)),))
        if name in ("plan", "chapter") and isinstance(value, Free):
            return self._in_field(text, "plan_title" if name == "plan" else "chapter_titles")
        return super().value(name, value)

    def _in_field(self, text: str, field: str) -> Node | None:
        nodes: list[Node] = []
        for unit in units_of(text, self._synonyms):
            if unit.text not in analysis.FUNCTION_WORDS:
                added = [Weighted(expanded(each, field), each.weight) for each in unit.expansions]
                nodes.append(Best((leaf(unit.text, field), *added)) if added else leaf(unit.text, field))
        return together(nodes)

    def _named(self, name: str, text: str) -> Node | None:
        if name == "province":
            found = Province.objects.filter(Q(code=text) | Q(name=text) | Q(full_name=text)).first()
            return Has("province", (found.code,), found.name) if found else NOTHING
        named = self._bodies(text)
        if name == "agency":
            return Best((Weighted(responsible(named), RESPONSIBLE), Phrase(text, "agency_names")))
        return responsible(named, "牵头" if name == "lead" else "参与")

    def _bodies(self, text: str) -> Named:
        """The bodies that bear this name, one like it, or one that holds it."""
        if text.isdecimal() and len(text) < 19:
            return Named(text, (str(int(text)),))
        names = [text, *(part for expansion in self._synonyms.of(text) for part in expansion.parts)]
        named = next((found for name in names if (found := self._known.bodies.named(name))), None)
        if named:
            return named
        holding = Agency.objects.filter(Q(name__contains=text) | Q(names__name__contains=text)).order_by("pk")
        return Named(text, tuple(str(pk) for pk in dict.fromkeys(holding.values_list("pk", flat=True))))


@dataclass(slots=True)
class _Piece:
    """What one piece was made into, and how readers are told."""

    filters: list[Node] = field(default_factory=list)
    units: list[Unit] = field(default_factory=list)
    idle: list[Unit] = field(default_factory=list)  # words that are not insisted on
    favours: list[Node] = field(default_factory=list)
    told: list[str] = field(default_factory=list)


def _told(told: Sequence[str], fixed: Sequence[Node]) -> list[str]:
    """As they act: of several provinces one is enough."""
    provinces = list(dict.fromkeys(str(node) for node in fixed if isinstance(node, Has) and node.name == "province"))
    if len(provinces) < 2:
        return list(dict.fromkeys(told))  # 湖南 湖南 is 湖南
    at = min(place for place, each in enumerate(told) if each in provinces)
    others = [each for each in told if each not in provinces]
    return [*others[:at], f"（{' 或 '.join(provinces)}）", *others[at:]]


def assembled(wanted: Sequence[Node], favours: Sequence[Node]) -> Node:
    """All of `wanted`; `favours` and the kind of measure decide the order too."""
    node = together(list(wanted)) or EVERYTHING
    if favours:
        node = Favoured(node, Either(tuple(favours)))
    return Preferred(node, "kind", KINDS)


def leaf(text: str, name: str | None = None) -> Node:
    """A word, or characters that stand together as they were typed."""
    found = analysis.words(text)
    if len(found) == 1:
        return Words(text, found, name)
    phrase = Phrase(text, name)
    inner = analysis.words_to_find(text)
    # else a phrase, however rare, counts less than a single word that was added for it
    return Favoured(phrase, Weighted(Words(text, inner, name), BY_ITS_WORDS), quietly=True) if inner else phrase


def expanded(expansion: Expansion, name: str | None = None) -> Node:
    """Short words only where texts are cut so: nobody typed them, and 乡医 stands in 城乡|医疗 too."""
    nodes = [
        Words(part, (part,), name, whole=True) if len(part) == SHORT else leaf(part, name) for part in expansion.parts
    ]
    # several words say no more than the one that is meant by them
    return nodes[0] if len(nodes) == 1 else Weighted(Every(tuple(nodes)), 1 / len(nodes))


def _is_free(group: AnyOf) -> bool:
    return not group.excluded and len(group.units) == 1 and isinstance(group.units[0], Free)


def _combined(ways: Sequence[Sequence[tuple[str, ...]]]) -> tuple[tuple[str, ...], ...]:
    """One way to say each, in every combination, up to a reasonable number."""
    combined: list[tuple[str, ...]] = [()]
    for each in ways:
        combined = [(*before, *way) for before in combined for way in each][:50]
    return tuple(combined)


def _kind(text: str) -> Node:
    """A kind of measure, or a kind of plan."""
    keys = tuple(key for key, label in Measure.Kind.choices if text in (key, label))
    return Has("kind", keys, text) if keys else Has("document_kind", (text,), text)


def _theme(text: str) -> Node:
    """The themes whose names hold the text."""
    themes = tuple(theme for theme in THEMES if text in theme)
    return Has("theme", themes, "、".join(themes)) if themes else NOTHING
