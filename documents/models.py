"""What the knowledge base holds. All writes of plans, chapters, measures and agencies go through `importing` and
`corrections`, which record the change for the index in the same transaction.

Three kinds of columns stand in a correctable entry (plan, chapter, measure):

- `parsed`: what the parser said, field by field, as JSON. Only an import writes it.
- `Correction` rows: what a person put in its place, field by field. Only a person's act writes or removes them.
- the ordinary columns: the value in force, that is the correction where there is one, else what was parsed. They are
  derived (see `corrections.apply`), and are what pages, search and API read.

Spans are lists of `[start, end)` in code points of `SourceText.text`.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.urls import reverse


class Province(models.Model):
    """A province-level division of GB/T 2260, all 34 of them."""

    code = models.CharField("代码", max_length=6, primary_key=True)
    name = models.CharField("简称", max_length=10, unique=True)
    full_name = models.CharField("全称", max_length=20, unique=True)

    class Meta:
        verbose_name = verbose_name_plural = "省份"
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("documents:province", args=[self.code])


class Agency(models.Model):
    """A body that can be responsible, one through all its names in time (卫生厅, 卫生计生委, 卫生健康委)."""

    name = models.CharField("现名", max_length=100, help_text="现行全称；撤并机构为最后的全称。")
    province = models.ForeignKey(
        Province, models.PROTECT, null=True, blank=True, related_name="agencies", verbose_name="省份"
    )
    key = models.CharField("词库键", max_length=60, blank=True, help_text="词库中同一机构的键；词库外的机构为空。")
    collective = models.BooleanField("集合称谓", default=False, help_text="如“各市（州）人民政府”。")
    # What has been taken from the lexicon so far: a name that a person removed or mended is not put back.
    lexicon_names = models.JSONField("已取自词库的名称", default=list, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "部门"
        ordering = ["province_id", "name"]
        constraints = [
            # two constraints, since a missing province is never equal to another in SQL
            models.UniqueConstraint(fields=["province", "name"], name="agency_once_in_province"),
            models.UniqueConstraint(
                fields=["name"], condition=models.Q(province=None), name="agency_once_outside_provinces"
            ),
            models.UniqueConstraint(
                fields=["province", "key"], condition=~models.Q(key=""), name="agency_key_once_in_province"
            ),
            models.UniqueConstraint(
                fields=["key"],
                condition=models.Q(province=None) & ~models.Q(key=""),
                name="agency_key_once_outside_provinces",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("documents:agency", args=[self.pk])


class AgencyName(models.Model):
    """One name of an agency, full or short, and the days on which it was in force (None: open)."""

    class Kind(models.TextChoices):
        FULL = "full", "全称"
        SHORT = "short", "简称"

    agency = models.ForeignKey(Agency, models.CASCADE, related_name="names", verbose_name="部门")
    name = models.CharField("名称", max_length=100, db_index=True)
    kind = models.CharField("类别", max_length=10, choices=Kind, default=Kind.FULL)
    valid_from = models.DateField("启用", null=True, blank=True)
    valid_until = models.DateField("停用", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "部门名称"
        ordering = ["valid_from", "kind", "name"]
        constraints = [models.UniqueConstraint(fields=["agency", "name"], name="agency_name_once")]

    def __str__(self) -> str:
        return self.name


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
        """Newest first; those without a date last."""
        return self.order_by(models.F("issued_on").desc(nulls_last=True), "-pk")


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

    def get_absolute_url(self) -> str:
        return reverse("documents:plan", args=[self.pk])


class SourceText(models.Model):
    """The text a plan was read from, whole and unchanged. A later scan of the same plan is a further row."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="sources", verbose_name="文件")
    file = models.CharField("文件名", max_length=255)
    sha256 = models.CharField("SHA-256", max_length=64, unique=True)
    encoding = models.CharField("编码", max_length=20, default="utf-8")
    text = models.TextField("原文")
    characters = models.PositiveIntegerField("字符数")
    parser_version = models.CharField("解析器版本", max_length=40)
    current = models.BooleanField("现行来源", default=True, help_text="文件现有条目的出处所指的原文。")
    imported_at = models.DateTimeField("导入时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "原文"
        ordering = ["-imported_at"]

    def __str__(self) -> str:
        return self.file


class Finding(models.Model):
    """What else the parser made of a text: front matter, noise, repairs, warnings, what it could not place."""

    class Kind(models.TextChoices):
        FRONT_MATTER = "front_matter", "文头文尾"
        NOISE = "noise", "噪声"
        REPAIR = "repair", "修复"
        WARNING = "warning", "提示"
        UNPLACED = "unplaced", "未归位"

    source = models.ForeignKey(SourceText, models.CASCADE, related_name="findings", verbose_name="原文")
    kind = models.CharField("类别", max_length=20, choices=Kind)
    label = models.CharField("细类", max_length=40)
    detail = models.JSONField("内容", default=dict)
    spans = models.JSONField("位置", default=list)

    class Meta:
        verbose_name = verbose_name_plural = "解析发现"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}：{self.label}"


