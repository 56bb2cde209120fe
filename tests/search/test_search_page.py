"""The search page as a reader meets it."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from search.limits import PAGE_SIZE
from tests import factories

pytestmark = pytest.mark.django_db
Indexed = Callable[[], None]


def text_of(client: Client, address: str) -> str:
    """The page's main part without its tags, blanks evened out."""
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]*>", "", main_of(client, address))))


def main_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode().split("<main", 1)[1].split("</main>")[0]


def hits_of(client: Client, address: str) -> list[str]:
    """The addresses of the hits."""
    return re.findall(r'<h2 class="hit__title"><a href="([^"]+)"', main_of(client, address))


def links_of(client: Client, address: str, facet: str) -> dict[str, tuple[str, int]]:
    """Label → address and count of each choice of a facet."""
    part = main_of(client, address).split(f'id="facet-{facet}"')[1].split("</section>")[0]
    found = re.findall(r'<a id="[^"]*" href="([^"]+)"[^>]*>.*?label">(.*?)</span>.*?count">(\d+)', part)
    return {html.unescape(label): (html.unescape(link), int(count)) for link, label, count in found}


def test_a_hit_shows_where_it_stands_and_links_to_its_measure(client: Client, indexed: Indexed) -> None:
    plan = factories.plan("湖南省卫生健康规划", "湖南", period_start=2021)
    above = factories.chapter(plan, "健全体系", label="第一章")
    body = factories.agency("湖南省卫生健康委员会")
    entry = factories.measure(
        "开展尘肺病筛查。",
        under=factories.chapter(plan, "职业健康", above, label="一、"),
        leads=[body],
        lead="防治尘肺",
    )
    indexed()
    page = main_of(client, "/search/?q=尘肺")
    assert f'<a href="{entry.get_absolute_url()}">防治<mark>尘肺</mark></a>' in page
    assert re.search("开展<mark>尘肺(病</mark>|</mark>病)筛查。", page)
    for part in ("湖南省卫生健康规划", "第一章 健全体系", "一、职业健康", "2021年", "湖南省卫生健康委员会", "牵头"):
        assert part in page
    assert "共 1 条措施" in text_of(client, "/search/?q=尘肺")


def test_a_hit_does_not_say_its_lead_twice(client: Client, indexed: Indexed) -> None:
    factories.measure("防治尘肺。开展筛查。", lead="防治尘肺")
    indexed()
    hit = main_of(client, "/search/?q=防治尘肺").split('class="hit"')[1].split("<details")[0]
    assert hit.count("尘肺") == 1


def test_a_hit_names_each_role_once_before_all_who_bear_it(client: Client, indexed: Indexed) -> None:
    health, money, sport = (factories.agency(f"湖南省{name}厅") for name in ("卫生", "财政", "体育"))
    factories.measure("防治尘肺。", leads=[health, money], joins=[sport])
    factories.measure("尘肺筛查。", joins=[sport])
    indexed()
    text = text_of(client, "/search/?q=尘肺")
    assert "牵头 湖南省卫生厅、湖南省财政厅 参与 湖南省体育厅" in text
    bodies = re.findall('class="bodies".*?</p>', main_of(client, "/search/?q=尘肺"), re.DOTALL)
    assert sorted(["牵头" in each for each in bodies]) == [False, False, True]


@pytest.mark.parametrize(
    ("typed", "where"),
    [
        ("体育厅", "检索词见于责任单位：湖南省<mark>体育厅</mark>"),
        ("体委", "检索词见于责任单位：省<mark>体委</mark>"),
        ("职业健康", "检索词见于章节标题：<mark>职业健康</mark>"),
        ("卫生规划", "检索词见于文件标题或文号：湘<mark>卫生规划</mark>"),
        ("“湖南省”", "检索词见于责任单位：<mark>湖南省</mark>体育厅；省份：<mark>湖南省</mark>"),
    ],
)
def test_a_hit_that_shows_nothing_of_what_was_typed_says_where_it_was_found(
    client: Client, indexed: Indexed, typed: str, where: str
) -> None:
    chapter = factories.chapter(factories.plan("湘卫生规划", "湖南"), "职业健康")
    body = factories.agency("湖南省体育厅", names=["省体委"])
    factories.measure("开展尘肺病筛查。", under=chapter, leads=[body], lead="防治尘肺")
    indexed()
    assert where in main_of(client, f"/search/?q={typed}")
    for shown in ("尘肺", f"尘肺 {typed}", "尘肺 OR 足球", ""):
        assert "检索词见于" not in main_of(client, f"/search/?q={shown}"), shown


