"""Stories of an admin and a parser: corrections of all kinds and re-imports in any order, with what must hold after
each step. Held to what the test itself has noted down, not to what the product says of itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from hypothesis import strategies as st

from documents import corrections, importing, index_changes
from documents.corrections.acts import Doing
from documents.corrections.conflicts import keep_mine, take_parsed
from documents.corrections.in_force import Corrections, parsed_value, value_in_force, without_spans
from documents.models import Chapter, Correction, CorrectionAct, IndexChange, Measure, Plan, ReviewItem, Succession
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
    """Some of the sentences, in any order, under up to three headings, one perhaps below another; some altered, some
    read as one with the next, and somewhere else in the text each time.
    """
    chosen = draw(st.permutations(range(len(SENTENCES))))[: draw(st.integers(0, len(SENTENCES)))]
    titles = draw(st.lists(st.sampled_from(TITLES), max_size=3))
    made = [Heading(label, title) for label, title in zip(LABELS, titles, strict=False)]
    shift = draw(st.integers(0, 50))
    for at, sentence in enumerate(chosen):
        text = SENTENCES[sentence] + draw(st.sampled_from(["", "", "并纳入考核。", SENTENCES[0]]))
        bodies = [body("省卫生健康委")] if draw(st.booleans()) else []
        goals = [target("覆盖率", draw(st.integers(1, 3)))] if draw(st.booleans()) else []
        kind = draw(st.sampled_from(["measure", "measure", "goal"]))
        item = measure(text, label=f"({at})", kind=kind, bodies=bodies, targets=goals, at=shift + 10 * at)
        if made:
            holder = made[draw(st.integers(0, len(made) - 1))]
            holder.measures = [*holder.measures, item]
    if len(made) > 1 and draw(st.booleans()):
        made[0].below = [made.pop()]
    return made


ANY = st.integers(0, 30)
IMPORTS = st.tuples(st.just("import"), headings())
FIELDS = st.one_of(
    st.tuples(st.just("lead"), st.sampled_from(["甲", "乙", None])),
    st.tuples(st.just("text"), st.sampled_from(["改过的正文", SENTENCES[0], SENTENCES[1] + "并纳入考核。"])),
    st.tuples(st.just("kind"), st.sampled_from(["measure", "goal"])),
    st.tuples(st.just("hidden"), st.booleans()),
    st.tuples(st.just("themes"), st.sampled_from([["基层卫生"], ["中医药", "基层卫生"]])),
    st.tuples(
        st.just("responsibilities"),
        st.sampled_from([[], [{"as_written": "省财政厅", "role": "lead"}], [{"as_written": "省卫生健康委"}]]),
    ),
    st.tuples(st.just("targets"), st.sampled_from([[], [{"indicator": "率", "value": 5}]])),
)
CHAPTER_FIELDS = st.one_of(
    st.tuples(st.just("title"), st.sampled_from(["新题", "妇幼健康"])), st.tuples(st.just("hidden"), st.booleans())
)
PLAN_FIELDS = st.one_of(
    st.tuples(st.just("issued_on"), st.sampled_from(["2021-08-20", "2022-01-01", None])),
    st.tuples(st.just("title"), st.sampled_from(["某规划", "贵州省“十四五”卫生健康发展规划"])),
)
# What a person does, with which entries: numbers that choose among those that there are.
ACTS = st.one_of(
    st.tuples(st.just("measure"), ANY, FIELDS),
    st.tuples(st.just("chapter"), ANY, CHAPTER_FIELDS),
    st.tuples(st.just("plan"), PLAN_FIELDS),
    st.tuples(st.just("place"), ANY, ANY),
    st.tuples(st.just("behind"), ANY, ANY),
    st.tuples(st.just("revert"), ANY),
    st.tuples(st.just("add"), ANY, st.sampled_from(["新增的一条措施。", SENTENCES[3]])),
    st.tuples(st.just("add_chapter"), ANY, st.sampled_from(["补上的章节", TITLES[2]])),
    st.tuples(st.just("split"), ANY),
    st.tuples(st.just("merge"), ANY, ANY),
    st.tuples(st.just("check"), ANY),
    st.tuples(st.just("check_plan")),
    st.tuples(st.just("undo"), ANY),
)
DECISIONS = st.tuples(st.just("decide"), ANY, st.booleans())
ALONE = st.lists(ACTS, max_size=8)
STEPS = st.lists(st.one_of(IMPORTS, ACTS, ACTS, DECISIONS), max_size=12)


@dataclass
class Story:
    """What has been done so far, beside the database."""

    parser: Parser
    imports: int = 0
    seen: set[int] = field(default_factory=set)
    index: dict[int, Any] = field(default_factory=dict)
    # what the parser said of each corrected field when a person last looked at that
    grounds: dict[tuple[str, int, str], Any] = field(default_factory=dict)
    batches: list[UUID] = field(default_factory=list)
    refused: Counter[str] = field(default_factory=Counter)

    def do(self, step: tuple[Any, ...]) -> None:
        what, *rest = step
        acts = CorrectionAct.objects.count()
        try:
            getattr(self, f"_{what}")(*rest)
        except ValidationError:  # what cannot be done is refused whole
            self.refused[what] += 1
            assert CorrectionAct.objects.count() == acts
        assert CorrectionAct.objects.count() >= acts
        self._note_grounds(forget=what != "import")
        self._note_batches()
        self._drain()
        check_all(self)

    # --- the parser

    def _import(self, tree: list[Heading]) -> None:
        self.parser.gives = parsed_text(tree)
        self.imports += 1
        said, shown = _persons_words(), _worked_on()
        importing.import_text(raw_text(f"第{self.imports}版"))
        assert _persons_words() == said
        assert shown <= _worked_on()
        found = Counter(Measure.objects.filter(found=True).values_list("parsed__text", flat=True))
        assert found == Counter(item.text for item in self.parser.gives.measures)
        order = [m.parsed["text"] for m in Measure.objects.filter(found=True).order_by("place")]
        assert order == [item.text for item in self.parser.gives.measures]

    # --- the person

    def _measure(self, number: int, change: tuple[str, Any]) -> None:
        _with(Measure, number, lambda entry: corrections.correct(entry, *change, by=None))

    def _chapter(self, number: int, change: tuple[str, Any]) -> None:
        _with(Chapter, number, lambda entry: corrections.correct(entry, *change, by=None))

    def _plan(self, change: tuple[str, Any]) -> None:
        corrections.correct(Plan.objects.get(), *change, by=None)

    def _place(self, number: int, chapter: int) -> None:
        _with(Measure, number, lambda entry: _with(
            Chapter, chapter, lambda holder: corrections.correct(entry, "chapter", holder.pk, by=None)
        ))  # fmt: skip

    def _behind(self, number: int, other: int) -> None:
        _with(Measure, number, lambda entry: _with(
            Measure, other, lambda anchor: corrections.correct(entry, "after", anchor.pk, by=None)
        ))  # fmt: skip

    def _revert(self, number: int) -> None:
        _with(Correction, number, lambda row: row.field == "checked" or corrections.revert(row.entry, row.field, None))

    def _add(self, number: int, text: str) -> None:
        anchors = [None, *Measure.objects.order_by("pk")]
        corrections.add_measure(Plan.objects.get(), {"text": text}, after=anchors[number % len(anchors)], by=None)

    def _add_chapter(self, number: int, title: str) -> None:
        anchors = [None, *Chapter.objects.order_by("pk")]
        corrections.add_chapter(Plan.objects.get(), {"title": title}, after=anchors[number % len(anchors)], by=None)

    def _split(self, number: int) -> None:
        def halves(entry: Measure) -> None:
            middle = len(entry.text) // 2
            parts = [corrections.Part(entry.text[:middle], entry.label), corrections.Part(entry.text[middle:])]
            corrections.split(entry, parts, by=None)

        _with(Measure, number, halves)

    def _merge(self, number: int, other: int) -> None:
        every = list(Measure.objects.visible().order_by("pk"))
        if every:
            corrections.merge([every[number % len(every)], every[other % len(every)]], by=None)

    def _check(self, number: int) -> None:
        _with(Measure, number, lambda entry: corrections.check(entry, by=None))

    def _check_plan(self) -> None:
        corrections.check(Plan.objects.get(), by=None)

    def _undo(self, number: int) -> None:
        if self.batches:
            corrections.undo(self.batches[number % len(self.batches)], by=None)

    def _decide(self, number: int, take: bool) -> None:
        items = list(ReviewItem.objects.filter(kind="conflict", state="open").order_by("pk"))
        if not items:
            return
        item = items[number % len(items)]
        if take:
            take_parsed(item, Doing(None))
        else:
            keep_mine(item)
            self._note_ground(item.entry, item.field)
            ReviewItem.objects.filter(pk=item.pk).update(state="dismissed")

    # --- what is noted down

    def _note_grounds(self, *, forget: bool) -> None:
        """The parser's word under each correction, when it is first met; of corrections that are gone nothing."""
        rows = list(Correction.objects.exclude(field="checked"))
        for row in rows:
            if (key := _key(row.entry, row.field)) not in self.grounds or self.grounds[key][0] != row.value:
                self.grounds[key] = (row.value, parsed_value(row.entry, row.field))
        keys = {_key(row.entry, row.field) for row in rows}
        self.grounds = {key: ground for key, ground in self.grounds.items() if key in keys}

    def _note_ground(self, entry: Any, name: str) -> None:
        if (key := _key(entry, name)) in self.grounds:
            self.grounds[key] = (self.grounds[key][0], parsed_value(entry, name))

    def _note_batches(self) -> None:
        acts = CorrectionAct.objects.filter(undone=False).exclude(kind="import").order_by("pk")
        self.batches = list(dict.fromkeys(acts.values_list("batch", flat=True)))

    def _drain(self) -> None:
        """What the index worker does: fetch each recorded measure anew."""
        contents = index_changes.contents(Plan.objects.get().pk)
        for pk in IndexChange.objects.values_list("measure_id", flat=True):
            self.index.pop(pk, None)
            if pk in contents:
                self.index[pk] = contents[pk]
        IndexChange.objects.all().delete()
        assert self.index == contents


