"""What Whoosh is given of a document, made from the fields of haystack's SearchIndex.

A faceted field, a number, a date or a truth value holds *keys*: whole values to filter, count and sort by. Any other
field holds *text*, and stands in Whoosh three times: as its words, which rank an entry (each field with its `boost`);
as its characters and pairs of characters, which say where a match is possible; and as one line in a column, in which
the match is looked for (`search.backends.contiguous`). The lines of a segment follow each other in its one file, so
they are written, merged and deleted with it.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from haystack.constants import DJANGO_CT, DJANGO_ID, ID
from whoosh import columns, fields
from whoosh.analysis import Token, Tokenizer

from search import analysis
from search.backends.contiguous import grams_of, line_of
from search.backends.names import AS_SEARCHED, IDENTITY, PACKED, STAMP
from search.backends.ranking import Ranking

FORMAT = 5  # raise it when what stands in this module changes: every index is then rebuilt by itself
_BETWEEN_VALUES = ";"
_KEY_TYPES = ("integer", "float", "boolean", "date", "datetime")


@lru_cache(maxsize=16)
def normalised(text: str) -> str:
    """Kept for a moment: words, grams and line of a text are made one after the other."""
    return analysis.normalise(text).text


class GramTokens(Tokenizer):
    """A text → its characters and pairs of characters; Whoosh asks for tokens in this way."""

    def __call__(self, value: str, **_: Any) -> Iterator[Token]:
        token = Token()
        for gram in grams_of(line_of(normalised(value))):
            token.text, token.boost = gram, 1.0
            yield token


class WordTokens(Tokenizer):
    """A text → its words."""

    def __call__(self, value: str, **_: Any) -> Iterator[Token]:
        token = Token()
        for word in analysis.words_to_index(normalised(value)):
            token.text, token.boost = word.text, 1.0
            yield token


class Layout:
    """How the fields of one haystack index stand in Whoosh. `searchfields` is haystack's mapping of name to field."""

    def __init__(self, searchfields: Mapping[str, Any], ranking: Ranking | None = None) -> None:
        self.ranking = ranking or Ranking()
        fields_ = {field.index_fieldname: field for field in searchfields.values()}
        self.facets: dict[str, str] = {
            name: field.facet_for for name, field in fields_.items() if hasattr(field, "facet_for")
        }
        own = {name: field for name, field in fields_.items() if name not in self.facets}
        self.keys = [name for name, field in own.items() if field.faceted or field.field_type in _KEY_TYPES]
        self.texts = [name for name in own if name not in self.keys]
        self.boosts = {name: float(own[name].boost or 1.0) for name in self.texts}
        self.document = next(name for name, field in own.items() if field.document)
        self._stored = {name: bool(field.stored) for name, field in own.items()}

    def schema(self) -> fields.Schema:
        schema = fields.Schema(
            **{
                ID: fields.ID(stored=True, unique=True),
                DJANGO_CT: fields.ID(stored=True),
                DJANGO_ID: fields.ID(stored=True),
                IDENTITY: fields.COLUMN(columns.VarBytesColumn()),
                STAMP: fields.COLUMN(columns.VarBytesColumn()),
                PACKED: fields.COLUMN(columns.VarBytesColumn()),
                AS_SEARCHED: fields.STORED,
            }
        )
        for name in self.texts:
            schema.add(name, fields.TEXT(analyzer=WordTokens(), phrase=False, stored=self._stored[name]))
            schema.add(grams_field(name), fields.TEXT(analyzer=GramTokens(), phrase=False))
            schema.add(line_column(name), fields.COLUMN(columns.VarBytesColumn()))
        for name in self.keys:
            # scorable, though nothing is scored by keys: without a column of lengths Whoosh looks for it on disk at
            # every single posting that it writes
            schema.add(name, fields.KEYWORD(stored=self._stored[name], scorable=True))
        for name in self.facets:
            schema.add(name, fields.COLUMN(columns.VarBytesColumn()))
        return schema

    def format(self) -> dict[str, Any]:
        """By which rules an index is made; another than an index has means that it is to be rebuilt."""
        return {
            "format": FORMAT,
            "analysis": analysis.version(),
            "terms": analysis.terms_version(),
            "texts": self.texts,
            "keys": self.keys,
            "facets": sorted(self.facets),
            "stored": sorted(name for name, stored in self._stored.items() if stored),
        }

    def can_read(self, made_by: Mapping[str, Any]) -> bool:
        """Whether an index may be searched until it is built anew: one made with other terms is ranked a bit otherwise,
        and that is better than no search while a large one is rebuilt.
        """
        return {**made_by, "terms": None} == {**self.format(), "terms": None}

    def is_key(self, name: str) -> bool:
        return name in self.keys or name in (ID, DJANGO_CT, DJANGO_ID)

    def facet_of(self, name: str) -> str:
        """The column of the faceted field `name`. Raises KeyError where it is not faceted."""
        columns = {field: column for column, field in self.facets.items()}
        return columns[name]

    @property
    def heading_texts(self) -> list[str]:
        """The text fields that count more than others: they say what an entry is about."""
        return [name for name in self.texts if self.boosts[name] > 1]

    def document_of(self, prepared: Mapping[str, Any]) -> dict[str, Any]:
        """What Whoosh is to index and store of what haystack's `full_prepare` gave."""
        document: dict[str, Any] = {name: str(prepared[name]) for name in (ID, DJANGO_CT, DJANGO_ID)}
        for name in self.texts:
            text = _as_text(prepared.get(name))
            if text:
                document[name] = document[grams_field(name)] = text
                document[line_column(name)] = line_of(normalised(text)).encode()
                document[f"_stored_{name}"] = prepared[name]
        for name in self.keys:
            values = keys_of(prepared.get(name))
            if values:
                document[name] = values
                document[f"_stored_{name}"] = prepared[name]
        for facet, name in self.facets.items():
            document[facet] = _column_value(keys_of(prepared.get(name)))
        if analysis.stands_as_searched(str(prepared.get(self.document) or "")):
            document[AS_SEARCHED] = True
        document[IDENTITY] = document[DJANGO_ID].rjust(20, "0").encode()
        document[STAMP] = stamp(prepared).encode()
        return document


