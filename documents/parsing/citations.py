"""Documents that a text names in 《》, nested marks respected, with the number that follows."""

from __future__ import annotations

import re
from collections.abc import Iterator

from documents.parsing import patterns
from documents.parsing.facts import normal_number
from documents.parsing.source import Sourced
from documents.parsing.tree import Citation

# A title longer than this has lost its closing mark.
LONGEST = 150


def read_citations(text: Sourced) -> tuple[Citation, ...]:
    """Each document named, in order; the second name of one (以下简称《公约》) is none of its own."""
    return tuple(_citation(text, start, end) for start, end in _titles(text.text))


def _titles(text: str) -> Iterator[tuple[int, int]]:
    """Outermost pairs of 《 and 》. An opening mark without its closing one is passed over."""
    depth, start = 0, 0
    for match in re.finditer("[《》]", text):
        if match.group() == "《":
            if depth == 0 or match.start() - start > LONGEST:
                depth, start = 0, match.start()
            depth += 1
        elif depth:
            depth -= 1
            named = not patterns.ABBREVIATES.search(text[max(0, start - 6) : start])
            if depth == 0 and match.end() - start > 2 and match.end() - start <= LONGEST and named:
                yield start, match.end()


def _citation(text: Sourced, start: int, end: int) -> Citation:
    title = text.text[start + 1 : end - 1]
    behind = patterns.CITATION_NUMBER.match(text.text, end)
    number = patterns.NUMBER.search(behind["number"]) if behind else None
    stop = behind.end() if behind and number else end
    return Citation(title, normal_number(number) if number else None, (text.place(start, stop),))
