"""What a person put in the place of what was parsed, and what the index has yet to hear of."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from documents.models.entries import Chapter, Measure
from documents.models.plans import Plan


class Correction(models.Model):
    """What a person put in the place of one parsed field of one entry."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="corrections", verbose_name="文件")
    chapter = models.ForeignKey(
        Chapter, models.CASCADE, null=True, blank=True, related_name="corrections", verbose_name="章节"
    )
    measure = models.ForeignKey(
        Measure, models.CASCADE, null=True, blank=True, related_name="corrections", verbose_name="措施"
    )
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

    @property
    def entry(self) -> Plan | Chapter | Measure:
        """What was corrected."""
        return self.measure or self.chapter or self.plan


class CorrectionAct(models.Model):
    """One act of correcting or reverting, kept for good: who did what, when, and what stood there before."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="correction_acts", verbose_name="文件")
    chapter = models.ForeignKey(
        Chapter, models.CASCADE, null=True, blank=True, related_name="correction_acts", verbose_name="章节"
    )
    measure = models.ForeignKey(
        Measure, models.CASCADE, null=True, blank=True, related_name="correction_acts", verbose_name="措施"
    )
    field = models.CharField("字段", max_length=40)
    before = models.JSONField("原值", null=True)
    after = models.JSONField("新值", null=True)
    reverted = models.BooleanField("恢复解析结果", default=False)
    reason = models.CharField("理由", max_length=300, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="操作人"
    )
    made_at = models.DateTimeField("操作时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "更正记录"
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.entry}：{self.field}"

    @property
    def entry(self) -> Plan | Chapter | Measure:
        """What was corrected."""
        return self.measure or self.chapter or self.plan


class IndexChange(models.Model):
    """A measure that the search index has yet to hear of; written with the change, drained by the index worker."""

    measure_id = models.BigIntegerField("措施编号", db_index=True)
    recorded_at = models.DateTimeField("记录时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "待索引变更"
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.measure_id)
