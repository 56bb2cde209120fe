"""What stands in the place of measures that are no longer there."""

from __future__ import annotations

from django.db import models

from documents.models.entries import Measure


class Succession(models.Model):
    """A measure that was split or merged away, and one that stands in its place: its address leads there.

    A measure that was split has several rows, in reading order; those that were merged have one each, to the same
    successor. The measure itself is hidden, so that its number and its corrections stay. Where it is the parser that no
    longer finds a measure, since its words now stand in another, the import says so; it is withdrawn then, not hidden.
    """

    measure = models.ForeignKey(Measure, models.CASCADE, related_name="successions", verbose_name="原措施")
    successor = models.ForeignKey(Measure, models.CASCADE, related_name="precedents", verbose_name="后继措施")
    order = models.PositiveSmallIntegerField("次序", default=0)
    # What the parser said of the measure when a person decided: where it says something else, they are asked again.
    ground = models.TextField("当时的解析结果", blank=True, editable=False)
    by_import = models.BooleanField("由导入得出", default=False, help_text="新的解析把原措施并入了后继措施。")
    made_at = models.DateTimeField("记录时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "措施沿革"
        ordering = ["measure_id", "order"]
        constraints = [
            models.UniqueConstraint(fields=["measure", "successor"], name="succession_once"),
            models.CheckConstraint(
                condition=~models.Q(measure=models.F("successor")), name="succession_to_another_measure"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure_id} → {self.successor_id}"
