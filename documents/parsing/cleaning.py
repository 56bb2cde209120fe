"""Raw text → clean text, in named steps that keep the offsets.

What holds of the result, and what everything downstream relies on:

1. Every character of it stands at the place of the source character it came from; places never fall.
2. Line ends are `\\n`; every other blank is one space, a tab, or the mark behind a bare number that is a label;
   there are no zero-width or other control characters.
3. Digits and Latin letters are ASCII; Han characters are ordinary code points (no radicals, no compatibility
   forms) and Simplified. Punctuation keeps the width it had, but for Latin full stops of a text
   that has no others.
4. There are no readings in brackets, HTML tags or Markdown marks.
5. What was taken out stands in `noise`, with its place and the reason, unless it is blank.
6. Any Unicode text goes through; nothing raises.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache, reduce

import opencc

from documents.parsing import patterns
from documents.parsing.bare_numbers import mark_bare_numbers
from documents.parsing.source import Sourced
from documents.parsing.tree import Noise

# A text's full stops are Latin where there are at least so many, and so many to each Chinese one.
FULL_STOPS = 3


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A clean text, what was taken out of it, and where its lines were marked as headings (source places)."""

    text: Sourced
    noise: tuple[Noise, ...] = ()
    headings: frozenset[int] = frozenset()
    before_simplified: str | None = None  # the text before it was simplified, where that changed anything

    def dropping(self, spans: Iterable[tuple[int, int]], reason: str) -> Cleaned:
        """This without the given stretches, which are recorded as noise where they are not blank."""
        stretches = [(start, end) for start, end in spans if end > start]
        noise = [
            Noise((self.text.place(start, end),), reason)
            for start, end in stretches
            if not self.text.text[start:end].isspace()
        ]
        return replace(self, text=self.text.without(stretches), noise=self.noise + tuple(noise))


def clean(raw: str) -> Cleaned:
    """All steps in their order."""
    return reduce(lambda cleaned, step: step(cleaned), STEPS, Cleaned(Sourced.of(raw)))


def line_ends_and_blanks(cleaned: Cleaned) -> Cleaned:
    """One kind of line end, one kind of blank, nothing invisible."""
    text = cleaned.text.with_text(cleaned.text.text.translate(_blanks()))
    invisible = ((m.start(), m.end()) for m in _INVISIBLE.finditer(text.text))
    text = text.without(invisible)
    return replace(cleaned, text=text.with_text(text.text.replace("\r", "\n")))  # that of old machines


def ordinary_characters(cleaned: Cleaned) -> Cleaned:
    """⼯⼈ → 工人, ⻛ → 风, ５Ｇ → 5G: the same character under another code point, one for one."""
    if _ordinary().keys().isdisjoint(map(ord, set(cleaned.text.text))):
        return cleaned
    return replace(cleaned, text=cleaned.text.with_text(cleaned.text.text.translate(_ordinary())))


def without_html(cleaned: Cleaned) -> Cleaned:
    """Comments and tags go; an entity becomes the character it names."""
    if "<" in cleaned.text.text:
        cleaned = cleaned.dropping(_html_comments(cleaned.text.text), "markup")
        for name, reason in (("script", "markup"), ("style", "markup"), ("rt", "pinyin"), ("rp", "pinyin")):
            cleaned = cleaned.dropping(_html_elements(cleaned.text.text, name), reason)
        # the title of a page, with its site's name behind it, is not the document's
        cleaned = cleaned.dropping((m.span() for m in patterns.HTML_TITLE.finditer(cleaned.text.text)), "markup")
        cleaned = _without_tags(cleaned)
    if "&" not in cleaned.text.text:
        return cleaned
    named = [(m, html.unescape(m.group())) for m in patterns.HTML_ENTITY.finditer(cleaned.text.text)]
    named = [(m, put) for m, put in named if len(put) == 1]
    noise = tuple(Noise((cleaned.text.place(m.start(), m.end()),), "markup") for m, _ in named)
    changes = ((m.start(), m.end(), _INVISIBLE.sub("", put.translate(_blanks()))) for m, put in named)
    return replace(cleaned, text=cleaned.text.with_replaced(changes), noise=cleaned.noise + noise)


