"""Marks what a query found in a text as it is shown: every part escaped, hits in <mark>.

What is marked is what matches: characters standing together, by the same analysis that indexed them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from html import escape
from itertools import permutations
from operator import itemgetter

from django.utils.safestring import SafeString

from search import analysis
from search.query import Node, Phrase, Words, leaves

PASSAGE = 140  # characters of a passage
_BEFORE = 30  # of these at most before its first hit
_STOPS = "。；！？\n"
_LETTER = rf"[^\W\d_{analysis.HAN}]"
_SEPARATION = r"(?:(?!\w|[%‰]).|_)+"


# Where a needle stands in the original text, from its first character to behind its last, and which of the needles.
Hit = tuple[int, int, int]
_END = itemgetter(1)


class Marker:
    """Finds and marks what the query tree `node` asks for."""

    def __init__(self, node: Node | None) -> None:
        texts = (text for leaf in leaves(node) for text in _telling_texts(leaf))
        self._sought = [text for text in dict.fromkeys(texts) if analysis.speaks(text)]
        patterns = [_pattern(text) for text in self._sought]
        self._literal = [(n, text, len(text)) for n, text in enumerate(self._sought) if patterns[n] is None]
        self._patterns = [(n, pattern) for n, pattern in enumerate(patterns) if pattern is not None]
        # each needle as it is marked, where marking one after the other is the same as marking all
        apart = not self._patterns and _are_apart(tuple(self._sought))
        self._marks = {each: f"<mark>{each}</mark>" for each in self._sought} if apart else None
        self._found: dict[str, list[Hit]] = {}  # a page shows the same titles again and again

    @property
    def seeks(self) -> bool:
        """Whether there is anything to mark."""
        return bool(self._sought)

    def hits(self, text: str) -> list[Hit]:
        """All hits in the original text, those of one needle apart from each other, in order."""
        if text not in self._found:
            self._found[text] = self._hits(text)
        return self._found[text]

    def words_in(self, text: str) -> list[str]:
        """What was sought and stands in the text, as it is searched; not what stands in it only as part of another."""
        found = dict.fromkeys(self._sought[needle] for _, _, needle in self.hits(text))
        return [word for word in found if not any(word != other and word in other for other in found)]

    def _hits(self, text: str, *, as_searched: bool = False) -> list[Hit]:
        normalised = None if as_searched and not self._patterns else analysis.normalise(text)
        searched = text if normalised is None else normalised.text
        places: list[Hit] = []
        for needle, sought, length in self._literal:
            place = searched.find(sought)
            while place >= 0:
                places.append((place, place + length, needle))
                place = searched.find(sought, place + length)
        for needle, pattern in self._patterns:
            places += [(*match.span(), needle) for match in pattern.finditer(searched)]
        if normalised is not None and type(normalised.starts) is not range:
            places = [(*normalised.original(start, end), needle) for start, end, needle in places]
        if len(self._sought) > 1:
            places.sort()
        return places

    def whole(self, text: str) -> SafeString:
        """All of `text`, marked."""
        return _marked(text, self.hits(text), 0, len(text))

    def passage(self, text: str, length: int = PASSAGE, *, as_searched: bool = False) -> SafeString:
        """The part of `text` that shows most of what was asked for; its beginning where there is nothing to show.

        `as_searched`: it is known that `analysis.stands_as_searched`, which spares normalising it.
        """
        start, end, hits = 0, len(text), None  # no text is shown in two passages, so its hits need not be kept
        if end > length:
            hits = self._hits(text, as_searched=as_searched)
            start = _before_hit(_best_start(text, hits, length), hits)
            end = _before_hit(start + length, hits) if start + length < end else end
        if self._marks is not None and as_searched and not _has_signs(text):
            return _marked_singly(text, self._marks, start, end)
        return _marked(text, self._hits(text, as_searched=as_searched) if hits is None else hits, start, end)


def _telling_texts(leaf: Words | Phrase) -> list[str]:
    """What to mark of a leaf: it as a whole, and its words, but not every 省 of a text for 省卫生计生委."""
    words = leaf.words if isinstance(leaf, Words) else ()
    return [leaf.text, *(word for word in words if len(word) > 1 or len(words) == 1)]


@lru_cache(maxsize=512)
def _pattern(text: str) -> re.Pattern[str] | None:
    """Finds where the characters of a normalised text stand together in another; None where it is itself to be found.

    A figure and a run of letters are tokens as a whole; whatever separates tokens separates them in the other text too.
    """
    if analysis.is_chinese(text):
        return None
    parts: list[str] = []
    end = None
    for token in analysis.characters(text):
        parts += [_SEPARATION] if end is not None and token.start > end else []
        before, after = _limits(token.text[0])
        parts.append(f"{before}{re.escape(token.text)}{after}")
        end = token.end
    return re.compile("".join(parts))


def _limits(character: str) -> tuple[str, str]:
    """What may not stand before and after a token that begins with the character."""
    if character.isdecimal():
        return r"(?<!\d)(?<!\d\.)", r"(?!\d|\.\d)"
    if re.match(_LETTER, character):
        return f"(?<!{_LETTER})", f"(?!{_LETTER})"
    return "", ""


def _best_start(text: str, hits: list[Hit], length: int) -> int:
    """Where a passage begins that holds most different needles, then most hits; the earliest of the best."""
    if not hits:
        return 0
    seen = length - _BEFORE
    if len(hits) == 1 or max(map(_END, hits)) <= hits[0][0] + seen:
        return _begin_of_sentence(text, hits[0][0])
    different = len({needle for _, _, needle in hits})
    most, best = (0, 0), hits[0][0]
    for first, (begin, _, _) in enumerate(hits):
        if most >= (different, len(hits) - first):
            break  # what begins here or later cannot hold more
        limit = begin + seen
        inside = [needle for _, end, needle in hits[first:] if end <= limit]
        held = len(set(inside)), len(inside)
        if held > most:
            most, best = held, begin
    return _begin_of_sentence(text, best)


def _before_hit(place: int, hits: list[Hit]) -> int:
    """A cut at `place`, or before the hit that it would go through."""
    for start, end, _ in hits:
        if start >= place:
            break
        if place < end:
            return start
    return place


def _begin_of_sentence(text: str, place: int) -> int:
    """After the last stop within reach before `place`; else a little before it."""
    earliest = max(0, place - _BEFORE)
    stop = max(map(text[earliest:place].rfind, _STOPS))
    return earliest + stop + 1  # there is none where it is -1


@lru_cache(maxsize=512)  # asked again for every page of a result and every choice of a facet
def _are_apart(needles: tuple[str, ...]) -> bool:
    """Whether no two of them can share a character of a text."""
    return not any(
        one.endswith(other[:length]) or other in one
        for one, other in permutations(needles, 2) for length in range(1, len(other) + 1)
    )  # fmt: skip


def _marked_singly(text: str, marks: Mapping[str, str], start: int, end: int) -> SafeString:
    """As `_marked`, of a text without signs: each needle that is `apart` from the others becomes what it is marked."""
    shown = text[start:end]
    for needle, mark in marks.items():
        shown = shown.replace(needle, mark)
    shown = shown.replace("</mark><mark>", "")
    return SafeString(f"{'…' if start else ''}{shown}{'…' if end < len(text) else ''}")


def _marked(text: str, hits: list[Hit], start: int, end: int) -> SafeString:
    """The part of the text, with … for what is left out; marks neither overlap nor touch."""
    # escaped here, piece by piece: `format_html` takes longer for a page of passages than the search does
    signs = _has_signs(text)
    shown = "…" if start else ""
    place, marked = start, False  # up to where it is written, and whether that ends with a mark
    for hit_start, hit_end, _ in hits:
        first = hit_start if hit_start > place else place  # noqa: FURB136 - a page does this a hundred times
        last = hit_end if hit_end < end else end  # noqa: FURB136
        if first >= last:
            continue
        before, hit = text[place:first], text[first:last]
        if signs:
            before, hit = escape(before), escape(hit)
        shown = (
            f"{shown}{before}<mark>{hit}</mark>" if before or not marked else f"{shown[: -len('</mark>')]}{hit}</mark>"
        )
        place, marked = last, True
    rest = text[place:end]
    return SafeString(f"{shown}{escape(rest) if signs else rest}{'…' if end < len(text) else ''}")


def _has_signs(text: str) -> bool:
    """Whether there is anything to escape; a tenth of the time of escaping what has nothing."""
    return "&" in text or "<" in text or ">" in text or '"' in text or "'" in text


def forget() -> None:
    """Let go of what was found out of needles."""
    _are_apart.cache_clear()
    _pattern.cache_clear()
