"""The query that answers: as it was understood, or with a word corrected, or relaxed where too little holds everything.

What neither the corpus nor an expansion knows is never dropped: a query about nothing that was collected finds nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from math import log

from haystack import connections

from search import analysis, spelling
from search.grammar import All, AnyOf, Free
from search.nodes import EVERYTHING, Best, Either, Enough, Every, Node, Phrase, Weighted, Words
from search.query import Concept, Part, Query, Role
from search.spelling import Correction
from search.understanding import assembled, idle_words, leaf, understood

ENOUGH = 10  # found: nothing is corrected or relaxed
# What is left of a query has to weigh so much of it, each concept by how rare it is …
SHARE = 0.4
RAREST = 4  # … but one found once weighs no more than one found so often,
TERM = 1.5  # and a term of the field so many times as much as another word.
IN_PASSING = 0.01  # what a condition counts that only keeps others out
LOOSELY = 0.1  # what the words count that a long one is made of, apart …
MOST_OF_IT = 0.7  # … of which so much has to be there
RELAXED = str(Role.RELAXATION)
_MOST_SUGGESTIONS = 3


def settled(query: Query, narrowing: Sequence[Node] = ()) -> Query:
    """The query to be answered under the filters `narrowing`. Raises IndexMissing."""
    if query.node is None or not query.concepts:
        return query
    found = count(query.node, narrowing)
    if found >= ENOUGH:
        return query
    corrected = _corrected(query, narrowing, found)
    if corrected.node is not None and corrected.parts != query.parts:
        found = count(corrected.node, narrowing)
    relaxed = relax(corrected) if found < ENOUGH and RELAXED not in query.undone else None
    if relaxed is None or relaxed.node is None or count(relaxed.node, narrowing) <= found:
        return corrected
    return relaxed


def count(node: Node, narrowing: Sequence[Node] = ()) -> int:
    """How many entries it finds."""
    found = connections["default"].get_backend().search(Every((node, *narrowing)), start_offset=0, end_offset=0)
    return int(found["hits"])


# --- misprints ---


def _corrected(query: Query, narrowing: Sequence[Node], found: int) -> Query:
    """The query with the likeliest correction of each piece that finds more, else with what may have been meant."""
    for place, group in enumerate(query.tree.groups):
        unit = group.units[0]
        if len(group.units) > 1 or group.excluded or not isinstance(unit, Free):
            continue
        typed = analysis.normalise(unit.text).text.strip()
        if f"{Role.CORRECTION}:{typed}" in query.undone or len(typed) < spelling.SHORTEST or _is_held(typed):
            continue
        held = {word: _is_held(word) for word, _, _ in analysis.cuts(typed)}
        for correction in spelling.corrections(typed, held):
            other = _with(query, place, correction)
            if other.node is None or count(other.node, narrowing) <= found:
                continue
            if _is_sure(typed, correction, certain=not found or not all(held.values())):
                return _corrected(other, narrowing, count(other.node, narrowing))
            suggestions = (*query.suggestions, str(other.told))
            query = replace(query, suggestions=suggestions[:_MOST_SUGGESTIONS])
    return query


def _with(query: Query, place: int, correction: Correction) -> Query:
    """The query with one piece corrected, which counts as typed from then on."""
    typed = analysis.normalise(_text(query.tree.groups[place])).text.strip()
    key = f"{Role.CORRECTION}:{typed}"
    groups = list(query.tree.groups)
    groups[place] = AnyOf((Free(correction.text),))
    part = Part(key, Role.CORRECTION, typed, (correction.text,))
    before = tuple(each for each in query.parts if each.role == Role.CORRECTION)
    other = understood(query.typed, All(tuple(groups)), (*query.undone, f"{Role.CORRECTION}:{correction.text}"))
    return replace(other, notes=query.notes, parts=(*before, part, *other.parts))


def _text(group: AnyOf) -> str:
    return "".join(unit.text for unit in group.units if isinstance(unit, Free))


def _is_sure(typed: str, correction: Correction, *, certain: bool) -> bool:
    """Whether to answer the corrected query at once, and not only suggest it."""
    if not certain:
        return False
    if len(correction.word) > spelling.SHORTEST:
        return True
    # a word of two characters is near to very many: the texts have to know it beside what stands next to it
    before, after = correction.text[: correction.start], typed[correction.end :]
    return any(_is_held(neighbours) for neighbours in _neighbours(before, correction.word, after))


def _neighbours(before: str, word: str, after: str) -> Iterator[str]:
    if before:
        yield [unit for unit, _, _ in analysis.cuts(before)][-1] + word
    if after:
        yield word + next(unit for unit, _, _ in analysis.cuts(after))


def _is_held(text: str) -> bool:
    """Whether these characters stand together anywhere; signs and blanks are everywhere."""
    return not any(analysis.characters(text)) or count(Phrase(text)) > 0


# --- relaxing ---


def relax(query: Query) -> Query | None:
    """The query with only as many of its concepts insisted on as weigh enough, one of them a term of the field, and
    the words of long ones wherever they stand; None where one is unknown.
    """
    concepts = [part for concept in query.concepts for part in _taken_apart(concept)]
    nodes = tuple(_loosened(concept) for concept in concepts)
    counts = [count(node) for node in nodes]
    if not concepts or not all(counts):
        return None
    weights = tuple(_weight(concept, found) for concept, found in zip(concepts, counts, strict=True))
    node: Node = Enough(nodes, weights, SHARE * sum(weights))
    terms = tuple(node for node, concept in zip(nodes, concepts, strict=True) if concept.is_term)
    if len(terms) < len(nodes):
        node = Every((node, Weighted(Either(terms), IN_PASSING))) if terms else Every(nodes)
    parts = (*query.parts, _part(concepts, weights))
    return replace(query, node=assembled([*query.fixed, node], query.favours), parts=parts)


def _taken_apart(concept: Concept) -> list[Concept]:
    """What was guessed to be a word, and no text holds, is what it is made of: 人太多, 没人陪."""
    if concept.is_term or analysis.is_word(concept.text) or _is_held(concept.text):
        return [concept]
    inner = [word for word in analysis.known_words(concept.text) if word not in idle_words()]
    # single characters are held by so many texts that they say nothing
    return [concept] if any(len(word) == 1 for word in inner) else [Concept(word, leaf(word)) for word in inner]


def _loosened(concept: Concept) -> Node:
    """The concept; or, at much less, most of the words that a long one is made of, wherever they stand."""
    inner = dict.fromkeys(analysis.words_inside(concept.text)) if analysis.is_chinese(concept.text) else {}
    if len(inner) < 2:
        return concept.node
    words = tuple(Words(word, (word,)) for word in inner)
    weights = tuple(_rarity(count(word)) for word in words)
    needed = sum(weights) if len(words) == 2 else MOST_OF_IT * sum(weights)
    return Best((concept.node, Weighted(Enough(words, weights, needed), LOOSELY)))


def _weight(concept: Concept, found: int) -> float:
    return _rarity(found) * (TERM if concept.is_term else 1.0)


def _rarity(found: int) -> float:
    return log(1 + count(EVERYTHING) / max(found, RAREST))


def _part(concepts: Sequence[Concept], weights: Sequence[float]) -> Part:
    whole = sum(weights)
    weighed = zip(concepts, weights, strict=True)
    spared = tuple(concept.text for concept, weight in weighed if whole - weight >= SHARE * whole)
    texts = spared or tuple(concept.text for concept in concepts)
    return Part(RELAXED, Role.RELAXATION, " ".join(texts), texts)
