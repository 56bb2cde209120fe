"""How an entry is cited."""

from __future__ import annotations

import datetime as dt

from documents.citing import cite
from documents.models import Plan

TODAY = dt.date(2026, 11, 22)
HERE = "https://plans.example/measures/7/"


def test_all_that_is_known_stands_in_the_order_of_the_standard() -> None:
    plan = Plan(
        title="湘卫生规划",
        issuers=["湖南省人民政府办公厅", "湖南省卫生健康委"],
        document_number="湘政办发〔2021〕60号",
        issued_on=dt.date(2021, 9, 30),
    )
    assert cite(plan, HERE, TODAY, "第三章 健全体系，一、职业健康") == (
        "湖南省人民政府办公厅, 湖南省卫生健康委. 湘卫生规划: 湘政办发〔2021〕60号: "
        "第三章 健全体系，一、职业健康[EB/OL]. (2021-09-30)[2026-11-22]. https://plans.example/measures/7/."
    )


def test_what_a_text_does_not_say_is_left_out() -> None:
    assert cite(Plan(title="湘卫生规划"), HERE, TODAY) == f"湘卫生规划[EB/OL]. [2026-11-22]. {HERE}."
    assert cite(Plan(document_number="湘政发〔2021〕6号"), HERE, TODAY).count("湘政发〔2021〕6号") == 1
    assert cite(Plan(kind="规划"), HERE, TODAY, "第三章").startswith("（标题缺失）规划: 第三章[EB/OL]. [2026-11-22]")


def test_a_day_of_publication_stands_in_for_the_day_of_issue() -> None:
    plan = Plan(title="湘卫生规划", published_on=dt.date(2021, 10, 8))
    assert "(2021-10-08)[2026-11-22]" in cite(plan, HERE, TODAY)


def test_of_more_than_three_issuers_three_are_named() -> None:
    plan = Plan(title="湘卫生规划", issuers=["省政府", "省卫生健康委", "省财政厅", "省医保局"])
    assert cite(plan, HERE, TODAY).startswith("省政府, 省卫生健康委, 省财政厅, 等. 湘卫生规划[EB/OL]")
