"""The dictionaries of the search, as admins edit them.

Both come with the product (`search/lexicon/*.txt`) and are loaded after every migration by `search.lexicon.loading`: an
entry that a person changed keeps the person's words, and one that a person switched off stays off. `Dictionary` says
when each changed last, so that every process notices with one small query that what it holds is old.
"""

from __future__ import annotations

import time
from typing import Any

from django.db import models, transaction


class Dictionary(models.Model):
    """When one of the dictionaries changed last, in nanoseconds since 1970."""

    class Name(models.TextChoices):
        TERMS = "terms", "用户词典"
        SYNONYMS = "synonyms", "同义词表"

    name = models.CharField("词典", max_length=20, choices=Name, primary_key=True)
    revision = models.PositiveBigIntegerField("修订", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "词典修订"

    def __str__(self) -> str:
        return f"{self.get_name_display()} {self.revision}"

    @classmethod
    def changed(cls, name: Dictionary.Name) -> None:
        """To be called in the transaction of every change."""
        cls.objects.update_or_create(name=name, defaults={"revision": time.time_ns()})


class Entry(models.Model):
    """One entry of a dictionary; `shipped` is what the product said of it when it was loaded last, "" if nothing."""

    DICTIONARY: Dictionary.Name

    active = models.BooleanField("启用", default=True)
    note = models.CharField("备注", max_length=200, blank=True)
    shipped = models.TextField("随产品提供的内容", blank=True, editable=False)
    updated_at = models.DateTimeField("更新时间", auto_now=True)

    class Meta:
        abstract = True

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        Dictionary.changed(self.DICTIONARY)

    @transaction.atomic
    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        deleted = super().delete(*args, **kwargs)
        Dictionary.changed(self.DICTIONARY)
        return deleted


class Term(Entry):
    """A word that stays whole when a text is cut into words."""

    DICTIONARY = Dictionary.Name.TERMS

    word = models.CharField("词", max_length=40, unique=True)

    class Meta:
        verbose_name = verbose_name_plural = "词典用词"
        ordering = ["word"]

    def __str__(self) -> str:
        return self.word


class SynonymGroup(Entry):
    """Words that stand for each other, and what texts say instead of them.

    Typing one of `words` searches for the others too, at a little less, and for what is in `official`, at less again;
    typing what is in `official` does not search for `words`. In a line of `official` blanks part words that all have
    to be there.
    """

    DICTIONARY = Dictionary.Name.SYNONYMS

    name = models.CharField("名称", max_length=60, unique=True, help_text="通常就是第一个词。")
    words = models.TextField("同义词", help_text="每行一个：检索其中一个，也检索其余各个。")
    official = models.TextField("官方说法", blank=True, help_text="每行一个：检索上面的词时，也检索这些；反之不然。")
    everyday = models.BooleanField("日常用语", default=False, help_text="不是本领域的术语；仅有日常用语的检索不放宽。")

    class Meta:
        verbose_name = verbose_name_plural = "同义词组"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def content(self) -> str:
        """As `shipped` has it: what tells whether a person changed the entry."""
        return f"{'~' if self.everyday else ''}{self.words}\n>\n{self.official}"
