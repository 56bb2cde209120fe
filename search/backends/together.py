"""Where the characters of a text stand together: in which documents of a segment, and how often.

A single gram is indexed as such. For anything longer the documents that hold all its grams are candidates, and the
line is looked for in theirs.
"""

from __future__ import annotations

import numpy as np

from search.backends.contiguous import Needle
from search.backends.keys import Numbers
from search.backends.schema import grams_field, line_column
from search.backends.segments import Postings, Segment
from search.limits import check_time

# Looking into a candidate takes about as long as reading so many postings of a further gram.
_LOOK = 25
_AT_ONCE = 5000  # candidates, between looks at the clock
_LOOKUP = 120  # candidates that may be looked into while a posting list is found and opened


def standing_together(segment: Segment, text: str, needle: Needle) -> Postings | None:
    """The documents of the segment whose text field `text` holds the needle; None where there is none."""
    if needle.is_gram:
        return segment.postings(grams_field(text), needle.grams[0])
    return segment.worked_out((text, needle.line), lambda: _found(segment, text, needle))


def _found(segment: Segment, text: str, needle: Needle) -> Postings | None:
    candidates = _candidates(segment, grams_field(text), needle)
    if candidates is None or not len(candidates):
        return None
    counts = _counts(segment, text, needle, candidates)
    held = counts > 0
    return Postings(candidates[held], counts[held]) if held.any() else None


def _candidates(segment: Segment, field: str, needle: Needle) -> Numbers | None:
    """Documents that hold the grams; the rarest first, until looking into what is left takes less time."""
    frequencies: list[tuple[int, str]] = []
    for gram in needle.grams:
        frequency = segment.frequency(field, gram)
        if not frequency:
            return None
        frequencies.append((frequency, gram))
    candidates: Numbers | None = None
    for frequency, gram in sorted(frequencies):
        if candidates is not None and len(candidates) < _LOOKUP + frequency / _LOOK:
            break
        found = segment.postings(field, gram)
        if found is None:
            return None
        candidates = found.numbers if candidates is None else _common(candidates, found.numbers, segment.size)
    return candidates


def _common(few: Numbers, many: Numbers, size: int) -> Numbers:
    held = np.zeros(size, np.bool_)
    held[many] = True
    return few[held[few]]


def _counts(
    segment: Segment, text: str, needle: Needle, candidates: Numbers
) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    """How often each of the documents holds the line."""
    rows = segment.rows(line_column(text))
    count = _overlapping if needle.overlaps else bytes.count
    file, line = rows.file.mapped, needle.line
    counts: list[int] = []
    for first in range(0, len(candidates), _AT_ONCE):
        check_time()
        some = candidates[first : first + _AT_ONCE]
        spans = zip(rows.bounds[some].tolist(), rows.bounds[some + 1].tolist(), strict=True)
        counts += [count(file[start:end], line) for start, end in spans]
    return np.array(counts, np.float32)


def _overlapping(row: bytes, line: bytes) -> int:
    count, place = 0, row.find(line)
    while place >= 0:
        count += 1
        place = row.find(line, place + 1)
    return count
