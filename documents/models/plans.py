"""What a person may correct, and the first such entry: the plan."""

from __future__ import annotations

from django.db import models
from django.db.models.expressions import OrderBy
from django.db.models.functions import Coalesce, ExtractYear
from django.urls import reverse

from documents.models.agencies import Province


def filed_year(plan: str = "") -> Coalesce:
    """`Plan.year` in the database; `plan` leads to it from another model: plan__."""
    days = (ExtractYear(f"{plan}issued_on"), ExtractYear(f"{plan}published_on"))
    return Coalesce(*days, models.F(f"{plan}period_start"), output_field=models.IntegerField())


def in_time(plan: str = "") -> tuple[OrderBy | str, ...]:
    """The order of `PlanQuerySet.in_time`, for the plans of other entries too."""
    day = Coalesce(f"{plan}issued_on", f"{plan}published_on")
    return filed_year(plan).desc(nulls_last=True), day.desc(nulls_last=True), f"-{plan}pk"


class Correctable(models.Model):
    """An entry whose parsed values a person may lay others over."""

    # Fields a person may correct; each is a column of the model or, for measures, a list of related rows.
    CORRECTABLE: tuple[str, ...] = ()

    parsed = models.JSONField("解析结果", default=dict, editable=False)
    confidence = models.FloatField("置信度", default=1.0, editable=False)
    reasons = models.JSONField("置信度依据", default=list, editable=False)
    found = models.BooleanField("最近一次解析得到", default=True, editable=False)
    kept = models.BooleanField(
        "人工保留", default=False, editable=False, help_text="有人工更正；解析器不再得到时仍然显示。"
    )
    hidden = models.BooleanField("隐藏", default=False, help_text="解析器误立的条目：不显示、不检索，但保留。")
    checked = models.BooleanField(
        "已核对", default=False, editable=False, help_text="有人对照原文核对过，此后内容没有因导入而变。"
    )
    created_at = models.DateTimeField("入库时间", auto_now_add=True)
    updated_at = models.DateTimeField("更新时间", auto_now=True)

    class Meta:
        abstract = True

    @property
    def visible(self) -> bool:
        """Whether readers see it, as far as the entry itself says (its plan may be hidden as a whole)."""
        return not self.hidden and (self.found or self.kept)


# The same as a condition of the database; of the entry itself and, where it has one, of its plan.
SEEN = models.Q(hidden=False) & (models.Q(found=True) | models.Q(kept=True))
SEEN_WITH_PLAN = SEEN & models.Q(plan__hidden=False)


class PlanQuerySet(models.QuerySet["Plan"]):
    def visible(self) -> PlanQuerySet:
        return self.filter(SEEN)

    def in_time(self) -> PlanQuerySet:
        """Newest first, by the year they are filed under, then by day; a text that states only its year comes after
        those of it, and one that states none last.
        """
        return self.order_by(*in_time())


class Plan(Correctable):
    """One policy document: a plan, an opinion, a yearly task list."""

    CORRECTABLE = (
        "title", "province", "document_number", "issuers", "issued_on", "published_on",
        "period_start", "period_end", "kind", "validity", "is_plan", "hidden",
    )  # fmt: skip

    title = models.CharField("标题", max_length=500, null=True, blank=True)
    province = models.ForeignKey(
        Province, models.PROTECT, null=True, blank=True, related_name="plans", verbose_name="省份"
    )
    document_number = models.CharField("文号", max_length=100, null=True, blank=True, db_index=True)
    issuers = models.JSONField("发文机关", default=list, blank=True)
    issued_on = models.DateField("成文日期", null=True, blank=True)
    published_on = models.DateField("发布日期", null=True, blank=True)
    period_start = models.PositiveSmallIntegerField("起始年", null=True, blank=True)
    period_end = models.PositiveSmallIntegerField("终止年", null=True, blank=True)
    kind = models.CharField("文种", max_length=30, null=True, blank=True)
    validity = models.CharField("效力", max_length=30, null=True, blank=True)
    is_plan = models.BooleanField("政策文件", default=True)

    objects = PlanQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "文件"
        ordering = [models.F("issued_on").desc(nulls_last=True), "-pk"]

    def __str__(self) -> str:
        return self.heading

    def get_absolute_url(self) -> str:
        return reverse("documents:plan", args=[self.pk])

    @property
    def heading(self) -> str:
        """The title, or what can be said of a text whose title is lost (the text itself is not given one)."""
        if self.title:
            return self.title
        facts = [self.province.name if self.province else "", self.document_number or "", self.kind or ""]
        return "（标题缺失）" + " ".join(fact for fact in facts if fact)

    @property
    def year(self) -> int | None:
        """The year a reader files it under: of issue, else of publication, else the first of its period."""
        day = self.issued_on or self.published_on
        return day.year if day else self.period_start