def test_text_and_query_are_escaped(client: Client, indexed: Indexed) -> None:
    factories.measure("<script>alert(1)</script>尘肺", lead="<b>标题</b>尘肺", in_plan=factories.plan("<i>文件</i>"))
    indexed()
    for typed in ("尘肺", "<script>", '"><script>alert(2)</script>', "<没有>的词", "!<>"):
        page = client.get("/search/", {"q": typed, "province": "<script>", "sort": "<script>"}).content.decode()
        assert not re.findall(r"<script(?! src=)|<b>|<i>|alert\(\d\)<", page)


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("/search/", "没有输入检索词，以下是库中全部 1 条措施"),
        ("/search/?q=!!!", "没有可以检索的词"),
        ("/search/?q=足球联赛", "没有找到符合“足球联赛”的措施"),
        ("/search/?q=尘肺&kind=goal", "可以试试： 去掉类型：目标（1 条）"),
        ("/search/?q=尘肺&province=火星", "没有这样的省份：火星，未按此筛选"),
        ("/search/?q=尘肺&province=北京", "本库尚未收录北京的文件"),
        ("/search/?q=尘肺&province=北京&province=西藏", "本库尚未收录北京、西藏的文件"),
        ("/search/?q=足球联赛&province=湖南&province=北京", "没有找到符合“足球联赛”的措施"),
        ("/search/?q=尘肺+!!!", "未计入：!!!"),
        ("/search/?q=塵肺", "检索：尘肺，共 1 条措施"),
    ],
)
def test_each_outcome_has_its_own_message(client: Client, indexed: Indexed, address: str, message: str) -> None:
    factories.measure("防治尘肺。")
    indexed()
    assert message in text_of(client, address)


def test_what_holds_nothing_to_search_for_gets_one_message(client: Client, indexed: Indexed) -> None:
    factories.measure("防治尘肺。")
    indexed()
    assert text_of(client, "/search/?q=!!!").count("!!!") == 1


def test_pages_hold_all_hits_once_and_the_total_stays(client: Client, indexed: Indexed) -> None:
    plan = factories.plan()
    for n in range(PAGE_SIZE * 2 + 3):
        factories.measure(f"健康促进第{n}项。", in_plan=plan)
    indexed()
    pages = [hits_of(client, f"/search/?q=健康促进&page={number}") for number in (1, 2, 3)]
    assert [len(page) for page in pages] == [PAGE_SIZE, PAGE_SIZE, 3]
    assert len({hit for page in pages for hit in page}) == PAGE_SIZE * 2 + 3
    assert hits_of(client, "/search/?q=健康促进&page=99") == pages[2]
    assert f"共 {PAGE_SIZE * 2 + 3} 条措施" in text_of(client, "/search/?q=健康促进&page=3")


@pytest.mark.parametrize("page", ["0", "-1", "x", "1e9", "99999999999999999999", "1.5", ""])
def test_an_odd_page_number_shows_the_first_page(client: Client, indexed: Indexed, page: str) -> None:
    factories.measure("健康促进。")
    indexed()
    assert len(hits_of(client, f"/search/?q=健康&page={page}")) == 1


