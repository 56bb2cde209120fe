"""What cuts a text into words: jieba, or rjieba, which gives the same words many times faster, where it is installed.

A test holds the two to the same words (tests/search/test_cutting.py).
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import accumulate
from pathlib import Path
from typing import Any, Protocol

import jieba

Cut = tuple[str, int, int]  # a word, where it begins and ends
Span = tuple[int, int]
# Characters of the shorter words inside a long one.
_INSIDE = (2, 3)


class Cutter(Protocol):
    def words(self, text: str) -> Iterator[Cut]:
        """Each character of `text` is in one word."""

    def known_words(self, text: str) -> Iterator[str]:
        """As `words`, but words of the dictionary only, and single characters."""

    def knows(self, word: str) -> bool:
        """Whether the dictionary has it; other words are guessed by how their characters usually stand."""


class JiebaCutter:
    """The reference. Its cache is marshalled code, so it is kept in a directory where only we write."""

    def __init__(self, terms: Iterable[str], directory: Path) -> None:
        jieba.setLogLevel(logging.WARNING)
        directory.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._tokenizer = jieba.Tokenizer()
        self._tokenizer.tmp_dir = str(directory)
        self._tokenizer.initialize()
        for term in terms:
            self._tokenizer.add_word(term)

    def words(self, text: str) -> Iterator[Cut]:
        yield from self._tokenizer.tokenize(text)

    def known_words(self, text: str) -> Iterator[str]:
        yield from self._tokenizer.cut(text, HMM=False)

    def knows(self, word: str) -> bool:
        return bool(self._tokenizer.FREQ.get(word))


class RjiebaCutter:
    """The same in Rust, with jieba itself for the few texts that the two cut differently."""

    # rare characters, one_word, v1.0a, 1.2.3, 省-市: found by cutting random texts with both
    _OTHERWISE = re.compile(
        r"[^\W_\u4e00-\u9fd5a-z0-9]|_|[a-z][0-9]*[.]|[.][0-9]*[a-z]|[.][0-9]+[.]|-[\u4e00-\u9fd5]|[\u4e00-\u9fd5]-"
    )

    def __init__(self, module: Any, terms: Iterable[str], directory: Path) -> None:
        self._terms = tuple(terms)
        self._directory = directory
        self._jieba = module.Jieba()
        for term in self._terms:
            self._jieba.add_word(term, None, None)

    def words(self, text: str) -> Iterator[Cut]:
        return self._reference.words(text) if self._OTHERWISE.search(text) else self._tokens(text)

    def known_words(self, text: str) -> Iterator[str]:
        yield from self._jieba.cut(text, False)

    def knows(self, word: str) -> bool:
        return bool(self._jieba.has_word(word))

    @cached_property
    def _reference(self) -> JiebaCutter:
        return JiebaCutter(self._terms, self._directory)

    def _tokens(self, text: str) -> Iterator[Cut]:
        # a hyphen is part of a word to it (COVID-19), a dash is not
        for _, start, end in self._jieba.tokenize(text.replace("-", "—"), "default"):
            yield text[start:end], start, end


def cutter(terms: Iterable[str], directory: Path) -> Cutter:
    """Takes a second with jieba, a quarter of one with rjieba; `directory` is for jieba's cache."""
    try:
        import rjieba
    except ImportError:
        return JiebaCutter(terms, directory)
    return RjiebaCutter(rjieba, terms, directory)


class WordsInside(dict[str, tuple[Span, ...]]):
    """Where the shorter words stand inside a word, of two characters and of three; looked up once for each word.

    None lies across the places where the long word itself falls apart: 家庭医生 holds 家庭 and 医生, but 国家医学中心
    does not hold 家医, nor 慢性病 性病, as it would by jieba's own way to cut for a search.
    """

    def __init__(self, cutter: Cutter) -> None:
        self._cutter = cutter

    def is_of(self, cutter: Cutter) -> bool:
        return self._cutter is cutter

    def __missing__(self, word: str) -> tuple[Span, ...]:
        found = () if len(word) <= min(_INSIDE) or word.isascii() else tuple(self._inside(word))
        self[word] = found
        return found

    def _inside(self, word: str) -> Iterator[Span]:
        borders = self._borders(word)
        for length in (length for length in _INSIDE if length < len(word)):
            for start in range(len(word) - length + 1):
                end = start + length
                if self._cutter.knows(word[start:end]) and not any(start < border < end for border in borders):
                    yield start, end

    def _borders(self, word: str) -> list[int]:
        """Between the fewest words that it can be made of, of which the fewest are single characters."""
        ways = (
            [*self._cutter.known_words(word[:place]), *self._cutter.known_words(word[place:])]
            for place in range(len(word) - 1, 0, -1)
        )
        best = min(ways, key=lambda parts: (sum(len(part) == 1 for part in parts), len(parts)))
        return [*accumulate(map(len, best))][:-1]
