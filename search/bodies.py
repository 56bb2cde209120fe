"""Responsible bodies by any of their names, with those they came from and those that took them over.

Whoever asks for the 银保监局 also wants what the 保监局 before it was charged with, and the 金融监管局 after it. Which
body took over which is told by the parser's lexicon of agencies; it is the same in every province.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from documents.parsing.lexicon import Kind, kinds
from search import analysis

_SHORTEST = 3  # characters of a name without its level: 财政厅
_LEVELS = ("省", "自治区", "市")
_ENDINGS = "厅局委部办会"  # of a name, in whose place people say 部门: 教育部门
_DEPARTMENTS = ("部门", "主管部门", "行政部门", "行政主管部门", "管理部门")
_NO_STEM = frozenset({"政府"})  # 政府办, but 政府部门 are all of them


@dataclass(frozen=True, slots=True)
class Row:
    """One name of one body of the knowledge base."""

    name: str  # normalised
    pk: str
    kind: str  # key of the lexicon, empty for a body that it has not
    province: str | None


@dataclass(frozen=True, slots=True)
class Named:
    """The bodies that a name means, `kin`: those they came from or went into. `names`: all other ways to call any."""

    name: str
    pks: tuple[str, ...]
    kin: tuple[str, ...] = ()
    kin_names: tuple[str, ...] = ()  # one each, for readers
    names: tuple[str, ...] = ()
    is_borne: bool = True  # by a body of the knowledge base, not only by others of its kind or line

    @property
    def meaning(self) -> tuple[str, ...]:
        return self.name, *self.kin_names


class Bodies:
    """All responsible bodies of the knowledge base."""

    def __init__(self, rows: Iterable[Row] = ()) -> None:
        names: dict[str, dict[str, None]] = {}
        self._of_kind: dict[str, dict[str, str | None]] = {}
        self._kind_of: dict[str, str] = {}
        self._unlisted: dict[str, list[str]] = {}  # names of bodies that are of no kind
        for row in rows:
            self._kind_of[row.pk] = row.kind
            if row.kind:
                self._of_kind.setdefault(row.kind, {})[row.pk] = row.province
            else:
                self._unlisted.setdefault(row.pk, []).append(without_level(row.name))
            for way in (row.name, without_level(row.name)):
                names.setdefault(way, {})[row.pk] = None
        self.by_name: Mapping[str, tuple[str, ...]] = {name: tuple(pks) for name, pks in names.items()}

    def named(self, name: str) -> Named | None:
        """None where no body of the knowledge base is meant by the name."""
        bearing = self.by_name.get(name, ())
        general = _keys_by_name().get(without_level(name), ())
        keys = general or tuple(dict.fromkeys(key for pk in bearing if (key := self._kind_of[pk])))
        pks = dict.fromkeys((*bearing, *(pk for key in general for pk in self._of_kind.get(key, ()))))
        line = [key for key in dict.fromkeys(other for key in keys for other in _line(key)) if key not in keys]
        # a name with its place means the bodies of that place: 黑龙江银保监局
        places = None if general else {self._of_kind[self._kind_of[pk]][pk] for pk in bearing if self._kind_of[pk]}
        kin = {key: found for key in line if (found := self._in(key, places))}
        if not pks and not kin:
            return None
        others = [*self._names_of(keys if general else (), bearing), *self._names_of(kin, ())]
        return Named(
            name,
            tuple(pks),
            tuple(pk for found in kin.values() for pk in found),
            tuple(_kinds()[key].names[0] for key in kin),
            tuple(_telling(others, name)),
            is_borne=bool(bearing),
        )

    def _in(self, key: str, places: set[str | None] | None) -> list[str]:
        return [pk for pk, place in self._of_kind.get(key, {}).items() if places is None or place in places]

    def _names_of(self, keys: Iterable[str], unlisted: Iterable[str]) -> Iterator[str]:
        for pk in unlisted:
            yield from self._unlisted.get(pk, ())
        for key in keys:
            yield from (*_kinds()[key].names, *_kinds()[key].called)


def without_level(name: str) -> str:
    """省财政厅 → 财政厅; 省委 stays, of whose organs it is part of the name."""
    for level in _LEVELS:
        rest = name.removeprefix(level)
        if rest != name and len(rest) >= _SHORTEST and not name.startswith("省委"):
            return rest
    return name


def _telling(names: Iterable[str], typed: str) -> Iterator[str]:
    """Those that another does not hold; texts that hold the longer one hold the shorter one too."""
    normalised = dict.fromkeys(analysis.normalise(name).text for name in names)
    # two characters are looked for only where texts are cut so
    short = [typed, *(name for name in normalised if len(name) >= _SHORTEST)]
    for name in normalised:
        if name != typed and not any(other in name and other != name for other in short):
            yield name


@cache
def _kinds() -> Mapping[str, Kind]:
    return {kind.key: kind for kind in kinds()}


@cache
def _keys_by_name() -> Mapping[str, tuple[str, ...]]:
    """The kinds of bodies that a name without place and level may mean, those it is written for in texts first."""
    found: dict[str, dict[str, None]] = {}
    every = list(_kinds().values())
    for names_of in (lambda kind: kind.names, lambda kind: kind.called, _departments):
        for kind in every:
            for name in names_of(kind):
                found.setdefault(without_level(analysis.normalise(name).text), {})[kind.key] = None
    return {name: tuple(keys) for name, keys in found.items()}


def _departments(kind: Kind) -> Iterator[str]:
    """What people call it by what it is for: 教育部门, 卫生健康行政部门."""
    for name in (*kind.names, *kind.called):
        stem = name[:-1] if name[-1] in _ENDINGS else ""
        if len(stem) > 1 and stem not in _NO_STEM:
            yield from (stem + ending for ending in _DEPARTMENTS)


@cache
def _line(key: str) -> tuple[str, ...]:
    """The body itself, those it came from and those that took it over, nearest first."""
    before: Mapping[str, list[str]] = {
        key: [kind.key for kind in _kinds().values() if key in kind.heirs] for key in _kinds()
    }
    after = {kind.key: kind.heirs for kind in _kinds().values()}
    return tuple(dict.fromkeys((key, *_followed(key, before), *_followed(key, after))))


def _followed(key: str, ways: Mapping[str, Iterable[str]]) -> Iterator[str]:
    nearest = list(ways.get(key, ()))
    yield from nearest
    for each in nearest:
        yield from _followed(each, ways)
