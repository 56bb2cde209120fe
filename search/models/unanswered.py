"""What readers looked for and the knowledge base did not have."""

from __future__ import annotations

from django.db import models


class UnansweredQuery(models.Model):
    """One query that found nothing, however many asked it. Who asked is not kept, nor the time of day."""

    class Reason(models.TextChoices):
        NOTHING_FOUND = "nothing-found", "没有结果"
        NOT_COLLECTED = "not-collected", "尚未收录"
        NOT_UNDERSTOOD = "not-understood", "无法理解"

    typed = models.CharField("检索词", max_length=100, blank=True)
    filters = models.CharField("筛选", max_length=200, blank=True)
    reason = models.CharField("原因", max_length=20, choices=Reason)
    times = models.PositiveIntegerField("次数", default=1)
    first_on = models.DateField("最早")
    last_on = models.DateField("最近")

    class Meta:
        verbose_name = verbose_name_plural = "无结果检索"
        ordering = ["-times", "-last_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["typed", "filters", "reason"], name="unanswered_query_counted_once")
        ]

    def __str__(self) -> str:
        return "，".join(part for part in (self.typed, self.filters) if part)
