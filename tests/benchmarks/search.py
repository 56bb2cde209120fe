"""How fast the search is beside other engines: `python -m tests.benchmarks.search [--sizes 10000 100000]`.

One run, one machine, the same measures (`search_corpus`), the same words and thirty questions. A *page* is the total,
the best twenty, three facets and twenty marked passages. The engines take turns, question by question, and each
question counts by its best round, since what else the machine does makes any of them longer, but none shorter.

*warm*: the question was asked before. *cold*: everything is forgotten that earlier questions taught, before each
question, while the index stays open; only this product learns so much that this is another time. *opened*: the index,
or the connection, is opened for the question. The files are in the system's memory. Beside the time of the clock stands
that of the processor, as far as it is spent in this process.
"""

from __future__ import annotations

import argparse
import gc
import os
import platform
import resource
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
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


WARM, COLD, OPENED = "warm", "cold", "opened"


@dataclass
class Times:
    """Milliseconds of each question, by the clock and by the processor; what each found."""

    clock: dict[str, list[float]] = field(default_factory=dict)
    processor: dict[str, list[float]] = field(default_factory=dict)
    totals: list[int] = field(default_factory=list)

    def p50(self, state: str) -> float:
        return median(self.clock.get(state) or self.clock[WARM])

    def p95(self, state: str) -> float:
        return quantiles(self.clock.get(state) or self.clock[WARM], n=20, method="inclusive")[-1]

    def processor_p50(self, state: str) -> float:
        return median(self.processor.get(state) or self.processor[WARM])


def measured(engines: Sequence[Engine]) -> dict[str, Times]:
    """After one round that does not count."""
    results = {each.name: Times(totals=[each.page(question) for question in QUESTIONS]) for each in engines}
    gc.disable()
    for question in QUESTIONS:
        best: dict[tuple[str, str], tuple[float, float]] = {}
        for _ in range(ROUNDS):
            for engine, state in _turns(engines):
                taken = _taken(engine, question, state)
                best[engine.name, state] = _least(taken, best.get((engine.name, state), taken))
        for (name, state), (clock, processor) in best.items():
            results[name].clock.setdefault(state, []).append(clock)
            results[name].processor.setdefault(state, []).append(processor)
    gc.enable()
    return results


def _turns(engines: Sequence[Engine]) -> Iterator[tuple[Engine, str]]:
    for engine in engines:
        yield engine, WARM
        if isinstance(engine, Ours):
            yield engine, COLD
        yield engine, OPENED


def _taken(engine: Engine, question: Question, state: str) -> tuple[float, float]:
    """Milliseconds by the clock and by the processor."""
    if state == OPENED:
        engine.close()
    else:
        engine.page(question)
    if state == COLD and isinstance(engine, Ours):
        engine.forget()
    clock, processor = time.perf_counter(), time.process_time()
    engine.page(question)
    return (time.perf_counter() - clock) * 1000, (time.process_time() - processor) * 1000


def _least(one: tuple[float, float], other: tuple[float, float]) -> tuple[float, float]:
    return min(one[0], other[0]), min(one[1], other[1])


def seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def compare(size: int, *, with_plain_whoosh: bool) -> None:
    """Build and question all engines, and print the table for `size` measures."""
    entries = list(prepared(size))
    say(f"{size:,} measures, {sum(len(entry['text']) for entry in entries) / size:.0f} characters of text each")
    with ExitStack() as stack:
        directory = Path(stack.enter_context(TemporaryDirectory(prefix="healthplan-bench-")))
        server = Postgres()
        stack.callback(server.stop)
        engines: list[Engine] = [Ours(directory), Fts5(directory), server, Tantivy(directory)]
        built = {engine.name: seconds(lambda e=engine: e.build(entries)) for engine in engines}  # type: ignore[misc]
        _print_pages(measured(engines))
        _print_building(built, directory, entries if with_plain_whoosh else None)
        _print_own(engines[0], entries)


def _print_pages(results: dict[str, Times]) -> None:
    say(f"{'a page, in ms':28}{'p50':>8}{'p95':>8}{'p50 of the processor':>22}{'mean total':>12}")
    for name, times in results.items():
        for state in times.clock:
            figures = f"{times.p50(state):8.2f}{times.p95(state):8.2f}{times.processor_p50(state):22.2f}"
            say(f"{name + ', ' + state:28}{figures}{sum(times.totals) / len(times.totals):12.0f}")
    own, fts5, tantivy = (results[name] for name in ("this product", "SQLite FTS5", "tantivy"))
    wanted = (
        ("p50 warm / FTS5", Times.p50, WARM, fts5, 0.25),
        ("p50 warm / tantivy", Times.p50, WARM, tantivy, 2),
        ("p95 warm / FTS5", Times.p95, WARM, fts5, 1),
        ("p50 cold / FTS5", Times.p50, COLD, fts5, 1),
        ("p50 opened / FTS5 opened", Times.p50, OPENED, fts5, 1),
    )
    for name, figure, state, other, most in wanted:
        say(f"  {name:26}{figure(own, state) / figure(other, state):6.2f}   (at most {most})")
    for state, other, name in ((WARM, fts5, "FTS5"), (WARM, tantivy, "tantivy"), (COLD, fts5, "FTS5")):
        ratio = own.processor_p50(state) / other.processor_p50(state)
        say(f"  processor's p50 {state} / {name:10}{ratio:6.2f}")


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
    load = ", ".join(f"{each:.1f}" for each in os.getloadavg())
    say(f"{os.cpu_count()} CPUs, load {load}, Python {platform.python_version()}, words cut by {cutter}")
    say()
    for size in arguments.sizes:
        compare(size, with_plain_whoosh=not arguments.without_plain_whoosh)


if __name__ == "__main__":
    main()
