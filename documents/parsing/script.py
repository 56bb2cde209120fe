"""Machine conversions to Traditional characters that took the wrong one of several: 康複 for 康復, 緻病 for 致病.

The reading text is Simplified, where both are one character; the wrong one is reported, since the source shows it.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import opencc

from documents.parsing.cleaning import Cleaned
from documents.parsing.tree import Repair
from documents.parsing.wording import packaged_wording

# Simplified character → the Traditional ones of different meanings that it stands for. Mere variants of one character
# (為 and 爲) are left out: either is right.
_SEVERAL = {
    "复": "復複覆", "致": "致緻", "干": "干幹乾", "历": "歷曆", "发": "發髮", "后": "後后", "里": "裏裡里",
    "准": "準准", "汇": "匯彙", "征": "徵征", "系": "系係繫", "制": "製制", "周": "週周", "冲": "衝沖",
    "获": "獲穫", "尽": "盡儘", "余": "餘余", "志": "誌志", "面": "麵面", "只": "隻只祇", "松": "鬆松",
    "谷": "穀谷", "斗": "鬥斗", "台": "臺檯颱", "须": "須鬚", "御": "禦御", "愿": "願愿", "范": "範范",
    "郁": "鬱郁", "杰": "傑杰", "划": "劃划", "胜": "勝胜", "朴": "樸朴", "丑": "醜丑", "淀": "澱淀",
    "云": "雲云", "克": "剋克", "布": "佈布", "占": "佔占",
}  # fmt: skip


def script_repairs(cleaned: Cleaned, raw: str) -> Iterator[Repair]:
    """One repair for each word of the text in which the conversion took another character than the word has."""
    before, after = cleaned.before_simplified, cleaned.text.text
    if before is None or len(before) != len(after):
        return
    for at, right in _conversions(after):
        written = before[at]
        several = _SEVERAL[after[at]]
        if written != after[at] and written in several and right in several and written != right:
            start, end = packaged_wording().usual(after, at)
            span = cleaned.text.place(start, end)
            yield Repair((span,), "script", raw[slice(*span)], after[start:end], certain=True)


def _conversions(simplified: str) -> Iterator[tuple[int, str]]:
    """(place, Traditional character by the words around it) of every character that stands for several."""
    position = 0
    for line in simplified.splitlines(keepends=True):
        converted = _converter().convert(line) if any(character in line for character in _SEVERAL) else line
        if len(converted) == len(line):
            yield from ((position + i, converted[i]) for i, c in enumerate(line) if c in _SEVERAL)
        position += len(line)


@cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("s2t")
