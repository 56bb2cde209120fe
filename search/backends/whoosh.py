"""Whoosh behind haystack, made right for Chinese text, several processes and exact counts.

Keeps haystack's interface (SearchIndex, SearchQuerySet, its commands) and replaces what its own Whoosh backend does;
what was wrong with that is listed in docs/search.md. Nothing fails silently: what is not supported raises.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any, Self

import numpy as np
from django.core.exceptions import ImproperlyConfigured
from haystack import connections
from haystack.backends import BaseEngine, BaseSearchBackend, log_query
from haystack.constants import DJANGO_CT, ID
from haystack.exceptions import SearchBackendError, SkipDocument
from haystack.models import SearchResult
from haystack.utils import get_identifier, get_model_ct

from search.backends import facets, similar, vocabulary, writing
from search.backends.evaluating import Evaluator
from search.backends.feeding import batches
from search.backends.generations import Generations, IndexMissing
from search.backends.haystack_query import TreeSearchQuery
from search.backends.keys import Numbers
from search.backends.ordering import SCORE, page
from search.backends.schema import Layout, stamp
from search.backends.segments import Entry
from search.backends.snapshot import Found, Snapshot, open_snapshot
from search.highlighting import Marker
from search.query import Between, Every, Has, Node, parse

# Seconds that a finished generation waits for who is writing, before it is given up.
_PUBLISHING_TIMEOUT = 300.0
_UNSUPPORTED = ("date_facets", "query_facets", "within", "dwithin", "distance_point", "boost")


class WhooshSearchBackend(BaseSearchBackend):
    """Options: PATH, the directory of the index; WRITE_TIMEOUT, seconds to wait for another writer (30)."""

    def __init__(self, connection_alias: str, **connection_options: Any) -> None:
        super().__init__(connection_alias, **connection_options)
        if not connection_options.get("PATH"):
            raise ImproperlyConfigured(f"HAYSTACK_CONNECTIONS['{connection_alias}'] needs a PATH")
        self.generations = Generations(Path(connection_options["PATH"]))
        self.write_timeout = float(connection_options.get("WRITE_TIMEOUT", 30))
        self._layout: Layout | None = None
        self._indexed: frozenset[str] | None = None

    # --- what stands on disk ---

    def layout(self) -> Layout:
        if self._layout is None:
            unified = connections[self.connection_alias].get_unified_index()
            indexes = [unified.get_index(model) for model in unified.get_indexed_models()]
            ranking = next((each.ranking for each in indexes if hasattr(each, "ranking")), None)
            self._layout = Layout(unified.all_searchfields(), ranking)
        return self._layout

    def build_schema(self, fields: Any) -> tuple[str, Any]:
        """haystack's hook: the name of the document field, and Whoosh's schema."""
        layout = Layout(fields)
        return layout.document, layout.schema()

    def setup(self) -> None:
        """Make an empty index where there is none that can be read. Searching never makes one."""
        if not self.is_readable():
            self.rebuild(())

    def is_present(self) -> bool:
        """Whether there is an index, made by the present rules."""
        current = self.generations.current()
        return current is not None and bool(self.generations.format_of(current) == self.layout().format())

    def is_readable(self) -> bool:
        """Whether there is an index to search and to write to, be it made with other terms than those in force."""
        current = self.generations.current()
        return current is not None and self.layout().can_read(self.generations.format_of(current))

    def snapshot(self) -> Snapshot:
        """The current state, opened anew only when it has changed. Raises IndexMissing."""
        return open_snapshot(self.generations, self.layout())

    # --- writing ---

    def update(self, index: Any, iterable: Iterable[Any], commit: bool = True) -> None:
        """Index the objects, in place of what was indexed of them. Waits for its turn; raises IndexBusy."""
        self.write(index, iterable, ())

    def remove(self, obj_or_string: Any, commit: bool = True) -> None:
        """Take an object, or haystack's identifier of one, out of the index."""
        self.write(None, (), (get_identifier(obj_or_string),))

    def write(self, index: Any, objects: Iterable[Any], removed: Collection[str]) -> None:
        """One commit, on the disk when this returns: `objects` indexed, identifiers `removed` gone.

        Raises IndexMissing: an index begun with these alone would look whole and hold nothing else.
        """
        with self.generations.writing(self.write_timeout):
            if not self.is_readable():
                raise IndexMissing("没有可用的索引，索引进程正在建立")
            prepared = {str(each[ID]): each for each in self.prepared(index, objects)}
            touched = {*prepared, *removed}
            self.generations.tell_builders(touched)
            layout = self.layout()
            writing.write(self.snapshot(), batches(layout, layout.schema(), prepared.values()), touched)
            self.generations.sync_current()

    def prepared(self, index: Any, objects: Iterable[Any]) -> Iterator[dict[str, Any]]:
        """What haystack makes of each object, but those that the index skips."""
        for each in objects:
            try:
                yield index.full_prepare(each)
            except SkipDocument:
                continue

    def rebuild(self, objects: Iterable[tuple[Any, Iterable[Any]]]) -> set[str]:
        """A new generation of pairs (SearchIndex, objects); readers turn to it when all of it is on the disk.

        Others write to the present one meanwhile; what they wrote is taken over, and its identifiers are returned.
        """
        prepared = chain.from_iterable(self.prepared(index, each) for index, each in objects)
        layout = self.layout()
        with self.generations.building(layout.format(), self.write_timeout) as directory:
            schema = writing.create(directory, layout)
            writing.fill(directory, batches(layout, schema, prepared))
            with self.generations.writing(_PUBLISHING_TIMEOUT):
                missed = self.generations.missed(directory)
                if missed:
                    written = writing.copied(self.snapshot(), schema, missed)
                    writing.write(Snapshot(directory, layout), written, missed)
                self.generations.publish(directory)
        return missed

    def clear(self, models: Collection[Any] | None = None, commit: bool = True) -> None:
        """Empty the index, or take all objects of `models` out of it."""
        if models is None:
            self.rebuild(())
            return
        self.setup()
        with self.generations.writing(self.write_timeout):
            writing.delete_with_key(self.snapshot(), DJANGO_CT, [get_model_ct(model) for model in models])
            self.generations.sync_current()

    def stamp_of(self, prepared: dict[str, Any]) -> str:
        """What `Snapshot.stamps` gives where the index holds exactly this."""
        return stamp(prepared)

    # --- reading ---

    @log_query  # type: ignore[untyped-decorator]  # haystack has no types
    def search(self, query_string: Node | str, **kwargs: Any) -> dict[str, Any]:
        """haystack's search; `query_string` is a query tree, or what a user typed."""
        for name in _UNSUPPORTED:
            if kwargs.get(name):
                raise SearchBackendError(f"{name} is not supported by this backend")
        node = _as_node(query_string)
        snapshot = self.snapshot()
        found = self._find(snapshot, node, kwargs.get("models"))
        filters = [self._filter(snapshot, each) for each in kwargs.get("narrow_queries") or ()]
        narrowed = _passing(found, filters)
        return {
            "results": self._results(snapshot, self._page(snapshot, narrowed, **kwargs), node, **kwargs),
            "hits": len(narrowed.numbers),
            "facets": self._facets(snapshot, found, filters, kwargs.get("facets") or {}),
            "spelling_suggestion": self._suggestion(snapshot, query_string, kwargs.get("spelling_query")),
        }

    def more_like_this(
        self, model_instance: Any, additional_query_string: Node | str | None = None, **kwargs: Any
    ) -> dict[str, Any]:
        """What is most alike, never the instance itself; nothing where nothing is alike enough."""
        snapshot = self.snapshot()
        index = connections[self.connection_alias].get_unified_index().get_index(type(model_instance))
        names = similar.fields(snapshot)
        prepared = {ID: get_identifier(model_instance)} | {n: index.fields[n].prepare(model_instance) for n in names}
        among = None
        if additional_query_string is not None:
            found = self._find(snapshot, _as_node(additional_query_string), kwargs.get("models"))
            among = found.numbers
        alike = similar.most_alike(snapshot, prepared, among)
        results = self._results(snapshot, self._page(snapshot, alike, **kwargs), Every(), **kwargs)
        return {"results": results, "hits": len(alike.numbers)}

    def _find(self, snapshot: Snapshot, node: Node, models: Collection[Any] | None) -> Found:
        try:
            return Evaluator(snapshot).find(self._of_models(node, models))
        except KeyError as error:
            raise SearchBackendError(f"the index has no field {error}") from error

    def _of_models(self, node: Node, models: Collection[Any] | None) -> Node:
        """With a filter on the model only where it leaves something out."""
        if self._indexed is None:
            self._indexed = frozenset(self.build_models_list())
        wanted = {get_model_ct(model) for model in models or ()} or self._indexed
        return node if wanted >= self._indexed else Every((node, Has(DJANGO_CT, tuple(wanted))))

    def _suggestion(self, snapshot: Snapshot, query: Node | str, asked: str | None) -> str | None:
        """haystack's: for what it was asked for, or for what a user typed, where INCLUDE_SPELLING is set."""
        typed = asked or (query if self.include_spelling and isinstance(query, str) else None)
        return vocabulary.suggestion(snapshot, typed) if typed else None

    def _filter(self, snapshot: Snapshot, node: Node) -> facets.Filter:
        name = node.name if isinstance(node, Has | Between) else ""
        return _filter(name, snapshot, self._find(snapshot, node, None).numbers)

    def _facets(
        self, snapshot: Snapshot, found: Found, filters: Sequence[facets.Filter], wanted: dict[str, Any]
    ) -> dict[str, Any]:
        counts = {}
        for name, options in wanted.items():
            unknown = options.keys() - {"ignoring", "keys", "column"}
            if unknown:
                raise SearchBackendError(f"facet options not supported: {', '.join(sorted(unknown))}")
            column = snapshot.column(self._column_name(options.get("column", name)))
            facet = facets.Facet(column, frozenset(options.get("ignoring", ())), options.get("keys"))
            counts[name] = facets.count(found.numbers, filters, facet)
        return {"fields": counts, "dates": {}, "queries": {}} if counts else {}

    def _column_name(self, name: str) -> str:
        facets_by_name = self.layout().facets
        for column, field in facets_by_name.items():
            if name in (column, field):
                return column
        raise SearchBackendError(f"the field {name!r} is not faceted: it can be neither counted nor sorted by")

    def _page(self, snapshot: Snapshot, found: Found, **kwargs: Any) -> list[tuple[int, float]]:
        span = slice(kwargs.get("start_offset") or 0, kwargs.get("end_offset"))
        sort_by = list(kwargs.get("sort_by") or (SCORE,))
        return page(snapshot, found, sort_by, span, lambda name: snapshot.column(self._column_name(name)))

    def _results(
        self, snapshot: Snapshot, listed: Sequence[tuple[int, float]], node: Node, **kwargs: Any
    ) -> list[SearchResult]:
        result_class = kwargs.get("result_class") or SearchResult
        make = Result.of if result_class is SearchResult else partial(_made, result_class)
        marker = Marker(node) if kwargs.get("highlight") else None
        document = self.layout().document
        results = []
        for number, score in listed:
            entry = snapshot.entry(number)
            more: dict[str, Any] = {}
            if marker is not None:
                text = str(entry.fields.get(document) or "")
                more = {"highlighted": {document: [marker.passage(text, as_searched=entry.as_searched)]}}
            results.append(make(entry, score, more))
        return results


