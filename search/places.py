"""Provinces by the one character that stands for them: 粤 医养结合, 湘粤黔 中医药."""

from __future__ import annotations

_CHARACTERS = {
    "北京": "京", "天津": "津", "河北": "冀", "山西": "晋", "内蒙古": "蒙", "辽宁": "辽", "吉林": "吉", "黑龙江": "黑",
    "上海": "沪", "江苏": "苏", "浙江": "浙", "安徽": "皖", "福建": "闽", "江西": "赣", "山东": "鲁", "河南": "豫",
    "湖北": "鄂", "湖南": "湘", "广东": "粤", "广西": "桂", "海南": "琼", "重庆": "渝", "四川": "川蜀", "贵州": "贵黔",
    "云南": "云滇", "西藏": "藏", "陕西": "陕秦", "甘肃": "甘陇", "青海": "青", "宁夏": "宁", "新疆": "新",
}  # fmt: skip
_WORDS = frozenset("津蒙吉黑苏桂川贵云藏甘青宁新")  # that mean something else too where they stand by themselves
_NAMES = {character: name for name, characters in _CHARACTERS.items() for character in characters}


def provinces_in(piece: str) -> list[str]:
    """The short names of the provinces that a piece is made of and nothing else; none for 新, which means new too."""
    names = [_NAMES[character] for character in piece if character in _NAMES]
    return names if len(names) == len(piece) and piece not in _WORDS else []
