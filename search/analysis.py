"""What a text is to the search: the same for indexing, querying, highlighting and every engine.

Two readings of a normalised text:

- *words*, as jieba cuts them; a measure is ranked by them;
- *characters*, one token each (a run of letters or digits is one), with positions that count tokens; what matches is
  decided by them: a word or phrase matches where its characters stand together, so 肺 finds 尘肺病, and a phrase is
  found however jieba cut across its ends.

Normalising keeps for each character where it came from, so that a match can be marked in the text as it is shown.
"""

from __future__ import annotations

import hashlib
import re
import threading
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.metadata import version as release_of
from pathlib import Path

import opencc
from django.conf import settings

from search.cutting import Cut, Cutter, WordsInside, cutter

RULES = 3  # raise it when the rules of this module change: every index is then rebuilt by itself
SHIPPED_TERMS = Path(__file__).parent / "lexicon" / "terms.txt"

HAN = r"\u3007\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff"
_CLUSTER = re.compile(r"[^\u0300-\u036f\u3099\u309a][\u0300-\u036f\u3099\u309a]*|.", re.DOTALL)
_COMBINING = re.compile(r"[\u0300-\u036f\u3099\u309a]")
_ODD = "\0"  # no character is folded to it
# Signs that texts are full of, and what they are folded to; those, with figures and letters, that stay as they are.
_SIGNS = tuple(zip("，；：（）％！？\n", ",;:()%!? ", strict=True))
_KEPT = "0-9a-z" + re.escape(""" ,;:()%!?.+/<>=-"'、。“”《》〈〉【】·—〇""")
_IN_WORDS = re.compile("[哩坏沈甦瞭藉衹覆]")  # OpenCC keeps them where they stand alone, and changes them in some words
_SHORT = 2000  # characters of a text that may be kept normalised
# Blanks that a scanner or a line break left inside a Chinese word, or that set off figures from it (2022 年).
_STRAY_BLANKS = re.compile(rf"(?<=[{HAN}]) +| +(?=[{HAN}])")
# One Chinese character, a figure, a run of letters, a percent sign; everything else separates.
_CHARACTER = re.compile(rf"[{HAN}]|\d+(?:\.\d+)*|[^\W\d_{HAN}]+|[%‰]")
_CHINESE = re.compile(rf"[{HAN}]+")
_SPOKEN = re.compile(r"\w")
# Words that say how others hang together; a query means nothing by them unless there is nothing else in it.
FUNCTION_WORDS = frozenset("的了和与及等之在是对吗呢") | {
    "以及",
    "对于",
    "关于",
    "如何",
    "怎么",
    "怎样",
    "哪些",
    "什么",
}

_to_simplified = opencc.OpenCC("t2s")


