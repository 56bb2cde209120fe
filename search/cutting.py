"""What cuts a text into words: jieba, or rjieba, which gives the same words many times faster, where it is installed.

A test holds the two to the same words (tests/search/test_cutting.py).
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

import jieba

Cut = tuple[str, int, int]  # a word, where it begins and ends


class Cutter(Protocol):
    def words(self, text: str) -> Iterator[Cut]:
        """Each character of `text` is in one word."""

    def words_within(self, text: str) -> Iterator[Cut]:
        """Besides the words the shorter words inside long ones, before them."""

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

    def words_within(self, text: str) -> Iterator[Cut]:
        yield from self._tokenizer.tokenize(text, mode="search")

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
        return self._reference.words(text) if self._OTHERWISE.search(text) else self._tokens(text, "default")

    def words_within(self, text: str) -> Iterator[Cut]:
        return self._reference.words_within(text) if self._OTHERWISE.search(text) else self._tokens(text, "search")

    def known_words(self, text: str) -> Iterator[str]:
        yield from self._jieba.cut(text, False)

    def knows(self, word: str) -> bool:
        return bool(self._jieba.has_word(word))

    @cached_property
    def _reference(self) -> JiebaCutter:
        return JiebaCutter(self._terms, self._directory)

    def _tokens(self, text: str, mode: str) -> Iterator[Cut]:
        # a hyphen is part of a word to it (COVID-19), a dash is not
        for _, start, end in self._jieba.tokenize(text.replace("-", "—"), mode):
            yield text[start:end], start, end


def cutter(terms: Iterable[str], directory: Path) -> Cutter:
    """Takes a second with jieba, a quarter of one with rjieba; `directory` is for jieba's cache."""
    try:
        import rjieba
    except ImportError:
        return JiebaCutter(terms, directory)
    return RjiebaCutter(rjieba, terms, directory)
