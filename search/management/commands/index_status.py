"""Says how far the index is behind the database."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand
from haystack.exceptions import SearchBackendError

from search import updates

LONG = 60  # seconds that no change waits while the index worker does its work


class Command(BaseCommand):
    help = "索引落后多少、与数据库有无出入；有出入、索引已旧或没有索引时退出码为 1。待写入的变更不算出入。"

    def handle(self, *args: Any, **options: Any) -> None:
        self._say_how_far_behind()
        try:
            drift = updates.settled_drift()
        except (SearchBackendError, OSError) as error:  # OSError: its directory may not be written to
            self.stdout.write(f"索引不可用：{error}")
            sys.exit(1)
        self.stdout.write(
            f"缺：{len(drift.missing)}  旧：{len(drift.outdated)}  多：{len(drift.superfluous)}  "
            f"索引中：{drift.indexed}  数据库中：{drift.present}"
        )
        outdated = updates.is_outdated()
        if outdated:
            self.stdout.write("索引按旧的规则或词典建成，等待索引进程重建")
        if drift or outdated:
            sys.exit(1)

    def _say_how_far_behind(self) -> None:
        waiting, waited = updates.waiting(), updates.waited()
        since = f"，最早一条已等待 {waited:.1f} 秒" if waiting else ""
        hint = "；索引进程可能没有运行" if waited > LONG else ""
        self.stdout.write(f"待写入变更：{waiting}{since}{hint}")
