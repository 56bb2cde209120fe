"""What admins made of the rules by which measures get their themes, and every state that these rules were in."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from documents.themes.rules import GREATEST_WEIGHT, LONGEST_TERM, Place, Rule


class ThemeRule(models.Model):
    """A person's word on one term and one theme: it takes the place of all that the lexicon says of the two.

    Written by `documents.themes.changing` only, which brings the measures in line.
    """

    theme = models.CharField("主题", max_length=20)
    term = models.CharField("词语", max_length=LONGEST_TERM)
    weight = models.FloatField(
        "权重",
        default=2.0,
        validators=[MinValueValidator(0), MaxValueValidator(GREATEST_WEIGHT)],
        help_text="4、3：点明主题；2：属于主题；1：多见于主题；0：只使其中较短的词不再计分。",
    )
    where = models.JSONField("计分之处", default=list)
    enabled = models.BooleanField("启用", default=True, help_text="停用：词库中有这一条的，也不再计分。")

    class Meta:
        verbose_name = verbose_name_plural = "主题规则"
        ordering = ["theme", "term"]
        constraints = [models.UniqueConstraint(fields=["theme", "term"], name="theme_rule_once")]

    def __str__(self) -> str:
        return f"{self.term} → {self.theme}"

    @property
    def rule(self) -> Rule:
        places: tuple[Place, ...] = tuple(self.where)
        return Rule(self.theme, self.term, self.weight, places)


class ThemeRulesVersion(models.Model):
    """One state of the rules, kept for good: the lexicon by its digest, and all that admins had made of it."""

    lexicon = models.CharField("词库", max_length=40)
    rules = models.JSONField("改动的规则", default=list)
    note = models.CharField("说明", max_length=300, blank=True)
    measures = models.PositiveIntegerField("改变主题的措施", default=0)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="操作人"
    )
    made_at = models.DateTimeField("操作时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "主题规则版本"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"第 {self.pk} 版"
