"""The words of a corpus: what other texts of the same sort are known to say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise

from documents.parsing.wording import HAN_RUN, Wording, packaged_wording

# A word belongs to the corpus when so many of its texts have it.
TEXTS = 2


def corpus_wording(texts: Iterable[str]) -> Wording:
    """The packaged words and those of the given texts, each of which is the reading text of one document."""
    wording = packaged_wording()
    having = Counter(word for text in texts for word in set(_words(text, wording)))
    return wording.with_corpus(word for word, times in having.items() if times >= TEXTS)


def _words(text: str, wording: Wording) -> Iterator[str]:
    """The words that a text is cut into, and pairs of characters left alone between them, which is how a word looks
    that the dictionary does not have (带量, 托育); pairs with one that often stands alone (的, 和, 新) are left out.
    """
    for run in HAN_RUN.finditer(text):
        words = wording.cut(run.group()).words
        yield from (word for word in words if len(word) > 1)
        for one, other in pairwise(words):
            if len(one) == len(other) == 1 and not (wording.often_alone(one) or wording.often_alone(other)):
                yield one + other
