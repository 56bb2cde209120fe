"""Words for words: what else to look for when something is typed, and at which weight.

The table ships as `lexicon/synonyms.txt` and is edited in the admin (`search.models.SynonymGroup`). One group a line:

    家庭医生 = 家医 = 签约医生 > 签约服务 | 基层 首诊     # a note

Words joined by = stand for each other. What follows > is what texts say of the same matter: typing one of the words
looks for it too, and not the other way round; | parts alternatives, and blanks part words that all have to be there:
on the right in the text, on the left among what was typed, in any order (生病 钱 > 医疗救助).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import accumulate
from pathlib import Path

from documents.parsing.lexicon import bodies, provinces
from search import analysis

Word = tuple[str, ...]  # or words that mean something only together, normalised

SHIPPED = Path(__file__).parent / "lexicon" / "synonyms.txt"

SAME, OFFICIAL = 0.5, 0.25  # what an added word counts beside what was typed
SHORT = 2  # characters of a word that others hold by chance
LONGEST = 24  # characters of a word that is looked for in what was typed
# A part of a word stands for words that are so many characters longer, and for so many of them, the shortest.
_MOST_AROUND, _MOST_HOLDING = 3, 3
_MOST_ADDED = 40  # words for one, with those added for added ones


@dataclass(frozen=True, slots=True)
class Group:
    words: tuple[str, ...]
    official: tuple[str, ...] = ()
    everyday: bool = False

    @classmethod
    def of(cls, line: str) -> Group:
        """A line of the table. Raises ValueError where it has no word."""
        same, _, official = line.split("#", maxsplit=1)[0].strip().partition(">")
        words = _trimmed(same.removeprefix("~").split("="))
        if not words:
            raise ValueError(f"没有词：{line}")
        return cls(words, _trimmed(official.split("|")), everyday=same.startswith("~"))

    @property
    def name(self) -> str:
        return self.words[0]


@dataclass(frozen=True, slots=True)
class Expansion:
    """What to look for too: `text` as the table writes it, its `parts` normalised, all of which have to be there."""

    text: str
    parts: tuple[str, ...]
    weight: float

    @classmethod
    def of(cls, text: str, weight: float = SAME) -> Expansion:
        return cls(text, _parts(text), weight)

    def covers(self, other: Expansion) -> bool:
        """Whether whatever holds the other holds this too, and this counts as much."""
        if len(self.parts) > 1 or len(other.parts) > 1 or self.weight < other.weight:
            return False
        own, others = self.parts[0], other.parts[0]
        # a short word is found only where texts are cut so, hence 村医 not in 乡村医生
        return own in others and (len(own) != SHORT or own == others)


@dataclass(frozen=True, slots=True)
class Found:
    """A word of the table in a normalised text."""

    start: int
    end: int
    expansions: tuple[Expansion, ...]
    is_term: bool  # of the field


@dataclass(frozen=True, slots=True)
class Compound:
    """Words that mean something together, wherever they stand in what was typed."""

    words: tuple[str, ...]
    is_term: bool
    told: Callable[[Word], tuple[Expansion, ...]] = field(compare=False, repr=False)

    @property
    def expansions(self) -> tuple[Expansion, ...]:
        return self.told(self.words)


class Synonyms:
    """The table, ready to be asked. `compounds`: those of most words first.

    What a word leads to is worked out when it is asked for: of thousands a reader asks for a few, and every process
    reads the table anew when an admin changes it.
    """

    def __init__(self, groups: Iterable[Group]) -> None:
        table: dict[Word, dict[Word, Expansion]] = {}
        terms: set[Word] = set()
        for group in groups:
            for word, added in _expansions_of(group):
                terms |= set() if group.everyday else {word}
                known = table.setdefault(word, {})
                for expansion in added:
                    present = known.get(expansion.parts)
                    if present is None or present.weight < expansion.weight:
                        known[expansion.parts] = expansion
        self._table = table
        self._told: dict[Word, tuple[Expansion, ...]] = {}
        typed = [words for words in table if sum(map(len, words)) <= LONGEST]
        self._words = frozenset(words[0] for words in typed if len(words) == 1)
        self._terms = frozenset(words[0] for words in terms if len(words) == 1)
        compounds = (Compound(words, words in terms, self._telling) for words in typed if len(words) > 1)
        self.compounds = tuple(sorted(compounds, key=lambda each: (-len(each.words), -sum(map(len, each.words)))))
        self._longest = max(map(len, self._words), default=0)

    def __len__(self) -> int:
        return len(self._words)

    def of(self, normalised: str) -> tuple[Expansion, ...]:
        """What to look for beside one word."""
        return self._telling((normalised,)) if normalised in self._words else ()

    def _telling(self, word: Word) -> tuple[Expansion, ...]:
        known = self._told.get(word)
        if known is None:
            known = self._told[word] = _telling(word, _with_further(word, self._table))
        return known

    def holding(self, part: str) -> tuple[Expansion, ...]:
        """What the terms of the table mean that a part of one may stand for: 狂犬 of 狂犬病."""
        near = (word for word in self._terms if part in word and len(word) <= len(part) + _MOST_AROUND)
        words = (word for word in near if _holds_whole(word, part))
        found: dict[tuple[str, ...], Expansion] = {}
        for word in sorted(words, key=lambda word: (len(word), word))[:_MOST_HOLDING]:
            for expansion in (Expansion(word, (word,), SAME), *self.of(word)):
                found.setdefault(expansion.parts, expansion)
        return tuple(found.values())

    def find(self, normalised: str) -> Iterator[Found]:
        """The longest words of the table in a text, from left to right, none within another."""
        borders = set(_borders(normalised))
        start = 0
        while start < len(normalised):
            found = self._longest_at(normalised, start, borders)
            if found is not None:
                yield found
            start = found.end if found is not None else start + 1

    def _longest_at(self, text: str, start: int, borders: set[int]) -> Found | None:
        for end in range(min(len(text), start + self._longest), start, -1):
            word = text[start:end]
            if word in self._words and ({start, end} <= borders or _fits(text, start, end)):
                return Found(start, end, self.of(word), word in self._terms)
        return None


def _borders(text: str) -> Iterator[int]:
    """Where words begin and end; a word that was only guessed may as well be those it is made of: 看个|病要."""
    yield from (0, len(text))
    for word, start, end in analysis.cuts(text):
        yield from (start, end)
        if not analysis.is_word(word):
            yield from accumulate(map(len, analysis.known_words(word)), initial=start)


def _holds_whole(word: str, part: str) -> bool:
    """Whether the part does not lie across two words: 狂犬 of 狂犬病, but not 国学 of 出国|学习."""
    start = word.index(part)
    return not any(start < border < start + len(part) for border in _borders(word))


def _fits(text: str, start: int, end: int) -> bool:
    """Whether what is left beside the word falls into words as well as the whole: 慢病|患者, but not 中|医改|革."""
    beside = (*analysis.words(text[:start]), *analysis.words(text[end:]))
    return _single(beside) <= _single(analysis.words(text))


def _single(words: Iterable[str]) -> int:
    return sum(len(word) == 1 and analysis.is_chinese(word) for word in words)


def shipped_groups() -> tuple[Group, ...]:
    """What came with the product."""
    lines = (line.split("#", maxsplit=1)[0].strip() for line in SHIPPED.read_text(encoding="utf-8").splitlines())
    return tuple(Group.of(line) for line in lines if line)


@cache
def names_of_bodies() -> tuple[Group, ...]:
    """Every kind of body with its names old and new, full and short, without a place: 卫生厅 = 卫健委 …"""
    # kinds of bodies are called the same in every province; one that is called 省 stands for all
    typical = next(place for place in provinces() if place.full_name.endswith("省"))
    kinds: dict[str, dict[str, None]] = {}
    for body in (*bodies(typical), *bodies(None)):
        names = (name.name for name in body.names if body.province is None or name.name.startswith("省"))
        kinds.setdefault(body.key, {}).update((_without_level(name), None) for name in names)
    return tuple(Group(tuple(names)) for names in kinds.values() if len(names) > 1)


def _without_level(name: str) -> str:
    # 省委编办 is an organ of the party, whose names keep 省委
    return name if name.startswith("省委") else name.removeprefix("省")


def _expansions_of(group: Group) -> Iterator[tuple[Word, list[Expansion]]]:
    words = {_parts(word): word for word in group.words}
    official = {_parts(word): word for word in group.official}
    for word in words:
        # what is typed here and there in a query is no way to say it in a text
        added = [Expansion(text, parts, SAME) for parts, text in words.items() if parts != word and len(parts) == 1]
        added += [Expansion(text, parts, OFFICIAL) for parts, text in official.items() if parts not in words]
        yield word, added


def _with_further(word: Word, table: Mapping[Word, Mapping[Word, Expansion]]) -> list[Expansion]:
    """What is added for the word, and at less what is added for that in turn, down to a reasonable number."""
    own = table[word]
    further: dict[Word, Expansion] = {}
    for via in own.values():
        for each in table.get(via.parts, {}).values():
            weight = via.weight * each.weight
            present = further.get(each.parts)
            if each.parts != word and each.parts not in own and (present is None or present.weight < weight):
                further[each.parts] = Expansion(each.text, each.parts, weight)
    best = sorted(further.values(), key=lambda each: -each.weight)
    return [*own.values(), *best[: max(0, _MOST_ADDED - len(own))]]


def _telling(word: Word, expansions: Iterable[Expansion]) -> tuple[Expansion, ...]:
    """Without those that can find nothing more than the word itself, or than another does."""
    own = Expansion(" ".join(word), word, 1.0)
    left = [each for each in expansions if not own.covers(each)]
    kept: list[Expansion] = []
    for each in sorted(left, key=lambda each: (-each.weight, len(each.text))):
        if not any(other.covers(each) for other in kept):
            kept.append(each)
    return tuple(each for each in left if each in kept)


def _plain(word: str) -> str:
    return analysis.normalise(word).text.strip()


def _parts(text: str) -> tuple[str, ...]:
    return tuple(plain for part in text.split() if (plain := _plain(part)))


def _trimmed(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(trimmed for word in words if (trimmed := word.strip())))
