"""Similar measures of other provinces: judged pairs of the five real texts, small cases, and the page of a measure.

similar_pairs.tsv: a measure (file and how it begins), a counterpart in another province, and how good it is: 2 says the
same, 1 much of it; - where there is none.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from math import log2
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client

from documents.models import Measure
from search import updates
from search.counterparts import alike, counterparts
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.index_only]
Indexed = Callable[[], None]
PAIRS = Path(__file__).with_name("similar_pairs.tsv")
SOURCES = Path(__file__).resolve().parents[2] / "fixtures" / "sources"
# What has been reached on each half, and may not be lost: nDCG@5, and the part of those without that get none.
NDCG, EMPTY = 0.85, 0.75

SCREENING = "开展尘肺病筛查，推进职业病防治，保护劳动者健康。"
SAME_ELSEWHERE = "加强职业病防治，普遍开展尘肺病筛查和康复。"
# so that the words of interest are rare
OTHERS = [
    "推动医养结合，发展安宁疗护。", "落实国家药品集中带量采购政策。", "完善分级诊疗制度，建设县域医共体。",
    "引进高层次医学人才，健全职称评审。", "建设全民健康信息平台，推进数据共享。", "普及健康知识，提高居民健康素养。",
]  # fmt: skip


def judged() -> list[tuple[str, dict[str, int]]]:
    """Each measure with its counterparts and their grades, none for one that has none."""
    grades: dict[str, dict[str, int]] = defaultdict(dict)
    for line in PAIRS.read_text(encoding="utf-8").splitlines():
        measure, counterpart, grade = line.split("\t")
        grades[measure] |= {} if counterpart == "-" else {counterpart: int(grade)}
    return list(grades.items())


def gain(grades: list[int]) -> float:
    return sum((2.0**grade - 1.0) / log2(rank + 2) for rank, grade in enumerate(grades))


def ndcg(found: list[int], grades: dict[int, int]) -> float:
    best = sorted(grades.values(), reverse=True)[:5]
    return gain([grades.get(pk, 0) for pk in found]) / gain(best)


def by_place(places: Iterable[str]) -> dict[str, Measure]:
    """The measures that stand at these places, as far as the parser still finds them there."""
    measures = list(Measure.objects.visible().select_related("plan", "source"))
    found = {}
    for place in places:
        file, beginning = place.split(" ", 1)
        for each in measures:
            if each.source and each.source.file.startswith(file) and each.text.startswith(beginning):
                found[place] = each
    return found


@pytest.mark.skipif(connection.vendor == "postgresql", reason="the index is the same, and takes seconds to build")
def test_counterparts_of_the_five_are_those_that_a_person_named() -> None:
    call_command("import_texts", str(SOURCES), verbosity=0)
    updates.ensure_index()
    measures = by_place({place for place, named in judged()} | {key for _, named in judged() for key in named})
    scores: dict[int, list[float]] = {0: [], 1: []}
    empty: dict[int, list[bool]] = {0: [], 1: []}
    for at, (place, named) in enumerate(judged()):
        others = {measures[key].pk: grade for key, grade in named.items() if key in measures}
        if place not in measures or (named and not others):
            continue
        found = alike(measures[place], 5)
        if named:
            scores[at % 2].append(ndcg(found, others))
        else:
            empty[at % 2].append(not found)
    reached = {half: sum(each) / len(each) for half, each in scores.items()}
    assert sum(map(len, scores.values())) > 110
    assert min(reached.values()) >= NDCG, reached
    assert sum(map(sum, empty.values())) >= EMPTY * sum(map(len, empty.values())), empty


@pytest.fixture
def screening(indexed: Indexed) -> Measure:
    hunan, guizhou = factories.plan("湖南规划", "湖南"), factories.plan("贵州意见", "贵州")
    entry = factories.measure(SCREENING, in_plan=hunan, lead="防治职业病")
    factories.measure(SAME_ELSEWHERE, in_plan=guizhou, lead="防治尘肺病")
    factories.measure(SCREENING, in_plan=hunan)
    for text in OTHERS * 2:
        factories.measure(text, in_plan=guizhou)
    indexed()
    return entry


def texts(measure: Measure) -> list[str]:
    return [each.measure.text for each in counterparts(measure, 5)]


def test_counterparts_are_of_other_provinces_only(screening: Measure) -> None:
    assert texts(screening) == [SAME_ELSEWHERE]


def test_where_the_province_is_not_known_they_are_of_other_plans(screening: Measure) -> None:
    screening.plan.province = None
    screening.plan.save()
    updates.rebuild()
    assert texts(screening) == [SAME_ELSEWHERE]


def test_what_has_no_counterpart_gets_none(screening: Measure) -> None:
    for measure in Measure.objects.filter(text__in=OTHERS):
        assert texts(measure) == [], measure.text


def test_what_is_about_another_theme_or_of_another_sort_is_less_alike(indexed: Indexed) -> None:
    here, there = factories.plan("湖南规划", "湖南"), factories.plan("贵州意见", "贵州")
    entry = factories.measure(SCREENING, in_plan=here, themes=["公共卫生与疾病防控"])
    background = factories.measure(SAME_ELSEWHERE, in_plan=there, kind="background", themes=["公共卫生与疾病防控"])
    same = factories.measure(SAME_ELSEWHERE, in_plan=there, themes=["公共卫生与疾病防控"])
    other = factories.measure(SAME_ELSEWHERE, in_plan=there, themes=["科技创新"])
    also = factories.measure(SAME_ELSEWHERE, in_plan=there, themes=["科技创新", "公共卫生与疾病防控"])
    for text in OTHERS * 5:
        factories.measure(text, in_plan=there)
    indexed()
    assert [each.measure for each in counterparts(entry, 5)] == [same, also, other, background]


def test_shared_and_differing_words_are_told(screening: Measure) -> None:
    comparison = counterparts(screening, 5)[0].comparison
    assert {"筛查", "尘肺病"} <= {*comparison.shared}
    assert "劳动者" in comparison.here
    assert "康复" in comparison.there
    assert not {*comparison.shared} & {*comparison.here, *comparison.there}


def test_the_page_of_a_measure_shows_them(client: Client, screening: Measure) -> None:
    page = client.get(screening.get_absolute_url()).content.decode()
    part = page[page.index("外省相近措施") :]
    assert "贵州意见" in part
    assert "防治尘肺病" in part
    assert "<mark>" in part
    assert "<dt>只在对方</dt>" in part
    alone = Measure.objects.filter(text=OTHERS[0])[0]
    assert "没有与本条相近的措施" in client.get(alone.get_absolute_url()).content.decode()


def test_without_an_index_the_page_of_a_measure_opens_all_the_same(client: Client) -> None:
    measure = factories.measure(SCREENING)
    answer = client.get(measure.get_absolute_url())
    assert answer.status_code == 200
    assert "外省相近措施" not in answer.content.decode()


def test_what_a_measure_says_is_never_taken_for_html(client: Client, indexed: Indexed) -> None:
    here, there = factories.plan("湖南规划", "湖南"), factories.plan("<i>贵州</i>", "贵州")
    entry = factories.measure(f"{SCREENING}<b>一</b>", in_plan=here)
    factories.measure(f"{SAME_ELSEWHERE}<script>尘肺病</script>", in_plan=there, lead="<u>尘肺病</u>")
    for text in OTHERS:
        factories.measure(text, in_plan=there)
    indexed()
    page = client.get(entry.get_absolute_url()).content.decode()
    assert "&lt;script&gt;" in page
    assert not [each for each in ("<script>尘", "<u>", "<i>贵", "<b>一") if each in page]
