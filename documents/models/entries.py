"""What a plan is made of: chapters and measures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.urls import reverse

from documents.models.plans import SEEN_WITH_PLAN, Correctable, Plan
from documents.models.sources import SourceText

if TYPE_CHECKING:
    from documents.models.parts import Citation, Responsibility, Target

BEGINNING, BEGINNING_AFTER_TITLE = 30, 20  # characters of a text that stand for it where it has no name


class Placed(Correctable):
    """An entry that stands somewhere in a plan."""

    # Where the imports put it among its kind, and where it stands: behind another one, if a person said so.
    place = models.PositiveIntegerField("导入次序", default=0, editable=False)
    order = models.PositiveIntegerField("次序")
    added = models.BooleanField("人工添加", default=False, editable=False)
    spans = models.JSONField("位置", default=list, editable=False)

    class Meta:
        abstract = True


class ChapterQuerySet(models.QuerySet["Chapter"]):
    def visible(self) -> ChapterQuerySet:
        """What readers see. Entries below a heading that is not seen stand under the nearest one that is."""
        return self.filter(SEEN_WITH_PLAN)


class Chapter(Placed):
    """A heading of a plan with what stands under it."""

    CORRECTABLE = ("label", "title", "parent", "after", "hidden")

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="chapters", verbose_name="文件")
    parent = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="children", verbose_name="上级章节"
    )
    level = models.PositiveSmallIntegerField("层级", default=1)
    label = models.CharField("序号", max_length=40, null=True, blank=True)
    title = models.CharField("标题", max_length=500, null=True, blank=True)
    source = models.ForeignKey(SourceText, models.SET_NULL, null=True, editable=False, related_name="chapters")

    objects = ChapterQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "章节"
        ordering = ["plan_id", "order"]
        indexes = [models.Index(fields=["plan", "order"], name="chapter_in_plan")]

    def __str__(self) -> str:
        return self.heading

    def get_absolute_url(self) -> str:
        return reverse("documents:chapter", args=[self.pk])

    @property
    def heading(self) -> str:
        """Label and title as one line: 第十五章 药品供应保障行动, 一、夯实基础."""
        return _on_one_line(self.label, self.title)


class MeasureQuerySet(models.QuerySet["Measure"]):
    def visible(self) -> MeasureQuerySet:
        """What readers see: parsed or added, and not hidden by a person."""
        return self.filter(SEEN_WITH_PLAN)

    def with_context(self) -> MeasureQuerySet:
        """All that a list of hits shows of each, in a fixed number of queries."""
        from documents.models.parts import Responsibility

        named = Responsibility.objects.select_related("agency").defer("spans", "agency__lexicon_names")
        bodies = models.Prefetch("responsibilities", named)
        entries = self.select_related("plan__province", "chapter", "source").prefetch_related(bodies)
        # of no use in a list, and large or slow to read
        unseen = [f"{entry}{column}" for entry in ("", "plan__", "chapter__") for column in ("parsed", "reasons")]
        unseen += [f"{entry}{column}" for entry in ("plan__", "chapter__") for column in ("created_at", "updated_at")]
        return entries.defer("source__text", "themes_by_rule", "chapter__spans", *unseen)

    def with_parts(self) -> MeasureQuerySet:
        """Each with its `bodies` and `figures` as lists, in two further queries: lists cost a long plan far less than
        the managers that they come from. Where they stand in the source is left out: reading it takes longer than
        all that is shown of them.
        """
        from documents.models.parts import Responsibility, Target

        bodies = Responsibility.objects.select_related("agency").defer("spans", "agency__lexicon_names")
        parts: list[models.Prefetch[str]] = [
            models.Prefetch("responsibilities", bodies, to_attr="bodies"),
            models.Prefetch("targets", Target.objects.defer("spans"), to_attr="figures"),
        ]
        return self.prefetch_related(*parts)


class Measure(Placed):
    """The smallest labelled or lead-phrase unit of a plan."""

    CORRECTABLE = (
        "chapter", "after", "kind", "label", "lead", "text", "responsibilities", "targets", "themes", "hidden",
    )  # fmt: skip

    class Kind(models.TextChoices):
        MEASURE = "measure", "措施"
        BACKGROUND = "background", "背景"
        PRINCIPLE = "principle", "原则"
        GOAL = "goal", "目标"
        BOX_ITEM = "box_item", "专栏"
        IMPLEMENTATION = "implementation", "组织实施"

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="measures", verbose_name="文件")
    chapter = models.ForeignKey(
        Chapter, models.SET_NULL, null=True, blank=True, related_name="measures", verbose_name="章节"
    )
    kind = models.CharField("类型", max_length=20, choices=Kind, default=Kind.MEASURE)
    label = models.CharField("序号", max_length=40, null=True, blank=True)
    lead = models.CharField("主题句", max_length=500, null=True, blank=True)
    text = models.TextField("正文")
    # primary first (see `documents.themes`): what the rules say, and what is in force
    themes_by_rule = models.JSONField("规则所定主题", default=list, editable=False)
    themes = models.JSONField("主题", default=list, blank=True)
    source = models.ForeignKey(SourceText, models.SET_NULL, null=True, editable=False, related_name="measures")

    # its responsibilities and targets, where it was fetched `with_parts`
    bodies: list[Responsibility]
    figures: list[Target]
    cited: list[Citation]  # where it was fetched to be exported
    # whether there are any, where it was fetched for its own page
    has_citations: bool
    has_corrections: bool
    has_precedents: bool

    objects = MeasureQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "措施"
        ordering = ["plan_id", "order"]
        indexes = [
            models.Index(fields=["plan", "order"], name="measure_in_plan"),
            # counting what is seen reads this, not the texts
            models.Index(fields=["plan", "hidden", "found", "kept"], name="measure_seen_in_plan"),
        ]

    def __str__(self) -> str:
        return self.heading

    def get_absolute_url(self) -> str:
        return reverse("documents:measure", args=[self.pk])

    @property
    def heading(self) -> str:
        """The lead, else how the text begins; after the chapter's title where nothing else says what it is about."""
        if self.lead:
            return self.lead
        title = self.chapter.title if self.chapter and not self.label else None
        if title and not self.text.startswith(title):
            return f"{title}：{self._beginning(BEGINNING_AFTER_TITLE)}"
        return self._beginning(BEGINNING)

    @property
    def labelled_heading(self) -> str:
        """Label and heading as one line."""
        return _on_one_line(self.label, self.heading)

    @property
    def after_lead(self) -> str:
        """What follows the lead in the text, for where the lead stands above; the whole text if that is nothing."""
        lead = self.lead or ""
        return self.text.removeprefix(lead).lstrip("。：:；;，, \n") or self.text

    @property
    def is_checked(self) -> bool:
        """Whether a person compared it, or its plan as a whole, with the source."""
        return self.checked or self.plan.checked

    def _beginning(self, length: int) -> str:
        beginning = self.text[:length].split("\n")[0].rstrip()
        return beginning if beginning == self.text.rstrip() else f"{beginning}…"


def _on_one_line(label: str | None, title: str | None) -> str:
    # 、 ) and . stand close to their title; 第十五章 and 专栏3 want a blank
    between = " " if label and title and label[-1].isalnum() else ""
    return f"{label or ''}{between}{title or ''}"
