"""What the tests of importing and correcting share."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User

from documents import importing, parsing
from documents.importing import ImportResult
from documents.models import IndexChange
from tests.documents.texts import Heading, Parser, body, measure, parsed_text, raw_text, target

Import = Callable[..., ImportResult]

SCREENING = "扩大农村妇女宫颈癌和乳腺癌筛查覆盖面，将适龄妇女纳入免费筛查范围，逐步建立随访制度。"
HOSPITALS = "每个县至少办好一所公立医院，改善基础设施条件，提升急诊急救和重症救治能力。"
SUPERVISION = "完善综合监管制度，建立部门协同机制，定期通报检查结果并向社会公开。"


def two_chapters() -> list[Heading]:
    """A small plan: two chapters, three measures, two bodies and a target."""
    screening = measure(
        SCREENING,
        label="(一)",
        lead="扩大筛查",
        bodies=[
            body("省卫生健康委", "贵州省卫生健康委员会", "lead"),
            body("各市（州）人民政府", "各市（州）人民政府"),
        ],
        targets=[target("筛查率", 80)],
    )
    return [
        Heading("一、", "加强妇幼保健", [screening]),
        Heading("二、", "完善服务体系", [measure(HOSPITALS, label="(一)"), measure(SUPERVISION, label="(二)")]),
    ]


@pytest.fixture
def parser(monkeypatch: pytest.MonkeyPatch) -> Parser:
    """A parser that gives the small plan until it is told otherwise."""
    stand_in = Parser(gives=parsed_text(two_chapters()))
    monkeypatch.setattr(parsing, "parse", stand_in, raising=False)
    monkeypatch.setattr(parsing, "PARSER_VERSION", stand_in.version, raising=False)
    return stand_in


@pytest.fixture
def import_again(parser: Parser, monkeypatch: pytest.MonkeyPatch) -> Callable[[list[Heading]], ImportResult]:
    """Imports the same text with a newer parser that reads other headings in it."""

    def again(headings: list[Heading]) -> ImportResult:
        parser.gives = parsed_text(headings, facts=parser.gives.plan)
        monkeypatch.setattr(parsing, "PARSER_VERSION", str(parser.asked + 100))
        return importing.import_text(raw_text("原文"))

    return again


@pytest.fixture
def imported(db: None, parser: Parser) -> ImportResult:
    """The small plan, imported; the index has heard of it."""
    result = importing.import_text(raw_text("原文"))
    IndexChange.objects.all().delete()
    return result


@pytest.fixture
def editor(db: None) -> User:
    return User.objects.create_user("editor")
