"""Brings the index up to date, in place of haystack's command, which indexes everything again and never removes."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from search import updates
from search.backends.generations import IndexDamaged


class Command(BaseCommand):
    help = "把已记录的变更写入索引，并修正索引与数据库的一切出入；没有索引、格式已旧或文件损坏时重建。"

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            message = self._brought_up_to_date()
        except IndexDamaged as error:  # which opening it did not show
            updates.rebuild()
            updates.drain_all()
            message = f"{error}，已重建索引。"
        if options["verbosity"]:
            self.stdout.write(message)

    def _brought_up_to_date(self) -> str:
        if updates.ensure_index():
            updates.drain_all()
            return "已新建索引。"
        drained = updates.drain_all()
        drift = updates.repair()
        return (
            f"已写入变更 {drained} 条；修正：缺 {len(drift.missing)}、"
            f"旧 {len(drift.outdated)}、多 {len(drift.superfluous)}。"
        )
