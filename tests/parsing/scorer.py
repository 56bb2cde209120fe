"""Scores the parser against facts read by hand: `python -m tests.parsing.scorer EXPECTED.jsonl`.

EXPECTED.jsonl holds one object a text, beside the texts themselves: `file` and `gold` with province, title,
doc_number, issue_date, issuer, headings ([label, title] in order) and measures_agencies (first characters of a
measure's text, the bodies that lead and the others). Prints precision, recall and every difference.
"""

from __future__ import annotations

import json
import sys
import unicodedata
from collections.abc import Iterable
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from documents.parsing import parse
from documents.parsing.reading import read_path
from documents.parsing.tree import ParsedText

FACTS = {
    "province": "province",
    "title": "title",
    "doc_number": "document_number",
    "issue_date": "issued_on",
}


def normal(text: str | None) -> str:
    return unicodedata.normalize("NFKC", text or "").replace(" ", "")


def headings(parsed: ParsedText) -> list[tuple[str, str]]:
    """Chapters and the labelled measures with a lead, in reading order."""
    found = [(chapter.spans[0], chapter.label, chapter.title) for chapter in parsed.chapters]
    found += [
        (measure.spans[0], measure.label, measure.lead) for measure in parsed.measures if measure.label and measure.lead
    ]
    return [(normal(label), normal(title)) for _, label, title in sorted(found, key=lambda row: row[0])]


def bodies(parsed: ParsedText, start: str) -> tuple[set[str], set[str]] | None:
    for measure in parsed.measures:
        if normal(measure.text).startswith(normal(start)):
            lead = {normal(r.as_written) for r in measure.responsibilities if r.role == "lead"}
            return lead, {normal(r.as_written) for r in measure.responsibilities} - lead
    return None


def differences(expected: dict[str, Any], parsed: ParsedText) -> Iterable[str]:
    gold = expected["gold"]
    for name, attribute in FACTS.items():
        found = getattr(parsed.plan, attribute)
        if normal(found) != normal(gold[name]) and found != expected.get("issue_date_also_ok"):
            yield f"{name}: {found!r} instead of {gold[name]!r}"
    if gold["issuer"] and gold["issuer"] not in parsed.plan.issuers:
        yield f"issuer: {parsed.plan.issuers} instead of {gold['issuer']!r}"
    if gold.get("is_plan", True) != parsed.plan.is_plan:
        yield f"is_plan: {parsed.plan.is_plan}"
    wanted, found_headings = [(normal(a), normal(b)) for a, b in gold["headings"]], headings(parsed)
    matcher = SequenceMatcher(a=wanted, b=found_headings, autojunk=False)
    for operation, a, b, c, d in matcher.get_opcodes():
        if operation != "equal":
            yield f"headings: {found_headings[c:d]} instead of {wanted[a:b]}"
    for row in gold["measures_agencies"]:
        got, want = (
            bodies(parsed, row["measure"]),
            ({normal(n) for n in row["lead"]}, {normal(n) for n in row["others"]}),
        )
        if got != want:
            yield f"bodies of {row['measure']}: {got} instead of {want}"
    if parsed.unplaced:
        yield f"unplaced: {parsed.unplaced}"


def main(path: Path) -> None:
    for line in path.read_text(encoding="utf-8").splitlines():
        expected = json.loads(line)
        raw = read_path(path.parent / expected["file"])
        found = list(differences(expected, parse(raw.text, file=raw.file)))
        sys.stdout.write("\n    ".join([expected["file"], *(found or ["as expected"])]) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
