"""What is most like an entry: those that share the most of its telling words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from math import log
from typing import Any

from haystack.constants import ID

from search import analysis
from search.backends.schema import keys_of
from search.backends.snapshot import Found, Snapshot

TELLING_WORDS = 30
# Of an entry's telling words, each counted by how rare it is, another must share at least this part to be like it.
ALIKE = 0.25


def most_alike(snapshot: Snapshot, prepared: Mapping[str, Any]) -> Found:
    """Documents that share enough of the words of what haystack prepared of an entry; not the entry itself."""
    weights = _telling_words(snapshot, prepared)
    if not weights:
        return Found([], [])
    shared = _shared(snapshot, weights)
    enough = ALIKE * sum(weights.values())
    own = snapshot.numbers_with(ID, (str(prepared[ID]),))
    alike = {number: weight for number, weight in shared.items() if weight >= enough and number not in own}
    return Found(list(alike), [weight / sum(weights.values()) for weight in alike.values()])


def _texts(snapshot: Snapshot, prepared: Mapping[str, Any]) -> list[str]:
    """What says what an entry is about: its text, and once more its own heading; chapters are named as each likes."""
    layout = snapshot.layout
    heading = max(layout.texts, key=lambda name: layout.boosts[name])
    return [" ".join(keys_of(prepared.get(name))) for name in dict.fromkeys((layout.document, heading))]


def _telling_words(snapshot: Snapshot, prepared: Mapping[str, Any]) -> dict[str, float]:
    """Words that few other entries have, with their weights."""
    document = snapshot.layout.document
    total = snapshot.searcher.doc_count_all()
    counts: Counter[str] = Counter()
    for text in _texts(snapshot, prepared):
        for word in analysis.words(analysis.normalise(text).text):
            if len(word) > 1 and not word.replace(".", "").rstrip("%").isdigit():
                counts[word] += 1
    weights = {
        word: (1 + log(count)) * log(1 + total / (snapshot.searcher.doc_frequency(document, word) + 1))
        for word, count in counts.items()
    }
    telling = sorted(weights.items(), key=lambda item: (-item[1], item[0]))[:TELLING_WORDS]
    return {word: weight for word, weight in telling if weight > 0}


def _shared(snapshot: Snapshot, weights: Mapping[str, float]) -> dict[int, float]:
    shared: dict[int, float] = {}
    for word, weight in weights.items():
        numbers: set[int] = set()
        for name in (snapshot.layout.document, *snapshot.layout.heading_texts):
            numbers |= snapshot.numbers_with(name, (word,))
        for number in numbers:
            shared[number] = shared.get(number, 0.0) + weight
    return shared
