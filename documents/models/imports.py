"""Files that were brought: kept as they came once they are imported, and waiting before that."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.db import models

from documents.models.sources import SourceText


class OriginalFile(models.Model):
    """A file as it came, kept in the data directory under the hash of its bytes. Several may hold the same text."""

    source = models.ForeignKey(
        SourceText, models.SET_NULL, null=True, blank=True, related_name="originals", verbose_name="原文"
    )
    sha256 = models.CharField("SHA-256", max_length=64, unique=True)
    name = models.CharField("文件名", max_length=255)
    kind = models.CharField("类型", max_length=10)
    size = models.PositiveBigIntegerField("字节数")
    brought_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="导入人"
    )
    brought_at = models.DateTimeField("导入时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "原始文件"
        ordering = ["-brought_at", "-pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def path(self) -> Path:
        """Where the file lies; the name it came with is no part of it."""
        return original_path(self.sha256)


def original_path(sha256: str) -> Path:
    return Path(settings.MEDIA_ROOT) / "originals" / sha256[:2] / sha256


class ImportBatch(models.Model):
    """Files brought together in the browser: looked through first, then imported or thrown away."""

    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name="导入人")
    made_at = models.DateTimeField("上传时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "导入批次"
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return f"导入批次 {self.pk}"


class ImportFile(models.Model):
    """One file of a batch. Its bytes and text wait here, and leave when it is imported or dropped."""

    class State(models.TextChoices):
        WAITING = "waiting", "等待预览"
        READY = "ready", "可以导入"
        CHOSEN = "chosen", "等待导入"
        DONE = "done", "已导入"
        DROPPED = "dropped", "未导入"
        REFUSED = "refused", "拒绝"

    # What the product still has to do something about.
    UNDER_WAY = (State.WAITING, State.CHOSEN)

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="files", verbose_name="批次")
    name = models.CharField("文件名", max_length=255)
    kind = models.CharField("类型", max_length=10, blank=True)
    size = models.PositiveBigIntegerField("字节数", default=0)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True)
    data = models.BinaryField("文件内容", null=True)
    state = models.CharField("状态", max_length=10, choices=State, default=State.WAITING)
    claimed_at = models.DateTimeField("开始处理", null=True, blank=True)
    notes = models.JSONField("说明", default=list)
    preview = models.JSONField("预览", default=dict)
    result = models.CharField("结果", max_length=10, blank=True)
    reason = models.CharField("原因", max_length=500, blank=True)
    source = models.ForeignKey(
        SourceText, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="原文"
    )

    class Meta:
        verbose_name = verbose_name_plural = "导入的文件"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name
