"""Targets in tables of indicators."""

from documents.parsing import parse
from tests.parsing.reading_aloud import quoted


def rows(*table: str, title: str = "主要指标") -> list[tuple[str, str, float, float | None, str | None, int | None]]:
    text = "\n".join(["健康规划", "一、任务", "(一)提升能力。完善机制，形成合力。", f"二、{title}", *table, ""])
    targets = [target for measure in parse(text).measures for target in measure.targets]
    return [(t.indicator, t.comparator, t.value, t.value_high, t.unit, t.year) for t in targets]


def test_the_column_of_names_gives_the_indicator_not_that_of_its_field() -> None:
    assert rows(
        "领域\t序号\t指标\t基期水平\t2022年目标值\t2030年目标值\t指标性质",
        "健康生活\t1\t居民健康素养水平（%）\t14.18\t≥22\t≥30\t预期性",
        "健康水平\t2\t人均预期寿命（岁）\t76.7\t77.7\t79.0\t预期性",
    ) == [
        ("居民健康素养水平", "不低于", 22, None, "%", 2022),
        ("居民健康素养水平", "不低于", 30, None, "%", 2030),
        ("人均预期寿命", "达到", 77.7, None, "岁", 2022),
        ("人均预期寿命", "达到", 79, None, "岁", 2030),
    ]


def test_of_plain_years_the_earliest_is_where_things_stand() -> None:
    assert rows(
        "| 指标 | 单位 | 2020年 | 2025年 | 2035年 |",
        "|---|---|---|---|---|",
        "| 孕产妇死亡率 | 1/10万 | 9.1 | 控制在9以内 | ≤8 |",
        "| 每千人口托位数 | 个 | 1.8 | 4.5 | — |",
    ) == [
        ("孕产妇死亡率", "控制在", 9, None, "/10万", 2025),
        ("孕产妇死亡率", "不高于", 8, None, "/10万", 2035),
        ("每千人口托位数", "达到", 4.5, None, "个", 2025),
    ]


def test_units_stand_in_the_cell_the_name_or_their_column_and_are_multiplied_out() -> None:
    assert rows(
        "序号\t指标\t现状值\t目标值",
        "1\t医护比\t1:1.1\t1:1.2",
        "2\t签约服务覆盖率\t38%\t50%以上",
        "3\t床位总数（万张）\t12.5\t15",
        "4\t产业规模（亿元）\t800\t1000-1200",
        "5\t药占比（不含饮片）\t32%\t＜30%",
        "6\t健身人数（亿人）\t3.6（2014年）\t4.35",
        "7\t产业总规模（万亿元）\t—\t＞8",
        title="2025年主要指标",
    ) == [
        ("医护比", "达到", 1.2, None, "1:", 2025),
        ("签约服务覆盖率", "以上", 50, None, "%", 2025),
        ("床位总数", "达到", 150_000, None, "张", 2025),
        ("产业规模", "达到", 100_000_000_000, 120_000_000_000, "元", 2025),
        ("药占比（不含饮片）", "不高于", 30, None, "%", 2025),
        ("健身人数", "达到", 435_000_000, None, "人", 2025),
        ("产业总规模", "不低于", 8_000_000_000_000, None, "元", 2025),
    ]


def test_a_cell_in_words_is_read_as_if_it_stood_behind_its_name() -> None:
    table = (
        "指标名称\t2020年\t2025年\t指标属性",
        "重大慢性病过早死亡率（%）\t12.9\t比2020年降低15%\t预期性",
        "个人卫生支出占比（%）\t27.7\t持续降低\t约束性",
    )
    assert rows(*table) == [("重大慢性病过早死亡率", "下降", 15, None, "%", 2025)]


def test_a_table_of_tasks_has_no_columns_of_targets() -> None:
    assert rows("序号\t任务\t责任单位\t完成时间", "1\t建设2个省级中心\t省卫生健康委\t2025年") == [
        ("省级中心", "建成", 2, None, "个", None)
    ]


def test_a_target_of_a_table_points_to_its_name_and_its_cell() -> None:
    text = "健康规划\n一、主要指标\n指标\t2020年\t2025年\n人均预期寿命（岁）\t78.2\t79.2\n千人床位数（张）\t6\t7\n"
    [first, *_] = [target for measure in parse(text).measures for target in measure.targets]
    assert quoted(text, first.spans) == ["人均预期寿命（岁）", "79.2"]
