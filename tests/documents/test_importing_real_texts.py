"""The five real texts, read by the real parser: imported twice they are there once, and edited they are recognised."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from documents import importing, parsing
from documents.importing import ImportResult, Status
from documents.models import IndexChange, Measure, Plan
from documents.parsing.reading import read_bytes, read_path
from documents.parsing.tree import ParsedText

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def each_text_once() -> Callable[..., ParsedText]:
    """The real parser, which reads each text once for all tests."""
    parse = parsing.parse

    @cache
    def read(text: str, file: str, sha256: str) -> ParsedText:
        return parse(text, file=file, sha256=sha256)

    return lambda text, *, file, sha256, **_: read(text, file, sha256)


@pytest.fixture(autouse=True)
def real_parser(each_text_once: Callable[..., ParsedText], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parsing, "parse", each_text_once)


@pytest.fixture
def first(source_paths: list[Path]) -> list[ImportResult]:
    results = [importing.import_path(path) for path in source_paths]
    IndexChange.objects.all().delete()
    return results


def numbers() -> dict[int, str]:
    """The text of each measure that the parser finds, by number."""
    return dict(Measure.objects.filter(found=True).values_list("pk", "text"))


def test_each_text_is_one_plan_of_the_province_that_the_parser_names(
    first: list[ImportResult], source_paths: list[Path]
) -> None:
    assert [result.status for result in first] == [Status.NEW] * 5
    texts = [read_path(path) for path in source_paths]
    named = [parsing.parse(raw.text, file=raw.file, sha256=raw.sha256).plan.province for raw in texts]
    plans = Plan.objects.select_related("province").order_by("pk")
    assert [plan.province.name if plan.province else None for plan in plans] == named
    assert "贵州" in named


def test_imported_again_nothing_is_new(first: list[ImportResult], source_paths: list[Path]) -> None:
    before = numbers()
    again = [importing.import_path(path) for path in source_paths]
    assert [result.status for result in again] == [Status.UNCHANGED] * 5
    assert numbers() == before


def test_read_by_a_newer_parser_everything_keeps_its_number(
    first: list[ImportResult], source_paths: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = numbers()
    monkeypatch.setattr(parsing, "PARSER_VERSION", "a later one")
    again = [importing.import_path(path) for path in source_paths]
    assert [result.status for result in again] == [Status.UNCHANGED] * 5
    assert numbers() == before
    assert not IndexChange.objects.exists()


@pytest.mark.parametrize("which", range(5))
def test_an_edited_text_keeps_its_plan_and_the_numbers_of_what_is_still_there(
    source_paths: list[Path], which: int
) -> None:
    raw = read_path(source_paths[which])
    first = importing.import_text(raw)
    before = numbers()
    lines = raw.text.splitlines(keepends=True)
    dropped = [at for at, line in enumerate(lines) if len(line) > 60][3::9]
    edited = "".join(line for at, line in enumerate(lines) if at not in dropped).replace("加强", "强化")
    result = importing.import_text(read_bytes(edited.encode(), raw.file))
    assert (result.status, result.plan_id) == (Status.UPDATED, first.plan_id)
    importing.import_text(raw)
    assert {pk: text for pk, text in numbers().items() if pk in before} == before
    assert Plan.objects.count() == 1
