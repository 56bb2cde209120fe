"""Entries that are in no base, for the style guide: one of each sort that its parts show."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.paginator import Page

from documents.exporting import FORMATS
from documents.models import Agency, Chapter, Measure, Plan, Province, Responsibility, SourceText, Target
from documents.outline import outline
from documents.roles import roles
from documents.views.finding import Finder
from documents.views.naming import Names
from documents.views.quality import BADGES, Count, Notice, Quality
from documents.views.reading import contents_of
from documents.views.reports import ReportForm
from documents.views.running_text import RunningText
from documents.views.shares import AgencyShare
from documents.views.source_html import SourceHtml
from documents.views.source_text import Layers, Note, Owner

TEXT = "做实家庭医生签约服务。到2025年，家庭医生签约率达到75%，由县级卫生健康局组织实施。"
QUOTE = "家庭医生签约率达到75%"
SOURCE = """第三章 强化基层
（一）做实家庭医生签约服务。到2025年，签约率达到75%，准人条件从宽。（省卫生健康委牵头）
联系人：某某
"""


def context(page: Page[Any]) -> dict[str, Any]:
    """All that the style guide's parts ask for."""
    province = Province(code="430000", name="湖南", full_name="湖南省")
    plan = _plan(province)
    bodies = _bodies(province)
    first, second = _measure(1, plan, bodies), _measure(2, plan, [])
    read = outline([_chapter(plan)])
    read.fill([first, second])
    blocks = list(read.root.blocks())
    finder = Finder("签约")
    text = RunningText(Names({"县级卫生健康局": 2}), finder)
    return {
        "plan": plan, "measure": first, "text": text.html(blocks), "marked": text, "finder": finder,
        "contents": contents_of(read.root, blocks), "source_text": _source_text(),
        "qualities": [_quality(state) for state in BADGES], "roles": roles(bodies), "targets": first.figures,
        "shares": [AgencyShare(body.agency, 3, 12) for body in bodies if body.agency],
        "page": page, "form": ReportForm(label_suffix=""), "previous": first, "following": second,
        "source": SourceText(plan=plan, characters=31461), "chapter_count": 1, "measure_count": 2, "agency_count": 2,
        "colours": COLOURS, "formats": FORMATS,
    }  # fmt: skip


COLOURS = (
    "ground", "ground-sunk", "ground-raised", "ink", "ink-soft", "line", "line-strong", "accent", "accent-ground",
    "link", "mark", "focus", "warn", "warn-ground", "alarm", "alarm-ground", "lead-role", "lead-ground", "figure",
    "figure-ground", "agency", "agency-ground", "heading", "heading-ground", "front", "front-ground", "noise-ground",
    "repair", "repair-ground", "tile-1", "tile-2", "tile-3", "tile-4",
)  # fmt: skip


def _plan(province: Province) -> Plan:
    facts: dict[str, Any] = {"issued_on": dt.date(2021, 8, 20), "period_start": 2021, "period_end": 2025}
    plan = Plan(
        pk=1, title="某省“十四五”卫生健康规划", province=province, document_number="某政办发〔2021〕48号",
        issuers=["某省人民政府办公厅"], kind="规划", **facts,
    )  # fmt: skip
    plan.measure_count = 145  # type: ignore[attr-defined]  # as lists of plans annotate it
    return plan


def _chapter(plan: Plan) -> Chapter:
    return Chapter(pk=1, plan=plan, label="第三章", title="强化基层", order=1, spans=[[0, 8]])


def _measure(pk: int, plan: Plan, bodies: list[Responsibility]) -> Measure:
    measure = Measure(
        pk=pk, plan=plan, chapter_id=1, order=pk, label=f"({'一二'[pk - 1]})", lead="做实家庭医生签约服务", text=TEXT,
        spans=[[9, 40]], confidence=0.98 if bodies else 0.5,
    )  # fmt: skip
    measure.bodies = bodies
    measure.figures = [Target(indicator="家庭医生签约率", value=75, unit="%", year=2025, quote=QUOTE)]
    return measure


def _bodies(province: Province) -> list[Responsibility]:
    names = (("省卫生健康委", "某省卫生健康委员会", "lead"), ("省医保局", "某省医疗保障局", "participant"))
    return [
        Responsibility(as_written=written, agency=Agency(pk=at, name=name, province=province), role=role)
        for at, (written, name, role) in enumerate(names, 1)
    ]


def _quality(state: str) -> Quality:
    repairs = [] if state == "clean" else [Count("识别错字", 14), Count("断行接合", 5)]
    notices = [Notice("“2.”之后是“4.”，序号不连续。", [[9, 20]])] if state == "damaged" else []
    return Quality(state, [Count("网页杂项", 1)], repairs, notices, 0, 145, 0 if state == "clean" else 12)


def _source_text() -> object:
    layers = Layers(SOURCE)
    end = SOURCE.index("联系人")
    layers.own(Owner("chapter", "标题 第三章", "c-sample", "#c1"), [(0, 8)])
    layers.own(Owner("measure", "措施 (一)", "m-sample", "#m1"), [(9, end)])
    for words, note in (
        ("签约率达到75%", Note("target")), ("省卫生健康委", Note("agency")), ("准人", Note("repair", "→准入")),
        ("联系人：某某", Note("noise")), ("某某", Note("masked", "〔姓名〕")),
    ):  # fmt: skip
        start = SOURCE.index(words)
        layers.note(note, [(start, start + len(words))])
    layers.place(Note("lost"), end)
    return SourceHtml(SOURCE).html(layers.segments(0, len(SOURCE)))
