"""What a person should look at, and what they made of it."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from documents.models.changes import OfEntry
from documents.models.reports import ReaderReport


class ReviewItem(OfEntry):
    """One thing that the parser, an import or a reader was unsure of. Raised and taken back by `review.raising`; only a
    person settles it, and what they settled is not raised again until its ground changes.
    """

    class Kind(models.TextChoices):
        CONFLICT = "conflict", "更正与新解析不一致"
        REPORT = "report", "读者报错"
        LAPSED = "lapsed", "核对后有变动"
        LOST = "lost", "文字缺失"
        UNPLACED = "unplaced", "未能归位的文字"
        AGENCY = "agency", "未识别的部门"
        REPAIR = "repair", "建议的修复"
        NUMBERING = "numbering", "序号不连续"
        DAMAGE = "damage", "文本残缺"
        UNSURE = "unsure", "解析把握不大"

    class State(models.TextChoices):
        OPEN = "open", "待处理"
        ACCEPTED = "accepted", "已采纳"
        CORRECTED = "corrected", "已更正"
        DISMISSED = "dismissed", "不予处理"
        GONE = "gone", "不再存在"

    kind = models.CharField("类别", max_length=20, choices=Kind)
    # What it is about, whatever number or place that has: an import raises the same item again under the same key.
    key = models.CharField("标识", max_length=64, editable=False)
    ground = models.CharField("依据", max_length=64, blank=True, editable=False)
    field = models.CharField("字段", max_length=40, blank=True)
    message = models.CharField("说明", max_length=500, blank=True)
    detail = models.JSONField("内容", default=dict)
    spans = models.JSONField("位置", default=list)
    worth = models.FloatField("价值", default=0)
    report = models.ForeignKey(
        ReaderReport, models.CASCADE, null=True, blank=True, related_name="review_items", verbose_name="读者报错"
    )
    state = models.CharField("状态", max_length=20, choices=State, default=State.OPEN)
    raised_at = models.DateTimeField("提出时间", auto_now_add=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="处理人"
    )
    settled_at = models.DateTimeField("处理时间", null=True, blank=True)
    # The acts by which it was settled: undoing it undoes them.
    batch = models.UUIDField("批次", null=True, blank=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "核对事项"
        ordering = ["-worth", "pk"]
        constraints = [models.UniqueConstraint(fields=["plan", "key"], name="review_item_once_in_plan")]
        indexes = [
            models.Index(fields=["state", "-worth"], name="review_by_worth"),
            models.Index(fields=["settled_by", "-settled_at"], name="review_by_person"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}：{self.message or self.entry}"