class TestFacets:
    @pytest.fixture(autouse=True)
    def entries(self, indexed: Indexed) -> None:
        hunan, guizhou = (
            factories.plan("湘规划", "湖南", period_start=2021),
            factories.plan("黔意见", "贵州", period_start=2017),
        )
        health = factories.agency("湖南省卫生健康委员会", names=["省卫生健康委"])
        money = factories.agency("湖南省财政厅")
        factories.measure("健康一", in_plan=hunan, leads=[health], joins=[money])
        factories.measure("健康二", in_plan=hunan, leads=[money], kind="goal")
        factories.measure("健康三", in_plan=guizhou)
        indexed()

    def test_each_choice_says_how_many_it_leaves_and_leaves_that_many(self, client: Client) -> None:
        for facet in ("province", "plan", "agency", "role", "year", "kind"):
            for label, (link, count) in links_of(client, "/search/?q=健康", facet).items():
                assert len(hits_of(client, "/search/" + link)) == count, (facet, label)

    def test_a_choice_made_can_be_unmade(self, client: Client) -> None:
        link, _ = links_of(client, "/search/?q=健康&page=1", "province")["湖南"]
        assert len(hits_of(client, "/search/" + link)) == 2
        back, _ = links_of(client, "/search/" + link, "province")["湖南"]
        assert len(hits_of(client, "/search/" + back)) == 3

    def test_a_filter_named_in_words_can_be_unmade_too(self, client: Client) -> None:
        address = "/search/?q=健康&province=湖南省"
        assert len(hits_of(client, address)) == 2
        back, _ = links_of(client, address, "province")["湖南"]
        assert "province" not in back

    def test_counts_of_a_facet_ignore_its_own_filter_and_heed_the_others(self, client: Client) -> None:
        counts = {name: n for name, (_, n) in links_of(client, "/search/?q=健康&province=430000", "province").items()}
        assert counts == {"湖南": 2, "贵州": 1}
        kinds = {name: n for name, (_, n) in links_of(client, "/search/?q=健康&province=430000", "kind").items()}
        assert kinds == {"措施": 1, "目标": 1}

    def test_two_choices_of_one_facet_widen(self, client: Client) -> None:
        assert len(hits_of(client, "/search/?province=430000&province=520000")) == 3

    def test_agency_and_role_are_one_condition(self, client: Client) -> None:
        assert len(hits_of(client, "/search/?agency=湖南省财政厅")) == 2
        assert len(hits_of(client, "/search/?agency=湖南省财政厅&role=lead")) == 1
        assert len(hits_of(client, "/search/?agency=省卫生健康委&role=participant")) == 0
        roles = links_of(client, "/search/?agency=湖南省财政厅&role=lead", "role")
        assert {name: count for name, (_, count) in roles.items()} == {"牵头": 1, "参与": 1}
        agencies = links_of(client, "/search/?agency=湖南省财政厅&role=lead", "agency")
        assert {name: count for name, (_, count) in agencies.items()} == {"湖南省财政厅": 1, "湖南省卫生健康委员会": 1}

    def test_sorting_keeps_the_search(self, client: Client) -> None:
        by_date = main_of(client, "/search/?q=健康&sort=date")
        assert by_date.index("湘规划") < by_date.rindex("黔意见")
        assert "?q=%E5%81%A5%E5%BA%B7&amp;sort=province" in by_date
        last = hits_of(client, "/search/?q=健康&sort=province")[-1]
        assert [last] == hits_of(client, "/search/?year=2017")


def test_chapters_are_offered_within_one_plan(client: Client, indexed: Indexed) -> None:
    plan = factories.plan()
    inner = factories.chapter(plan, "内章", factories.chapter(plan, "外章"))
    factories.measure("健康", under=inner)
    indexed()
    assert "facet-chapter" not in main_of(client, "/search/?q=健康")
    chapters = links_of(client, f"/search/?q=健康&plan={plan.pk}", "chapter")
    assert {label: count for label, (_, count) in chapters.items()} == {"外章": 1, "内章": 1}


def test_the_page_takes_the_same_few_queries_however_many_hits(
    client: Client, indexed: Indexed, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    bodies = [factories.agency(f"湖南省第{n}厅") for n in range(5)]
    for n in range(PAGE_SIZE + 1):
        plan = factories.plan(f"文件{n}")
        factories.measure("健康", under=factories.chapter(plan, "甲", factories.chapter(plan, "乙")), leads=bodies)
    indexed()
    client.get("/search/?q=健康")
    # did a dictionary change; measures, their bodies, these bodies' other names, their chapters; names of provinces,
    # plans, chapters, agencies
    with django_assert_num_queries(9):
        client.get("/search/?q=健康")
    with django_assert_num_queries(9):
        client.get("/search/?q=第3厅")


def test_a_measure_deleted_a_moment_ago_is_left_out(client: Client, indexed: Indexed) -> None:
    gone, stays = factories.measure("健康一"), factories.measure("健康二")
    indexed()
    gone.delete()
    assert hits_of(client, "/search/?q=健康") == [stays.get_absolute_url()]


def test_without_an_index_the_page_says_so(client: Client, db: None) -> None:
    answer = client.get("/search/?q=健康")
    assert answer.status_code == 503
    assert "索引正在建立" in answer.content.decode()


@pytest.mark.parametrize(
    "address",
    [
        "/search/?q=%00",
        "/search/?q=%FF%FE",
        "/search/?q=" + "%E5%8C%BB" * 2000,
        "/search/?q=" + "(" * 400,
        "/search/?q=" + "-" * 400,
        "/search/?q=a&province=%00&plan=99999999999999999999&chapter=-1&agency=%00x&year=２０２１&kind=&role=x&theme=y",
        "/search/?q=%22%22%22&sort=x&page=%00",
    ],
)
def test_odd_requests_get_a_page(client: Client, indexed: Indexed, address: str) -> None:
    factories.measure("健康")
    indexed()
    assert client.get(address).status_code == 200
