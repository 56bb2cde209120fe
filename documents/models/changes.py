"""What a person put in the place of what was parsed, all that was ever done to entries, and what the index has yet to
hear of."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models

from documents.models.entries import Chapter, Measure
from documents.models.plans import Plan


class OfEntry(models.Model):
    """A row about one entry: a measure, a chapter, or the plan itself where it names neither."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="%(class)ss", verbose_name="文件")
    chapter = models.ForeignKey(
        Chapter, models.CASCADE, null=True, blank=True, related_name="%(class)ss", verbose_name="章节"
    )
    measure = models.ForeignKey(
        Measure, models.CASCADE, null=True, blank=True, related_name="%(class)ss", verbose_name="措施"
    )

    class Meta:
        abstract = True

    @property
    def entry(self) -> Plan | Chapter | Measure:
        """What the row is about."""
        return self.measure or self.chapter or self.plan


class Correction(OfEntry):
    """What a person put in the place of one parsed field of one entry.

    Beside the correctable fields there is `checked`: a person compared the entry with its source; `value` is then the
    digest of what they saw.
    """

    field = models.CharField("字段", max_length=40)
    value = models.JSONField("更正为", null=True)
    parsed_value = models.JSONField("更正时的解析结果", null=True)
    reason = models.CharField("理由", max_length=300, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="更正人"
    )
    made_at = models.DateTimeField("更正时间", auto_now=True)

    class Meta:
        verbose_name = verbose_name_plural = "人工更正"
        ordering = ["-made_at"]
        constraints = [
            models.UniqueConstraint(fields=["measure", "field"], name="correction_once_a_measure_field"),
            models.UniqueConstraint(fields=["chapter", "field"], name="correction_once_a_chapter_field"),
            models.UniqueConstraint(
                fields=["plan", "field"],
                condition=models.Q(chapter=None, measure=None),
                name="correction_once_a_plan_field",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entry}：{self.field}"


class CorrectionAct(OfEntry):
    """One change of one entry, kept for good: what was done, by whom, when, and what stood there before."""

    class Kind(models.TextChoices):
        CORRECT = "correct", "更正"
        REVERT = "revert", "恢复解析结果"
        ADD = "add", "添加"
        SPLIT = "split", "拆分"
        MERGE = "merge", "合并"
        CHECK = "check", "核对"
        IMPORT = "import", "导入"

    kind = models.CharField("操作", max_length=10, choices=Kind, default=Kind.CORRECT)
    # All that was done in one go: it is undone together.
    batch = models.UUIDField("批次", default=uuid.uuid4, editable=False, db_index=True)
    field = models.CharField("字段", max_length=40, blank=True)
    before = models.JSONField("原值", null=True)
    after = models.JSONField("新值", null=True)
    undone = models.BooleanField("已撤销", default=False)
    reason = models.CharField("理由", max_length=300, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="操作人"
    )
    made_at = models.DateTimeField("操作时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "更正记录"
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.entry}：{self.field or self.get_kind_display()}"


class IndexChange(models.Model):
    """A measure that the search index has yet to hear of; written with the change, drained by the index worker."""

    measure_id = models.BigIntegerField("措施编号", db_index=True)
    recorded_at = models.DateTimeField("记录时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "待索引变更"
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.measure_id)
