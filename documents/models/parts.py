"""What belongs to a measure: who is responsible, its quantified targets, the documents it names."""

from __future__ import annotations

from django.db import models

from documents.amounts import amount, stated
from documents.models.agencies import Agency
from documents.models.entries import Measure


class Responsibility(models.Model):
    """One body named as responsible for one measure. Rows are derived: see `corrections.apply`."""

    class Role(models.TextChoices):
        LEAD = "lead", "牵头"
        PARTICIPANT = "participant", "参与"

    measure = models.ForeignKey(Measure, models.CASCADE, related_name="responsibilities", verbose_name="措施")
    agency = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="responsibilities", verbose_name="部门"
    )
    order = models.PositiveSmallIntegerField("次序", default=0)
    as_written = models.CharField("原文称谓", max_length=200, blank=True)
    role = models.CharField("角色", max_length=20, choices=Role, default=Role.PARTICIPANT)
    inherited = models.BooleanField("来自全文规定", default=False)
    spans = models.JSONField("位置", default=list, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "责任单位"
        ordering = ["measure_id", "order"]

    def __str__(self) -> str:
        return self.as_written or str(self.agency)


class Target(models.Model):
    """One quantified target read from a measure. Rows are derived: see `corrections.apply`."""

    # The contract's comparators, the first one the plainest.
    COMPARATORS = (
        "达到", "不低于", "不高于", "以上", "以下", "左右", "提高到", "提高", "下降到", "下降", "控制在", "保持",
        "新增", "建成", "覆盖", "其他",
    )  # fmt: skip

    measure = models.ForeignKey(Measure, models.CASCADE, related_name="targets", verbose_name="措施")
    order = models.PositiveSmallIntegerField("次序", default=0)
    indicator = models.CharField("指标", max_length=200)
    comparator = models.CharField("比较", max_length=10, default="达到")
    value = models.FloatField("数值")
    value_high = models.FloatField("上限", null=True, blank=True)
    unit = models.CharField("单位", max_length=30, null=True, blank=True)
    year = models.PositiveSmallIntegerField("年份", null=True, blank=True)
    quote = models.TextField("原句", blank=True)
    spans = models.JSONField("位置", default=list, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "指标"
        ordering = ["measure_id", "order"]

    def __str__(self) -> str:
        return f"{self.indicator}{self.stated}"

    @property
    def amount(self) -> str:
        """The value with its unit."""
        return amount(self.value, self.value_high, self.unit)

    @property
    def stated(self) -> str:
        """The amount with its comparator, as one says it."""
        return stated(self.comparator, self.amount)


class Citation(models.Model):
    """A document that a measure names in 《》."""

    measure = models.ForeignKey(Measure, models.CASCADE, related_name="citations", verbose_name="措施")
    order = models.PositiveSmallIntegerField("次序", default=0)
    title = models.CharField("标题", max_length=500, null=True, blank=True)
    document_number = models.CharField("文号", max_length=100, null=True, blank=True)
    spans = models.JSONField("位置", default=list, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "引用文件"
        ordering = ["measure_id", "order"]

    def __str__(self) -> str:
        return f"《{self.title}》" if self.title else self.document_number or ""
