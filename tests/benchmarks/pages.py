"""How long the server takes over each page, and how often it asks the database: `python -m tests.benchmarks.pages`.

First with the five texts, then with copies of their plans in every province, 100,000 measures in all. At five plans a
page may take 50 ms and 12 queries; at 100,000 measures twice the time and not a query more. Building the large base
takes about ten minutes, half of them for its search index; `--small` leaves it out, `--no-index` builds it without the
index (nothing is searched then, and a measure shows no counterparts).

Milliseconds are of the processor, database included (SQLite works in the same process), and of the fastest of several
visits: what else goes on on the machine makes the same work take up to twice the time.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from typing import Any

SOURCES = Path(__file__).parents[2] / "fixtures" / "sources"
MEASURES = 100_000
REPETITIONS = 15
MOST_MILLISECONDS, MOST_QUERIES = 50, 12
BATCH = 2000


@dataclass(frozen=True, slots=True)
class Cost:
    milliseconds: float
    queries: int
    kilobytes: float


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def addresses() -> dict[str, str]:
    """One page of each sort, those that cost most: the longest plan, the busiest agency."""
    from django.db.models import Count

    from documents.models import Agency, Measure, Plan

    plan = Plan.objects.annotate(n=Count("measures")).order_by("-n", "pk")[0]
    with_bodies = Plan.objects.filter(measures__responsibilities__agency__isnull=False).order_by("pk")[0]
    agency = Agency.objects.annotate(n=Count("responsibilities")).order_by("-n", "pk")[0]
    measure = Measure.objects.filter(plan=with_bodies, responsibilities__isnull=False, targets__isnull=False).first()
    noisy = Plan.objects.annotate(n=Count("sources__findings")).order_by("-n", "pk")[0]
    chapter = plan.chapters.order_by("order")[3]
    return {
        "home": "/",
        "plans": "/plans/",
        "the longest plan": plan.get_absolute_url(),
        "  words found in it": f"{plan.get_absolute_url()}?find=健康",
        "  as a file": f"{plan.get_absolute_url()}download/md/",
        "  as a Word file": f"{plan.get_absolute_url()}download/docx/",
        "chapter": chapter.get_absolute_url(),
        "measure": (measure or plan.measures.all()[9]).get_absolute_url(),
        "source": f"{plan.get_absolute_url()}source/",
        "the noisiest source": f"{noisy.get_absolute_url()}source/",
        "agencies": "/agencies/",
        "the busiest agency": agency.get_absolute_url(),
        "province": f"/provinces/{plan.province_id}/",
        "data notes": "/data/",
        "help": "/help/",
        "report": f"{plan.get_absolute_url()}report/",
        "sign-in": "/sign-in/",
        "search": "/search/?q=信息化",
        "  for several words": "/search/?q=家庭医生 签约 服务",
        "  with a filter": f"/search/?q=健康&province={plan.province_id}",
        "  for nothing": "/search/",
        "suggestions": "/search/suggest?q=家庭",
    }


def cost(address: str) -> Cost:
    """The least that a visit to a warm server takes."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client()
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(address)
        queries = len(asked.connection.queries_log) - asked.initial_queries
    if answer.status_code != 200:
        raise RuntimeError(f"{address} answers {answer.status_code}")
    times = []
    for _ in range(REPETITIONS):
        start = time.process_time()
        client.get(address)
        times.append((time.process_time() - start) * 1000)
    return Cost(min(times), queries, len(answer.content) / 1000)


def table(costs: dict[str, Cost], allowed: float) -> None:
    say(f"{'':24}{'ms':>8}{'queries':>9}{'kB':>8}")
    for name, each in costs.items():
        dear = each.milliseconds > allowed or each.queries > MOST_QUERIES
        say(f"{name:24}{each.milliseconds:8.1f}{each.queries:9}{each.kilobytes:8.0f}{'   *' if dear else ''}")


def multiply(until: int) -> None:
    """Copies the plans with all that belongs to them into one province after the other."""
    from django.db import transaction

    from documents.models import Measure, Plan, Province

    originals = list(Plan.objects.order_by("pk"))
    provinces = cycle(Province.objects.order_by("code"))
    number = Measure.objects.count()
    with transaction.atomic():
        while number < until:
            province = next(provinces)
            for plan in originals:
                number += copy_plan(plan.pk, province.code)


