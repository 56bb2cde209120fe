"""What was typed, taken apart: words, phrases, fields, comparisons, and the signs between them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from documents.parsing.lexicon.divisions import provinces
from search import analysis, figures

# The fields that can be named before a colon, with every name they go by.
FIELDS: dict[str, tuple[str, ...]] = {
    "province": ("省份", "省", "地区", "province"),
    "plan": ("文件", "文件名", "标题", "plan", "title"),
    "number": ("文号", "number"),
    "chapter": ("章节", "章", "chapter"),
    "agency": ("部门", "单位", "责任单位", "agency"),
    "lead": ("牵头", "牵头单位", "牵头部门", "lead"),
    "participant": ("参与", "配合", "参与单位", "配合单位", "participant"),
    "year": ("年份", "年", "year"),
    "kind": ("类型", "kind"),
    "theme": ("主题", "theme"),
}
_FIELD_OF = {name: field for field, names in FIELDS.items() for name in names}

_QUOTES = '"“”「『」』'
_NAMES = "|".join(sorted(map(re.escape, _FIELD_OF), key=len, reverse=True))


_LISTED = re.compile("[、,，和与及]")
_YEARLY = "年份|year"  # may stand before a sign without a colon: nothing else is called so that can be compared


def _standing_alone(*words: str) -> str:
    return rf"(?<![^\s()])(?:{'|'.join(words)})(?![^\s()])"


_LEXEME = re.compile(
    "|".join(
        (
            r"(?P<blank>\s+)",
            r"(?P<open>\()",
            r"(?P<close>\))",
            r"(?P<minus>(?<![^\s()|])-(?=[^\s-]))",
            rf"[\"“”「『](?P<phrase>[^{_QUOTES}]*)[\"“”」』]",
            rf"(?P<or>\||{_standing_alone('or', '或', '或者')})",
            rf"(?P<and>{_standing_alone('and', '且', '并且')})",
            rf"(?P<not>{_standing_alone('not', '不含', '不包括')})",
            rf"(?P<quote>[{_QUOTES}])",
            rf"(?<![^\s()|-])(?P<field>{_NAMES})\s*:\s*(?=[^\s:|)])",
            rf"(?<![^\s()|-])(?P<yearly>{_YEARLY})\s*(?=[<>≥≤=])",
            rf"(?<![^\s()|])除(?:了|去|开)?\s?(?P<except>[^\s{_QUOTES}()|]{{1,20}}?)\s?(?:之外|以外|外)(?:的)?(?=[\s()]|$)",
            rf"(?P<figure>{figures.PATTERN})",
            rf"(?P<word>[^\s{_QUOTES}()|]+)",
        )
    ),
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Piece:
    """One thing that was typed: kind is open, close, minus, or, and, not, field, figure, phrase or word."""

    kind: str
    text: str = ""


def pieces(text: str) -> list[Piece]:
    """The pieces of a text in NFKC, what stray blanks broke put together again (家庭医 生)."""
    return _joined([piece for match in _LEXEME.finditer(text) for piece in _pieces_of(match)])


def _pieces_of(match: re.Match[str]) -> list[Piece]:
    kind = match.lastgroup
    match kind:
        case None | "blank" | "quote":
            return []
        case "field" | "yearly":
            return [Piece("field", _FIELD_OF[match[kind].lower()])]
        case "except":
            return [piece for each in _LISTED.split(match[kind]) if each for piece in _excepted(each)]
        case _:
            return [Piece(kind, match[kind])]


def _excepted(name: str) -> list[Piece]:
    """除湖南外 means the province, not every text that names it."""
    is_province = any(name in (each.name, each.full_name) for each in provinces())
    return [Piece("not"), *([Piece("field", "province")] if is_province else ()), Piece("word", name)]


def _joined(found: list[Piece]) -> list[Piece]:
    joined: list[Piece] = []
    for piece in found:
        last = joined[-1] if joined else None
        if last and last.kind == piece.kind == "word":
            before, after = analysis.normalise(last.text).text, analysis.normalise(piece.text).text
            if before and after and (_is_one_figure(before, after) or analysis.is_stray_blank(before, after)):
                joined[-1] = replace(last, text=last.text + piece.text)
                continue
        joined.append(piece)
    return joined


def _is_one_figure(before: str, after: str) -> bool:
    """2021 年, 51 %"""
    return before[-1].isdigit() and after[0] in "年岁%‰"
