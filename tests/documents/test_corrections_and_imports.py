"""Whatever order corrections and imports come in, no correction, entry or index change is lost."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from documents import corrections, importing, index_changes, parsing
from documents.corrections.in_force import parsed_value
from documents.models import Chapter, Correction, IndexChange, Measure, Plan
from tests.documents.texts import Heading, Parser, body, measure, parsed_text, raw_text, target

SENTENCES = [
    "扩大农村妇女宫颈癌和乳腺癌筛查覆盖面，逐步建立随访制度。",
    "每个县至少办好一所公立医院，改善基础设施条件。",
    "完善综合监管制度，建立部门协同机制并向社会公开。",
    "推进药品集中带量采购，保障短缺药品供应。",
    "发展中医药服务，推广适宜技术。",
    "加强组织领导。",
    "加强组织领导。",  # the same words in two places
]
TITLES = ["妇幼健康", "医院建设", "综合监管"]
LABELS = ["一、", "二、", "三、"]


@st.composite
def headings(draw: st.DrawFn) -> list[Heading]:
    """Some of the sentences, in any order, under up to three headings, one perhaps below another; some altered."""
    chosen = draw(st.permutations(range(len(SENTENCES))))[: draw(st.integers(0, len(SENTENCES)))]
    titles = draw(st.lists(st.sampled_from(TITLES), max_size=3))
    made = [Heading(label, title) for label, title in zip(LABELS, titles, strict=False)]
    for at, sentence in enumerate(chosen):
        text = SENTENCES[sentence] + draw(st.sampled_from(["", "", "并纳入考核。"]))
        bodies = [body("省卫生健康委")] if draw(st.booleans()) else []
        goals = [target("覆盖率", draw(st.integers(1, 3)))] if draw(st.booleans()) else []
        item = measure(text, label=f"({at})", bodies=bodies, targets=goals)
        if made:
            holder = made[draw(st.integers(0, len(made) - 1))]
            holder.measures = [*holder.measures, item]
    if len(made) > 1 and draw(st.booleans()):
        made[0].below = [made.pop()]
    return made


IMPORTS = st.tuples(st.just("import"), headings())
FIELDS = st.one_of(
    st.tuples(st.just("lead"), st.sampled_from(["甲", "乙", None])),
    st.tuples(st.just("text"), st.sampled_from(["改过的正文", SENTENCES[0]])),
    st.tuples(st.just("kind"), st.sampled_from(["measure", "goal"])),
    st.tuples(st.just("hidden"), st.booleans()),
    st.tuples(st.just("responsibilities"), st.sampled_from([[], [{"as_written": "省财政厅", "role": "lead"}]])),
    st.tuples(st.just("targets"), st.sampled_from([[], [{"indicator": "率", "value": 5}]])),
)
MEASURES = st.tuples(st.just("measure"), st.integers(0, 30), FIELDS)
CHAPTERS = st.tuples(
    st.just("chapter"),
    st.integers(0, 30),
    st.one_of(
        st.tuples(st.just("title"), st.sampled_from(["新题", "妇幼健康"])), st.tuples(st.just("hidden"), st.booleans())
    ),
)
PLACES = st.tuples(st.just("place"), st.integers(0, 30), st.integers(0, 30))
REVERTS = st.tuples(st.just("revert"), st.integers(0, 30))
STEPS = st.lists(st.one_of(IMPORTS, MEASURES, CHAPTERS, PLACES, REVERTS), max_size=12)


@dataclass
class Story:
    """What has been done so far, beside the database."""

    parser: Parser
    imports: int = 0
    corrected: dict[tuple[str, int, str], Any] = field(default_factory=dict)
    seen: set[int] = field(default_factory=set)
    index: dict[int, Any] = field(default_factory=dict)

    def do(self, step: tuple[Any, ...]) -> None:
        what, *rest = step
        getattr(self, f"_{what}")(*rest)
        self._drain()
        self._check()

    def _import(self, tree: list[Heading]) -> None:
        self.parser.gives = parsed_text(tree)
        self.imports += 1
        importing.import_text(raw_text(f"第{self.imports}版"))
        found = Counter(Measure.objects.filter(found=True).values_list("parsed__text", flat=True))
        assert found == Counter(item.text for item in self.parser.gives.measures)
        order = [m.parsed["text"] for m in Measure.objects.filter(found=True).order_by("order")]
        assert order == [item.text for item in self.parser.gives.measures]

    def _correct(self, entry: Measure | Chapter, name: str, value: Any) -> None:
        corrections.correct(entry, name, value, by=None)
        key = (type(entry).__name__, entry.pk, name)
        cleaned = corrections.clean(entry, name, value)
        if Correction.objects.filter(field=name, **{type(entry).__name__.lower(): entry}).exists():
            self.corrected[key] = cleaned
        else:
            assert corrections.same(cleaned, parsed_value(entry, name))
            self.corrected.pop(key, None)

    def _measure(self, number: int, change: tuple[str, Any]) -> None:
        if entries := list(Measure.objects.order_by("pk")):
            self._correct(entries[number % len(entries)], *change)

    def _chapter(self, number: int, change: tuple[str, Any]) -> None:
        if entries := list(Chapter.objects.order_by("pk")):
            self._correct(entries[number % len(entries)], *change)

    def _place(self, number: int, chapter: int) -> None:
        entries, chapters = list(Measure.objects.order_by("pk")), list(Chapter.objects.order_by("pk"))
        if entries and chapters:
            self._correct(entries[number % len(entries)], "chapter", chapters[chapter % len(chapters)].pk)

    def _revert(self, number: int) -> None:
        if rows := list(Correction.objects.order_by("pk")):
            row = rows[number % len(rows)]
            self.corrected.pop((type(row.entry).__name__, row.entry.pk, row.field))
            assert corrections.revert(row.entry, row.field, None)

    def _drain(self) -> None:
        """What the index worker does: fetch each recorded measure anew."""
        contents = index_changes.contents(Plan.objects.get().pk)
        for pk in IndexChange.objects.values_list("measure_id", flat=True):
            self.index.pop(pk, None)
            if pk in contents:
                self.index[pk] = contents[pk]
        IndexChange.objects.all().delete()
        assert self.index == contents

    def _check(self) -> None:
        now = set(Measure.objects.values_list("pk", flat=True))
        assert self.seen <= now
        self.seen = now
        assert Correction.objects.count() == len(self.corrected)
        for (kind, pk, name), value in self.corrected.items():
            entries = Measure.objects if kind == "Measure" else Chapter.objects
            self._check_correction(entries.get(pk=pk), name, value)
        for entry in Measure.objects.select_related("chapter"):
            assert entry.chapter is None or entry.chapter.visible
            assert entry.text == corrections.stored_value(entry, "text")

    def _check_correction(self, entry: Any, name: str, value: Any) -> None:
        assert corrections.stored_value(entry, name) == value
        if name in ("responsibilities", "targets"):
            assert [row.order for row in getattr(entry, name).all()] == list(range(len(value)))
        elif name != "chapter":
            assert getattr(entry, name) == value
        if name != "hidden":
            assert entry.kept


@pytest.mark.django_db
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=headings(), steps=STEPS)
def test_any_order_of_corrections_and_imports_loses_nothing(
    parser: Parser, monkeypatch: pytest.MonkeyPatch, first: list[Heading], steps: list[tuple[Any, ...]]
) -> None:
    with transaction.atomic():
        story = Story(parser)
        for step in [("import", first), *steps]:
            story.do(step)
        assert Plan.objects.count() == 1
        transaction.set_rollback(True)


@pytest.mark.django_db
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tree=headings())
def test_reading_the_same_again_is_no_change(
    parser: Parser, monkeypatch: pytest.MonkeyPatch, tree: list[Heading]
) -> None:
    with transaction.atomic():
        parser.gives = parsed_text(tree)
        importing.import_text(raw_text("原文"))
        before = list(Measure.objects.order_by("pk").values())
        IndexChange.objects.all().delete()
        monkeypatch.setattr(parsing, "PARSER_VERSION", f"{parser.asked} later")
        result = importing.import_text(raw_text("原文"))
        assert result.status == "unchanged"
        assert list(Measure.objects.order_by("pk").values()) == before
        assert not IndexChange.objects.exists()
        transaction.set_rollback(True)
