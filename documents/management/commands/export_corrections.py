"""Writes all corrections as JSON: `export_corrections [FILE] [--plan NUMBER …]`."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from documents.corrections.exchange.leaving import document_of
from documents.models import Plan


class Command(BaseCommand):
    help = "导出人工更正（JSON），可用 import_corrections 导入另一处。不写 FILE 则输出到屏幕。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", metavar="FILE", type=Path, help="写入的文件")
        parser.add_argument("--plan", action="append", type=int, metavar="NUMBER", help="只导出这些文件的更正")

    def handle(self, *, file: Path | None, plan: Sequence[int] | None, **options: Any) -> None:
        plans = Plan.objects.order_by("pk")
        if plan:
            plans = plans.filter(pk__in=plan)
            if missing := set(plan) - set(plans.values_list("pk", flat=True)):
                raise CommandError(f"没有编号为 {'、'.join(map(str, sorted(missing)))} 的文件。")
        document = document_of(plans)
        written = json.dumps(document, ensure_ascii=False, indent=1)
        if file is None:
            self.stdout.write(written)
            return
        try:
            file.write_text(written + "\n", encoding="utf-8")
        except OSError as error:
            raise CommandError(f"{file}：{error.strerror}") from error
        number = sum(len(each["corrections"]) for each in document["plans"])
        self.stdout.write(f"已导出 {len(document['plans'])} 份文件的 {number} 处更正：{file}")
