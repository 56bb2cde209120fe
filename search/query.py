"""What a user typed, or a program asked for, as a query tree.

What can be typed, at present:

    高血压 糖尿病          both words
    "家庭医生签约"         these characters, standing together; “” 「」 『』 and ＂ do as well
    高血压 OR 糖尿病 管理   管理, and one of the other two; OR (also |) joins what stands at its sides
    培训 -中医             培训 without 中医; also NOT 中医

AND may be written between words and changes nothing. Full-width signs, Traditional script and stray blanks make no
difference. Nothing that is typed raises; what could not be understood is left out and named in `notes`.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field, replace
from enum import StrEnum

from search import analysis
from search.nodes import (
    EVERYTHING,
    NOTHING,
    Best,
    Between,
    Either,
    Enough,
    Every,
    Favoured,
    Has,
    HasSuch,
    Node,
    Phrase,
    Preferred,
    Weighted,
    Without,
    Words,
    leaves,
)

__all__ = [
    "EVERYTHING",
    "NOTHING",
    "Best",
    "Between",
    "Either",
    "Enough",
    "Every",
    "Favoured",
    "Has",
    "HasSuch",
    "Node",
    "Part",
    "Phrase",
    "Preferred",
    "Query",
    "Role",
    "Weighted",
    "Without",
    "Words",
    "leaves",
    "parse",
    "phrase",
    "words",
]

MAX_CHARACTERS = 500
MAX_LEAVES = 40

_OPENING, _CLOSING = '"“”「『', '"“”」』'
_LEXEME = re.compile(
    rf"(?P<blank>\s+)|(?P<minus>(?<!\S)-(?=[^\s-]))|[{_OPENING}](?P<phrase>[^{_OPENING}{_CLOSING}]*)[{_CLOSING}]"
    rf"|(?P<or>\||(?<!\S)OR(?!\S))|(?P<and>(?<!\S)AND(?!\S))|(?P<not>(?<!\S)NOT(?!\S))"
    rf"|(?P<quote>[{_OPENING}{_CLOSING}])|(?P<word>(?:(?![{_OPENING}{_CLOSING}|])\S)+)"
)


class Role(StrEnum):
    """What the search did with a part of what was typed, beyond looking for it."""

    FILTER = "filter"  # took it for the filter that it is: 湖南
    EXPANSION = "expansion"  # looked for other words too: 家医 → 家庭医生
    CORRECTION = "correction"  # looked for another word instead: 家庭医牛 → 家庭医生
    RELAXATION = "relaxation"  # did not insist on it, since too little holds everything


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that was understood, for the page to show with a link that undoes it.

    Understanding the same query with `key` among `undone` leaves it out: the words then mean only themselves, and all
    of them are insisted on.
    """

    key: str  # "filter:province:430000", "expansion:家医", "correction:家庭医牛", "relaxation"
    role: Role
    typed: str  # 湖南
    meaning: tuple[str, ...]  # 湖南省; the words added; the word put in its place; the words not insisted on
    label: str = ""  # of a filter, the field's name: 省份
    field: str = ""  # of a filter, its name in `search.filters.NAMES`, or "document_kind", "target"
    values: tuple[str, ...] = ()  # of a filter, the keys of the index


@dataclass(frozen=True, slots=True)
class Query:
    """`node` is None where nothing typed could be understood; else `notes` say in Chinese what was left out.

    `parts` say what was made of the words: the page shows each, and links to the query without it.
    """

    typed: str
    node: Node | None
    notes: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not self.typed.strip()

    @property
    def understood(self) -> str:
        """The query as it was understood, for the reader."""
        return "" if self.node is None or self.is_empty else str(self.node)


def parse(typed: str) -> Query:
    """Understand what was typed; an empty query means every entry."""
    text = unicodedata.normalize("NFKC", typed).strip()
    if not text:
        return Query(typed, EVERYTHING)
    notes = [f"检索词过长，只取前{MAX_CHARACTERS}字。"] if len(text) > MAX_CHARACTERS else []
    pieces = _joined(_pieces(text[:MAX_CHARACTERS]))
    spoken = [place for place, piece in enumerate(pieces) if piece.kind in ("word", "phrase")]
    if len(spoken) > MAX_LEAVES:
        notes.append(f"检索词过多，只取前{MAX_LEAVES}个。")
        pieces = pieces[: spoken[MAX_LEAVES]]
    groups, ignored = _grouped(pieces)
    if ignored and groups:
        notes.append("未计入：" + " ".join(ignored))
    parts = tuple(group.node() for group in _telling(groups))
    return Query(typed, _together(parts), tuple(notes))


