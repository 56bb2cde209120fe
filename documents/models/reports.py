"""What readers without an account say is wrong."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from documents.models.entries import Measure
from documents.models.plans import Plan

MOST_CHARACTERS = 1000  # of a note: enough to say what is wrong, too few for an essay


class ReaderReport(models.Model):
    """A note for admins: what a reader found wrong with a measure, or with a plan as a whole. It changes nothing."""

    class Kind(models.TextChoices):
        TEXT = "text", "文字有误"
        STRUCTURE = "structure", "分条、标题或层级有误"
        AGENCY = "agency", "责任单位有误"
        TARGET = "target", "量化指标有误"
        FACTS = "facts", "文号、日期等文件信息有误"
        OTHER = "other", "其他"

    class State(models.TextChoices):
        OPEN = "open", "待处理"
        DONE = "done", "已处理"
        DISMISSED = "dismissed", "不予处理"

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="reports", verbose_name="文件")
    measure = models.ForeignKey(
        Measure, models.CASCADE, null=True, blank=True, related_name="reports", verbose_name="措施"
    )
    kind = models.CharField("问题", max_length=20, choices=Kind, default=Kind.TEXT)
    note = models.TextField("说明", max_length=MOST_CHARACTERS)
    seen = models.TextField("报告时的内容", blank=True, editable=False, help_text="读者当时看到的正文，以便日后对照。")
    # Who sent many is told by a keyed digest of the day and the address, and only on that day: then it is emptied.
    origin = models.CharField("来处摘要", max_length=64, blank=True, db_index=True, editable=False)
    made_at = models.DateTimeField("报告时间", auto_now_add=True, db_index=True)
    state = models.CharField("状态", max_length=20, choices=State, default=State.OPEN, db_index=True)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="处理人"
    )
    handled_at = models.DateTimeField("处理时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "读者报错"
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}：{self.measure or self.plan}"
