"""Imports files of every kind that the site takes: `import_texts PATH… [--dry-run]`."""

from __future__ import annotations

from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from documents.extracting import SUFFIXES, Brought, UnreadableText, extract_path
from documents.extracting.archives import brought_from
from documents.extracting.kinds import ADVICE
from documents.importing import ImportResult, Status
from documents.importing.files import import_file
from documents.importing.wording import imported_wording
from documents.themes import changing

TAKEN = "、".join([*SUFFIXES, ".zip"])
WORDS = {Status.NEW: "新增", Status.UPDATED: "更新", Status.UNCHANGED: "未变", Status.REFUSED: "拒绝"}


class Command(BaseCommand):
    help = (
        f"导入文件或文件夹中的文件（{TAKEN}；文件夹按路径排序）。"
        "重复导入不产生重复条目，不覆盖人工更正；原始文件一并留存。"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="+", metavar="PATH", type=Path, help="文件或文件夹")
        parser.add_argument("--dry-run", action="store_true", help="只说明会有什么变化，不写入")

    def handle(self, *, paths: Sequence[Path], dry_run: bool, **options: Any) -> None:
        refused: list[ImportResult] = []
        counts: Counter[Status] = Counter()
        if not dry_run:
            changing.catch_up()
        wording = cache(imported_wording)
        files = list(self._files(paths, refused))
        beside = self._namesakes(files)
        for brought in self._brought(files):
            if isinstance(brought, Brought):
                result = import_file(brought, dry_run=dry_run, wording=wording, beside=beside)
            else:
                result = ImportResult("", Status.REFUSED, reason=str(brought))
            counts[result.status] += 1
            if result.refused:
                refused.append(result)
            self._report(result)
            for note in brought.notes if isinstance(brought, Brought) else ():
                self.stdout.write(f"  注意 {note}")
        counts[Status.REFUSED] = len(refused)
        self._summary(counts, refused, dry_run=dry_run)

    def _namesakes(self, files: Sequence[Path]) -> frozenset[str]:
        """The hashes of the texts of files that bear one name in several folders: two states of one plan, perhaps."""
        often = {name for name, times in Counter(path.name for path in files).items() if times > 1}
        texts = self._brought([path for path in files if path.name in often])
        return frozenset(each.raw.sha256 for each in texts if isinstance(each, Brought))

    def _brought(self, paths: Iterable[Path]) -> Iterator[Brought | UnreadableText]:
        """The files read, those in archives one by one; what cannot be read comes as its refusal."""
        for path in paths:
            try:
                if path.suffix.lower() == ".zip" and path.is_file():
                    yield from brought_from(path.read_bytes(), path.name)
                else:
                    yield extract_path(path)
            except UnreadableText as error:
                yield error

    def _files(self, paths: Sequence[Path], refused: list[ImportResult]) -> Iterator[Path]:
        """The files to import, one after the other; what cannot be looked for is refused on the way."""
        for path in paths:
            if not path.is_dir():
                yield path
                continue
            inside = list(self._texts_below(path))
            yield from inside
            if not inside:
                result = ImportResult(
                    str(path), Status.REFUSED, reason=f"{path}：文件夹中没有可导入的文件（{TAKEN}）。"
                )
                refused.append(result)
                self._report(result)

    def _texts_below(self, folder: Path) -> Iterator[Path]:
        for path in sorted(folder.rglob("*")):
            within = path.relative_to(folder)
            if path.is_dir() or path.suffix.lower() not in (*SUFFIXES, *ADVICE, ".zip"):
                continue
            if any(part.startswith((".", "~$")) for part in within.parts):  # ~$: what Word keeps beside an open file
                self.stdout.write(f"略过 {within}：隐藏文件")
            elif advice := ADVICE.get(path.suffix.lower()):
                self.stdout.write(f"略过 {within}：{advice}")
            elif path.stem.lower() == "readme":
                self.stdout.write(f"略过 {within}：说明文件")
            else:
                yield path

    def _report(self, result: ImportResult) -> None:
        if result.refused:
            self.stderr.write(self.style.ERROR(f"拒绝 {result.reason}"))
            return
        self.stdout.write(f"{WORDS[result.status]} {result.file}：{result.heading}{_entries(result)}")
        for conflict in result.conflicts:
            self.stdout.write(f"  冲突 {conflict}，仍以人工更正为准，请在管理后台核对")

    def _summary(self, counts: Counter[Status], refused: Sequence[ImportResult], *, dry_run: bool) -> None:
        told = "，".join(f"{word} {counts[status]}" for status, word in WORDS.items())
        self.stdout.write(("试运行，未写入：" if dry_run else "合计：") + told)
        if refused:
            raise CommandError("\n".join([f"{len(refused)} 份被拒绝：", *(f"  {result.reason}" for result in refused)]))


def _entries(result: ImportResult) -> str:
    """（章节和措施：新增 3，更新 1，未变 40，撤下 2；提示 5）."""
    kinds = {"新增": result.new, "更新": result.updated, "未变": result.unchanged, "撤下": result.withdrawn}
    counted = {word: sum(entry.kind != "plan" for entry in entries) for word, entries in kinds.items()}
    told = "，".join(f"{word} {number}" for word, number in counted.items() if number)
    hints = f"；提示 {len(result.warnings)}" if result.warnings else ""
    return f"（章节和措施：{told or '无'}{hints}）"