def grams_field(text: str) -> str:
    """The field that holds the characters and pairs of the text field."""
    return f"{text}_grams"


def line_column(text: str) -> str:
    """The column that holds the line of the text field."""
    return f"{text}_line"


def key_columns(schema: fields.Schema) -> list[str]:
    """The columns that hold the keys of faceted fields."""
    others = {IDENTITY, STAMP, PACKED, *map(line_column, schema.names())}
    return [name for name, kind in schema.items() if kind.column_type and name not in others]


def keys_of(value: Any) -> list[str]:
    """The keys of a value that haystack prepared: none, one, or many."""
    if isinstance(value, str):
        return [value]
    if value is None:
        return []
    if isinstance(value, list | tuple | set | frozenset):
        return [key for each in value for key in ((each,) if isinstance(each, str) else keys_of(each))]
    if isinstance(value, bool):
        return ["true" if value else "false"]
    if isinstance(value, dt.date):
        return [value.isoformat()]
    return [str(value)]


def _column_value(keys: list[str]) -> bytes:
    return _json_of(tuple(keys))


@lru_cache(maxsize=8192)
def _json_of(keys: tuple[str, ...]) -> bytes:
    """The same keys come again and again."""
    return json.dumps(keys, ensure_ascii=False).encode()


def stamp(prepared: Mapping[str, Any]) -> str:
    """A digest of what haystack prepared of an entry."""
    whole = json.dumps({name: keys_of(value) for name, value in prepared.items()}, sort_keys=True)
    return hashlib.blake2b(whole.encode(), digest_size=12).hexdigest()


def _as_text(value: Any) -> str:
    """One text of the texts of a field; a phrase does not reach from one into the next."""
    return _BETWEEN_VALUES.join(keys_of(value))