class ChapterQuerySet(models.QuerySet["Chapter"]):
    def visible(self) -> ChapterQuerySet:
        """What readers see. Entries below a heading that is not seen stand under the nearest one that is."""
        return self.filter(SEEN_WITH_PLAN)


class Chapter(Correctable):
    """A heading of a plan with what stands under it."""

    CORRECTABLE = ("label", "title", "parent", "hidden")

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="chapters", verbose_name="文件")
    parent = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="children", verbose_name="上级章节"
    )
    order = models.PositiveIntegerField("次序")
    level = models.PositiveSmallIntegerField("层级", default=1)
    label = models.CharField("序号", max_length=40, null=True, blank=True)
    title = models.CharField("标题", max_length=500, null=True, blank=True)
    spans = models.JSONField("位置", default=list, editable=False)
    source = models.ForeignKey(SourceText, models.SET_NULL, null=True, editable=False, related_name="chapters")

    objects = ChapterQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "章节"
        ordering = ["plan_id", "order"]
        indexes = [models.Index(fields=["plan", "order"], name="chapter_in_plan")]

    def __str__(self) -> str:
        return self.heading

    @property
    def heading(self) -> str:
        """Label and title as one line: 第十五章 药品供应保障行动, 一、夯实基础."""
        label, title = self.label or "", self.title or ""
        # 、 ) and . stand close to their title; 第十五章 and 专栏3 want a blank
        return f"{label} {title}".strip() if label[-1:].isalnum() else label + title

    def get_absolute_url(self) -> str:
        return reverse("documents:chapter", args=[self.pk])


class MeasureQuerySet(models.QuerySet["Measure"]):
    def visible(self) -> MeasureQuerySet:
        """What readers see: parsed or added, and not hidden by a person."""
        return self.filter(SEEN_WITH_PLAN)

    def with_context(self) -> MeasureQuerySet:
        """All that a list of hits shows of each, in a fixed number of queries."""
        return self.select_related("plan__province", "chapter", "source").prefetch_related(
            models.Prefetch("responsibilities", Responsibility.objects.select_related("agency"))
        )


class Measure(Correctable):
    """The smallest labelled or lead-phrase unit of a plan."""

    CORRECTABLE = ("chapter", "kind", "label", "lead", "text", "responsibilities", "targets", "hidden")

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
    order = models.PositiveIntegerField("次序")
    kind = models.CharField("类型", max_length=20, choices=Kind, default=Kind.MEASURE)
    label = models.CharField("序号", max_length=40, null=True, blank=True)
    lead = models.CharField("主题句", max_length=500, null=True, blank=True)
    text = models.TextField("正文")
    spans = models.JSONField("位置", default=list, editable=False)
    source = models.ForeignKey(SourceText, models.SET_NULL, null=True, editable=False, related_name="measures")

    objects = MeasureQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "措施"
        ordering = ["plan_id", "order"]
        indexes = [models.Index(fields=["plan", "order"], name="measure_in_plan")]

    def __str__(self) -> str:
        return self.heading

    @property
    def heading(self) -> str:
        """The lead, else the chapter's title, else how the text begins."""
        if self.lead:
            return self.lead
        if self.chapter and self.chapter.title:
            return self.chapter.title
        return self.text[:30]

    def get_absolute_url(self) -> str:
        return reverse("documents:measure", args=[self.pk])


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
        value = f"{self.value:g}" + (f"–{self.value_high:g}" if self.value_high is not None else "")
        return f"{self.indicator}{self.comparator}{value}{self.unit or ''}"


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
        return f"{self.measure or self.chapter or self.plan}：{self.field}"


class IndexChange(models.Model):
    """A measure that the search index has yet to hear of; written with the change, drained by the index worker."""

    measure_id = models.BigIntegerField("措施编号", db_index=True)
    recorded_at = models.DateTimeField("记录时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "待索引变更"
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.measure_id)
