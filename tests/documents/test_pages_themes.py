"""What a measure is about stands on its page, with the words that spoke for it, and leads to all of the theme."""

from __future__ import annotations

import pytest
from django.test import Client

from documents.models import Measure
from tests.documents import rows

pytestmark = pytest.mark.django_db


def page_of(client: Client, measure: Measure) -> str:
    return " ".join(client.get(measure.get_absolute_url()).content.decode().split())


@pytest.fixture
def measure() -> Measure:
    chapter = rows.chapter(rows.plan(), "加强妇幼健康服务")
    themes = ["老年健康与医养结合", "妇幼与生育"]
    entry = rows.measure(
        chapter, "发展医养结合，医养结合机构照护妇女。", lead="发展医养结合", themes=themes, themes_by_rule=themes
    )
    rows.bears(rows.agency("湖南省民政厅"), entry)
    return entry


def test_themes_lead_to_all_measures_of_each(client: Client, measure: Measure) -> None:
    page = page_of(client, measure)
    assert page.index('老年健康与医养结合</a> <span class="soft">主要</span>') < page.index("妇幼与生育</a>")
    assert "/search/?theme=%E5%A6%87%E5%B9%BC%E4%B8%8E%E7%94%9F%E8%82%B2" in page


def test_the_words_that_spoke_for_a_theme_are_named_with_their_place(client: Client, measure: Measure) -> None:
    page = page_of(client, measure)
    assert "<dt>主题句</dt><dd>医养结合</dd>" in page
    assert "<dt>正文</dt><dd>医养结合×2</dd>" in page
    assert "<dt>责任单位</dt><dd>民政厅</dd>" in page
    assert "<dt>章节标题</dt><dd>妇幼健康服务</dd>" in page


def test_themes_that_a_person_gave_say_so(client: Client, measure: Measure) -> None:
    assert "由编辑指定" not in page_of(client, measure)
    Measure.objects.filter(pk=measure.pk).update(themes=["中医药"])
    assert "主题由编辑指定" in page_of(client, measure)
    assert "规则没有给出依据" in page_of(client, measure)


def test_a_measure_that_was_never_judged_shows_no_themes(client: Client, measure: Measure) -> None:
    Measure.objects.filter(pk=measure.pk).update(themes=[], themes_by_rule=[])
    assert 'id="themes"' not in page_of(client, measure)
