"""What a search finds, newest in the knowledge base first, as an Atom feed for who wants to hear of what comes."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from typing import TYPE_CHECKING

from django.contrib.syndication import views
from django.http import HttpRequest
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import format_html

from search.limits import FEED_ENTRIES, time_limited
from search.requests import Asked, read
from search.searching import Hit, find

if TYPE_CHECKING:
    Feed = views.Feed[Hit, Asked]
else:
    Feed = views.Feed

_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]")


class SearchFeed(Feed):
    """The measures that came into the base last of all that the search finds."""

    feed_type = Atom1Feed
    language = "zh-Hans"
    author_name = "健康政策知识库"

    def get_object(self, request: HttpRequest, *args: object, **kwargs: object) -> Asked:
        return replace(read(request.GET), sort="added")

    def title(self, asked: Asked) -> str:
        return _printable(f"检索：{asked.query.understood or '全部措施'} · 健康政策知识库")

    def subtitle(self, asked: Asked) -> str:
        return f"符合这次检索的措施，新入库的在前，最多 {FEED_ENTRIES} 条。"

    def link(self, asked: Asked) -> str:
        return f"{reverse('search:search')}?{asked.address()}"

    def feed_url(self, asked: Asked) -> str:
        return f"{reverse('search:feed')}?{replace(asked, sort='relevance').address()}"

    def items(self, asked: Asked) -> list[Hit]:
        with time_limited():
            return find(asked.query, asked.filters, 0, FEED_ENTRIES, asked.sort).hits

    def item_title(self, item: Hit) -> str:
        province = item.measure.plan.province
        return _printable(f"{province.name if province else ''} {item.measure.labelled_heading}".strip())

    def item_description(self, item: Hit) -> str:
        """Atom's summary, which is HTML."""
        place = " › ".join([item.measure.plan.heading, *(chapter.heading for chapter in item.path)])
        return _printable(format_html("<p>{}</p><p>{}</p>", place, item.measure.after_lead))

    def item_link(self, item: Hit) -> str:
        return item.measure.get_absolute_url()

    def item_pubdate(self, item: Hit) -> dt.datetime:
        return item.measure.created_at

    def item_updateddate(self, item: Hit) -> dt.datetime:
        return item.measure.updated_at


def _printable(text: str) -> str:
    """Without what XML cannot hold; a text that a machine read may have it."""
    return _NOT_IN_XML.sub("", text)