def _without_tags(cleaned: Cleaned) -> Cleaned:
    """Tags go; where one ends a paragraph or a row a line ends, and a tab stands between cells."""
    tags = [(m, m["name"].lower()) for m in patterns.HTML_TAG.finditer(cleaned.text.text)]
    noise = tuple(Noise((cleaned.text.place(*m.span()),), "markup") for m, _ in tags)
    changes = ((*m.span(), _instead_of(name, closing=m.group()[1] == "/")) for m, name in tags)
    return replace(cleaned, text=cleaned.text.with_replaced(changes), noise=cleaned.noise + noise)


def _instead_of(name: str, *, closing: bool) -> str:
    if name == "br" or (closing and name in ("p", "div", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6")):
        return "\n"
    if closing and name in ("td", "th"):
        return "\t"
    return " " if name == "a" and not closing else ""


def _html_comments(text: str) -> Iterator[tuple[int, int]]:
    """Each <!-- … -->; searched by hand, since a pattern would look for the end of every one that has none."""
    start = text.find("<!--")
    while start >= 0 and (end := text.find("-->", start)) >= 0:
        yield start, end + 3
        start = text.find("<!--", end)


def _html_elements(text: str, name: str) -> Iterator[tuple[int, int]]:
    """Each <name …>…</name>, which holds no text for a reader."""
    lower, end = text.lower() if text.isascii() else re.sub("[A-Z]", lambda m: m.group().lower(), text), 0
    opening, closing = re.compile(rf"<{name}(?:\s[^<>]{{0,300}})?>"), f"</{name}>"
    while (start := opening.search(lower, end)) and (last := lower.find(closing, start.end())) >= 0:
        end = last + len(closing)
        yield start.start(), end


def without_readings(cleaned: Cleaned) -> Cleaned:
    """月(yuè) → 月, (一(yī)) → (一)."""
    text = cleaned.text.text
    found = [(m, m.start() - (text[m.start() - 1] == " ")) for m in patterns.ANNOTATION.finditer(text)]
    spans = [(start, m.end()) for m, start in found if _is_reading(text[start - 1], m[1])]
    return cleaned.dropping(spans, "pinyin")


def without_markdown(cleaned: Cleaned) -> Cleaned:
    """Heading marks, bullets, bold marks and frames drawn around text; that a line was marked as a heading is remembered."""
    marks = list(patterns.MARKDOWN_HEADING.finditer(cleaned.text.text))
    headings = frozenset(cleaned.text.offsets[m.start(1)] for m in marks)
    marked = bool(marks) or "**" in cleaned.text.text
    cleaned = replace(cleaned.dropping(((m.start(1), m.end(1)) for m in marks), "markup"), headings=headings)
    items = (patterns.MARKDOWN_ITEM, patterns.MARKDOWN_ITALIC) if marked else ()
    links = (patterns.MARKDOWN_LINK,) if "](" in cleaned.text.text else ()
    frames = (patterns.FRAME,) if patterns.DRAWN.search(cleaned.text.text) else ()
    for pattern in (*items, *links, patterns.MARKDOWN_BULLET, patterns.MARKDOWN_BOLD, *frames):
        found = pattern.finditer(cleaned.text.text)
        cleaned = cleaned.dropping(
            (span for m in found for span in (m.regs[1:] if m.lastindex else m.regs) if span[0] >= 0), "markup"
        )
    return cleaned


def simplified(cleaned: Cleaned) -> Cleaned:
    """Traditional and mixed script → Simplified, by OpenCC; a line whose length it changes goes character by character."""
    text = cleaned.text.text
    converted = _converter().convert(text).replace(*_LEFT_TRADITIONAL)
    if len(converted) != len(text):
        converted = "".join(_same_length(line) for line in text.splitlines(keepends=True))
    if converted == text:
        return cleaned
    return replace(cleaned, text=cleaned.text.with_text(converted), before_simplified=text)


def full_stops(cleaned: Cleaned) -> Cleaned:
    """健全机制.加强领导. → 健全机制。加强领导。 in a text whose sentences end in a Latin full stop, as some converters
    and scanners write it; where Chinese ones are usual it stays.
    """
    text = cleaned.text.text
    latin = [match.start() for match in patterns.LATIN_FULL_STOP.finditer(text)] if "." in text else []
    if len(latin) < FULL_STOPS or text.count("。") * FULL_STOPS > len(latin):
        return cleaned
    characters = list(text)
    for at in latin:
        characters[at] = "。"
    return replace(cleaned, text=cleaned.text.with_text("".join(characters)))


def bare_numbers(cleaned: Cleaned) -> Cleaned:
    """一 总体目标 → 一, a sign, 总体目标, where such numbers are labels: see `documents.parsing.bare_numbers`."""
    return replace(cleaned, text=cleaned.text.with_text(mark_bare_numbers(cleaned.text.text)))


STEPS: tuple[Callable[[Cleaned], Cleaned], ...] = (
    line_ends_and_blanks,
    ordinary_characters,
    without_html,
    without_readings,
    without_markdown,
    simplified,
    full_stops,
    bare_numbers,
)


# --- what the steps go by ---------------------------------------------------------------------------------------------

_INVISIBLE = re.compile("\r(?=\n)|\ufffe|[\x00-\x08\x0e-\x1f\x7f\xad\u0600-\u0605\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb]")  # fmt: skip


@cache
def _blanks() -> dict[int, str]:
    table = dict.fromkeys(map(ord, "\x0b\x0c\x85\u2028\u2029\x1c\x1d\x1e"), "\n")
    table |= dict.fromkeys(map(ord, "\xa0\u1680\u202f\u205f\u3000\x1f\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"), " ")  # fmt: skip
    # lone halves of a character outside the basic plane: no library takes them
    return table | dict.fromkeys(range(0xD800, 0xE000), "\ufffd")


# Radicals that stand for a character of their own and that Unicode gives no compatibility mapping for.
_RADICALS = dict(
    zip(
        "⺁⺅⺉⺋⺎⺗⺘⺟⺠⺡⺣⺤⺦⺨⺫⺭⺮⺯⺰⺱⺶⺷⺸⺺⺼⺾⺿⻀⻁⻃⻄⻅⻆⻉⻊⻋⻌⻏⻐⻓⻔⻖⻗⻘⻙⻚⻛⻜⻝⻠⻢⻣⻤⻥⻦⻧⻨⻩⻪⻬⻮⻰⻳⺝⻒⻑⻫⻯⻲⻭",
        "厂亻刂㔾兀㣺扌母民氵灬爫丬犭罒礻竹糸纟罓羊羊羊肀月艹艹艹虎覀西见角贝足车辶阝钅长门阝雨青韦页风飞食饣马骨鬼鱼鸟卤麦黄黾齐齿龙龟月镸長齊竜龜齒",
        strict=True,
    )
)


@cache
def _ordinary() -> dict[int, str]:
    """Single characters whose compatibility form is a letter, a digit or a Han character of its own."""
    table = {ord(radical): character for radical, character in _RADICALS.items()}
    ranges = ((0x2E80, 0x2FE0), (0xF900, 0xFB00), (0x2F800, 0x2FA20), (0xFF10, 0xFF1A), (0xFF21, 0xFF3B), (0xFF41, 0xFF5B), (0xFF61, 0xFF66), (0x1D400, 0x1D800))  # fmt: skip
    for first, last in ranges:
        for code in range(first, last):
            put = unicodedata.normalize("NFKC", chr(code))
            if len(put) == 1 and put != chr(code):
                table.setdefault(code, put)
    table |= dict.fromkeys(map(ord, "│┃║┆┇┊┋"), "|")  # the sides of a drawn frame or table
    return table


def _is_reading(character: str, letters: str) -> bool:
    """Letters with a tone mark always are; bare ones when they spell a reading of the character before them."""
    if patterns.TONE_MARK.search(letters):
        return True
    bare = re.sub(r"[^a-z]", "", letters.replace("ü", "v"))
    return bool(bare) and bare == letters.strip().replace("ü", "v") and bare in _readings(character)


@cache
def _readings(character: str) -> frozenset[str]:
    # half a second to load, and only a text with annotations that have no tone marks needs it
    from pypinyin import Style, pinyin

    return frozenset(pinyin(character, style=Style.NORMAL, heteronym=True, v_to_u=False)[0])


# What OpenCC leaves as it is, since it is a name's character too: 安甯 is written for 安寧.
_LEFT_TRADITIONAL = ("甯", "宁")


@cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


def _same_length(line: str) -> str:
    converted = _converter().convert(line)
    return converted if len(converted) == len(line) else "".join(_one_for_one(line))


def _one_for_one(line: str) -> Iterator[str]:
    for character in line:
        converted = _converter().convert(character)
        yield converted if len(converted) == 1 else character