def check_all(story: Story) -> None:
    """What holds whatever was done."""
    _numbers_stay(story)
    _what_persons_said_is_in_force()
    _conflicts_are_asked_about(story)
    _addresses_lead_somewhere()
    _what_was_put_behind_stands_behind()


def _numbers_stay(story: Story) -> None:
    now = set(Measure.objects.values_list("pk", flat=True))
    assert story.seen <= now
    story.seen = now


def _what_persons_said_is_in_force() -> None:
    every = Corrections(Plan.objects.get().pk)
    for row in Correction.objects.select_related("plan", "chapter", "measure"):
        entry = row.entry
        if row.field in ("responsibilities", "targets"):
            shown = [str(part).split("达到")[0] for part in getattr(entry, row.field).all()]
            assert shown == [part.get("as_written") or part.get("indicator") for part in row.value or []]
        elif row.field not in ("chapter", "parent", "after", "checked", "issued_on"):
            assert getattr(entry, row.field) == row.value
        if row.field != "hidden":
            assert entry.kept
    for each in Measure.objects.select_related("chapter"):
        assert each.chapter is None or each.chapter.visible
        assert each.text == value_in_force(each, "text", every.of(each))


def _conflicts_are_asked_about(story: Story) -> None:
    """Wherever the parser's word has changed under what a person put there, and nowhere else."""
    expected = set()
    for row in Correction.objects.select_related("plan", "chapter", "measure"):
        entry, key = row.entry, _key(row.entry, row.field)
        if row.field in ("hidden", "after", "checked") or not entry.found:
            continue
        now = without_spans(parsed_value(entry, row.field))
        if now not in (without_spans(story.grounds[key][1]), without_spans(row.value)):
            expected.add(key)
    items = ReviewItem.objects.filter(kind="conflict", state="open", detail__about="value")
    assert {_key(item.entry, item.field) for item in items} == expected


