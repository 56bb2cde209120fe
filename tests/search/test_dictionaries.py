"""The dictionaries: shipped as data, loaded into the database, edited in the admin, in force without a restart."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.contrib.auth.models import User
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from search import analysis, dictionaries, updates
from search.filters import Filters
from search.models import SynonymGroup, Term
from search.searching import find
from search.synonyms import Group, Synonyms, shipped_groups
from search.understanding import understand
from search.units import idle_words
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def as_shipped_afterwards(db: None) -> Iterator[None]:
    """What a test changes is undone in the database, and has to be in this process too."""
    yield
    analysis.use_terms(analysis.shipped_terms())
    dictionaries.forget()


class TestTheShippedData:
    def test_no_group_stands_twice_and_each_leads_somewhere(self) -> None:
        groups = shipped_groups()
        names = [group.name for group in groups]
        assert len(names) > 500
        assert sorted(names) == sorted(set(names))

    def test_every_word_is_in_its_normal_form(self) -> None:
        words = {word for group in shipped_groups() for word in group.words}
        simplified = {word for word in words if analysis.normalise(word).text == word or not analysis.is_chinese(word)}
        assert words - simplified == set()

    def test_words_that_say_nothing_are_no_terms(self) -> None:
        assert idle_words() & set(analysis.shipped_terms()) == set()

    def test_a_line_without_a_word_is_refused(self) -> None:
        with pytest.raises(ValueError, match="没有词"):
            Group.of(" > 官方说法")


class TestTheTable:
    table = Synonyms(
        [
            Group.of("看病贵 = 看病太贵 > 医疗费用 负担 | 医药费"),
            Group.of("医改 = 医药卫生体制改革"),
            Group.of("~ 孩子 > 儿童"),
        ]
    )

    def test_words_lead_to_each_other_and_to_the_official_ones_but_not_back(self) -> None:
        assert [each.text for each in self.table.of("看病贵")] == ["看病太贵", "医疗费用 负担", "医药费"]
        assert self.table.of("医药费") == ()

    def test_what_texts_say_counts_less_than_what_means_the_same(self) -> None:
        same, *official = self.table.of("看病贵")
        assert all(each.weight < same.weight < 1 for each in official)

    @pytest.mark.parametrize(
        ("typed", "found"),
        [
            ("看病贵怎么办", ["看病贵"]),
            ("推进医改", ["医改"]),
            ("中医改革", []),
            ("孩子看病太贵", ["孩子", "看病太贵"]),
        ],
    )
    def test_words_are_found_where_they_are_words(self, typed: str, found: list[str]) -> None:
        assert [typed[each.start : each.end] for each in self.table.find(typed)] == found

    def test_everyday_words_are_no_terms(self) -> None:
        assert [each.is_term for each in self.table.find("孩子看病贵")] == [False, True]

    def test_what_can_find_nothing_more_is_left_out(self) -> None:
        table = Synonyms([Group.of("卫健委 = 省卫健委 = 卫计委")])
        assert [each.text for each in table.of("卫健委")] == ["卫计委"]


class TestLoading:
    def test_everything_shipped_is_in_the_database(self) -> None:
        assert Term.objects.count() == len(analysis.shipped_terms())
        assert SynonymGroup.objects.count() == len(shipped_groups())

    def test_loading_again_changes_nothing(self, django_assert_num_queries: DjangoAssertNumQueries) -> None:
        before = list(SynonymGroup.objects.values())
        dictionaries.load_shipped()
        assert list(SynonymGroup.objects.values()) == before

    def test_what_a_person_changed_or_switched_off_stays_so(self) -> None:
        group, other = SynonymGroup.objects.all()[:2]
        group.words += "\n丹顶鹤"
        group.save()
        SynonymGroup.objects.filter(pk=other.pk).update(active=False)
        SynonymGroup.objects.update(shipped="旧的内容")
        dictionaries.load_shipped()
        group.refresh_from_db()
        other.refresh_from_db()
        assert group.words.endswith("丹顶鹤")
        assert not other.active

    def test_what_is_no_longer_shipped_goes_unless_a_person_made_it(self) -> None:
        Term.objects.create(word="丹顶鹤", shipped="丹顶鹤")
        Term.objects.create(word="湿地巡诊")
        dictionaries.load_shipped()
        assert not Term.objects.filter(word="丹顶鹤").exists()
        assert Term.objects.filter(word="湿地巡诊").exists()


class TestWithoutARestart:
    def test_a_group_that_an_admin_adds_is_searched_with_at_once(self) -> None:
        factories.measure("开展湿地巡诊。")
        updates.rebuild()
        assert find(understand("丹顶鹤"), Filters(), 0, 10).total == 0
        SynonymGroup.objects.create(name="丹顶鹤", words="丹顶鹤", official="湿地巡诊")
        assert find(understand("丹顶鹤"), Filters(), 0, 10).total == 1

    def test_a_group_that_is_switched_off_is_not(self) -> None:
        group = SynonymGroup.objects.get(words__contains="集采\n")
        dictionaries.refresh()
        assert dictionaries.synonyms().of("集采")
        group.active = False
        group.save()
        dictionaries.refresh()
        assert "集中带量采购" not in [each.text for each in dictionaries.synonyms().of("集采")]

    def test_where_nothing_changed_one_query_is_all(self, django_assert_num_queries: DjangoAssertNumQueries) -> None:
        dictionaries.refresh()
        with django_assert_num_queries(1):
            dictionaries.refresh()

    def test_a_new_term_makes_the_worker_build_the_index_anew_and_searches_go_on_meanwhile(self) -> None:
        factories.measure("开展丹顶鹤巡诊。")
        updates.ensure_index()
        Term.objects.create(word="丹顶鹤巡诊")
        assert find(understand("巡诊"), Filters(), 0, 10).total == 1
        assert not updates.backend().is_present()
        assert updates.ensure_index()
        assert updates.backend().is_present()
        assert analysis.words("开展丹顶鹤巡诊")[-1] == "丹顶鹤巡诊"


class TestTheAdmin:
    @pytest.fixture
    def staff(self, client: Client) -> Client:
        client.force_login(User.objects.create_superuser("admin"))
        return client

    def test_an_admin_adds_a_group_and_blank_lines_and_doubles_are_left_out(self, staff: Client) -> None:
        data = {"name": "丹顶鹤", "words": "丹顶鹤\n\n 丹顶鹤 \n仙鹤", "official": "", "active": "on", "note": ""}
        assert staff.post("/admin/search/synonymgroup/add/", data).status_code == 302
        assert SynonymGroup.objects.get(name="丹顶鹤").words == "丹顶鹤\n仙鹤"

    @pytest.mark.parametrize("words", ["！！！", "鹤" * 30])
    def test_words_that_can_never_be_found_are_refused(self, staff: Client, words: str) -> None:
        data = {"name": "丹顶鹤", "words": words, "official": "", "active": "on", "note": ""}
        assert staff.post("/admin/search/synonymgroup/add/", data).status_code == 200
        assert not SynonymGroup.objects.filter(name="丹顶鹤").exists()

    def test_a_term_is_kept_in_its_normal_form(self, staff: Client) -> None:
        assert staff.post("/admin/search/term/add/", {"word": "遠程ＣＴ", "active": "on"}).status_code == 302
        assert Term.objects.filter(word="远程ct").exists()

    def test_what_was_shipped_can_be_switched_off_but_neither_deleted_nor_renamed(self, staff: Client) -> None:
        group = SynonymGroup.objects.all()[0]
        assert staff.get(f"/admin/search/synonymgroup/{group.pk}/delete/").status_code == 403
        data = {"name": "别名", "words": group.words, "official": group.official, "note": ""}
        assert staff.post(f"/admin/search/synonymgroup/{group.pk}/change/", data).status_code == 302
        before = group.name
        group.refresh_from_db()
        assert (group.name, group.active) == (before, False)

    def test_lists_take_few_queries(self, staff: Client, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
        for name in ("term", "synonymgroup"):
            with django_assert_max_num_queries(8):
                assert staff.get(f"/admin/search/{name}/").status_code == 200
