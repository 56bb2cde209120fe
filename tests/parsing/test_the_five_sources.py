"""The product's first content is read right: facts, outline, measures, bodies."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from documents.parsing.tree import ParsedText
from tests.parsing.reading_aloud import quoted

Sources = dict[str, tuple[str, ParsedText]]


@pytest.mark.parametrize(
    ("number", "title", "province", "document_number", "issued_on", "kind"),
    [
        ("000", '"健康龙江2030"规划', "黑龙江", None, None, "规划"),
        ("001", None, "广东", None, "2023-01-07", "意见"),
        ("002", "健康湖南“十四五”建设规划", "湖南", "湘政办发〔2021〕48号", "2021-08-20", "规划"),
        ("003", "黑龙江省深化医药卫生体制改革2022年重点工作任务", "黑龙江", None, None, "重点工作任务"),
        ("004", None, "贵州", "黔府办发〔2017〕24号", "2017-07-04", "意见"),
    ],
)
def test_plan_facts(
    sources: Sources,
    number: str,
    title: str | None,
    province: str,
    document_number: str | None,
    issued_on: str | None,
    kind: str,
) -> None:
    plan = sources[number][1].plan
    found = (plan.title, plan.province, plan.document_number, plan.issued_on, plan.kind)
    assert found == (title, province, document_number, issued_on, kind)


def test_chapters_of_000_begin_in_the_middle_and_go_over_into_the_third_part(sources: Sources) -> None:
    parsed = sources["000"][1]
    top = [(c.label, c.title) for c in parsed.chapters if c.level == 1]
    assert top[0] == ("第十五章", "药品供应保障行动")
    assert top[-1] == ("第三篇", "保障措施")
    assert [c.label for c in parsed.chapters if c.parent == parsed.chapters[-6].id] == [
        f"第{n}章" for n in "一二三四五"
    ]
    assert parsed.measures[0].chapter is None


def test_reading_text_has_no_readings_no_traditional_characters_and_no_stray_blanks(sources: Sources) -> None:
    for _, parsed in sources.values():
        for measure in parsed.measures:
            assert not re.search(r"[\u4e00-\u9fff，。；] | [\u4e00-\u9fff，。；]", measure.text)
            assert not re.search(r"[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ衛醫體關務]", measure.text)


def test_all_825_readings_of_001_are_noise(sources: Sources) -> None:
    assert Counter(entry.reason for entry in sources["001"][1].noise) == {"pinyin": 825}


def test_measures_of_001_are_numbered_one_to_thirty_one(sources: Sources) -> None:
    labels = [measure.label for measure in sources["001"][1].measures if measure.label]
    assert len(labels) == 31
    assert (labels[0], labels[10], labels[-1]) == ("(一)", "(十一)", "(三十一)")


def test_the_twelve_boxes_of_002_stand_in_their_chapters_with_their_items(sources: Sources) -> None:
    parsed = sources["002"][1]
    boxes = [c for c in parsed.chapters if c.label and c.label.startswith("专栏")]
    assert [box.label for box in boxes] == [f"专栏{n}" for n in range(1, 13)]
    assert all(box.parent for box in boxes)
    items = Counter(m.chapter for m in parsed.measures if m.kind == "box_item")
    assert [items[box.id] for box in boxes] == [5, 7, 6, 7, 5, 2, 4, 2, 6, 6, 4, 7]


def test_the_lost_third_item_of_002_is_reported(sources: Sources) -> None:
    text, parsed = sources["002"]
    [gap] = [warning for warning in parsed.warnings if warning.kind == "numbering-gap"]
    assert quoted(text, gap.spans) == ["4."]


def test_every_task_of_003_names_its_bodies_and_only_single_ones_lead(sources: Sources) -> None:
    tasks = [measure for measure in sources["003"][1].measures if measure.label]
    assert [len(task.responsibilities) > 0 for task in tasks] == [True] * 24
    leads = {task.label: [r.as_written for r in task.responsibilities if r.role == "lead"] for task in tasks}
    assert {label: names for label, names in leads.items() if names} == {
        "(七)": ["省医改领导小组秘书处"],
        "（十九）": ["省卫生健康委"],
    }


def test_every_task_of_004_has_a_lead_and_ends_before_its_note(sources: Sources) -> None:
    tasks = [m for m in sources["004"][1].measures if m.label and m.kind == "measure"]
    assert len(tasks) == 16
    assert all(any(r.role == "lead" for r in task.responsibilities) for task in tasks)
    assert not any("牵头单位" in task.text for task in tasks)
    first = tasks[0].responsibilities[0]
    assert (first.as_written, first.agency) == ("省卫生计生委", "贵州省卫生和计划生育委员会")


def test_contact_data_and_other_news_of_004_are_noise(sources: Sources) -> None:
    text, parsed = sources["004"]
    taken = "\n".join(part for entry in parsed.noise for part in quoted(text, entry.spans))
    assert taken.count("微信同号") == 3
    assert "药通社2023-12-26" in taken
    assert not any("微信" in measure.text or "药通社" in measure.text for measure in parsed.measures)


def test_000_begins_inside_a_paragraph_and_ends_with_a_tail_from_elsewhere(sources: Sources) -> None:
    text, parsed = sources["000"]
    assert parsed.measures[0].lead is None
    assert parsed.measures[-1].text.endswith("对成效显著的部门和个人,予以表彰。")
    assert [quoted(text, r.spans) for r in parsed.repairs if r.kind == "moved"] == [["和个人,予以表彰。"]]
    assert min(m.confidence for m in parsed.measures) < 0.5 < parsed.measures[1].confidence
