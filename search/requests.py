"""What an address of the search asks for, read in one way for page, export, feed and saved searches."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict

from search.filters import NAMES, Filters, Problem, read_filters
from search.forms import SearchForm
from search.query import Query
from search.understanding import understand

UNDO = "undo"  # the parameter whose values are keys of `search.query.Part`
MOST_UNDONE, _LONGEST_KEY = 40, 100


@dataclass(frozen=True, slots=True)
class Asked:
    """One search: the words as typed and as understood, filters, sort, page."""

    typed: str
    query: Query
    filters: Filters
    problems: tuple[Problem, ...]  # what was asked for and could not be read
    sort: str
    number: int  # of the page

    def address(self) -> str:
        """The search in its shortest form, the same for all ways to ask for it: what is kept, sent and subscribed to.

        Without the page: where a hit stands changes with the knowledge base.
        """
        parts = [("q", self.typed)] if self.typed.strip() else []
        parts += [(name, value) for name in NAMES for value in sorted(self.filters[name])]
        parts += [(UNDO, key) for key in sorted(self.query.undone)]
        parts += [("sort", self.sort)] if self.sort != SearchForm.DEFAULT_SORT else []
        return urlencode(parts)


def read(params: QueryDict) -> Asked:
    """Never raises: what cannot be read is left out, and said in `problems` or in the query's notes."""
    typed, sort, number = SearchForm(params).values()
    filters, problems = read_filters({name: params.getlist(name) for name in NAMES})
    query = understand(typed, _undone(params.getlist(UNDO)))
    return Asked(typed, query, filters, tuple(problems), sort, number)


def _undone(keys: list[str]) -> list[str]:
    return [key for key in dict.fromkeys(keys) if key.strip() and len(key) <= _LONGEST_KEY][:MOST_UNDONE]
