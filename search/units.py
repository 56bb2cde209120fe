"""What a piece of a query is made of: words, those of the table of synonyms at their longest, some of them together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from search import analysis
from search.synonyms import Expansion, Synonyms

_IDLE_FILE = Path(__file__).parent / "lexicon" / "idle.txt"
# A single character left of a piece by the words around it says little, but for these: 肝移植, 牙科.
_TELLING_CHARACTERS = frozenset("肺肝肾心脑胃肠眼耳鼻喉口牙齿骨血癌药医病孕婴胎尿痘疹烟酒糖盐油水毒菌脊皮肤乳腺髓")
_LONGEST_IDLE = 6  # characters of a word that may be made of idle ones


@dataclass(frozen=True, slots=True)
class Unit:
    """A word of a query, or several of its words that mean one thing together; with what else to look for."""

    text: str
    expansions: tuple[Expansion, ...] = ()
    is_term: bool = False  # of the field
    parts: tuple[Unit, ...] = ()

    def means(self, part: str) -> bool:
        """Whether it is this word, is expanded to it, or holds it (新冠疫苗: 疫苗)."""
        if part == self.text or any(each.parts == (part,) for each in self.expansions):
            return True
        # 农民工 is another word than 农民
        other_word = not self.expansions and analysis.is_word(self.text)
        return len(part) > 1 and (self.text.endswith(part) if other_word else part in self.text)


def units_of(text: str, synonyms: Synonyms) -> list[Unit]:
    """The words of a text; those of the table at their longest, also across words that say nothing: 手机上看病."""
    whole = _cut(text, synonyms)
    if len(whole) > 1 and all(len(unit.text) == 1 and analysis.is_chinese(unit.text) for unit in whole):
        return [Unit(text.strip())]  # single characters stand everywhere; together they may be a name: 国足
    spoken = "".join(word for word in analysis.sure_words(text) if word not in idle_words())
    if spoken != text and spoken:
        shorter = _cut(spoken, synonyms)
        if _longest(shorter) > _longest(whole):
            return shorter
    return whole


def _cut(text: str, synonyms: Synonyms) -> list[Unit]:
    units: list[Unit] = []
    start = 0
    for found in synonyms.find(text):
        units += [Unit(word) for word in _words(text[start : found.start])]
        units.append(Unit(text[found.start : found.end], found.expansions, found.is_term))
        start = found.end
    units += [Unit(word) for word in _words(text[start:])]
    return list(dict.fromkeys(units))


def _words(text: str) -> Iterator[str]:
    """As they are cut, but for guessed words that idle words are part of: 要|排, 负担|重."""
    for word in _with_singles_joined(analysis.words(text)):
        parts = () if analysis.is_word(word) else analysis.known_words(word)
        idle = [part for part in parts if part in idle_words()]
        yield from parts if idle and all(len(part) > 1 for part in parts if part not in idle) else (word,)


def _with_singles_joined(words: Iterable[str]) -> Iterator[str]:
    """Single characters side by side that say nothing by themselves may be a word that nobody knows: 基金|定|投."""
    singles = ""
    for word in words:
        if len(word) == 1 and analysis.is_chinese(word) and word not in _telling_or_idle():
            singles += word
            continue
        yield from (singles,) if singles else ()
        singles = ""
        yield word
    yield from (singles,) if singles else ()


@cache
def _telling_or_idle() -> frozenset[str]:
    return idle_words() | analysis.FUNCTION_WORDS | _TELLING_CHARACTERS


def _longest(units: Sequence[Unit]) -> int:
    return max((len(unit.text) for unit in units if unit.expansions), default=0)


def compounded(telling: Sequence[Unit], idle: Iterable[Unit], synonyms: Synonyms) -> list[Unit]:
    """`telling`, those in one that the table has together, in whatever order they were typed: 生病 … 钱 → 医疗救助.

    Words that say nothing by themselves may be part of it: 排 … 队 → 预约诊疗.
    """
    left, others = list(telling), list(idle)
    for each in synonyms.compounds:
        chosen = _chosen(each.words, left, others)
        if chosen:
            said = tuple(unit for unit in chosen if unit in left)
            place = min(map(left.index, said), default=len(left))
            together = Unit(
                " ".join(unit.text for unit in chosen), each.expansions, each.is_term, said or tuple(chosen)
            )
            left.insert(place, together)
            left = [unit for unit in left if unit not in chosen]
            others = [unit for unit in others if unit not in chosen]
    return left


def _chosen(words: Sequence[str], telling: Sequence[Unit], idle: Sequence[Unit]) -> list[Unit]:
    """A unit for each of the words; none where one is missing."""
    chosen: list[Unit] = []
    for word in words:
        among = (unit for unit in (*telling, *idle) if unit not in chosen and not unit.parts)
        found = next((unit for unit in among if unit.means(word)), None)
        if found is None:
            return []
        chosen.append(found)
    return chosen


def says_nothing(unit: Unit, units: Sequence[Unit]) -> bool:
    """Whether a word is not insisted on, standing among these."""
    if unit.expansions:
        return False
    if unit.text in idle_words():
        return True
    single = len(unit.text) == 1 and analysis.is_chinese(unit.text) and unit.text not in _TELLING_CHARACTERS
    return single and any(len(other.text) > 1 and other.text not in idle_words() for other in units)


def is_idle_talk(word: str) -> bool:
    """Whether it can be made of idle words alone: 来得|慢, 挂|不|上."""
    if not analysis.is_chinese(word) or len(word) > _LONGEST_IDLE:
        return False
    ends = {0}
    for start in range(len(word)):
        if start in ends:
            ends |= {end for end in range(start + 1, len(word) + 1) if word[start:end] in idle_words()}
    return len(word) in ends


@cache
def idle_words() -> frozenset[str]:
    """Words that are not insisted on; see the file."""
    lines = _IDLE_FILE.read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())
