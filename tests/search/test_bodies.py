"""An agency by any of its names finds what it, those before it and those after it are responsible for."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from documents.models import Agency
from documents.parsing.lexicon import kinds
from search.filters import Filters
from search.query import Role
from search.searching import Outcome, find
from search.understanding import understand
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.index_only]


def body(key: str, name: str, short: str, province: str = "贵州") -> Agency:
    return factories.agency(name, province, [short], key)


@pytest.fixture
def base(indexed: Callable[[], None]) -> None:
    older = body("insurance-regulation", "中国保险监督管理委员会贵州监管局", "贵州保监局")
    newer = body("banking-and-insurance", "中国银行保险监督管理委员会黑龙江监管局", "省银保监局", "黑龙江")
    safety = body("work-safety", "贵州省安全生产监督管理局", "省安监局")
    schools = body("education", "贵州省教育厅", "省教育厅")
    office = body("medical-reform-office", "贵州省深化医药卫生体制改革领导小组办公室", "省医改办")
    factories.measure("医改领导小组研究银保监局提出的办法。")
    factories.measure("鼓励办保险。", joins=[older])
    factories.measure("试点长期护理。", leads=[older], joins=[schools])
    factories.measure("发展健康险。", joins=[newer])
    factories.measure("防治职业病。", leads=[safety])
    factories.measure("学校配备校医。", leads=[schools])
    factories.measure("推广三明经验。", leads=[office])
    factories.measure("强化组织领导，加强统筹协调。")
    indexed()


def answer(typed: str) -> Outcome:
    return find(understand(typed), Filters(), 0, 100)


def texts(typed: str) -> list[str]:
    return [hit.measure.text for hit in answer(typed).hits]


@pytest.mark.parametrize("typed", ["银保监局", "银保监", "部门:银保监局"])
def test_those_before_it_come_after_it_and_mere_mentions_last(base: None, typed: str) -> None:
    found = texts(typed)
    assert found[:3] == ["发展健康险。", "试点长期护理。", "鼓励办保险。"]
    assert set(found[3:]) <= {"医改领导小组研究银保监局提出的办法。"}


@pytest.mark.parametrize("typed", ["金融监管总局", "国家金融监督管理总局"])
def test_a_body_that_no_text_knows_yet_finds_those_it_came_from(base: None, typed: str) -> None:
    assert set(texts(typed)) >= {"发展健康险。", "试点长期护理。", "鼓励办保险。"}


def test_what_it_came_from_and_went_into_is_said(base: None) -> None:
    (part,) = (part for part in answer("应急管理厅").query.parts if part.role == Role.FILTER)
    assert part.meaning[0] == "应急管理厅"
    assert any("安全生产" in each for each in part.meaning[1:])


def test_a_name_with_its_place_means_the_bodies_of_that_place(base: None) -> None:
    assert texts("贵州保监局") == ["试点长期护理。", "鼓励办保险。"]


@pytest.mark.parametrize("typed", ["牵头:银保监局", "银保监局牵头"])
def test_a_role_holds_for_those_before_it_too(base: None, typed: str) -> None:
    assert texts(typed) == ["试点长期护理。"]


@pytest.mark.parametrize("typed", ["教育部门", "教育行政部门", "教育系统", "教委"])
def test_what_people_call_a_body_finds_it(base: None, typed: str) -> None:
    assert texts(typed) == ["学校配备校医。", "试点长期护理。"]


def test_a_name_never_leads_to_words_that_have_nothing_of_it(base: None) -> None:
    assert texts("医改办") == ["推广三明经验。", "医改领导小组研究银保监局提出的办法。"]


def test_a_short_name_beside_other_characters_is_part_of_a_word(base: None) -> None:
    assert not [part for part in understand("网信工程").parts if part.role == Role.FILTER]


def test_every_body_that_took_another_over_is_in_the_lexicon() -> None:
    keys = {kind.key for kind in kinds()}
    assert {heir for kind in kinds() for heir in kind.heirs} <= keys
    assert not [kind.key for kind in kinds() if kind.key in kind.heirs]
