"""What a signed-in reader keeps: searches under a name."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.urls import reverse

MOST_SAVED = 100  # searches of one reader
LONGEST_NAME = 80
LONGEST_ADDRESS = 2000


class SavedSearch(models.Model):
    """One search of one reader; `address` is `search.requests.Asked.address`, the query part of its link."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_searches", verbose_name="所有者"
    )
    name = models.CharField("名称", max_length=LONGEST_NAME)
    address = models.CharField("检索", max_length=LONGEST_ADDRESS, blank=True)
    saved_at = models.DateTimeField("保存时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "保存的检索"
        ordering = ["-saved_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["owner", "address"], name="search_saved_once")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"{reverse('search:search')}?{self.address}"
