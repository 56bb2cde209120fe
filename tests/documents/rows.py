"""Rows for the tests of pages, as an import would leave them."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Any

from documents.models import Agency, Chapter, Measure, Plan, Province, Responsibility, SourceText, Target

ISSUED = dt.date(2021, 8, 20)


def province(code: str = "430000") -> Province:
    return Province.objects.get(code=code)


def plan(title: str | None = "健康湖南建设规划", **facts: Any) -> Plan:
    facts = {"province": province(), "issued_on": ISSUED, "kind": "规划"} | facts
    return Plan.objects.create(title=title, **facts)


def source(of: Plan, text: str, **columns: Any) -> SourceText:
    sha256 = hashlib.sha256(f"{of.pk}{text}".encode()).hexdigest()
    columns = {"file": "plan.txt", "parser_version": "1", "characters": len(text)} | columns
    return SourceText.objects.create(plan=of, text=text, sha256=sha256, **columns)


def chapter(of: Plan, title: str | None, **columns: Any) -> Chapter:
    columns = {"order": of.chapters.count() + 1, "label": "一、"} | columns
    return Chapter.objects.create(plan=of, title=title, **columns)


def measure(of: Plan | Chapter, text: str, **columns: Any) -> Measure:
    holder: dict[str, Any] = {"plan": of} if isinstance(of, Plan) else {"plan": of.plan, "chapter": of}
    columns = {"order": holder["plan"].measures.count() + 1} | holder | columns
    return Measure.objects.create(text=text, **columns)


def agency(name: str, code: str | None = "430000", **columns: Any) -> Agency:
    return Agency.objects.create(name=name, province_id=code, **columns)


def bears(body: Agency | None, of: Measure, role: str = "lead", **columns: Any) -> Responsibility:
    columns = {"as_written": body.name if body else "", "order": of.responsibilities.count()} | columns
    return Responsibility.objects.create(agency=body, measure=of, role=role, **columns)


def target(of: Measure, indicator: str, value: float, **columns: Any) -> Target:
    return Target.objects.create(measure=of, indicator=indicator, value=value, **columns)


def long_plan(measures: int) -> Plan:
    """A plan with two levels of chapters in which every measure has body, target and source, every other one a lead."""
    whole = plan(f"共{measures}条的规划")
    text = source(whole, "原文" * measures)
    bodies = [agency(f"第{number}厅{whole.pk}") for number in range(5)]
    above = chapter(whole, "总章", source=text)
    sections = [chapter(whole, f"第{n}节", parent=above, level=2, source=text) for n in range(measures // 10 + 1)]
    for number in range(measures):
        lead = f"第{number}件事" if number % 2 else None
        section = sections[number // 10]
        entry = measure(section, f"第{number}件事做到底。", lead=lead, label="(一)", source=text)
        bears(bodies[number % 5], entry)
        target(entry, "覆盖率", number)
    return whole
