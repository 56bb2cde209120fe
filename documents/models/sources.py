"""The texts that plans were read from, and what else the parser found in them."""

from __future__ import annotations

from django.db import models

from documents.models.plans import Plan


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
        # what came last is found without going through the texts
        indexes = [models.Index(fields=["imported_at"], name="source_by_import")]

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