def copy_plan(pk: int, province: str) -> int:
    """A further plan like this one, in another province; says how many measures it has."""
    from documents.models import Chapter, Citation, Finding, Measure, Plan, SourceText, Target

    plan = Plan.objects.get(pk=pk)
    plan.pk, plan.province_id = None, province
    plan.save()
    sources = copied(SourceText.objects.filter(plan=pk, current=True), plan=plan)
    for source in sources.values():
        source.sha256 = f"{plan.pk:064}"
    create(SourceText, sources)
    chapters = copied(Chapter.objects.filter(plan=pk), plan=plan, source=sources)
    above = dict(Chapter.objects.filter(plan=pk).values_list("pk", "parent"))
    create(Chapter, chapters)
    for old, chapter in chapters.items():
        chapter.parent = chapters.get(above[old] or 0)
    Chapter.objects.bulk_update(chapters.values(), ["parent"], BATCH)
    measures = copied(Measure.objects.filter(plan=pk), plan=plan, chapter=chapters, source=sources)
    create(Measure, measures)
    for model in (Target, Citation):
        create(model, copied(model._default_manager.filter(measure__plan=pk), measure=measures))
    copy_bodies(pk, measures, province)
    create(Finding, copied(Finding.objects.filter(source__plan=pk, source__current=True), source=sources))
    return len(measures)


def copied(rows: Any, **holders: Any) -> dict[int, Any]:
    """Key of a row → a new row like it, in the places of `holders`: one for all, or by the key of the old one."""
    made = {}
    for row in rows:
        key = row.pk
        for name, holder in holders.items():
            old = getattr(row, f"{name}_id")
            setattr(row, name, holder.get(old) if isinstance(holder, dict) else holder)
        row.pk = None
        row._state.adding = True
        made[key] = row
    return made


def create(model: Any, rows: dict[int, Any]) -> None:
    model._default_manager.bulk_create(rows.values(), BATCH)


def copy_bodies(pk: int, measures: dict[int, Any], province: str) -> None:
    """The responsibilities, borne by the province's own bodies of the same names."""
    from documents.models import Agency, Responsibility

    rows = copied(Responsibility.objects.filter(measure__plan=pk).select_related("agency"), measure=measures)
    known = {agency.name: agency for agency in Agency.objects.filter(province=province)}
    for row in rows.values():
        if row.agency and row.agency.province_id:
            name = f"{province}{row.agency.name[-20:]}"
            if name not in known:
                known[name] = Agency.objects.create(name=name, province_id=province, key=row.agency.key)
            row.agency = known[name]
    create(Responsibility, rows)


def prepared(directory: str) -> None:
    """An empty base with the five texts, in the settings of the tests."""
    os.environ["HEALTHPLAN_DATA_DIR"] = directory
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    settings.ALLOWED_HOSTS = ["testserver"]
    settings.DATABASES["default"]["NAME"] = f"{directory}/base.sqlite3"
    call_command("migrate", verbosity=0)
    call_command("import_texts", str(SOURCES), verbosity=0, stdout=open(os.devnull, "w"))  # noqa: PTH123, SIM115
    call_command("rebuild_index", stdout=open(os.devnull, "w"))  # noqa: PTH123, SIM115


def runs(options: argparse.Namespace) -> Iterator[tuple[str, float]]:
    """What the base holds, and how many milliseconds a page may take."""
    yield "five plans", MOST_MILLISECONDS
    if options.small:
        return
    from django.core.management import call_command

    start = time.perf_counter()
    multiply(MEASURES)
    if not options.no_index:
        call_command("rebuild_index", stdout=open(os.devnull, "w"))  # noqa: PTH123, SIM115
    yield f"{MEASURES} measures (built in {time.perf_counter() - start:.0f} s)", 2 * MOST_MILLISECONDS


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--small", action="store_true")
    parser.add_argument("--no-index", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="healthplan-pages-") as directory:
        prepared(directory)
        for what, allowed in runs(options):
            say(f"\n{what}: at most {allowed:.0f} ms and {MOST_QUERIES} queries a page (* is more)")
            visited = {name: at for name, at in addresses().items() if not options.no_index or "/search/" not in at}
            table({name: cost(address) for name, address in visited.items()}, allowed)


if __name__ == "__main__":
    main()