def _addresses_lead_somewhere() -> None:
    """A measure that was split or merged away leads to what is there; no way goes in a circle."""
    following: dict[int, list[int]] = {}
    for origin, successor in Succession.objects.values_list("measure", "successor"):
        following.setdefault(origin, []).append(successor)
    for first in following:
        waiting, passed = [first], set()
        while waiting:
            at = waiting.pop()
            if at not in passed:
                passed.add(at)
                waiting += following.get(at, ())
        assert [at for at in passed if at not in following]


def _what_was_put_behind_stands_behind() -> None:
    """Nothing that nobody moved stands between an entry and the one that a person put it behind."""
    order = dict(Measure.objects.values_list("pk", "order"))
    moved = dict(Correction.objects.filter(field="after").exclude(measure=None).values_list("measure", "value"))
    for pk, anchor in moved.items():
        if anchor in order:
            assert order[anchor] < order[pk]
            between = [other for other, at in order.items() if order[anchor] < at < order[pk]]
            assert set(between) <= moved.keys()


def _persons_words() -> list[tuple[Any, ...]]:
    rows = Correction.objects.order_by("pk")
    return list(rows.values_list("pk", "plan", "chapter", "measure", "field", "value", "reason", "made_by", "made_at"))


def _worked_on() -> set[int]:
    """The measures that readers see and a person has worked on."""
    return set(Measure.objects.visible().filter(corrections__isnull=False).values_list("pk", flat=True))


def _key(entry: Any, name: str) -> tuple[str, int, str]:
    return type(entry).__name__, entry.pk, name


def _with(model: Any, number: int, act: Callable[[Any], Any]) -> None:
    """Does something with one of the rows there are."""
    if rows := list(model.objects.order_by("pk")):
        act(rows[number % len(rows)])
