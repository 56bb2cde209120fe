"""Brings in corrections that were exported elsewhere: `import_corrections FILE [--overwrite]`."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from documents.corrections.exchange.arriving import take_in


class Command(BaseCommand):
    help = "导入在另一处导出的人工更正。可重复导入；这里已有的更正保留，除非写明 --overwrite。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path, help="export_corrections 写出的文件")
        parser.add_argument("--overwrite", action="store_true", help="与这里的更正不同时，以导入的为准")

    def handle(self, *, file: Path, overwrite: bool, **options: Any) -> None:
        try:
            arrived = take_in(json.loads(file.read_text(encoding="utf-8")), by=None, overwrite=overwrite)
        except OSError as error:
            raise CommandError(f"{file}：{error.strerror}") from error
        except ValueError as error:  # of the encoding, or of JSON
            raise CommandError(f"{file}：不是 JSON 文件（{error}）。") from error
        except ValidationError as error:
            raise CommandError(f"{file}：{' '.join(error.messages)}") from error
        for message in arrived.missing:
            self.stderr.write(self.style.WARNING(message))
        told = f"采用 {arrived.taken} 处，这里已有 {arrived.known} 处，保留这里不同的更正 {arrived.kept} 处"
        self.stdout.write(f"{told}，对不上 {len(arrived.missing)} 项")