@dataclass(frozen=True, slots=True)
class Normalised:
    """A normalised text; `starts[i]`, `ends[i]` is where its i-th character stood in the original."""

    text: str
    starts: Sequence[int]
    ends: Sequence[int]

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The span of the original that the non-empty span `[start, end)` of the normalised text came from."""
        return self.starts[start], self.ends[end - 1]


@dataclass(frozen=True, slots=True)
class Token:
    """A word or character; `position` counts tokens, `start` and `end` are offsets into the normalised text."""

    text: str
    position: int
    start: int
    end: int


def normalise(text: str) -> Normalised:
    """Width and compatibility forms (NFKC), case, Traditional script, stray and zero-width characters evened out."""
    return _normalised_again(text) if len(text) <= _SHORT else _normalised(text)


@lru_cache(maxsize=4096)
def _normalised_again(text: str) -> Normalised:
    """The same titles are indexed, and the same measures shown, again and again."""
    return _normalised(text)


def forget() -> None:
    """Let go of the texts that were normalised."""
    _normalised_again.cache_clear()


def _normalised(text: str) -> Normalised:
    plain = _with_even_signs(text)
    if not _changing().search(plain):
        plain = _simplified(plain) if _IN_WORDS.search(plain) else plain
        return _without_stray_blanks(plain, range(len(text)), range(1, len(text) + 1))
    folded = text.translate(_foldings)
    if _ODD in folded or _COMBINING.search(text):
        return _normalised_by_clusters(text)
    return _without_stray_blanks(_simplified(folded), range(len(text)), range(1, len(text) + 1))


def _with_even_signs(text: str) -> str:
    plain = text.lower()
    for sign, other in _SIGNS:
        plain = plain.replace(sign, other)
    return plain


def stands_as_searched(text: str) -> bool:
    """Whether every Chinese character of the text is searched as it is and where it is; in most texts all are."""
    plain = _with_even_signs(text)
    return len(plain) == len(text) and plain == normalise(text).text


@cache
def _changing() -> re.Pattern[str]:
    """Finds what may not stay as it is; the other characters are those that most texts are wholly made of."""
    han = "".join(map(chr, range(0x4E00, 0xA000)))
    simplified = _to_simplified.convert("\n".join(han)).split("\n")  # each by itself, not as words
    kept = "".join(character for character, other in zip(han, simplified, strict=True) if character == other)
    return re.compile(f"[^{_KEPT}{kept}]")


class _Foldings(dict[int, str]):
    """What each character is folded to, for `str.translate`; _ODD for those that become none or several."""

    def __missing__(self, code: int) -> str:
        folded = _folded(chr(code))
        return self.setdefault(code, folded if len(folded) == 1 else _ODD)


_foldings = _Foldings()


def _normalised_by_clusters(text: str) -> Normalised:
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for match in _CLUSTER.finditer(text):
        for character in _folded(match[0]):
            pieces.append(character)
            starts.append(match.start())
            ends.append(match.end())
    return _without_stray_blanks(_simplified("".join(pieces)), starts, ends)


@lru_cache(maxsize=20_000)
def _folded(cluster: str) -> str:
    kept = "".join(c for c in unicodedata.normalize("NFKC", cluster) if unicodedata.category(c) != "Cf")
    return "".join(" " if c.isspace() or unicodedata.category(c) in ("Cc", "Cs") else c for c in kept.lower())


def _simplified(text: str) -> str:
    """Simplified script by OpenCC's phrases (瞭解 but 瞭望), character by character should they change the length."""
    converted: str = _to_simplified.convert(text)
    if len(converted) == len(text):
        return converted
    singly = (_to_simplified.convert(character) for character in text)
    return "".join(new if len(new) == 1 else old for old, new in zip(text, singly, strict=True))


def _without_stray_blanks(text: str, starts: Sequence[int], ends: Sequence[int]) -> Normalised:
    if " " not in text:
        return Normalised(text, starts, ends)
    stray = [match.span() for match in _STRAY_BLANKS.finditer(text)]
    if not stray:
        return Normalised(text, starts, ends)
    dropped = {i for start, end in stray for i in range(start, end)}
    kept = [i for i in range(len(text)) if i not in dropped]
    return Normalised("".join(text[i] for i in kept), [starts[i] for i in kept], [ends[i] for i in kept])


def characters(normalised: str) -> Iterator[Token]:
    """The text's characters; whatever separates them takes one position of its own: 中心、理疗 is not 心理."""
    position, before = 0, 0
    for match in _CHARACTER.finditer(normalised):
        position += match.start() > before
        yield Token(match[0], position, match.start(), match.end())
        position, before = position + 1, match.end()


def speaks(normalised: str) -> bool:
    """Whether the text has any character in that sense."""
    return bool(_CHARACTER.search(normalised))


def words_to_index(normalised: str) -> Iterator[Token]:
    """The text's words, and the shorter words inside long ones (家庭医生: 家庭, 医生, 家庭医生)."""
    spoken = (cut for cut in _within(normalised) if _SPOKEN.search(cut[0]))
    for position, (word, start, end) in enumerate(spoken):
        yield Token(word, position, start, end)


def _within(normalised: str) -> Iterator[Cut]:
    """Each word after the shorter words inside it."""
    inside = _words.inside()
    for word, start, end in cuts(normalised):
        for first, last in inside[word]:
            yield word[first:last], start + first, start + last
        yield word, start, end


def count_words(normalised: str) -> Counter[str]:
    """How often `words_to_index` gives each word; takes half the time, since each word is looked into once."""
    counted = Counter(word for word, _, _ in cuts(normalised))
    counted = Counter({word: count for word, count in counted.items() if _SPOKEN.search(word)})
    inside = _words.inside()
    for word, count in list(counted.items()):
        for first, last in inside[word]:
            counted[word[first:last]] += count
    return counted


def cuts(normalised: str) -> Iterator[tuple[str, int, int]]:
    """The text's words with their places, each character in one word, signs and blanks included."""
    return _words.cutter().words(normalised)


def words(normalised: str) -> tuple[str, ...]:
    """The text's words, each character in one word; what has neither letter nor figure is left out."""
    return tuple(word for word, _, _ in cuts(normalised) if _SPOKEN.search(word))


def is_word(normalised: str) -> bool:
    """Whether the dictionary has it as a word."""
    return _words.cutter().knows(normalised)


