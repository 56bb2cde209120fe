"""Quantified targets and named documents."""

from time import perf_counter

import pytest

from documents.parsing import parse
from tests.parsing.reading_aloud import quoted


def targets(sentence: str, *, title: str = "") -> list[tuple[str, str, float, float | None, str | None, int | None]]:
    text = f"{title}一、主要任务\n(一)提升能力。完善机制，提高水平。{sentence}\n"
    measure = parse(text).measures[-1]
    return [(t.indicator, t.comparator, t.value, t.value_high, t.unit, t.year) for t in measure.targets]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("到2025年，居民健康素养水平达25%。", ("居民健康素养水平", "达到", 25, None, "%", 2025)),
        ("严重精神障碍管理率保持在95%以上。", ("严重精神障碍管理率", "保持", 95, None, "%", None)),
        ("在岗聘用大学生不少于3000人。", ("在岗聘用大学生", "不低于", 3000, None, "人", None)),
        ("人均预期寿命达到80岁左右。", ("人均预期寿命", "左右", 80, None, "岁", None)),
        ("建设5-6个省级中医药研究中心。", ("省级中医药研究中心", "建成", 5, 6, "个", None)),
        (
            "到2030年，中医药健康文化素养水平提高到28.78%。",
            ("中医药健康文化素养水平", "提高到", 28.78, None, "%", 2030),
        ),
        ("年内新增5个品种。", ("品种", "新增", 5, None, "个", None)),
        ("产业规模突破1000亿元。", ("产业规模", "不低于", 100_000_000_000, None, "元", None)),
        ("建成健康县20个。", ("健康县", "建成", 20, None, "个", None)),
        ("到2025年，居民素养水平从2020年的23%提升至30%。", ("居民素养水平", "提高到", 30, None, "%", 2025)),
        ("人均预期寿命由78.3岁提高到79.2岁。", ("人均预期寿命", "提高到", 79.2, None, "岁", None)),
        ("到2025年，婴儿死亡率控制在千分之五以内。", ("婴儿死亡率", "控制在", 5, None, "‰", 2025)),
        ("标准化率达到百分之95。", ("标准化率", "达到", 95, None, "%", None)),
        ("孕产妇死亡率控制在十万分之十以下。", ("孕产妇死亡率", "控制在", 10, None, "/10万", None)),
        ("村卫生室标准化率不低于九成。", ("村卫生室标准化率", "不低于", 9, None, "成", None)),
        ("80%的村卫生室能提供中医药服务。", ("村卫生室能提供中医药服务", "达到", 80, None, "%", None)),
    ],
)
def test_a_target_has_indicator_comparator_value_unit_and_year(
    sentence: str, expected: tuple[str, str, float, float | None, str | None, int | None]
) -> None:
    assert targets(sentence) == [expected]


def test_several_values_of_a_clause_are_targets_each_on_its_own() -> None:
    assert [t[:3] for t in targets("甲检查率、乙筛查率和丙治疗率分别达80%、80%和98%。")] == [
        ("甲检查率", "达到", 80),
        ("乙筛查率", "达到", 80),
        ("丙治疗率", "达到", 98),
    ]
    assert [(t[2], t[-1]) for t in targets("到2022年和2030年，婴儿死亡率分别控制在7.5‰及以下和5‰及以下。")] == [
        (7.5, 2022),
        (5, 2030),
    ]
    assert [(t[0], t[2], t[-1]) for t in targets("2022年底前开放率达到50%，2023年达到70%。")] == [
        ("开放率", 50, 2022),
        ("开放率", 70, 2023),
    ]
    assert [t[:3] for t in targets("打造30个试点示范县、50个示范机构。")] == [
        ("试点示范县", "建成", 30),
        ("示范机构", "建成", 50),
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "全省已建成互联网医院33家。",
        "为65岁及以上老年人提供服务。",
        "实施县级医院“5321”工程。",
        "落实《意见》(国办发[2016]47号)要求。",
        "覆盖多数居民（含90%）。",
        "完善二级以上医院功能。",
        "推进5G应用。",
        "完善24小时服务。",
        "开展2021-2022年度考核。",
    ],
)
def test_what_is_no_target_is_not_taken_for_one(sentence: str) -> None:
    assert targets(sentence) == []


def test_the_year_of_a_yearly_task_list_holds_for_its_targets() -> None:
    [target] = targets("签约率达到51%。", title="黑龙江省2022年重点工作任务\n")
    assert target[-1] == 2022


def test_background_has_no_targets() -> None:
    text = "一、发展基础\n(一)成效明显。完善机制，水平提高。参保率达到95%以上。\n"
    assert parse(text).measures[-1].targets == ()


def test_citations_respect_nested_marks_and_keep_their_number() -> None:
    text = "一、任务\n贯彻《湖南省实施<中医药法>办法》和《关于落实〈健康纲要〉的意见》(国办发[2016]47号)，完善《烟草控制框架公约》（以下简称《公约》）履约。\n"
    measure = parse(text).measures[0]
    assert [(c.title, c.document_number) for c in measure.citations] == [
        ("湖南省实施<中医药法>办法", None),
        ("关于落实〈健康纲要〉的意见", "国办发〔2016〕47号"),
        ("烟草控制框架公约", None),
    ]
    assert quoted(text, measure.citations[1].spans) == ["《关于落实〈健康纲要〉的意见》(国办发[2016]47号)"]


def test_a_table_of_indicators_gives_the_targets_of_its_last_year() -> None:
    text = (
        "一、任务\n抓好落实，完善机制，形成合力，确保实效。\n附件1\n主要指标\n指标\t2020年\t2025年\t属性\n"
        "人均预期寿命（岁）\t77.5\t78.5\t预期性\n孕产妇死亡率（1/10万）\t9.5\t≤9\t约束性\n千人床位数（张）\t6\t7-8\t预期性\n"
    )
    rows = [t for m in parse(text).measures for t in m.targets]
    assert [(t.indicator, t.comparator, t.value, t.value_high, t.unit, t.year) for t in rows] == [
        ("人均预期寿命", "达到", 78.5, None, "岁", 2025),
        ("孕产妇死亡率", "不高于", 9, None, "/10万", 2025),
        ("千人床位数", "达到", 7, 8, "张", 2025),
    ]
    assert quoted(text, rows[0].spans) == ["人均预期寿命（岁）", "78.5"]


def test_a_run_of_digits_longer_than_any_figure_is_none() -> None:
    assert targets(f"签约率达到{'9' * 400}%。") == []


def test_a_number_of_ten_thousands_is_whole_where_it_comes_out_whole() -> None:
    [target] = targets("健身人数达到4.35亿人。")
    assert (target[2], type(target[2])) == (435_000_000, int)


@pytest.mark.parametrize("words", ["每人每年", "达到", "并且", "共计", "提高到", "认定"])
def test_words_that_repeat_are_read_in_one_way_only(words: str) -> None:
    start = perf_counter()
    targets(f"培养{words * 90}10名{words * 90}，甲率{words * 90}5%。")
    assert perf_counter() - start < 5  # a pattern that tries all ways to part them would not end
