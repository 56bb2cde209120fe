"""Marks what a query found in a text as it is shown: every part escaped, hits in <mark>.

What is marked is what matches: characters standing together, by the same analysis that indexed them.
"""

from __future__ import annotations

import re
from html import escape
from typing import NamedTuple

from django.utils.safestring import SafeString

from search import analysis
from search.query import Node, Phrase, Words, leaves

PASSAGE = 140  # characters of a passage
_BEFORE = 30  # of these at most before its first hit
_STOPS = "。；！？\n"
_LETTER = rf"[^\W\d_{analysis.HAN}]"
_SEPARATION = r"(?:(?!\w|[%‰]).|_)+"


class Hit(NamedTuple):
    """Where the needle with that number stands in the original text."""

    start: int
    end: int
    needle: int


class Marker:
    """Finds and marks what the query tree `node` asks for."""

    def __init__(self, node: Node | None) -> None:
        texts = [text for leaf in leaves(node) for text in _telling_texts(leaf)]
        patterns = {text: _pattern(text) for text in dict.fromkeys(texts)}
        self._sought = [text for text, pattern in patterns.items() if pattern]
        self._patterns = [pattern for pattern in patterns.values() if pattern]
        self._found: dict[str, list[Hit]] = {}  # a page shows the same titles again and again

    @property
    def seeks(self) -> bool:
        """Whether there is anything to mark."""
        return bool(self._patterns)

    def hits(self, text: str) -> list[Hit]:
        """All hits in the original text, those of one needle apart from each other, in order."""
        if text not in self._found:
            self._found[text] = self._hits(text) if self._patterns else []
        return self._found[text]

    def words_in(self, text: str) -> list[str]:
        """What was sought and stands in the text, as it is searched; not what stands in it only as part of another."""
        found = dict.fromkeys(self._sought[hit.needle] for hit in self.hits(text))
        return [word for word in found if not any(word != other and word in other for other in found)]

    def _hits(self, text: str) -> list[Hit]:
        normalised = analysis.normalise(text)
        starts, ends = normalised.starts, normalised.ends
        return sorted(
            Hit(starts[match.start()], ends[match.end() - 1], number)
            for number, pattern in enumerate(self._patterns)
            for match in pattern.finditer(normalised.text)
        )

    def whole(self, text: str) -> SafeString:
        """All of `text`, marked."""
        return _marked(text, self.hits(text), 0, len(text))

    def passage(self, text: str, length: int = PASSAGE) -> SafeString:
        """The part of `text` that shows most of what was asked for; its beginning where there is nothing to show."""
        hits = self.hits(text)
        start = _before_hit(_best_start(text, hits, length), hits)
        end = _before_hit(start + length, hits) if start + length < len(text) else len(text)
        before, after = "…" if start else "", "…" if end < len(text) else ""
        return SafeString(f"{before}{_marked(text, hits, start, end)}{after}")


def _telling_texts(leaf: Words | Phrase) -> list[str]:
    """What to mark of a leaf: it as a whole, and its words, but not every 省 of a text for 省卫生计生委."""
    words = leaf.words if isinstance(leaf, Words) else ()
    return [leaf.text, *(word for word in words if len(word) > 1 or len(words) == 1)]


def _pattern(text: str) -> re.Pattern[str] | None:
    """Finds where the characters of a normalised text stand together in another; None where it has none.

    A figure and a run of letters are tokens as a whole; whatever separates tokens separates them in the other text too.
    """
    parts: list[str] = []
    end = None
    for token in analysis.characters(text):
        parts += [_SEPARATION] if end is not None and token.start > end else []
        before, after = _limits(token.text[0])
        parts.append(f"{before}{re.escape(token.text)}{after}")
        end = token.end
    return re.compile("".join(parts)) if parts else None


def _limits(character: str) -> tuple[str, str]:
    """What may not stand before and after a token that begins with the character."""
    if character.isdecimal():
        return r"(?<!\d)(?<!\d\.)", r"(?!\d|\.\d)"
    if re.match(_LETTER, character):
        return f"(?<!{_LETTER})", f"(?!{_LETTER})"
    return "", ""


def _best_start(text: str, hits: list[Hit], length: int) -> int:
    """Where a passage begins that holds most different needles, then most hits; the earliest of the best."""
    if not hits or len(text) <= length:
        return 0

    def held(first: Hit) -> tuple[int, int]:
        inside = [hit for hit in hits if first.start <= hit.start and hit.end <= first.start + length - _BEFORE]
        return len({hit.needle for hit in inside}), len(inside)

    best = max(hits, key=held)  # of equals, max gives the first
    return _begin_of_sentence(text, best.start)


def _before_hit(place: int, hits: list[Hit]) -> int:
    """A cut at `place`, or before the hit that it would go through."""
    return place and min([place, *(hit.start for hit in hits if hit.start < place < hit.end)])


def _begin_of_sentence(text: str, place: int) -> int:
    """After the last stop within reach before `place`; else a little before it."""
    earliest = max(0, place - _BEFORE)
    stop = max(text.rfind(stop, earliest, place) for stop in _STOPS)
    return stop + 1 if stop >= 0 else earliest


def _marked(text: str, hits: list[Hit], start: int, end: int) -> SafeString:
    parts: list[str] = []
    place = start
    for span in _merged(hits):
        first, last = max(span[0], place), min(span[1], end)
        if first >= last:
            continue
        # escaped here, piece by piece: `format_html` takes longer for a page of passages than the search does
        parts += (escape(text[place:first]), "<mark>", escape(text[first:last]), "</mark>")
        place = last
    parts.append(escape(text[place:end]))
    return SafeString("".join(parts))


def _merged(hits: list[Hit]) -> list[tuple[int, int]]:
    """The hits as spans that neither overlap nor touch."""
    merged: list[tuple[int, int]] = []
    for hit in hits:
        if merged and hit.start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], hit.end))
        else:
            merged.append((hit.start, hit.end))
    return merged