def known_words(normalised: str) -> tuple[str, ...]:
    """The words of the dictionary, and single characters, that a guessed word is made of: 人太多 → 人, 太多."""
    return tuple(_words.cutter().known_words(normalised))


def sure_words(normalised: str) -> tuple[str, ...]:
    """The text's words, those that were guessed taken apart."""
    return tuple(part for word in words(normalised) for part in ((word,) if is_word(word) else known_words(word)))


def is_chinese(normalised: str) -> bool:
    """Whether all of it is Chinese characters."""
    return bool(_CHINESE.fullmatch(normalised))


def words_inside(normalised: str) -> tuple[str, ...]:
    """The shortest words that a text is made of, where they cover all of it: 药品价格 → 药品, 价格; else none."""
    within: dict[int, list[int]] = {}
    for _, start, end in _within(normalised):
        if 1 < end - start < len(normalised):
            within.setdefault(start, []).append(end)
    # from the end backwards: how what begins here is covered, by the shortest word that lets the rest be covered too
    covers: dict[int, tuple[str, ...]] = {len(normalised): ()}
    for start in sorted(within, reverse=True):
        ends = [end for end in within[start] if end in covers]
        if ends:
            covers[start] = (normalised[start : min(ends)], *covers[min(ends)])
    return covers.get(0, ())


def words_to_find(normalised: str) -> tuple[str, ...]:
    """The words that a query asks for, each once, without function words unless there are no others."""
    every = tuple(dict.fromkeys(words(normalised)))
    return tuple(word for word in every if word not in FUNCTION_WORDS) or every


def is_stray_blank(before: str, after: str) -> bool:
    """Whether a blank between two normalised texts broke a word: 家庭医 生, 医 保, but not 湖南 中医药, 公立 医院."""
    left, right = words(before), words(after)
    if not left or not right or not _is_han(before[-1]) or not _is_han(after[0]):
        return False
    if len(left[-1]) > 1 and len(right[0]) > 1:
        return False
    return any(start < len(before) < end for _, start, end in cuts(before + after))


def _is_han(character: str) -> bool:
    return bool(re.match(f"[{HAN}]", character))


@lru_cache(maxsize=1)
def version() -> str:
    """Differs wherever another analysis would be made of the same terms: rules, jieba's and OpenCC's releases."""
    parts = (str(RULES), release_of("jieba"), release_of("opencc"), unicodedata.unidata_version)
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]


def terms_version() -> str:
    """Differs where the terms in force do; words cut by others are found all the same, and ranked a bit otherwise."""
    return _version_of_terms(terms())


@lru_cache(maxsize=4)
def _version_of_terms(terms: tuple[str, ...]) -> str:
    return hashlib.sha256("\0".join(terms).encode()).hexdigest()[:16]


def terms() -> tuple[str, ...]:
    """Agencies and terms of health policy that jieba's own dictionary would cut apart: those in force, sorted.

    How often a word is said to be used depends on those added before it, so their order is always the same.
    """
    return _words.terms


def use_terms(new: Iterable[str]) -> None:
    """Cut by these terms from now on, in this process."""
    _words.use(tuple(sorted(set(new))))


def shipped_terms() -> tuple[str, ...]:
    """Those that came with the product; in the file one a line, # begins a note."""
    lines = (line.split("#")[0].strip() for line in SHIPPED_TERMS.read_text(encoding="utf-8").splitlines())
    return tuple(sorted({line for line in lines if line}))


def load() -> None:
    """Load the dictionary now, so that neither the first reader nor the first change waits a second for it."""
    _words.cutter()


class _WordsInForce:
    """The terms in force and what cuts by them; loading takes up to a second, and happens once for all threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._terms: tuple[str, ...] | None = None
        self._cutter: Cutter | None = None
        self._inside: WordsInside | None = None

    @property
    def terms(self) -> tuple[str, ...]:
        if self._terms is None:
            self._terms = shipped_terms()
        return self._terms

    def use(self, terms: tuple[str, ...]) -> None:
        with self._lock:
            if terms != self.terms:
                self._terms, self._cutter, self._inside = terms, None, None

    def cutter(self) -> Cutter:
        present = self._cutter
        if present is not None:
            return present
        with self._lock:
            if self._cutter is None:
                self._cutter = cutter(self.terms, Path(settings.DATA_DIR) / "jieba")
            return self._cutter

    def inside(self) -> WordsInside:
        """Of the words that `cutter` gives."""
        cutter = self.cutter()
        present = self._inside
        if present is None or not present.is_of(cutter):
            present = self._inside = WordsInside(cutter)
        return present


_words = _WordsInForce()
