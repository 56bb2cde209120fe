"""How fast the search is beside other engines: `python -m tests.benchmarks.search [--sizes 10000 100000]`.

One run, one machine, the same measures (`search_corpus`), the same words and thirty questions. A *page* is the total,
the best twenty, three facets and twenty marked passages. *warm*: the median and the 95th percentile of the questions,
each taken at the best of several rounds, since what else the machine does makes any of them longer, but none shorter.
*cold*: with all forgotten that earlier questions had taught the engine, before each question; the files are in the
system's memory. Only this product keeps so much that the two differ by more than a little.
"""

from __future__ import annotations

import argparse
import gc
import os
import platform
import resource
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

from search import analysis  # noqa: E402
from tests.benchmarks.search_corpus import QUESTIONS, Question, prepared  # noqa: E402
from tests.benchmarks.search_engines import Engine, Fts5, Postgres, Tantivy  # noqa: E402
from tests.benchmarks.search_ours import Ours, build_with_plain_whoosh  # noqa: E402

ROUNDS = 7
CHANGED = 20  # entries of one small change


def say(line: str = "") -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


@dataclass
class Times:
    """Milliseconds of each question, and what each found; `cold` only where there is a difference."""

    warm: list[float] = field(default_factory=list)
    cold: list[float] = field(default_factory=list)
    totals: list[int] = field(default_factory=list)

    @property
    def figures(self) -> tuple[float, float, float, float]:
        """Median and 95th percentile, warm and cold."""
        cold = self.cold or self.warm
        return median(self.warm), _p95(self.warm), median(cold), _p95(cold)


def _p95(times: Sequence[float]) -> float:
    return quantiles(times, n=20, method="inclusive")[-1]


def milliseconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000


def measured(engine: Engine) -> Times:
    """After one round that does not count."""
    times = Times(totals=[engine.page(question) for question in QUESTIONS])
    gc.disable()
    for question in QUESTIONS:
        times.warm.append(_of_rounds(engine, question, lambda: None))
    if isinstance(engine, Ours):
        times.cold = [_of_rounds(engine, question, engine.forget) for question in QUESTIONS]
    gc.enable()
    return times


def _of_rounds(engine: Engine, question: Question, before: Callable[[], None]) -> float:
    taken = []
    for _ in range(ROUNDS):
        before()
        taken.append(milliseconds(lambda: engine.page(question)))
    return min(taken)


def compare(size: int, *, with_plain_whoosh: bool) -> None:
    """Build and question all engines, and print the table for `size` measures."""
    entries = list(prepared(size))
    say(f"{size:,} measures, {sum(len(entry['text']) for entry in entries) / size:.0f} characters of text each")
    with ExitStack() as stack:
        directory = Path(stack.enter_context(TemporaryDirectory(prefix="healthplan-bench-")))
        engines: list[Engine] = [Ours(directory), Fts5(directory), Postgres(), Tantivy(directory)]
        for engine in engines:
            stack.callback(engine.close)
        built = {engine.name: milliseconds(lambda e=engine: e.build(entries)) / 1000 for engine in engines}  # type: ignore[misc]
        results = {}
        for engine in engines:
            results[engine.name] = measured(engine)
        _print_pages(results)
        _print_building(built, directory, entries if with_plain_whoosh else None)
        _print_own(engines[0], entries)


def _print_pages(results: dict[str, Times]) -> None:
    others = [each.figures for name, each in results.items() if name == "SQLite FTS5"]
    beside_fts5 = others[0]
    beside_tantivy = results["tantivy"].figures
    say(f"{'a page, in ms':18}{'p50 warm':>10}{'p95 warm':>10}{'p50 cold':>10}{'p95 cold':>10}{'mean total':>12}")
    for name, times in results.items():
        figures = "".join(f"{each:10.2f}" for each in times.figures)
        say(f"{name:18}{figures}{sum(times.totals) / len(times.totals):12.0f}")
    p50, p95, cold, _ = results["this product"].figures
    say(f"  p50 warm / FTS5     {p50 / beside_fts5[0]:6.2f}   (at most 0.25)")
    say(f"  p50 warm / tantivy  {p50 / beside_tantivy[0]:6.2f}   (at most 2)")
    say(f"  p95 warm / FTS5     {p95 / beside_fts5[1]:6.2f}   (at most 1)")
    say(f"  p50 cold / FTS5     {cold / beside_fts5[0]:6.2f}   (at most 1)")


def _print_building(built: dict[str, float], directory: Path, entries: Iterable[dict[str, object]] | None) -> None:
    say()
    say("building, in s, words cut included")
    if entries is not None:
        built["plain Whoosh"] = build_with_plain_whoosh(directory / "plain", entries)
    for name, seconds in built.items():
        say(f"{name:18}{seconds:10.1f}")
    if entries is not None:
        say(f"  this product / plain Whoosh {built['this product'] / built['plain Whoosh']:6.2f}   (at most 0.7)")


def _print_own(engine: Engine, entries: list[dict[str, object]]) -> None:
    assert isinstance(engine, Ours)
    say()
    say(f"opening, up to the first page           {engine.opening():8.2f} s")
    say(f"size on the disk                        {engine.size() / 1e6:8.0f} MB   (under 1000)")
    changes = [engine.replace(entries[start : start + CHANGED]) for start in range(0, 10 * CHANGED, CHANGED)]
    say(f"{CHANGED} changed entries found by a reader    {median(changes):8.2f} s, at most {max(changes):.2f}")
    say(f"memory of the whole benchmark's process {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3:8.0f} MB")
    say()


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--sizes", nargs="+", type=int, default=[10_000], help="measures")
    parser.add_argument("--without-plain-whoosh", action="store_true", help="it takes longer than all the rest")
    arguments = parser.parse_args()
    analysis.load()
    cutter = "rjieba" if find_spec("rjieba") else "jieba"
    say(f"{os.cpu_count()} CPUs, Python {platform.python_version()}, words cut by {cutter}")
    say()
    for size in arguments.sizes:
        compare(size, with_plain_whoosh=not arguments.without_plain_whoosh)


if __name__ == "__main__":
    main()
