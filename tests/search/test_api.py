"""The JSON API: its form, its filters, and the one shape of its errors."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client, RequestFactory
from ninja.errors import HttpError, Throttled
from pytest_django import DjangoAssertNumQueries

from documents.models import Agency, Measure, SourceText
from healthplan.api import api
from tests import factories

pytestmark = pytest.mark.django_db
Indexed = Callable[[], None]
MEASURES = "/api/v1/measures/"
THEMES = ["公共卫生与疾病防控", "人才队伍"]


def get(client: Client, address: str, **params: Any) -> Any:
    answer = client.get(address, params)
    assert answer.status_code == 200, answer.content.decode()
    return answer.json()


@pytest.fixture
def entries(indexed: Indexed) -> list[Measure]:
    hunan = factories.plan("湖南规划", "湖南", period_start=2021)
    guizhou = factories.plan("贵州意见", "贵州", period_start=2017)
    inner = factories.chapter(hunan, "职业健康", factories.chapter(hunan, "健全体系", label="第一章"), label="一、")
    health = factories.agency("湖南省卫生健康委员会", names=["省卫生健康委", "省卫生计生委"])
    money = factories.agency("湖南省财政厅")
    made = [
        factories.measure(
            "加强尘肺病筛查和职业病防治。", under=inner, leads=[health], joins=[money], lead="防治尘肺", themes=THEMES
        ),
        factories.measure("落实财政投入。", in_plan=hunan, leads=[money], kind="implementation"),
        factories.measure("开展尘肺病筛查，推进职业病防治。", in_plan=guizhou),
    ]
    indexed()
    return made


def test_a_result_has_exactly_the_form(client: Client, entries: list[Measure]) -> None:
    entry = entries[0]
    source = SourceText.objects.create(
        plan=entry.plan, file="湖南.txt", sha256="0" * 64, text="…", characters=1, parser_version="1"
    )
    Measure.objects.filter(pk=entry.pk).update(source=source, spans=[[3, 9], [12, 20]])
    answer = get(client, MEASURES, q="“防治尘肺”")
    assert answer["count"] == 1
    assert answer["results"] == [
        {
            "id": entry.pk,
            "url": f"/measures/{entry.pk}/",
            "heading": "防治尘肺",
            "text": "加强尘肺病筛查和职业病防治。",
            "kind": "measure",
            "province": "湖南",
            "plan": {"id": entry.plan_id, "title": "湖南规划"},
            "chapter_path": ["第一章 健全体系", "一、职业健康"],
            "themes": ["公共卫生与疾病防控", "人才队伍"],
            "checked": False,
            "source": {"file": "湖南.txt", "spans": [[3, 9], [12, 20]]},
        }
    ]
    assert answer["facets"]["province"] == [{"value": "430000", "label": "湖南", "count": 1}]
    facets = {"province", "plan", "chapter", "agency", "role", "year", "kind", "theme", "checked"}
    assert set(answer["facets"]) == facets


def test_an_answer_explains_itself_where_it_is_asked_to(client: Client, entries: list[Measure]) -> None:
    assert set(get(client, MEASURES, q="湖南 筛查")) == {"count", "results", "facets"}
    answer = get(client, MEASURES, q="湖南 筛查", explain=1)
    (part,) = [part for part in answer["understood"]["parts"] if part["role"] == "filter"]
    assert (part["field"], part["values"], part["typed"]) == ("province", ["430000"], "湖南")
    (result,) = answer["results"]
    assert {"field": "text", "label": "正文", "words": ["筛查"]} in result["why"]
    assert answer["suggestions"] == []
    provinces = {each["label"]: each["count"] for each in answer["facets"]["province"]}
    assert provinces == {"湖南": 1, "贵州": 1}
    undone = get(client, MEASURES, q="湖南 筛查", undo=part["key"], explain=1)
    assert [each for each in undone["understood"]["parts"] if each["key"] == part["key"]] == []


def test_where_nothing_is_found_it_suggests_what_finds_something(client: Client, entries: list[Measure]) -> None:
    answer = get(client, MEASURES, q="筛查", kind="goal", explain=1)
    (suggestion,) = answer["suggestions"]
    assert (suggestion["text"], suggestion["count"]) == ("去掉类型：目标", 2)
    assert client.get(suggestion["url"]).json()["count"] == 2


def test_a_measure_without_a_lead_is_headed_by_its_chapter(client: Client, entries: list[Measure]) -> None:
    Measure.objects.filter(pk=entries[0].pk).update(lead=None)
    assert get(client, MEASURES)["results"][0]["heading"] == "职业健康"


def test_no_query_lists_all_kinds(client: Client, entries: list[Measure]) -> None:
    assert [each["id"] for each in get(client, MEASURES)["results"]] == [entry.pk for entry in entries]
    assert get(client, MEASURES, q="  ")["count"] == 3


def test_limit_and_offset_cut_the_list_and_keep_the_count(client: Client, entries: list[Measure]) -> None:
    answer = get(client, MEASURES, limit=1, offset=1)
    assert (answer["count"], [each["id"] for each in answer["results"]]) == (3, [entries[1].pk])
    assert get(client, MEASURES, offset=100)["results"] == []


def test_twenty_are_given_unless_more_are_asked_for(client: Client, indexed: Indexed) -> None:
    plan = factories.plan()
    for n in range(101):
        factories.measure(f"第{n}项", in_plan=plan)
    indexed()
    assert len(get(client, MEASURES)["results"]) == 20
    assert len(get(client, MEASURES, limit=100)["results"]) == 100


@pytest.mark.parametrize(
    ("params", "found"),
    [
        ({"province": "430000"}, [0, 1]),
        ({"province": "湖南"}, [0, 1]),
        ({"province": ["湖南", "贵州"]}, [0, 1, 2]),
        ({"year": 2017}, [2]),
        ({"kind": "implementation"}, [1]),
        ({"agency": "湖南省财政厅"}, [0, 1]),
        ({"agency": "省卫生计生委"}, [0]),
        ({"agency": "湖南省财政厅", "role": "lead"}, [1]),
        ({"role": "participant"}, [0]),
        ({"theme": "公共卫生与疾病防控"}, [0]),
        ({"theme": ["人才队伍", "中医药"]}, [0]),
        ({"theme": "中医药"}, []),
        ({"q": "尘肺", "province": "贵州"}, [2]),
        ({"q": "!!!"}, []),
    ],
)
def test_filters(client: Client, entries: list[Measure], params: dict[str, Any], found: list[int]) -> None:
    answer = get(client, MEASURES, **params)
    assert sorted(each["id"] for each in answer["results"]) == [entries[n].pk for n in found]
    assert answer["count"] == len(found)


def test_filters_by_number(client: Client, entries: list[Measure]) -> None:
    chapter = entries[0].chapter
    assert chapter is not None
    assert chapter.parent_id is not None
    body = entries[0].responsibilities.all()[0].agency_id
    for params in ({"chapter": chapter.parent_id}, {"chapter": chapter.pk}, {"agency": body}):
        assert [each["id"] for each in get(client, MEASURES, **params)["results"]] == [entries[0].pk]
    assert get(client, MEASURES, plan=entries[0].plan_id)["count"] == 2
    assert get(client, MEASURES, plan=10**12)["count"] == 0


def test_an_agency_is_known_by_what_texts_call_it_too(client: Client, entries: list[Measure]) -> None:
    named = entries[0].responsibilities.all()[0]
    named.as_written = "厅里"
    named.save()
    found = get(client, MEASURES, agency="厅里")["results"]
    assert found == get(client, MEASURES, agency=named.agency_id)["results"] != []


@pytest.mark.parametrize("name", ["卫健委", "卫生健康委", "卫生健康部门"])
def test_an_agency_is_known_by_what_people_call_it(
    client: Client, entries: list[Measure], indexed: Indexed, name: str
) -> None:
    Agency.objects.filter(name="湖南省卫生健康委员会").update(key="health")
    indexed()
    assert [each["id"] for each in get(client, MEASURES, agency=name)["results"]] == [entries[0].pk]


def test_a_filter_may_be_called_as_its_facet_calls_it(client: Client, entries: list[Measure]) -> None:
    assert get(client, MEASURES, year="2021年")["count"] == 2
    assert get(client, MEASURES, plan="湖南规划")["count"] == 2
    assert get(client, MEASURES, plan="贵州意见", kind="措施")["count"] == 1


def test_an_address_without_its_last_stroke_leads_to_the_right_one(client: Client, entries: list[Measure]) -> None:
    answer = client.get("/api/v1/measures?province=%E8%B4%B5%E5%B7%9E&limit=3")
    assert answer.status_code == 301
    assert answer["Location"] == f"{MEASURES}?province=%E8%B4%B5%E5%B7%9E&limit=3"
    assert client.get("/api/v1/nothing").status_code == 404
    assert client.post("/api/v1/measures").status_code == 404


def test_chinese_can_be_read_as_it_is_sent(client: Client, entries: list[Measure]) -> None:
    assert "尘肺" in client.get(MEASURES).content.decode()


def test_facets_ignore_their_own_filter(client: Client, entries: list[Measure]) -> None:
    facets = get(client, MEASURES, province="湖南", kind="measure")["facets"]
    assert {each["label"]: each["count"] for each in facets["province"]} == {"湖南": 1, "贵州": 1}
    assert {each["value"]: each["count"] for each in facets["kind"]} == {"measure": 1, "implementation": 1}
    assert {each["value"]: each["count"] for each in facets["year"]} == {"2021": 1}


def test_similar_measures_are_of_other_provinces(client: Client, entries: list[Measure]) -> None:
    answer = get(client, f"{MEASURES}{entries[0].pk}/similar/")
    assert [each["id"] for each in answer["results"]] == [entries[2].pk]
    assert answer["count"] == 1


def test_where_there_is_no_counterpart_the_answer_is_empty(client: Client, entries: list[Measure]) -> None:
    answer = get(client, f"{MEASURES}{entries[1].pk}/similar/")
    assert answer == {"count": 0, "results": [], "facets": {}}


@pytest.mark.parametrize(
    ("address", "status", "code", "field"),
    [
        (f"{MEASURES}?limit=101", 422, "invalid_parameter", "limit"),
        (f"{MEASURES}?limit=0", 422, "invalid_parameter", "limit"),
        (f"{MEASURES}?limit=x", 422, "invalid_parameter", "limit"),
        (f"{MEASURES}?offset=-1", 422, "invalid_parameter", "offset"),
        (f"{MEASURES}?offset=99999999999", 422, "invalid_parameter", "offset"),
        (f"{MEASURES}?q={'x' * 501}", 422, "invalid_parameter", "q"),
        (f"{MEASURES}?sort=x", 422, "invalid_parameter", "sort"),
        (f"{MEASURES}?province=火星", 422, "invalid_parameter", "province"),
        (f"{MEASURES}?kind=x", 422, "invalid_parameter", "kind"),
        (f"{MEASURES}?role=x", 422, "invalid_parameter", "role"),
        (f"{MEASURES}?year=x", 422, "invalid_parameter", "year"),
        (f"{MEASURES}?agency=没有的部门", 422, "invalid_parameter", "agency"),
        (f"{MEASURES}?plan=x", 422, "invalid_parameter", "plan"),
        (f"{MEASURES}?limt=5", 422, "unknown_parameter", "limt"),
        (f"{MEASURES}1/similar/?q=x", 422, "unknown_parameter", "q"),
        (f"{MEASURES}1/similar/?limit=101", 422, "invalid_parameter", "limit"),
        (f"{MEASURES}999999/similar/", 404, "not_found", None),
        (f"{MEASURES}{10**30}/similar/", 404, "not_found", None),
        (f"{MEASURES}x/similar/", 404, "not_found", None),
        ("/api/v1/", 404, "not_found", None),
        ("/api/v1/nothing/", 404, "not_found", None),
        ("/api/v1/docs", 404, "not_found", None),
    ],
)
def test_every_error_has_the_one_shape(
    client: Client, entries: list[Measure], address: str, status: int, code: str, field: str | None
) -> None:
    answer = client.get(address.replace("1/similar/?", f"{entries[0].pk}/similar/?"))
    assert answer.status_code == status
    body = answer.json()
    assert body == {"error": {"code": code, "message": body["error"]["message"], "field": field}}
    assert body["error"]["message"]


@pytest.mark.parametrize("address", [MEASURES, f"{MEASURES}1/similar/", "/api/v1/openapi.json"])
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
def test_a_wrong_method_has_the_shape_too(client: Client, db: None, address: str, method: str) -> None:
    answer = getattr(client, method)(address)
    assert (answer.status_code, answer.json()["error"]["code"]) == (405, "method_not_allowed")
    assert "GET" in answer["Allow"]


def test_without_an_index_the_shape_says_so(client: Client, db: None) -> None:
    answer = client.get(MEASURES)
    assert (answer.status_code, answer.json()["error"]["code"]) == (503, "unavailable")


@pytest.mark.parametrize(
    ("raised", "status", "code"),
    [
        (Throttled(wait=3), 429, "too_many_requests"),
        (HttpError(400, "不行"), 400, "bad_request"),
        (RuntimeError("x"), 500, "server_error"),
    ],
)
def test_limits_and_failures_have_the_shape_too(raised: Exception, status: int, code: str, rf: RequestFactory) -> None:
    answer = api.on_exception(rf.get(MEASURES), raised)
    assert (answer.status_code, code in answer.content.decode()) == (status, True)


def test_too_many_parameters_have_the_shape_too(client: Client, db: None) -> None:
    answer = client.get(MEASURES + "?" + "&".join(f"plan={n}" for n in range(2000)))
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "bad_request")


def test_every_address_is_described_and_nothing_is_fetched_elsewhere(client: Client, db: None) -> None:
    description = get(client, "/api/v1/openapi.json")
    assert set(description["paths"]) == {MEASURES, f"{MEASURES}{{pk}}/similar/"}
    assert "http" not in client.get("/api/v1/openapi.json").content.decode()


@pytest.mark.parametrize(
    ("address", "path", "status"),
    [
        (f"{MEASURES}?limit=0", MEASURES, 422),
        (MEASURES, MEASURES, 503),  # there is no index yet
        (f"{MEASURES}0/similar/", f"{MEASURES}{{pk}}/similar/", 404),
        (f"{MEASURES}1/similar/?limit=x", f"{MEASURES}{{pk}}/similar/", 422),
    ],
)
def test_the_description_tells_of_errors_too(client: Client, db: None, address: str, path: str, status: int) -> None:
    description = get(client, "/api/v1/openapi.json")
    answer = client.get(address)
    assert answer.status_code == status
    said = description["paths"][path]["get"]["responses"][str(status)]["content"]["application/json"]["schema"]
    assert said == {"$ref": "#/components/schemas/ErrorOut"}
    shape = description["components"]["schemas"]["ErrorBody"]
    assert set(answer.json()["error"]) == set(shape["properties"]) == set(shape["required"])


def test_a_list_takes_the_same_few_queries_however_long(
    client: Client, indexed: Indexed, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    body = factories.agency("湖南省财政厅")
    for n in range(30):
        factories.measure("健康", under=factories.chapter(factories.plan(f"文件{n}"), "甲"), leads=[body])
    indexed()
    get(client, MEASURES, q="健")  # what the knowledge base holds is read once for each state of the index
    # did a dictionary change; measures, their bodies, these bodies' other names, their chapters; names of provinces,
    # plans, chapters, agencies
    with django_assert_num_queries(9):
        get(client, MEASURES, q="健康", limit=30)
