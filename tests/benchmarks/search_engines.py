"""The engines that are compared, each made to show one page: total, the best twenty, three facets, twenty passages.

All are given the same words, cut by `search.analysis`, as texts with blanks between them, and the same keys; each is
used as its own documentation would have it used for this. FACETS are counted over all that is found.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Protocol

import psycopg2
import tantivy
from psycopg2.extras import execute_values

from search import analysis
from tests.benchmarks.search_corpus import Question
from tests.with_postgres import postgres

PAGE = 20
FACETS = ("province", "kind", "agency")
KEYS = ("province", "kind", "year")  # of one value each; `agency` has many
TEXTS = {"text": 1.0, "lead": 3.0, "chapter_titles": 2.0, "agency_names": 0.6, "plan_title": 0.6, "province_names": 0.6}


class Engine(Protocol):
    """`build` may be called once, `page` after it; a page gives the total, for a look at whether it makes sense.

    `close` lets go of what is open; the page after it opens the index again.
    """

    name: str

    def build(self, entries: Iterable[Mapping[str, Any]]) -> None: ...

    def page(self, question: Question) -> int: ...

    def close(self) -> None: ...


def cut(value: Any) -> str:
    """The words of a text or of several, shorter words within long ones included, with blanks between them."""
    text = "；".join(value) if isinstance(value, list) else value or ""
    return " ".join(token.text for token in analysis.words_to_index(analysis.normalise(text).text))


def words(text: str) -> tuple[str, ...]:
    return analysis.words(analysis.normalise(text).text)


def _row(entry: Mapping[str, Any]) -> list[Any]:
    return [int(entry["django_id"]), *(str(entry[key]) for key in KEYS), *(cut(entry[name]) for name in TEXTS)]


class Fts5:
    """SQLite FTS5. What matches is found once, into a table of its own, from which all parts of the page are taken."""

    name = "SQLite FTS5"

    def __init__(self, directory: Path) -> None:
        self._path = directory / "fts5.sqlite3"
        self._weights = ", ".join(map(str, TEXTS.values()))
        self._opened: sqlite3.Connection | None = None

    @property
    def _db(self) -> sqlite3.Connection:
        if self._opened is None:
            self._opened = sqlite3.connect(self._path)
            self._opened.execute("PRAGMA temp_store = MEMORY")
            self._opened.execute("PRAGMA mmap_size = 1000000000")
        return self._opened

    def build(self, entries: Iterable[Mapping[str, Any]]) -> None:
        keys = ", ".join(f"{key} TEXT" for key in KEYS)
        self._db.executescript(f"""
            PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;
            CREATE TABLE entry (id INTEGER PRIMARY KEY, {keys});
            CREATE TABLE agency (entry INTEGER, agency TEXT, PRIMARY KEY (entry, agency)) WITHOUT ROWID;
            CREATE VIRTUAL TABLE words USING fts5({", ".join(TEXTS)}, tokenize = "unicode61 tokenchars '.%‰-'");
        """)
        fields = f"rowid, {', '.join(TEXTS)}"
        for entry in entries:
            number, *rest = _row(entry)
            own, texts = rest[: len(KEYS)], rest[len(KEYS) :]
            self._db.execute(f"INSERT INTO entry VALUES (?{', ?' * len(KEYS)})", (number, *own))
            self._db.execute(f"INSERT INTO words ({fields}) VALUES (?{', ?' * len(TEXTS)})", (number, *texts))
            self._db.executemany("INSERT INTO agency VALUES (?, ?)", [(number, each) for each in entry["agency"]])
        self._db.execute("INSERT INTO words (words) VALUES ('optimize')")
        self._db.commit()

    def page(self, question: Question) -> int:
        match = self._match(question)
        narrowed = " AND ".join(f"entry.{name} = ?" for name, _ in question.keys)
        joined = f"JOIN entry ON entry.id = words.rowid AND {narrowed}" if narrowed else ""
        run = self._db.execute
        run("DROP TABLE IF EXISTS temp.found")
        run(
            f"CREATE TEMP TABLE found AS SELECT words.rowid AS id, bm25(words, {self._weights}) AS score"
            f" FROM words {joined} WHERE words MATCH ?",
            (*(value for _, value in question.keys), match),
        )
        (total,) = run("SELECT count(*) FROM found").fetchone()
        best = [number for (number,) in run(f"SELECT id FROM found ORDER BY score, id LIMIT {PAGE}")]
        for facet in FACETS:
            table, key = ("agency", "entry") if facet == "agency" else ("entry", "id")
            run(f"SELECT {facet}, count(*) FROM found JOIN {table} ON {table}.{key} = found.id GROUP BY 1").fetchall()
        places = ", ".join("?" * len(best))
        run(
            "SELECT snippet(words, 0, '<mark>', '</mark>', '…', 60) FROM words"
            f" WHERE words MATCH ? AND rowid IN ({places})",
            (match, *best),
        ).fetchall()
        return int(total)

    def _match(self, question: Question) -> str:
        parts = [" AND ".join(f'"{word}"' for text in question.every for word in words(text))]
        parts += ["(" + " OR ".join(_phrase(text) for text in question.either) + ")"] if question.either else []
        parts += [_phrase(text) for text in question.phrases]
        match = " AND ".join(part for part in parts if part)
        return match + "".join(f" NOT {_phrase(text)}" for text in question.without)

    def close(self) -> None:
        if self._opened is not None:
            self._opened.close()
            self._opened = None


def _phrase(text: str) -> str:
    return '"' + " ".join(words(text)) + '"'


class Postgres:
    """PostgreSQL with a GIN index over weighted vectors of the words."""

    name = "PostgreSQL FTS"

    def __init__(self) -> None:
        self._stack = ExitStack()
        address = self._stack.enter_context(postgres())
        self._address = address.replace("postgres://postgres@/", "postgresql://postgres@/")
        self._opened: Any = None

    @property
    def _cursor(self) -> Any:
        if self._opened is None:
            self._opened = psycopg2.connect(self._address)
            self._opened.autocommit = True
        return self._opened.cursor()

    def build(self, entries: Iterable[Mapping[str, Any]]) -> None:
        cursor = self._cursor
        run = cursor.execute
        keys = ", ".join(f"{key} text" for key in KEYS)
        run(f"CREATE TABLE entry (id int PRIMARY KEY, {keys}, body text, vector tsvector)")
        run("CREATE TABLE agency (entry int, agency text)")
        vector = (
            "setweight(to_tsvector('simple', %s), 'A') || setweight(to_tsvector('simple', %s), 'B')"
            " || setweight(to_tsvector('simple', %s), 'C') || setweight(to_tsvector('simple', %s), 'D')"
        )
        template = f"(%s, {', '.join(['%s'] * len(KEYS))}, %s, {vector})"
        for batch in _batches(entries):
            execute_values(cursor, "INSERT INTO entry VALUES %s", [_weighted(e) for e in batch], template)
            bodies = [(int(entry["django_id"]), each) for entry in batch for each in entry["agency"]]
            execute_values(cursor, "INSERT INTO agency VALUES %s", bodies)
        run("CREATE INDEX ON entry USING gin (vector)")
        run("CREATE INDEX ON agency (entry)")
        run("VACUUM ANALYZE")

    def page(self, question: Question) -> int:
        cursor = self._cursor
        run, sought = cursor.execute, self._query(question)
        narrowed = "".join(f" AND {name} = %s" for name, _ in question.keys)
        run("DROP TABLE IF EXISTS found")
        run(
            f"CREATE TEMP TABLE found AS SELECT id, {', '.join(KEYS)}, body,"
            f" ts_rank(vector, %s::tsquery) AS score FROM entry WHERE vector @@ %s::tsquery{narrowed}",
            (sought, sought, *(value for _, value in question.keys)),
        )
        run("SELECT count(*) FROM found")
        (total,) = cursor.fetchone() or (0,)
        for facet in FACETS:
            source = "found JOIN agency ON agency.entry = found.id" if facet == "agency" else "found"
            run(f"SELECT {facet}, count(*) FROM {source} GROUP BY 1")
            cursor.fetchall()
        run(
            "SELECT id, ts_headline('simple', body, %s::tsquery)"
            f" FROM (SELECT * FROM found ORDER BY score DESC, id LIMIT {PAGE}) AS best",
            (sought,),
        )
        cursor.fetchall()
        return int(total)

    def _query(self, question: Question) -> str:
        parts = [f"'{word}'" for text in question.every for word in words(text)]
        parts += ["(" + " | ".join(map(_followed, question.either)) + ")"] if question.either else []
        parts += [_followed(text) for text in question.phrases]
        return " & ".join(parts + [f"!({_followed(text)})" for text in question.without])

    def close(self) -> None:
        if self._opened is not None:
            self._opened.close()
            self._opened = None

    def stop(self) -> None:
        """End the server."""
        self.close()
        self._stack.close()


def _followed(text: str) -> str:
    return "(" + " <-> ".join(f"'{word}'" for word in words(text)) + ")"


def _weighted(entry: Mapping[str, Any]) -> list[Any]:
    number, *rest = _row(entry)
    own, (text, lead, chapters, *others) = rest[: len(KEYS)], rest[len(KEYS) :]
    return [number, *own, text, lead, chapters, text, " ".join(others)]


def _batches(entries: Iterable[Mapping[str, Any]], size: int = 500) -> Iterator[list[Mapping[str, Any]]]:
    batch: list[Mapping[str, Any]] = []
    for entry in entries:
        batch.append(entry)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch


class Tantivy:
    """tantivy in one segment; its facets are aggregations over columns of keys."""

    name = "tantivy"

    def __init__(self, directory: Path) -> None:
        builder = tantivy.SchemaBuilder()
        builder.add_integer_field("id", stored=True, fast=True)
        for name in TEXTS:
            builder.add_text_field(name, stored=name == "text", tokenizer_name="words", index_option="position")
        for name in (*KEYS, "agency"):
            builder.add_text_field(name, stored=False, fast=True, tokenizer_name="raw", index_option="basic")
        self._schema = builder.build()
        self._path = directory / "tantivy"
        self._path.mkdir()
        self._opened: tantivy.Index | None = None

    @property
    def _index(self) -> tantivy.Index:
        if self._opened is None:
            self._opened = tantivy.Index(self._schema, path=str(self._path))
            analyser = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
            self._opened.register_tokenizer("words", analyser)
        return self._opened

    def build(self, entries: Iterable[Mapping[str, Any]]) -> None:
        writer = self._index.writer(heap_size=256_000_000, num_threads=1)
        for entry in entries:
            number, *rest = _row(entry)
            own, texts = rest[: len(KEYS)], rest[len(KEYS) :]
            fields = dict(zip((*KEYS, *TEXTS), (*own, *texts), strict=True))
            writer.add_document(tantivy.Document(id=number, agency=list(entry["agency"]), **fields))
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()

    def page(self, question: Question) -> int:
        searcher, query = self._index.searcher(), self._query(question)
        found = searcher.search(query, PAGE, count=True)
        searcher.aggregate(query, {facet: {"terms": {"field": facet, "size": 1000}} for facet in FACETS})
        snippets = tantivy.SnippetGenerator.create(searcher, query, self._schema, "text")
        for _, address in found.hits:
            snippets.snippet_from_doc(searcher.doc(address)).to_html()
        return int(found.count)  # type: ignore[attr-defined]  # it has; its stubs do not say so

    def _query(self, question: Question) -> tantivy.Query:
        must, may_not = tantivy.Occur.Must, tantivy.Occur.MustNot
        parts = [(must, self._anywhere([word])) for text in question.every for word in words(text)]
        if question.either:
            parts.append((must, _any(self._anywhere(list(words(text))) for text in question.either)))
        parts += [(must, self._anywhere(list(words(text)))) for text in question.phrases]
        for name, value in question.keys:
            key = tantivy.Query.term_query(self._schema, name, value)
            parts.append((must, tantivy.Query.const_score_query(key, 0.0)))
        parts += [(may_not, self._anywhere(list(words(text)))) for text in question.without]
        return tantivy.Query.boolean_query(parts)

    def _anywhere(self, terms: list[str]) -> tantivy.Query:
        """The words in their order, in one of the fields, which weigh differently."""
        query, schema = tantivy.Query, self._schema
        single = terms[0]
        return _any(
            query.boost_query(
                query.phrase_query(schema, name, list(terms)) if len(terms) > 1
                else query.term_query(schema, name, single),
                boost,
            )
            for name, boost in TEXTS.items()
        )  # fmt: skip

    def close(self) -> None:
        self._opened = None


def _any(queries: Iterable[tantivy.Query]) -> tantivy.Query:
    return tantivy.Query.boolean_query([(tantivy.Occur.Should, query) for query in queries])
