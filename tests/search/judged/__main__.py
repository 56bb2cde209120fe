"""Prints how well the search does by the judged queries: by intent, and each query that does badly.

python -m tests.search.judged            the table
python -m tests.search.judged 0.8        and every query below that nDCG
"""

from __future__ import annotations

import os
import sys
from io import StringIO
from pathlib import Path

import django

BADLY = 0.0
SOURCES = Path(__file__).parents[3] / "fixtures" / "sources"


def main(below: float) -> None:
    from tests.search.judged.scoring import judged_queries, means, scores

    scored = scores(judged_queries())
    held = [score for score in scored if score.judged.held_out]
    for title, part in (("all judged queries", scored), ("those held out", held)):
        sys.stdout.write(f"\n{title}\n{'intent':28} {'queries':>7} {'nDCG@10':>8} {'recall@50':>10}\n")
        for intent, (count, ndcg, recall) in means(part).items():
            sys.stdout.write(f"{intent:28} {count:7} {ndcg:8.3f} {recall:10.3f}\n")
    for score in sorted(scored, key=lambda score: score.ndcg):
        if score.ndcg < below:
            sys.stdout.write(f"{score.ndcg:.2f} {score.recall:.2f} {score.found:4} {score.judged.typed}\n")


def with_the_five_texts(below: float) -> None:
    """In a database and an index of their own, which are gone afterwards."""
    from django.core.management import call_command
    from django.test.utils import setup_databases, setup_test_environment, teardown_databases

    setup_test_environment()
    databases = setup_databases(verbosity=0, interactive=False)
    try:
        call_command("import_texts", str(SOURCES), verbosity=0, stdout=StringIO())
        call_command("rebuild_index", verbosity=0)
        main(below)
    finally:
        teardown_databases(databases, verbosity=0)


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"  # which write to a temporary directory only
    django.setup()
    with_the_five_texts(float(sys.argv[1]) if len(sys.argv) > 1 else BADLY)
