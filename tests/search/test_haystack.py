"""haystack's interface on our backend: what its users may rely on."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable

import pytest
from haystack import connections
from haystack.backends import SQ
from haystack.exceptions import SearchBackendError
from haystack.inputs import AutoQuery, Exact, Not
from haystack.models import SearchResult
from haystack.query import SearchQuerySet

from documents.models import Measure
from search import updates
from search.backends.generations import IndexMissing
from search.query import Node, Weighted, Words
from tests import factories

pytestmark = pytest.mark.django_db
Indexed = Callable[[], None]


@pytest.fixture
def entries(indexed: Indexed) -> list[Measure]:
    """Thirty measures of two plans: years 2018 and 2021, provinces 贵州 and 湖南."""
    older = factories.plan("贵州意见", "贵州", period_start=2018, kind="意见")
    newer = factories.plan("湖南规划", "湖南", period_start=2021)
    made = [factories.measure(f"健康促进第{n}项。", in_plan=older if n % 3 else newer) for n in range(30)]
    indexed()
    return made


def pks(found: SearchQuerySet) -> list[int]:
    return [int(result.pk) for result in found]


def test_all_gives_every_entry_with_its_stored_fields(entries: list[Measure]) -> None:
    found = SearchQuerySet().all()
    assert pks(found) == [entry.pk for entry in entries]
    assert found.count() == 30
    assert found[0].text == entries[0].text
    assert found[0].object == entries[0]


def test_a_result_is_to_be_used_as_haystacks_own(entries: list[Measure]) -> None:
    (found,) = SearchQuerySet().filter(content="第7项").highlight()
    own = SearchResult(found.app_label, found.model_name, found.pk, found.score, **found.get_additional_fields())
    for result in (found, pickle.loads(pickle.dumps(found)), copy.copy(found)):
        assert result.get_additional_fields() == own.get_additional_fields()
        assert result.get_stored_fields() == own.get_stored_fields() != {}
        assert (result.text, result.province, result.nothing) == (own.text, own.province, None)
        assert (result.highlighted, repr(result), result.object) == (own.highlighted, repr(own), entries[7])


@pytest.mark.parametrize(("start", "stop"), [(0, 10), (7, 13), (28, 35), (29, 30), (30, 40), (100, 120)])
def test_slices_need_not_fall_on_pages(entries: list[Measure], start: int, stop: int) -> None:
    found = SearchQuerySet().filter(content="健康促进")
    whole = [int(result.pk) for result in found[0:30]]
    assert sorted(whole) == [entry.pk for entry in entries]
    assert [int(result.pk) for result in SearchQuerySet().filter(content="健康促进")[start:stop]] == whole[start:stop]


def test_the_count_is_exact_whatever_slice_is_taken(entries: list[Measure]) -> None:
    found = SearchQuerySet().filter(content="健康促进")
    found[0:3]
    assert len(found) == 30


def test_lookups_on_keys(entries: list[Measure]) -> None:
    every = SearchQuerySet()
    assert every.filter(province="430000").count() == 10
    assert every.filter(province__in=["430000", "520000"]).count() == 30
    assert every.exclude(province="430000").count() == 20
    assert every.filter(year__gte=2019).count() == 10
    assert every.filter(year__lt=2021).count() == 20
    assert every.filter(year__gt=2018).count() == 10
    assert every.filter(year__lte=2018).count() == 20
    assert every.filter(year__range=(2018, 2020)).count() == 20
    assert every.filter(django_id=entries[3].pk).count() == every.filter(pk=entries[3].pk).count() == 1


def test_lookups_combine(entries: list[Measure]) -> None:
    found = SearchQuerySet().filter(SQ(province="430000") | SQ(content=Exact("第1项")))
    assert set(pks(found)) == {entry.pk for n, entry in enumerate(entries) if n % 3 == 0 or n == 1}
    assert SearchQuerySet().filter(content="健康").filter(province="430000").exclude(content="第3项").count() == 9
    assert SearchQuerySet().filter(~SQ(province="430000")).count() == 20


def test_inputs_mean_what_they_mean_everywhere(entries: list[Measure]) -> None:
    every = SearchQuerySet()
    assert every.filter(content=AutoQuery('"第1项" OR "第2项"')).count() == 2
    assert every.auto_query("健康 -第1项").count() == 29
    assert every.filter(content=Not("第1项")).count() == 29
    assert every.filter(text="第1项").count() == every.filter(text__exact="第1项").count() == 1
    assert every.filter(plan_title="第1项").count() == 0
    assert every.filter(text__in=["第1项", "第2项"]).count() == 2


def test_sorting_by_a_key_puts_what_has_none_last_either_way(indexed: Indexed) -> None:
    for province, year in (("湖南", 2021), (None, None), ("贵州", 2018)):
        factories.measure("促进", in_plan=factories.plan("文件", province, period_start=year))
    indexed()

    def years(order: str) -> list[int | None]:
        return [result.year for result in SearchQuerySet().order_by(order)]

    assert years("year") == [2018, 2021, None]
    assert years("-year") == [2021, 2018, None]


def test_sorting_by_more_than_one_key(entries: list[Measure]) -> None:
    found = pks(SearchQuerySet().order_by("-year", "-score"))
    assert found == [e.pk for n, e in enumerate(entries) if n % 3 == 0] + [e.pk for n, e in enumerate(entries) if n % 3]


def test_facets_count_values_not_words(indexed: Indexed) -> None:
    chapter = factories.chapter(factories.plan(), "甲")
    health, money = factories.agency("湖南省卫生健康委员会"), factories.agency("湖南省财政厅")
    factories.measure("一", under=chapter, leads=[health], joins=[money])
    factories.measure("二", under=factories.chapter(chapter.plan, "乙", chapter), leads=[money, health])
    factories.measure("三", under=factories.chapter(factories.plan("别的"), "丙"))
    indexed()
    counts = SearchQuerySet().facet("agency").facet("chapter").facet("kind").facet_counts()["fields"]
    assert counts["agency"] == [(str(health.pk), 2), (str(money.pk), 2)]
    assert dict(counts["chapter"])[str(chapter.pk)] == 2
    assert counts["kind"] == [("measure", 3)]


def test_a_value_with_a_comma_stays_one_value(indexed: Indexed) -> None:
    factories.measure("一", kind="a,b")
    indexed()
    assert SearchQuerySet().facet("kind").facet_counts()["fields"]["kind"] == [("a,b", 1)]
    assert SearchQuerySet().filter(kind="a,b").count() == 1


def test_narrowing_filters_and_facets_may_ignore_it(entries: list[Measure]) -> None:
    found = SearchQuerySet().narrow("province_exact:430000").facet("year").facet("province", ignoring=("province",))
    counts = found.facet_counts()["fields"]
    assert counts["year"] == [("2021", 10)]
    assert counts["province"] == [("520000", 20), ("430000", 10)]
    assert found.count() == 10


def test_asking_for_facets_first_fetches_nothing_else_and_hits_may_follow(entries: list[Measure]) -> None:
    found = SearchQuerySet().filter(content="健康").facet("year")
    assert found.facet_counts()["fields"]["year"] == [("2018", 20), ("2021", 10)]
    assert len(found[0:5]) == 5


def test_highlighting_escapes_and_marks(indexed: Indexed) -> None:
    factories.measure("加强<b>尘肺</b>病防治")
    indexed()
    (result,) = SearchQuerySet().filter(content="肺").highlight()
    assert result.highlighted == {"text": ["加强&lt;b&gt;尘<mark>肺</mark>&lt;/b&gt;病防治"]}


def test_more_like_this_gives_the_alike_without_itself(indexed: Indexed) -> None:
    one = factories.measure("加强尘肺病筛查和职业病防治，保障劳动者职业健康权益。")
    alike = factories.measure("开展尘肺病筛查，推进职业病防治，维护劳动者职业健康。")
    for n in range(10):
        factories.measure(f"完善药品供应保障和集中采购制度，规范第{n}类医疗机构管理。")
    indexed()
    assert pks(SearchQuerySet().more_like_this(one)) == [alike.pk]
    assert pks(SearchQuerySet().exclude(django_id=alike.pk).more_like_this(one)) == []


@pytest.mark.parametrize(
    "wrong",
    [
        lambda every: every.date_facet("date", None, None, "year"),
        lambda every: every.query_facet("kind", "x"),
        lambda every: every.boost("肺", 2),
        lambda every: every.order_by("text"),
        lambda every: every.facet("text"),
        lambda every: every.facet("kind", limit=3),
        lambda every: every.filter(kind__startswith="m"),
        lambda every: every.filter(nonsense="x"),
        lambda every: every.narrow("nonsense"),
    ],
)
def test_what_is_not_supported_raises(
    entries: list[Measure], wrong: Callable[[SearchQuerySet], SearchQuerySet]
) -> None:
    with pytest.raises(SearchBackendError):
        len(wrong(SearchQuerySet())[0:1])


def test_searching_without_an_index_raises_and_makes_none(db: None) -> None:
    with pytest.raises(IndexMissing):
        SearchQuerySet().all().count()
    assert updates.backend().generations.current() is None


def test_writing_through_haystack_is_seen_by_the_next_search(entries: list[Measure]) -> None:
    index = updates.measure_index()
    entries[0].text = "换成了别的内容。"
    entries[0].save()
    index.update_object(entries[0])
    assert SearchQuerySet().filter(content="别的内容").count() == 1
    index.remove_object(entries[0])
    assert SearchQuerySet().all().count() == 29
    connections["default"].get_backend().remove(f"documents.measure.{entries[1].pk}")
    assert SearchQuerySet().all().count() == 28
    connections["default"].get_backend().clear(models=[Measure])
    assert SearchQuerySet().all().count() == 0


def test_a_weighted_part_finds_the_same_and_counts_in_proportion(entries: list[Measure]) -> None:
    def scores(query: Node) -> dict[str, float]:
        return {result.pk: result.score for result in SearchQuerySet().filter(content=query)[:30]}

    whole = scores(Words("健康促进", ("健康", "促进")))
    assert scores(Weighted(Words("健康促进", ("健康", "促进")), 0.4)) == pytest.approx(
        {pk: score * 0.4 for pk, score in whole.items()}
    )
