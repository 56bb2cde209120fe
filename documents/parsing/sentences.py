"""Reading text, first sentences and titles: which of them name a measure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from documents.parsing import patterns
from documents.parsing.source import Sourced

# A lead phrase behind a label is at most this long, without one at most that; both count characters without marks.
LABELLED, UNLABELLED = 40, 32

_BLANKS = re.compile(r"\s+")
# The blanks of reading text stand between two words of Latin letters or two numbers; all others are stray.
_BETWEEN_WORDS = re.compile("[A-Za-z]{2}|[0-9]{2}")
_SPLIT_SHARE = re.compile(r"[1-9] \d ?[%‰]")


def reading(text: Sourced) -> Sourced:
    """Without line ends and stray blanks; of blanks between words of Latin letters one is left."""
    plain = text.text
    changes = []
    for start, end in (match.span() for match in _BLANKS.finditer(plain)):
        around = plain[start - 1 : start] + plain[end : end + 1]
        put = " " if _BETWEEN_WORDS.fullmatch(around) else ""
        if "\n" in plain[start:end] and around.isdecimal():
            put = ""  # a number that the end of a line cut in two
        elif _SPLIT_SHARE.match(plain, start - 1) and not plain[start - 2 : start - 1].isdecimal():
            put = ""  # 9 5 %: the digits of a share, as a scanner set them apart
        if plain[start:end] != put:
            changes.append((start, end, put))
    return text.with_replaced(changes)


@dataclass(frozen=True, slots=True)
class Lead:
    """A lead phrase without its 。 and blanks, and where the paragraph goes on behind it."""

    text: str
    end: int


def plain_title(text: str, longest: int = 60) -> str | None:
    """The text as a title, without its last mark, when it is one: short, one clause, nothing of a sentence in it.
    "" for an empty text.
    """
    if len(text) > 4 * longest:
        return None
    compact = re.sub(r"\s+", "", text)
    title = compact.rstrip("。：:？?")
    if len(title) > longest or len(compact) - len(title) > 1 or re.search("[。；;！？!?]", title):
        return None
    if len(re.findall("[，,]", title)) > (1 if len(title) <= 36 else 0) or title[-1:] in tuple("，,、；;"):
        return None
    if compact.endswith(("。",)) and patterns.STATEMENT.search(title):
        return None
    return title + compact[len(title) :].strip("。：:")  # a question keeps its mark


def only_names(title: str) -> bool:
    """社会： and 主要任务。: a name above a list, and no sentence that leads up to it (履行下列职责：)."""
    name = plain_title(title, longest=14)
    return bool(name) and not re.search("下列|以下|如下|包括|应当|[要应需]", name or "")


def lead_of(text: str, *, labelled: bool) -> Lead | None:
    """A paragraph's first sentence where it names the measure and more text follows."""
    end = _first_end(text)
    if end is None or not re.sub(r"[\s)）]", "", text[end:]):
        return None
    name = re.sub(r"\s+", "", text[: end - 1])
    length = len(re.sub(r"[，,、“”\"《》（）()]", "", name))
    if length < 2 or length > (LABELLED if labelled else UNLABELLED) or patterns.STATEMENT.search(name):
        return None
    commas = len(re.findall("[，,；;：:]", name))
    if commas > 1 or (commas and not _in_two_halves(name, labelled=labelled)):
        return None
    return Lead(name, end)


def _first_end(text: str) -> int | None:
    """Behind the first 。 outside brackets and quotation marks."""
    depth = 0
    for index, character in enumerate(text[:90]):
        if character in "（(《“〔[":
            depth += 1
        elif character in "）)》”〕]":
            depth = max(0, depth - 1)
        elif character in "。！？；;" and depth == 0:
            return index + 1 if character == "。" else None
    return None


def _in_two_halves(name: str, *, labelled: bool) -> bool:
    """坚持以人为本,健康优先 names by two phrases. Behind a label they may be longer than in running text."""
    first, second = re.split("[，,；;：:]", name, maxsplit=1)
    if labelled:
        return len(first) <= 24 and 3 <= len(second) <= 24
    return len(name) <= 15 and len(second) >= 3
