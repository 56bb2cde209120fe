"""What a search finds, newest in the knowledge base first, as an Atom feed for who wants to hear of what comes."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.contrib.syndication import views
from django.http import HttpRequest
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import format_html

from search.limits import FEED_ENTRIES, time_limited
from search.requests import Asked, read
from search.searching import Hit, Outcome, find
from search.wording import filters_in_words, parts_in_words


@dataclass(frozen=True, slots=True)
class Answered:
    """What was asked, and what it was answered with."""

    asked: Asked
    outcome: Outcome


if TYPE_CHECKING:
    Feed = views.Feed[Hit, Answered]
else:
    Feed = views.Feed

_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]")


class SearchFeed(Feed):
    """The measures that came into the base last of all that the search finds."""

    feed_type = Atom1Feed
    language = "zh-Hans"
    author_name = "健康政策知识库"

    def get_object(self, request: HttpRequest, *args: object, **kwargs: object) -> Answered:
        asked = replace(read(request.GET), sort="added")
        with time_limited():
            return Answered(asked, find(asked.query, asked.filters, 0, FEED_ENTRIES, asked.sort))

    def title(self, found: Answered) -> str:
        return _printable(f"检索：{found.asked.query.understood or '全部措施'} · 健康政策知识库")

    def subtitle(self, found: Answered) -> str:
        """With what the title does not say: what else is looked for, what is not insisted on, the filters chosen."""
        chosen = {
            name: [choice for choice in choices if choice.value in found.asked.filters[name]]
            for name, choices in found.outcome.facets.items()
        }
        more = [*parts_in_words(found.outcome.query), *filters_in_words(chosen)]
        entries = f"符合这次检索的措施，新入库的在前，最多 {FEED_ENTRIES} 条。"
        return _printable(f"{entries}{'；'.join(more)}。" if more else entries)

    def link(self, found: Answered) -> str:
        return f"{reverse('search:search')}?{found.asked.address()}"

    def feed_url(self, found: Answered) -> str:
        return f"{reverse('search:feed')}?{replace(found.asked, sort='relevance').address()}"

    def items(self, found: Answered) -> list[Hit]:
        return found.outcome.hits

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
