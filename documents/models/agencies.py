"""Provinces, and the bodies that are responsible in them."""

from __future__ import annotations

import uuid

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
    key = models.CharField(
        "词库键", max_length=60, blank=True, help_text="机构在词库中的类别，各地同类机构相同；词库外的机构为空。"
    )
    collective = models.BooleanField("集合称谓", default=False, help_text="如“各市（州）人民政府”。")
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="merged", verbose_name="并入"
    )
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


class AgencyAct(models.Model):
    """One change of an agency or its names, kept for good: by whom, when, and what stood there before."""

    class Kind(models.TextChoices):
        MERGE = "merge", "并入"
        PART = "part", "撤销并入"
        NAMES = "names", "名称"
        FACTS = "facts", "信息"

    agency = models.ForeignKey(Agency, models.CASCADE, related_name="acts", verbose_name="部门")
    kind = models.CharField("操作", max_length=10, choices=Kind)
    batch = models.UUIDField("批次", default=uuid.uuid4, editable=False, db_index=True)
    before = models.JSONField("原值", null=True)
    after = models.JSONField("新值", null=True)
    measures = models.PositiveIntegerField("改变的措施", default=0)
    reason = models.CharField("理由", max_length=300, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="操作人"
    )
    made_at = models.DateTimeField("操作时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "部门变更记录"
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.agency}：{self.get_kind_display()}"
