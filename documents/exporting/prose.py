"""A plan as running text with its numbering: Markdown, and plain text for everything else."""

from __future__ import annotations

import re
from collections.abc import Iterator

from documents.exporting.content import PlanContent
from documents.models import Measure, Plan
from documents.outline import Block
from documents.roles import roles

NOTICE = "引用请以发文机关公布的文本为准。"

# What Markdown would take for its own: signs anywhere, and those at the beginning of a line.
_SIGNS = re.compile(r"([\\`*_\[\]<>|~&])")
_AT_START = re.compile(r"^(\s*)([-+#=])|^(\s*\d+)([.)])", re.MULTILINE)


def as_markdown(content: PlanContent) -> str:
    plan = content.plan
    lines = [f"# {_escaped(plan.heading)}", *(f"- {_escaped(fact)}" for fact in facts_of(plan)), "---"]
    lines += [_markdown_block(block) for block in content.blocks]
    lines += ["---", f"来源：<{content.link(plan)}>。{NOTICE}"]
    return "\n\n".join(_drawn_together(lines)) + "\n"


def as_plain_text(content: PlanContent) -> str:
    plan = content.plan
    lines = [plan.heading, "\n".join(facts_of(plan))]
    lines += [_plain_block(block) for block in content.blocks]
    lines += [f"来源：{content.link(plan)}\n{NOTICE}"]
    return "\n\n".join(line for line in lines if line) + "\n"


def facts_of(plan: Plan) -> Iterator[str]:
    """What is known of the plan, a line each."""
    if plan.document_number:
        yield f"文号：{plan.document_number}"
    if plan.issuers:
        yield f"发文机关：{'、'.join(plan.issuers)}"
    for name, day in (("成文日期", plan.issued_on), ("发布日期", plan.published_on)):
        if day:
            yield f"{name}：{day.year}年{day.month}月{day.day}日"
    if plan.period_start:
        last = f"—{plan.period_end}" if plan.period_end and plan.period_end != plan.period_start else ""
        yield f"规划期：{plan.period_start}{last}年"
    if plan.validity:
        yield f"效力：{plan.validity}"


def _markdown_block(block: Block) -> str:
    if block.chapter:
        return f"{'#' * block.level} {_escaped(block.chapter.heading)}"
    return _markdown_measure(block.measure) if block.measure else ""


def _markdown_measure(measure: Measure) -> str:
    text, lead = measure.text, measure.lead or ""
    label = _escaped(measure.label or "")
    if lead and text.startswith(lead):
        first = f"**{label}{_escaped(lead)}**{_escaped(text[len(lead) :])}"
    else:
        first = f"{f'**{label}**' if label else ''}{_escaped(text)}"
    bodies = bodies_of(measure)
    return "\n\n".join([*paragraphs_of(first), *([f"> {_escaped(bodies)}"] if bodies else [])])


def _plain_block(block: Block) -> str:
    if block.chapter:
        return block.chapter.heading
    if block.measure is None:
        return ""
    bodies = bodies_of(block.measure)
    note = f"（{bodies}）" if bodies else ""
    return "\n".join(paragraphs_of(f"{block.measure.label or ''}{block.measure.text}{note}"))


def bodies_of(measure: Measure) -> str:
    """牵头：省卫生健康委；参与：省财政厅、省医保局."""
    own = roles(body for body in measure.bodies if not body.inherited)
    return "；".join(f"{role.name}：{'、'.join(str(body) for body in role.bodies)}" for role in own)


def paragraphs_of(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _escaped(text: str) -> str:
    return _AT_START.sub(r"\1\3\\\2\4", _SIGNS.sub(r"\\\1", text))


def _drawn_together(lines: list[str]) -> Iterator[str]:
    """The items of a list follow each other without a blank line."""
    items: list[str] = []
    for line in lines:
        if line.startswith("- "):
            items.append(line)
            continue
        if items:
            yield "\n".join(items)
            items = []
        if line:
            yield line
