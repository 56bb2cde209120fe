"""`parse_text FILE… --json`: what the parser makes of texts, one JSON object a line; touches no database."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from documents.parsing import parse
from documents.parsing.reading import RawText, UnreadableText, read_path
from documents.parsing.tree import ParsedText


class Command(BaseCommand):
    help = "Parses texts and prints what each gives. Exit status 1 when a file could not be read."
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE", help="a text in UTF-8 or GB18030")
        parser.add_argument("--json", action="store_true", help="one JSON object a line instead of a summary")
        parser.add_argument("--pretty", action="store_true", help="JSON with indentation")

    def handle(self, *args: Any, **options: Any) -> None:
        refused = 0
        for file in options["files"]:
            try:
                raw = read_path(Path(file))
            except UnreadableText as reason:
                self.stderr.write(str(reason))
                refused += 1
                continue
            if raw.said_of_encoding:
                self.stderr.write(f"{raw.file}：{raw.said_of_encoding}")
            self.stdout.write(self._shown(raw, **options))
        if refused:
            sys.exit(1)

    def _shown(self, raw: RawText, **options: Any) -> str:
        parsed = parse(raw.text, file=raw.file, sha256=raw.sha256)
        if options["pretty"] or options["json"]:
            return json.dumps(parsed.as_json(), ensure_ascii=False, indent=2 if options["pretty"] else None)
        return summary(parsed)


def summary(parsed: ParsedText) -> str:
    """A few lines for a person: title, and how many there are of everything."""
    responsibilities = sum(len(measure.responsibilities) for measure in parsed.measures)
    targets = sum(len(measure.targets) for measure in parsed.measures)
    facts = parsed.plan
    return "\n".join(
        (
            f"{parsed.file}：{facts.title or '（标题缺失）'}",
            f"  {facts.province or '省份不明'}，{facts.document_number or '无文号'}，{facts.issued_on or '日期不明'}",
            (
                f"  章节 {len(parsed.chapters)}，措施 {len(parsed.measures)}，责任 {responsibilities}，指标 {targets}，"
                f"修复 {len(parsed.repairs)}，提示 {len(parsed.warnings)}，未归位 {len(parsed.unplaced)}"
            ),
        )
    )