def _as_node(query: Node | str) -> Node:
    if not isinstance(query, str):
        return query
    # haystack's own sign for everything
    return Every() if query == "*" else parse(query).node or Every()


def _passing(found: Found, filters: Sequence[facets.Filter]) -> Found:
    if not filters:
        return found
    kept = facets.passing(found.numbers, filters)
    return Found(found.numbers[kept], found.scores[kept])


def _filter(name: str, snapshot: Snapshot, numbers: Numbers) -> facets.Filter:
    passed = np.zeros(snapshot.size, np.bool_)
    passed[numbers] = True
    return facets.Filter(name, passed)


def _made(result_class: Callable[..., SearchResult], entry: Entry, score: float, more: dict[str, Any]) -> SearchResult:
    return result_class(*entry.model.split("."), entry.pk, score, **entry.fields, **more)


class Result(SearchResult):
    """haystack's, with the same attributes, made in a tenth of the time: what was stored is read when asked for."""

    _log = logging.getLogger("haystack")
    # nothing is known of these yet
    stored_fields = _object = _model = _verbose_name = _distance = _point_of_origin = None

    @classmethod
    def of(cls, entry: Entry, score: float, more: dict[str, Any]) -> Self:
        """Of what was stored, and `more` fields."""
        result = cls.__new__(cls)
        app_label, _, model_name = entry.model.partition(".")
        result.__dict__ = {
            "_entry": entry, "_more": tuple(more), "app_label": app_label, "model_name": model_name, "pk": entry.pk,
            "score": score, "log": cls._log, **more,
        }  # fmt: skip
        return result

    def __getattr__(self, name: str) -> Any:
        """None for what there is not, as haystack has it."""
        entry = self.__dict__.get("_entry")
        return super().__getattr__(name) if entry is None or name.startswith("__") else entry.fields.get(name)

    @property
    def _additional_fields(self) -> list[str]:
        return [*self._entry.fields, *self._more]


class WhooshEngine(BaseEngine):
    """What HAYSTACK_CONNECTIONS names."""

    backend = WhooshSearchBackend
    query = TreeSearchQuery
