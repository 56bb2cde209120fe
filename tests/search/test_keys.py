"""The keys of documents in arrays, and terms in their hash table, are what a plain reading gives."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh.codec.whoosh3 import W3Codec
from whoosh.filedb.filetables import OrderedHashWriter
from whoosh.filedb.structfile import StructFile

from search.backends.facets import Facet, count
from search.backends.keys import Codes, Column, Packed, codes_of, identities_of, packed
from search.backends.mapped import Part, SegmentFile
from search.backends.terms import Term, Terms

KEYS = st.lists(st.sampled_from(["湖南", "贵州", "a,b", "", "甲"]), max_size=3)
SEGMENTS = st.lists(st.lists(KEYS, max_size=6), max_size=3)


def codes(documents: list[list[str]]) -> Codes:
    return codes_of(json.dumps(keys, ensure_ascii=False).encode() for keys in documents)


@given(SEGMENTS)
def test_a_column_of_several_segments_counts_and_sorts_as_its_documents_do(segments: list[list[list[str]]]) -> None:
    documents = [tuple(keys) for segment in segments for keys in segment]
    column = Column([codes(segment) for segment in segments])
    assert [column[n] for n in range(len(documents))] == documents
    order = sorted(range(len(documents)), key=lambda n: (int(column.ranks[column.codes[n]]), n))
    assert order == sorted(range(len(documents)), key=lambda n: (documents[n], n))
    counted = Counter(key for keys in documents for key in set(keys))
    everything = np.arange(len(documents))
    assert count(everything, [], Facet(column)) == sorted(counted.items(), key=lambda item: (-item[1], item[0]))


@given(st.lists(KEYS, max_size=6), st.integers(0, 9))
@settings(max_examples=30, deadline=None)
def test_what_is_packed_is_read_again_from_wherever_it_stands(documents: list[list[str]], before: int) -> None:
    written = codes(documents)
    numbers = np.arange(len(documents), dtype=np.int64) * 10**12
    with TemporaryDirectory() as directory:
        path = Path(directory) / "part"
        path.write_bytes(b"x" * before + packed({"kind": written}, numbers) + b"what follows")
        read = Packed(SegmentFile(path), Part(before, path.stat().st_size - before))
        found = read.codes("kind")
        assert found
        assert (found.values(), found.codes.tolist()) == (written.values(), written.codes.tolist())
        assert found.keys.names == written.keys.names
        assert found.keys.sets.tolist() == written.keys.sets.tolist()
        assert (read.identities is None, read.codes("province")) == (False, None)
        assert np.array_equal(read.identities if read.identities is not None else [], numbers)


def test_names_of_very_many_columns_are_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "part"
    path.write_bytes(packed({f"{n} {'column' * 30}": codes([["甲"]]) for n in range(40)}, None))
    read = Packed(SegmentFile(path), Part(0, path.stat().st_size))
    last = read.codes(f"39 {'column' * 30}")
    assert last
    assert last.values() == [(), ("甲",)]
    assert read.identities is None


def test_identities_that_are_no_numbers_are_not_taken_for_any() -> None:
    assert identities_of([b"0000a"]) is None
    assert identities_of([b"9" * 20]) is None
    found = identities_of([b"00012", b"00003"])
    assert found is not None
    assert found.tolist() == [12, 3]


def test_every_term_is_found_and_no_other(tmp_path: Path) -> None:
    words = sorted({f"词{n * 7919 % 10007}" for n in range(3000)}, key=str.encode)
    path = tmp_path / "terms"
    value = b"\0" + bytes(4) + (3).to_bytes(4, "big") + bytes(14) + (70).to_bytes(8, "big") + (9).to_bytes(4, "big")
    with path.open("wb") as file:
        writer = OrderedHashWriter(StructFile(file))
        writer.extras["fieldmap"] = {"text": 0}
        for word in words:
            writer.add((0).to_bytes(2, "big") + word.encode(), value)
        writer.close()
    terms = Terms(W3Codec(), SegmentFile(path), Part(0, path.stat().st_size))
    assert {terms.find("text", word) for word in words} == {Term(3, 70, 9)}
    assert not any(terms.find("text", f"无{n}") for n in range(3000))
    assert terms.find("lead", words[0]) is None
    assert [word for word, _ in terms.beginning("text", "词99")][:2] == [w for w in words if w >= "词99"][:2]
