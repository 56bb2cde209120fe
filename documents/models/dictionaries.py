"""What admins say beside the parser's own data, and every change of an entry of any dictionary."""

from __future__ import annotations

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models

from documents.parsing.own_noise import LONGEST, problem_of


class NoisePattern(models.Model):
    """A line that is part of no document, as it is printed; `*` stands for what changes."""

    pattern = models.CharField(
        "噪声行", max_length=LONGEST, unique=True, help_text="整行的文字，如某网站的页脚；“*”代表其中会变的部分。"
    )
    active = models.BooleanField("启用", default=True)
    note = models.CharField("备注", max_length=200, blank=True)
    updated_at = models.DateTimeField("更新时间", auto_now=True)

    class Meta:
        verbose_name = verbose_name_plural = "噪声行"
        ordering = ["pattern"]

    def __str__(self) -> str:
        return self.pattern

    def clean(self) -> None:
        if problem := problem_of(self.pattern):
            raise ValidationError({"pattern": problem})


class DictionaryChange(models.Model):
    """One change of one entry of a dictionary, kept for good: None before it was added, None after it was deleted."""

    dictionary = models.CharField("词典", max_length=60)  # the label of its model: search.term
    key = models.CharField("条目", max_length=200)
    before = models.JSONField("原值", null=True)
    after = models.JSONField("新值", null=True)
    reason = models.CharField("说明", max_length=300, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="操作人"
    )
    made_at = models.DateTimeField("操作时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "词典改动"
        ordering = ["-made_at", "-pk"]
        indexes = [models.Index(fields=["dictionary", "key"], name="changes_of_an_entry")]

    def __str__(self) -> str:
        return f"{self.called}：{self.key}"

    @property
    def model(self) -> type[models.Model]:
        return apps.get_model(self.dictionary)

    @property
    def called(self) -> str:
        """The dictionary as pages call it."""
        return str(self.model._meta.verbose_name)
