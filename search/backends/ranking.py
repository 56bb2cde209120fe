"""How scores are made: what an index may set of it, as `ranking = Ranking(…)` on its SearchIndex.

The boost of a text field is haystack's (`CharField(boost=…)`); what one kind of entry counts beside another is said in
the query (`search.nodes.Preferred`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Ranking:
    """A word scores by BM25F in each text field, and a little by its characters standing together.

    `length`: 0 … 1, how far a long text of a field has to hold a word more often than a short one to score the same (B
    of BM25F); `lengths` says otherwise for single fields. `repetition`: how soon holding a word again stops counting
    (K1 of BM25F). `together`: what characters standing together count beside words, whose scores are mostly between 1
    and 20; `side_by_side`: what all words of a leaf count that stand together as they were typed, and phrases.
    `together_length`: as `length`, for these two.
    """

    length: float = 0.75
    lengths: Mapping[str, float] = field(default_factory=dict)
    repetition: float = 1.2
    together: float = 0.3
    side_by_side: float = 1.0
    together_length: float = 0.0

    def length_in(self, name: str) -> float:
        """`length` in the text field `name`."""
        return self.lengths.get(name, self.length)
