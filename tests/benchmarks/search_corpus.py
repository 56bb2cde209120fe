"""Measures made up for measuring, and what analysts would ask of them.

The clauses of the five source texts are put together anew, under other leads and chapters, with other figures, and now
and then with the name of a county, so that words are as frequent as they are in such texts and rare words keep turning
up. The same number of measures is the same corpus every time.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from haystack.constants import DJANGO_CT, DJANGO_ID, ID

from documents.parsing import parse
from documents.parsing.lexicon.divisions import Division, divisions, provinces
from documents.parsing.reading import read_path
from documents.parsing.tree import ParsedText

SOURCES = sorted((Path(__file__).parents[2] / "fixtures" / "sources").glob("*.txt"))
MEASURES_OF_A_PLAN = 80
_YEARS = range(2012, 2027)


@dataclass(frozen=True, slots=True)
class Material:
    clauses: tuple[str, ...]
    leads: tuple[str, ...]
    titles: tuple[str, ...]
    agencies: tuple[str, ...]
    provinces: tuple[Division, ...]
    counties: tuple[str, ...]


@cache
def material() -> Material:
    texts = [parse(read_path(path).text, search_repairs=False) for path in SOURCES]
    measures = [measure for text in texts for measure in text.measures]
    clauses = (clause for measure in measures for clause in re.split("[。；;\n]", measure.text))
    bodies = (body.agency or body.as_written for measure in measures for body in measure.responsibilities)
    every = divisions()
    return Material(
        clauses=_once(clause for clause in clauses if 8 <= len(clause) <= 90),
        leads=_once(measure.lead or "" for measure in measures),
        titles=_once(title for text in texts for title in _titles(text)),
        agencies=_once(bodies),
        provinces=provinces(),
        counties=tuple(each.full_name for each in every if not each.code.endswith("00")),
    )


def _titles(text: ParsedText) -> Iterator[str]:
    return (chapter.title for chapter in text.chapters if chapter.title)


def _once(texts: Any) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for text in texts if text))


def prepared(count: int) -> Iterator[dict[str, Any]]:
    """What haystack would prepare of `count` measures, plan by plan."""
    chance, made = random.Random(count), material()
    plan: dict[str, Any] = {}
    chapters: list[tuple[str, str]] = []
    for number in range(count):
        if number % MEASURES_OF_A_PLAN == 0:
            plan = _plan(number // MEASURES_OF_A_PLAN, chance)
            chapters = [(f"{plan['plan']}.{n}", title) for n, title in enumerate(chance.sample(made.titles, 10))]
        yield plan | _measure(number, chapters, chance)


def _plan(number: int, chance: random.Random) -> dict[str, Any]:
    province = chance.choice(material().provinces)
    year = chance.choice(_YEARS)
    kind = chance.choice(("规划", "意见", "方案", "通知"))
    return {
        "plan": str(number), "year": year, "document_kind": kind, "date": f"{year}-{chance.randint(1, 12):02}-01",
        "plan_title": [f"{province.full_name}{year}年卫生健康{kind}"],
        "province": province.code, "province_names": [province.name, province.full_name],
    }  # fmt: skip


def _measure(number: int, chapters: list[tuple[str, str]], chance: random.Random) -> dict[str, Any]:
    made = material()
    lead = chance.choice(made.leads) if chance.random() < 0.6 else None
    clauses = [_altered(chance.choice(made.clauses), chance) for _ in range(min(9, 1 + int(chance.expovariate(0.4))))]
    text = "。".join(([lead] if lead else []) + clauses) + "。"
    path = chance.sample(chapters, 2)
    bodies = chance.sample(range(len(made.agencies)), min(4, int(chance.expovariate(0.7))))
    return {
        ID: f"documents.measure.{number}", DJANGO_CT: "documents.measure", DJANGO_ID: str(number),
        "text": text, "lead": lead, "chapter_titles": [title for _, title in path],
        "agency_names": [made.agencies[body] for body in bodies],
        "chapter": [key for key, _ in path], "agency": [str(body) for body in bodies],
        "role": ["lead", "participant"][: len(bodies)],
        "responsibility": [f"lead:{body}" for body in bodies[:1]] + [f"participant:{body}" for body in bodies[1:]],
        "kind": "measure" if chance.random() < 0.85 else "background",
        "theme": chance.sample(("基层医疗", "中医药", "医保", "公共卫生", "药品", "人才", "信息化", "妇幼"), 2),
    }  # fmt: skip


def _altered(clause: str, chance: random.Random) -> str:
    changed = re.sub(r"\d+(?:\.\d+)?", lambda _: str(chance.randint(2, 99)), clause)
    return f"{changed}，在{chance.choice(material().counties)}先行试点" if chance.random() < 0.08 else changed


@dataclass(frozen=True, slots=True)
class Question:
    """All of `every` and, where there are any, one of `either`; none of `without`; `phrases` literally; keys."""

    every: tuple[str, ...] = ()
    either: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    keys: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        parts = [*self.every, " OR ".join(self.either), *(f"-{word}" for word in self.without)]
        parts += [f"“{phrase}”" for phrase in self.phrases] + [f"{name}:{value}" for name, value in self.keys]
        return " ".join(part for part in parts if part)


HUNAN, GUIZHOU, HEILONGJIANG = "430000", "520000", "230000"
QUESTIONS = (
    Question(every=("家庭医生",)),
    Question(every=("医疗", "服务")),
    Question(every=("中医药",), keys=(("province", HUNAN),)),
    Question(phrases=("家庭医生签约服务",)),
    Question(every=("高血压", "糖尿病")),
    Question(either=("高血压", "糖尿病"), every=("管理",)),
    Question(every=("健康", "建设"), without=("中医",)),
    Question(every=("分级诊疗",), keys=(("year", "2021"),)),
    Question(phrases=("互联网+医疗健康",)),
    Question(every=("药品", "集中采购")),
    Question(every=("人才", "培养"), keys=(("kind", "measure"),)),
    Question(every=("医保", "支付", "改革")),
    Question(phrases=("公立医院",), every=("改革",)),
    Question(every=("疫苗", "接种")),
    Question(either=("妇幼", "儿童"), keys=(("province", GUIZHOU),)),
    Question(every=("职业病",), without=("尘肺病",)),
    Question(every=("大数据",)),
    Question(phrases=("基本公共卫生服务",), keys=(("year", "2019"),)),
    Question(every=("养老", "医养")),
    Question(every=("应急", "处置")),
    Question(every=("卫生", "健康", "信息", "平台")),
    Question(phrases=("健康中国",)),
    Question(every=("食品安全",), keys=(("province", HEILONGJIANG),)),
    Question(every=("全民健身",)),
    Question(every=("医疗机构",), without=("社会办医",)),
    Question(either=("控烟", "戒烟", "无烟")),
    Question(phrases=("医疗卫生服务体系",)),
    Question(every=("心理", "健康"), keys=(("kind", "background"),)),
    Question(every=("绩效", "考核")),
    Question(every=("县级", "医院"), either=("能力", "水平"), keys=(("year", "2023"),)),
)
