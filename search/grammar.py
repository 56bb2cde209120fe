"""How what was typed hangs together: words, phrases, fields and comparisons, joined, excluded and bracketed.

    高血压 糖尿病            both
    高血压 OR 糖尿病 管理     管理, and one of the other two: OR (|, 或) joins what stands at its sides
    培训 -中医               培训 without 中医; also NOT, 不含
    (高血压 糖尿病) OR 慢病   brackets as everywhere; （） too
    省份:湖南                a field, with either colon; 省份:(湖南 OR 贵州), 省份:湖南|贵州

AND, 且 change nothing. Nothing that is typed raises. A bracket that is not closed is closed at the end, one too many is
left out, and so are those deeper than MAX_DEPTH.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field

from search import analysis, figures
from search.figures import Comparison
from search.lexing import Piece, pieces

MAX_CHARACTERS = 500
MAX_LEAVES = 40
MAX_DEPTH = 10


@dataclass(frozen=True, slots=True)
class Free:
    """Words as they stand in one piece."""

    text: str


@dataclass(frozen=True, slots=True)
class Quoted:
    text: str


@dataclass(frozen=True, slots=True)
class Compared:
    comparison: Comparison


@dataclass(frozen=True, slots=True)
class Field:
    """`name` is one of `lexing.FIELDS`; the value may be bracketed."""

    name: str
    value: Free | Quoted | All


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Units joined by OR; or one unit that is excluded."""

    units: tuple[Unit, ...]
    excluded: bool = False


@dataclass(frozen=True, slots=True)
class All:
    """Everything between two brackets, or all that was typed."""

    groups: tuple[AnyOf, ...] = ()


Unit = Free | Quoted | Compared | Field | All


@dataclass(frozen=True, slots=True)
class Typed:
    """`notes` say in Chinese what was left out."""

    all: All
    notes: tuple[str, ...] = ()


def read(typed: str) -> Typed:
    """What was typed, as far as it holds anything to be found."""
    text = unicodedata.normalize("NFKC", typed).strip()
    notes = [f"检索词过长，只取前{MAX_CHARACTERS}字。"] if len(text) > MAX_CHARACTERS else []
    found = pieces(text[:MAX_CHARACTERS])
    spoken = [place for place, piece in enumerate(found) if piece.kind in ("word", "phrase", "figure")]
    if len(spoken) > MAX_LEAVES:
        notes.append(f"检索词过多，只取前{MAX_LEAVES}个。")
        found = found[: spoken[MAX_LEAVES]]
    reader = _Reader(found)
    groups = reader.all()
    if reader.ignored and groups.groups:
        notes.append("未计入：" + " ".join(reader.ignored))
    return Typed(groups, tuple(notes))


def telling(groups: tuple[AnyOf, ...], idle: frozenset[str] = analysis.FUNCTION_WORDS) -> tuple[AnyOf, ...]:
    """Without the groups of function words and no more, as long as others are left; what is excluded stays so."""
    left = tuple(group for group in groups if group.excluded or not all(_is_idle(unit, idle) for unit in group.units))
    return left if any(not group.excluded for group in left) else groups


def _is_idle(unit: Unit, idle: frozenset[str]) -> bool:
    return isinstance(unit, Free) and idle.issuperset(analysis.words(analysis.normalise(unit.text).text))


def holds_words(text: str) -> bool:
    """Whether there is anything in it to be found."""
    return any(analysis.characters(analysis.normalise(text).text))


@dataclass(slots=True)
class _Groups:
    """The groups of one pair of brackets, as they grow."""

    groups: list[AnyOf] = field(default_factory=list)
    joins: bool = False
    excludes: bool = False

    def add(self, unit: Unit | None) -> None:
        """None is something typed that holds nothing: it takes the sign before it along."""
        if unit is not None and self.joins and not self.excludes:
            self.groups[-1] = AnyOf((*self.groups[-1].units, unit))
        elif unit is not None:
            self.groups.append(AnyOf((unit,), self.excludes))
        self.joins = self.excludes = False

    def join(self) -> None:
        self.joins = bool(self.groups) and not self.groups[-1].excluded

    def exclude(self) -> None:
        self.excludes = True


class _Reader:
    def __init__(self, found: list[Piece]) -> None:
        self._pieces = found
        self._place = 0
        self.ignored: list[str] = []

    def all(self, depth: int = 0) -> All:
        """Up to the closing bracket of this depth, or the end."""
        growing = _Groups()
        while self._place < len(self._pieces):
            piece = self._pieces[self._place]
            self._place += 1
            if piece.kind == "close":
                if depth:
                    break
            elif piece.kind == "or":
                growing.join()
            elif piece.kind in ("minus", "not"):
                growing.exclude()
            elif piece.kind != "and" and not (piece.kind == "open" and depth == MAX_DEPTH):
                growing.add(self._unit(piece, depth))
        return All(tuple(growing.groups))

    def _unit(self, piece: Piece, depth: int) -> Unit | None:
        if piece.kind == "open":
            inner = self.all(depth + 1)
            return inner if inner.groups else None
        if piece.kind == "field":
            return self._field(piece.text, depth)
        comparison = figures.read(piece.text) if piece.kind == "figure" else None
        if comparison is not None:
            return Compared(comparison)
        if not holds_words(piece.text):
            self.ignored += [piece.text] if piece.text.strip() else []
            return None
        return Quoted(piece.text) if piece.kind == "phrase" else Free(piece.text)

    def _field(self, name: str, depth: int) -> Unit | None:
        """The field with what follows it, and with all that | joins to that: 省份:湖南|贵州."""
        values: list[Free | Quoted | All] = []
        while self._place < len(self._pieces):
            piece = self._pieces[self._place]
            if piece.kind not in ("open", "word", "phrase", "figure") or (piece.kind == "open" and depth == MAX_DEPTH):
                break
            self._place += 1
            value = self._unit(_as_word(piece), depth)
            values += [value] if isinstance(value, Free | Quoted | All) else []
            following = self._pieces[self._place] if self._place < len(self._pieces) else None
            if following != Piece("or", "|"):
                break
            self._place += 1
        if not values:
            return None
        return Field(name, values[0] if len(values) == 1 else All((AnyOf(tuple(values)),)))


def _as_word(piece: Piece) -> Piece:
    """年份:>=2020 names a year, not a target."""
    return Piece("word", piece.text) if piece.kind == "figure" else piece
