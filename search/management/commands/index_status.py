"""Says how far the index is behind the database."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand
from haystack.exceptions import SearchBackendError

from search import updates


class Command(BaseCommand):
    help = "索引落后多少、与数据库有无出入；有出入或没有索引时退出码为 1。待写入的变更不算出入。"

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"待写入变更：{updates.waiting()}")
        try:
            drift = updates.settled_drift()
        except SearchBackendError as error:
            self.stdout.write(f"索引不可用：{error}")
            sys.exit(1)
        self.stdout.write(
            f"缺：{len(drift.missing)}  旧：{len(drift.outdated)}  多：{len(drift.superfluous)}  "
            f"索引中：{drift.indexed}  数据库中：{drift.present}"
        )
        if drift:
            sys.exit(1)
