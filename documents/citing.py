"""How an entry is cited, in the form of GB/T 7714-2015 for a document that is read online.

    某省人民政府. 某省卫生健康规划: 某政发〔2021〕6号: 第三章 健全体系[EB/OL]. (2021-09-30)[2026-11-22]. 网址.

Issuers stand where the standard wants authors; where none is known the title comes first, as it allows (8.1.3). Number
and place within the document stand with the title, as what tells which part of a work is meant does: what is read
online has no pages. What a text does not say is left out, never guessed.
"""

from __future__ import annotations

import datetime as dt

from documents.models import Plan

_MOST_ISSUERS = 3  # the standard names three and then says 等


def cite(plan: Plan, address: str, on: dt.date, place: str = "") -> str:
    """`address` of what is cited, read on the day `on`; `place` within the plan: 第三章 健全体系，一、职业健康."""
    number = plan.document_number if plan.title else ""  # what stands for a title that is lost has it already
    title = ": ".join(part for part in (plan.heading, number, place) if part)
    authors = f"{_issuers(plan)}. " if plan.issuers else ""
    return f"{authors}{title}[EB/OL]. {_dated(plan)}[{on.isoformat()}]. {address}."


def _issuers(plan: Plan) -> str:
    named = ", ".join(plan.issuers[:_MOST_ISSUERS])
    return f"{named}, 等" if len(plan.issuers) > _MOST_ISSUERS else named


def _dated(plan: Plan) -> str:
    day = plan.issued_on or plan.published_on
    return f"({day.isoformat()})" if day else ""


def cite_in_words(plan: Plan, address: str, place: str = "") -> str:
    """For running text: 《某省卫生健康规划》（某省人民政府，某政发〔2021〕6号，2021年9月30日）第三章，网址."""
    day = plan.issued_on or plan.published_on
    dated = f"{day.year}年{day.month}月{day.day}日" if day else ""
    told = "，".join(fact for fact in ("、".join(plan.issuers), plan.document_number, dated) if fact)
    title = f"《{plan.title}》" if plan.title else plan.heading
    return f"{title}{f'（{told}）' if told else ''}{place}，{address}"
