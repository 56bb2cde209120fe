"""Contact data of persons in a source text, which no page shows: telephone numbers, addresses of mail and messengers,
and the names beside them.

Mobile numbers and mail are masked wherever they stand; the rest only in noise, since a document may well name its own
hotline or a person's office.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mask:
    """A stretch that is not shown, and what stands there instead."""

    start: int
    end: int
    name: str


_DIGIT = r"[0-9０-９]"
_GAP = r"[ \u3000\-－—]?"
_MOBILE = rf"(?<!{_DIGIT})[1１][3-9３-９]{_DIGIT}(?:{_GAP}{_DIGIT}){{8}}(?!{_DIGIT})"
_MAIL = r"[A-Za-z0-9._%+\-]+[@＠][A-Za-z0-9\-]+(?:[.．][A-Za-z0-9\-]+)+"
# 0731-82212345, (010)66012345, 82212345, 400-820-1234; 20231102 is a day
_LANDLINE = (
    rf"(?<!{_DIGIT})(?:[(（]?0{_DIGIT}{{2,3}}[)）]?{_GAP}[1-9]{_DIGIT}{{6,7}}|[48]00{_GAP}{_DIGIT}{{3}}{_GAP}{_DIGIT}{{4}}"
    rf"|(?!19|20)[2-9]{_DIGIT}{{6,7}})(?:{_GAP}(?:转|分机)?{_GAP}{_DIGIT}{{1,5}})?(?!{_DIGIT})"
)
_MESSENGER = r"(?:微信号?|QQ|qq)[群]?\s*[:：]\s*(?P<messenger>[A-Za-z0-9_\-]{5,})"
# 联系人：张三, 联系人 张三、李四; two to four characters, which are no further field of the same line
_NAME = r"(?!电话|手机|座机|传真|邮|微信|地址|单位|部门|职务|来源|时间|日期)[\u4e00-\u9fff·]{2,4}"
_PERSON = (
    r"(?:联系人|联络人|联系方式|责任编辑|责编|编辑|记者|作者|通讯员|审核|校对|撰稿|供稿)(?:姓名)?\s*[:：\s]\s*"
    rf"(?P<person>{_NAME}(?:\s*[、,，]\s*{_NAME}(?![\u4e00-\u9fff]))*)"
)

_ANYWHERE = ((re.compile(_MOBILE), "电话"), (re.compile(_MAIL), "邮箱"))
_IN_NOISE = (
    (re.compile(_LANDLINE), "电话"),
    (re.compile(_MESSENGER), "账号"),
    (re.compile(_PERSON), "姓名"),
)


def masks(text: str, noise: Iterable[tuple[int, int]]) -> list[Mask]:
    """Sorted, none overlapping; `noise` are stretches `[start, end)` of the text."""
    found = [*_found(text, 0, len(text), _ANYWHERE)]
    for start, end in noise:
        found += _found(text, start, end, _IN_NOISE)
    apart: list[Mask] = []
    for mask in sorted(found, key=lambda mask: (mask.start, -mask.end)):
        if not apart or mask.start >= apart[-1].end:
            apart.append(mask)
    return apart


def _found(text: str, start: int, end: int, patterns: Iterable[tuple[re.Pattern[str], str]]) -> Iterator[Mask]:
    for pattern, name in patterns:
        for match in pattern.finditer(text, start, end):
            group = next((key for key, value in match.groupdict().items() if value is not None), 0)
            yield Mask(*match.span(group), name)
