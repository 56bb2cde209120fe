"""Misprints of a query answered: the likeliest correction of each piece that finds more, else what may be meant."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from search import analysis, spelling
from search.counting import count, is_held
from search.grammar import All, AnyOf, Free
from search.limits import check_time
from search.nodes import Node
from search.query import Part, Query, Role
from search.spelling import Correction
from search.understanding import understood

MOST_SUGGESTIONS = 3


def corrected(query: Query, narrowing: Sequence[Node], found: int) -> Query:
    """The query with the likeliest correction of each piece that finds more, else with what may have been meant."""
    for place, group in enumerate(query.tree.groups):
        unit = group.units[0]
        if len(group.units) > 1 or group.excluded or not isinstance(unit, Free):
            continue
        typed = analysis.normalise(unit.text).text.strip()
        if f"{Role.CORRECTION}:{typed}" in query.undone or len(typed) < spelling.SHORTEST or is_held(typed):
            continue
        # where nothing is found at all, any word may be the wrong one: 电子病例
        held = {word: bool(found) and is_held(word) for word, _, _ in analysis.cuts(typed)}
        for correction in spelling.corrections(typed, held):
            check_time()  # the whole query is understood anew for each
            other = _with(query, place, correction)
            if other.node is None or count(other.node, narrowing) <= found:
                continue
            if _is_sure(typed, correction, certain=not found or not all(held.values())):
                return corrected(other, narrowing, count(other.node, narrowing))
            suggestions = (*query.suggestions, str(other.told))
            query = replace(query, suggestions=suggestions[:MOST_SUGGESTIONS])
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
    if len(correction.word) > spelling.SHORTEST or sorted(typed) == sorted(correction.word):
        return True
    # a word of two characters is near to very many: the texts have to know it beside what stands next to it
    before, after = correction.text[: correction.start], typed[correction.end :]
    return any(is_held(neighbours) for neighbours in _neighbours(before, correction.word, after))


def _neighbours(before: str, word: str, after: str) -> Iterator[str]:
    if before:
        yield [unit for unit, _, _ in analysis.cuts(before)][-1] + word
    if after:
        yield word + next(unit for unit, _, _ in analysis.cuts(after))
