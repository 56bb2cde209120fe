"""How long the parser takes, and how much memory: `make bench` or `python -m tests.benchmarks.parsing`.

Ratios of one run: all five sources parsed against the same texts cut into words by jieba (dictionaries warm), and the
same text at several lengths, where time has to grow with the length. Memory is the peak that Python allocates beyond
the text itself.
"""

from __future__ import annotations

import sys
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from statistics import median

import jieba

from documents.parsing import parse
from documents.parsing.reading import read_path

SOURCES = sorted((Path(__file__).parents[2] / "fixtures" / "sources").glob("*.txt"))
REPETITIONS = 9
MEGABYTES = (1, 2.5, 5, 10)


def seconds(work: Callable[[], object], repetitions: int = REPETITIONS) -> float:
    """The median of several runs."""
    times = []
    for _ in range(repetitions):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return median(times)


def say(line: str) -> None:
    sys.stdout.write(line + "\n")


def against_jieba(texts: list[str]) -> None:
    jieba.initialize()
    parse(texts[0])  # loads the lexicons
    cut = seconds(lambda: [list(jieba.cut(text)) for text in texts])
    plain = seconds(lambda: [parse(text, search_repairs=False) for text in texts])
    repaired = seconds(lambda: [parse(text) for text in texts])
    say(f"{'all five sources':34}{'ms':>8}{'ratio':>8}")
    say(f"{'  cut into words by jieba':34}{cut * 1000:8.0f}{1:8.2f}")
    say(f"{'  parsed, misprints not looked for':34}{plain * 1000:8.0f}{plain / cut:8.2f}   (at most 1)")
    say(f"{'  parsed':34}{repaired * 1000:8.0f}{repaired / cut:8.2f}   (at most 3)")


def by_length(texts: list[str]) -> None:
    one = "\n".join(texts)
    per_megabyte = 1_000_000 / len(one.encode())
    say(f"\n{'megabytes':>10}{'seconds':>10}{'s per MB':>10}{'memory / text':>15}")
    for size in MEGABYTES:
        text = one * max(1, round(size * per_megabyte))
        megabytes = len(text.encode()) / 1e6
        taken = seconds(lambda text=text: parse(text), 1)  # type: ignore[misc]
        say(f"{megabytes:10.1f}{taken:10.1f}{taken / megabytes:10.2f}{memory(text):15.1f}   (at most 20)")


def memory(text: str) -> float:
    """Peak allocation of a parse over the size of the text in UTF-8."""
    tracemalloc.start()
    parse(text)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / len(text.encode())


def main() -> None:
    texts = [read_path(path).text for path in SOURCES]
    against_jieba(texts)
    by_length(texts)


if __name__ == "__main__":
    main()
