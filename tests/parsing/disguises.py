"""The same text as other pages and machines give it. What is read from it must not change.

Each takes a text of one paragraph a line and gives it in another form; `chance` decides where there is a choice.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable

import opencc
from pypinyin import Style, pinyin

from documents.parsing.patterns import HAN

Disguise = Callable[[str, random.Random], str]
_HAN = re.compile(f"[{HAN}]")
_CN = "[一二三四五六七八九十]+"
_LATIN_MARKS = str.maketrans("，：；（）！？", ",:;()!?")
_WIDE = {code: code + 0xFEE0 for code in range(0x30, 0x3A)} | {code: code + 0xFEE0 for code in range(0x41, 0x5B)}
_RADICALS = str.maketrans("工人民风门长车见页马鱼鸟齐龙青食金水火", "⼯⼈⺠⻛⻔⻓⻋⻅⻚⻢⻥⻦⻬⻰⻘⻝⾦⽔⽕")


def traditional(text: str, chance: random.Random) -> str:
    return str(opencc.OpenCC("s2t").convert(text))


def annotated(text: str, chance: random.Random) -> str:
    """A reading in brackets behind every eighth character, as pages for learners and against copying have it."""
    return "".join(
        f"{character}({pinyin(character, style=Style.TONE)[0][0]})"
        if _HAN.match(character) and chance.random() < 1 / 8
        else character
        for character in text
    )


def latin_marks(text: str, chance: random.Random) -> str:
    return text.translate(_LATIN_MARKS)


def latin_full_stops(text: str, chance: random.Random) -> str:
    return text.translate(_LATIN_MARKS).replace("。", ".")


def wide_digits(text: str, chance: random.Random) -> str:
    return text.translate(_WIDE)


def radicals(text: str, chance: random.Random) -> str:
    return text.translate(_RADICALS)


def straight_quotes(text: str, chance: random.Random) -> str:
    return re.sub("[“”]", '"', text)


def pages(text: str, chance: random.Random) -> str:
    """Lines of one width, a number below each page; no paragraph is indented."""
    columns = chance.randrange(52, 84)
    lines = [line for paragraph in text.split("\n") for line in _lines(paragraph, columns)]
    return "\n".join(f"{line}\n— {at // 30 + 1} —" if at % 30 == 29 else line for at, line in enumerate(lines))


def _lines(paragraph: str, columns: int) -> list[str]:
    lines, line, room = [], "", columns
    for character in paragraph.rstrip():
        width = 1 if character.isascii() else 2
        if width > room:
            lines.append(line)
            line, room = "", columns
        line, room = line + character, room - width
    return [*lines, line]


def stray_blanks(text: str, chance: random.Random) -> str:
    """A blank in every fiftieth gap between two characters."""
    return re.sub(f"(?<=[{HAN}])(?=[{HAN}])", lambda _: " " if chance.random() < 1 / 50 else "", text)


def invisible_characters(text: str, chance: random.Random) -> str:
    return "".join(character + "\u200b" * (chance.random() < 1 / 50) for character in text)


def framed_by_a_page(text: str, chance: random.Random) -> str:
    head = "首页\n政务公开\n政策文件\n当前位置：首页 > 政务公开 > 政策文件\n字号：[大 中 小]\n打印本页\n浏览次数：1234次\n分享到：\n微信\n微博"
    foot = "扫一扫在手机打开当前页\n【打印本页】【关闭窗口】\n上一篇：关于放假的通知\n下一篇：关于值班的通知\n网站标识码：4300000001"
    return f"{head}\n\n{text}\n\n{foot}"


def html_paragraphs(text: str, chance: random.Random) -> str:
    lines = (re.sub(rf"^({_CN}、.*)$", r"<strong>\1</strong>", line.strip()) for line in text.split("\n"))
    return "".join(f'<p style="text-indent:2em">&emsp;&emsp;{line}</p>' for line in lines if line)


def html_breaks(text: str, chance: random.Random) -> str:
    return "<br/>".join(line.strip() for line in text.split("\n"))


def indented(text: str, chance: random.Random) -> str:
    return "\r\n\r\n".join(f"\u3000\u3000{line.strip()}" for line in text.split("\n") if line.strip())


def old_line_ends(text: str, chance: random.Random) -> str:
    return "\ufeff" + text.replace("\n", "\r")


def spaced_labels(text: str, chance: random.Random) -> str:
    text = re.sub(rf"^(\s*)({_CN})、", r"\1\2 、 ", text, flags=re.MULTILINE)
    return re.sub(rf"^(\s*)[（(]({_CN})[）)]", r"\1（ \2 ） ", text, flags=re.MULTILINE)


def mixed_brackets(text: str, chance: random.Random) -> str:
    def label(match: re.Match[str]) -> str:
        return f"{match[1]}{chance.choice('（(')}{match[2]}{chance.choice('）)')}"

    return re.sub(rf"^(\s*)[（(]({_CN})[）)]", label, text, flags=re.MULTILINE)


def titles_below_labels(text: str, chance: random.Random) -> str:
    return re.sub(rf"^(\s*{_CN}、)\s*(\S{{2,30}})$", r"\1\n\2", text, flags=re.MULTILINE)


def behind_its_contents(text: str, chance: random.Random) -> str:
    titles = re.findall(rf"^\s*{_CN}、\S{{2,30}}$", text, flags=re.MULTILINE)
    return (
        "目  录\n" + "\n".join(f"{title.strip()} {'.' * 30} {at}" for at, title in enumerate(titles, 1)) + "\n" + text
    )


DISGUISES: tuple[Disguise, ...] = (
    traditional, annotated, latin_marks, latin_full_stops, wide_digits, radicals, straight_quotes, pages, stray_blanks,
    invisible_characters, framed_by_a_page, html_paragraphs, html_breaks, indented, old_line_ends, spaced_labels,
    mixed_brackets, titles_below_labels, behind_its_contents,
)  # fmt: skip
# Several at once, from the inside out, as one meets them.
WORN_TOGETHER: tuple[tuple[Disguise, ...], ...] = (
    (traditional, annotated, latin_marks), (stray_blanks, pages), (radicals, pages, framed_by_a_page),
    (wide_digits, spaced_labels, indented), (framed_by_a_page, html_paragraphs), (titles_below_labels, traditional, pages),
    (behind_its_contents, latin_full_stops, html_breaks),
)  # fmt: skip


def worn(text: str, disguises: tuple[Disguise, ...], seed: int) -> str:
    """The text in all of these disguises, one over the other."""
    chance = random.Random(seed)
    for disguise in disguises:
        text = disguise(text, chance)
    return text