def words(text: str, name: str | None = None) -> Words | None:
    """The leaf for words that stand side by side; None where the text holds no word."""
    normalised = analysis.normalise(text).text.strip()
    found = analysis.words_to_find(normalised)
    return Words(normalised, found, name) if found else None


def phrase(text: str, name: str | None = None) -> Phrase | None:
    """The leaf for an exact phrase; None where the text holds no character to be found."""
    normalised = analysis.normalise(text).text.strip()
    return Phrase(normalised, name) if any(analysis.characters(normalised)) else None


@dataclass(frozen=True, slots=True)
class _Piece:
    """One thing that was typed: a word, a phrase, or a sign between them."""

    kind: str
    text: str = ""
    spaced: bool = True  # whether a blank stands before it


@dataclass(slots=True)
class _Group:
    """Leaves joined by OR, or one excluded leaf."""

    leaves: list[Words | Phrase] = field(default_factory=list)
    excluded: bool = False

    def node(self) -> Node:
        node: Node = self.leaves[0] if len(self.leaves) == 1 else Either(tuple(self.leaves))
        return Without(_literal(node)) if self.excluded else node


def _literal(node: Node) -> Node:
    """What is excluded is excluded where its characters stand together, not where its words are strewn about."""
    return (phrase(node.text, node.name) or node) if isinstance(node, Words) else node


def _together(parts: tuple[Node, ...]) -> Node | None:
    if not parts:
        return None
    return parts[0] if len(parts) == 1 and not isinstance(parts[0], Without) else Every(parts)


def _pieces(text: str) -> list[_Piece]:
    pieces: list[_Piece] = []
    spaced = True
    for match in _LEXEME.finditer(text):
        kind = match.lastgroup or ""
        if kind in ("blank", "quote"):
            spaced = True
            continue
        pieces.append(_Piece(kind, match[kind], spaced))
        spaced = False
    return pieces


def _joined(pieces: list[_Piece]) -> list[_Piece]:
    """Put together again what a stray blank broke: 家庭医 生."""
    joined: list[_Piece] = []
    for piece in pieces:
        last = joined[-1] if joined else None
        if last and last.kind == piece.kind == "word":
            before, after = analysis.normalise(last.text).text, analysis.normalise(piece.text).text
            if before and after and analysis.is_stray_blank(before, after):
                joined[-1] = replace(last, text=last.text + piece.text)
                continue
        joined.append(piece)
    return joined


def _telling(groups: list[_Group]) -> list[_Group]:
    """Without the groups that are function words and no more, as long as others are left."""
    telling = [group for group in groups if not all(_is_function_word(leaf) for leaf in group.leaves)]
    return telling or groups


def _is_function_word(leaf: Words | Phrase) -> bool:
    return isinstance(leaf, Words) and analysis.FUNCTION_WORDS.issuperset(leaf.words)


def _grouped(pieces: list[_Piece]) -> tuple[list[_Group], list[str]]:
    """The groups, and what was typed that holds nothing to be found."""
    groups: list[_Group] = []
    ignored: list[str] = []
    joins = excludes = False
    for piece in pieces:
        if piece.kind == "or":
            joins = bool(groups) and not groups[-1].excluded
        elif piece.kind in ("minus", "not"):
            excludes = True
        elif piece.kind in ("word", "phrase"):
            leaf = phrase(piece.text) if piece.kind == "phrase" else words(piece.text)
            if leaf is None:
                ignored += [piece.text] if piece.text.strip() else []
            else:
                _add(groups, leaf, joins=joins and not excludes, excluded=excludes)
            joins = excludes = False
    return groups, ignored


def _add(groups: list[_Group], leaf: Words | Phrase, *, joins: bool, excluded: bool) -> None:
    if joins and groups:
        groups[-1].leaves.append(leaf)
    else:
        groups.append(_Group([leaf], excluded))
