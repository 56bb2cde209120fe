"""Stretches of which hardly anything makes sense: what a scanner made of a line that it could not read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from documents.parsing.tree import Span
from documents.parsing.wording import Wording

# So many characters side by side that scarcely stand alone make a stretch unreadable. Names of medicines have fewer.
ALONE = 5


def unreadable(words: Sequence[str], start: int, wording: Wording) -> Iterator[Span]:
    """Stretches of a run that begins at `start` and is cut into `words`: characters alone, or in words hardly known,
    of which ALONE are usual in words and scarcely ever alone. One that uses a character twice is a phrase (早诊早治).
    """
    if sum(len(word) == 1 for word in words) < ALONE:
        return
    first = place = start
    stretch: list[str] = []
    for word in (*words, ""):
        if _senseless(word, wording):
            stretch.append(word)
        else:
            if _is_unreadable(stretch, wording):
                yield first, place
            stretch, first = [], place + len(word)
        place += len(word)


def _senseless(word: str, wording: Wording) -> bool:
    return len(word) == 1 or (len(word) == 2 and wording.is_rare(word) and word not in wording.names)


def _is_unreadable(stretch: Sequence[str], wording: Wording) -> bool:
    characters = "".join(stretch)
    if len(stretch) < ALONE or len(set(characters)) < len(characters):
        return False
    return sum(len(word) == 1 and wording.belongs_in_words(word) for word in stretch) >= ALONE
