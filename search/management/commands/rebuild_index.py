"""Builds the whole index anew, in place of haystack's command, which empties the index that readers are using."""

from __future__ import annotations

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from documents.models import Measure
from search import updates


class Command(BaseCommand):
    help = "重建整个索引；重建期间检索照常使用原有索引。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--noinput", action="store_true", help="为与 haystack 的同名命令一致；本命令从不询问")

    def handle(self, *args: Any, **options: Any) -> None:
        started = time.monotonic()
        updates.rebuild()
        waited = updates.drain_all()
        if options["verbosity"]:
            total = Measure.objects.visible().count()
            seconds = time.monotonic() - started
            self.stdout.write(f"已重建索引：{total} 条措施，用时 {seconds:.1f} 秒；其间的变更 {waited} 条已补入。")
