"""The rules by which a measure is given its themes, as data: which term speaks for which theme, how much, and where.

Knows nothing of Django. `packaged` reads the lexicon that comes with the product; the rules in force are what admins
have made of it in the database.
"""

from __future__ import annotations

import tomllib
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, get_args

THEMES = (
    "公共卫生与疾病防控", "应急与重大疫情", "医疗服务体系与分级诊疗", "公立医院改革", "基层卫生", "中医药", "医疗保障",
    "药品供应", "妇幼与生育", "老年健康与医养结合", "健康促进与健康生活", "人才队伍", "科技创新", "信息化与健康大数据",
    "健康产业与社会办医", "法治监管与组织保障",
)  # fmt: skip
# What a measure is taken for of which neither words nor chapters say anything: such are calls to all and sundry.
OTHERWISE = "法治监管与组织保障"

Place = Literal["lead", "titles", "text", "agencies", "kind"]
PLACES: tuple[Place, ...] = get_args(Place)
EVERYWHERE: tuple[Place, ...] = ("lead", "titles", "text")
SHORTEST_TERM, LONGEST_TERM, GREATEST_WEIGHT = 2, 40, 10.0

_LEXICON = Path(__file__).with_name("themes.toml")
_LEFT_OUT = str.maketrans("", "", "“”\"'‘’「」 ")


@dataclass(frozen=True, slots=True)
class Rule:
    """One term that speaks for one theme; weight 0 keeps shorter terms within it from counting."""

    theme: str
    term: str
    weight: float
    where: tuple[Place, ...] = EVERYWHERE

    @property
    def problem(self) -> str:
        """What keeps the rule from being used, for the person who wrote it; nothing where it can be."""
        if self.theme not in THEMES:
            return f"没有“{self.theme}”这一主题。"
        if not SHORTEST_TERM <= len(levelled(self.term)) <= LONGEST_TERM:
            return f"词语须有 {SHORTEST_TERM} 至 {LONGEST_TERM} 字。"
        if not 0 <= self.weight <= GREATEST_WEIGHT:
            return f"权重须在 0 与 {GREATEST_WEIGHT:g} 之间。"
        if not self.where or set(self.where) - set(PLACES):
            return "请选择在何处计分。"
        return ""


@cache
def packaged() -> tuple[Rule, ...]:
    """The rules of themes.toml. Raises ValueError that names the first one that cannot be used."""
    rules = []
    for group in tomllib.loads(_LEXICON.read_text(encoding="utf-8"))["rule"]:
        where = tuple(group.get("where", EVERYWHERE))
        rules += [Rule(group["theme"], term, float(group["weight"]), where) for term in group["terms"].split()]
    for rule in rules:
        if rule.problem:
            raise ValueError(f"{rule.term}: {rule.problem}")
    return tuple(rules)


def levelled(text: str) -> str:
    """The text as terms are looked for in it: half width, lower case, without blanks and quotation marks."""
    return unicodedata.normalize("NFKC", text).translate(_LEFT_OUT).lower()


@dataclass(frozen=True, slots=True)
class Met:
    """A term that stands in a text, as often as it does, with what it speaks for."""

    term: str
    times: int
    speaks_for: Mapping[str, float]  # theme → weight


class RuleBook:
    """Rules, ready to be looked for. One book serves any number of threads."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        speaks_for: dict[Place, dict[str, dict[str, float]]] = {place: defaultdict(dict) for place in PLACES}
        for rule in rules:
            for place in rule.where:
                speaks_for[place][levelled(rule.term)][rule.theme] = rule.weight
        self._speaks_for = speaks_for
        self._by_beginning = {place: _by_beginning(terms) for place, terms in speaks_for.items()}

    def met(self, place: Place, text: str) -> Iterator[Met]:
        """The terms that count in `place` and stand in a text, in the order in which they first do.

        From the left, and of those that begin at one character the longest; none that overlaps with the one before.
        """
        text = levelled(text)
        times: dict[str, int] = {}
        at = 0
        while at < len(text) - 1:
            beginning = text[at : at + SHORTEST_TERM]
            term = next((t for t in self._by_beginning[place].get(beginning, ()) if text.startswith(t, at)), None)
            if term:
                times[term] = times.get(term, 0) + 1
            at += len(term) if term else 1
        for term, number in times.items():
            yield Met(term, number, self._speaks_for[place][term])


def _by_beginning(terms: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """The terms by their first two characters, longest first."""
    found: dict[str, list[str]] = defaultdict(list)
    for term in sorted(terms, key=len, reverse=True):
        found[term[:SHORTEST_TERM]].append(term)
    return {beginning: tuple(those) for beginning, those in found.items()}
