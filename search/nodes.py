"""The tree that a query is made into: what is to be found, and what counts how much.

Nodes are values: they compare, hash and print (in Chinese, as the reader is told what was understood). What they mean
for the engine stands in `search.backends.evaluating`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, ClassVar, Self


class _Value:
    """Never changes, so a copy may be the same: haystack copies the whole tree at every step of a query."""

    __slots__ = ()

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        return self


@dataclass(frozen=True, slots=True)
class Words(_Value):
    """Every one of `words` occurs, in any place of the entry, or in one field of it.

    `whole`: only where the text is cut so, not where its characters happen to stand together (乡医 in 城乡|医疗).
    """

    text: str
    words: tuple[str, ...]
    name: str | None = None
    whole: bool = False

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Phrase(_Value):
    """The characters of `text` stand together."""

    text: str
    name: str | None = None

    def __str__(self) -> str:
        return f"“{self.text}”"


@dataclass(frozen=True, slots=True)
class Either(_Value):
    parts: tuple[Node, ...]

    def __str__(self) -> str:
        return "（" + (" 或 ".join(map(str, self.parts)) or "没有这一项") + "）"


@dataclass(frozen=True, slots=True)
class Every(_Value):
    """All of `parts`; without any, every entry there is."""

    parts: tuple[Node, ...] = ()

    def __str__(self) -> str:
        return " 且 ".join(str(part) for part in self.parts if part != Every()) or "全部"


@dataclass(frozen=True, slots=True)
class Without(_Value):
    part: Node

    def __str__(self) -> str:
        return f"不含 {self.part}"


@dataclass(frozen=True, slots=True)
class Has(_Value):
    """One of `values` is a value of the field `name`, exactly. `label` is what readers are told."""

    name: str
    values: tuple[str, ...]
    label: str = field(default="", compare=False)

    def __str__(self) -> str:
        return self.label or f"{self.name}={'|'.join(self.values)}"


@dataclass(frozen=True, slots=True)
class Between(_Value):
    """A value of the field `name` lies between the two, both included; None is open. Values compare as text."""

    name: str
    low: str | None
    high: str | None
    label: str = field(default="", compare=False)

    def __str__(self) -> str:
        return self.label or f"{self.name}={self.low or ''}..{self.high or ''}"


@dataclass(frozen=True, slots=True)
class Weighted(_Value):
    """What `part` finds, its scores times `weight`, which is above 0; below 1 for what was added to what was typed."""

    part: Node
    weight: float

    def __str__(self) -> str:
        return str(self.part)


@dataclass(frozen=True, slots=True)
class Best(_Value):
    """One of `parts`, which are ways to say the same: the first as it was typed, the others for it.

    The best part's score counts, and TIE of the others': an entry that says a thing in three ways is not thrice as
    good as one that says it once. How rare a part is makes no difference, only how rare all of them are together: each
    part's scores are taken times log(1 + N / n of all) / log(1 + N / n of the part), n being the entries found of N.
    """

    TIE: ClassVar[float] = 0.4

    parts: tuple[Node, ...]

    def __str__(self) -> str:
        return str(self.parts[0]) if self.parts else ""


@dataclass(frozen=True, slots=True)
class Favoured(_Value):
    """What `part` finds; what `by` finds too scores by that much more. `quietly`: readers are not told of `by`."""

    part: Node
    by: Node
    quietly: bool = False

    def __str__(self) -> str:
        return str(self.part)


@dataclass(frozen=True, slots=True)
class Enough(_Value):
    """Enough of `parts`: those that find an entry weigh at least `needed` together; `weights` are the parts', > 0.

    An entry scores what its parts score, times the share of the whole weight that it has.
    """

    parts: tuple[Node, ...]
    weights: tuple[float, ...]
    needed: float

    def __str__(self) -> str:
        return " ".join(map(str, self.parts))


@dataclass(frozen=True, slots=True)
class Preferred(_Value):
    """What `part` finds, scores times the factor of the entry's key in the faceted field `name`; 1 where none is said.

    Of several keys the best counts.
    """

    part: Node
    name: str
    factors: tuple[tuple[str, float], ...]

    def __str__(self) -> str:
        return str(self.part)


@dataclass(frozen=True, slots=True)
class HasSuch(_Value):
    """A value of the field `name` passes `test`, which can be compared and hashed; adds nothing to the score."""

    name: str
    test: Callable[[str], bool]

    def __str__(self) -> str:
        return str(self.test)


Node = (
    Words
    | Phrase
    | Either
    | Every
    | Without
    | Has
    | Between
    | Weighted
    | Best
    | Favoured
    | Enough
    | Preferred
    | HasSuch
)
EVERYTHING = Every()
NOTHING = Either(())  # finds no entry


def leaves(node: Node | None) -> Iterator[Words | Phrase]:
    """The words and phrases that an entry found by `node` may hold; not those it must be without."""
    match node:
        case Words() | Phrase():
            yield node
        case Either() | Every() | Best() | Enough():
            for part in node.parts:
                yield from leaves(part)
        case Weighted() | Preferred():
            yield from leaves(node.part)
        case Favoured():
            yield from leaves(node.part)
            yield from () if node.quietly else leaves(node.by)
