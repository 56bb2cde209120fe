"""Where the characters of a text stand together: in which documents of a segment, and how often.

A single gram is indexed as such. For anything longer the documents that hold all its grams are candidates, and the
line is looked for in theirs.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from search.backends.contiguous import Needle
from search.backends.keys import Numbers
from search.backends.schema import grams_field, line_column
from search.backends.segments import NO_POSTINGS, Postings, Segment
from search.limits import check_time

# Looking into a candidate takes about as long as reading so many postings of a further gram.
_LOOK = 25
_AT_ONCE = 5000  # candidates, between looks at the clock
_LOOKUP = 120  # candidates that may be looked into while a posting list is found and opened


def standing_together(segment: Segment, text: str, needle: Needle) -> Postings | None:
    """The documents of the segment whose text field `text` holds the needle; None where there is none."""
    field = grams_field(text)
    if needle.is_gram:
        return segment.postings(field, needle.grams[0])
    if not all(segment.frequency(field, gram) for gram in needle.grams):
        return None  # most words stand in one or two of all fields
    return segment.worked_out((text, needle.line), lambda: _found(segment, text, needle))


def _found(segment: Segment, text: str, needle: Needle) -> Postings | None:
    """A text holds a word as often as it was cut out of it, or more often, and no more often than each of its grams:
    where the two say the same, nobody has to look.
    """
    most = _most(segment, grams_field(text), needle)
    if not len(most.numbers):
        return None
    counts = most.counts
    unsure = np.flatnonzero(counts != _least(segment, text, needle, most.numbers))
    counts[unsure] = _counts(segment, text, needle, most.numbers[unsure])
    held = counts > 0
    return Postings(most.numbers[held], counts[held]) if held.any() else None


def _most(segment: Segment, field: str, needle: Needle) -> Postings:
    """Documents that hold the grams, and how often they can hold the line: the rarest gram first, until looking into
    what is left takes less time.
    """
    frequencies = sorted((segment.frequency(field, gram), gram) for gram in needle.grams)
    numbers, counts = segment.postings(field, frequencies[0][1]) or NO_POSTINGS
    for frequency, gram in frequencies[1:]:
        if len(numbers) < _LOOKUP + frequency / _LOOK:
            break
        further = _laid_out(segment.postings(field, gram) or NO_POSTINGS, segment.size)[numbers]
        held = further > 0
        numbers, counts = numbers[held], np.minimum(counts, further)[held]
    return Postings(numbers, counts.copy())


def _least(segment: Segment, text: str, needle: Needle, numbers: Numbers) -> NDArray[np.float32]:
    """How often the word was cut out of each of the documents; 0 for what is no word."""
    found = segment.postings(text, needle.line.decode()) if len(numbers) > _LOOKUP else None
    return _laid_out(found or NO_POSTINGS, segment.size)[numbers]


def _laid_out(postings: Postings, size: int) -> NDArray[np.float32]:
    """How often each document of the segment has the term."""
    counts = np.zeros(size, np.float32)
    counts[postings.numbers] = postings.counts
    return counts


def _counts(segment: Segment, text: str, needle: Needle, numbers: Numbers) -> NDArray[np.float32]:
    """How often each of the documents holds the line."""
    rows = segment.rows(line_column(text))
    count = _overlapping if needle.overlaps else bytes.count
    file, line = rows.file.mapped, needle.line
    counts: list[int] = []
    for first in range(0, len(numbers), _AT_ONCE):
        check_time()
        some = numbers[first : first + _AT_ONCE]
        spans = zip(rows.bounds[some].tolist(), rows.bounds[some + 1].tolist(), strict=True)
        counts += [count(file[start:end], line) for start, end in spans]
    return np.array(counts, np.float32)


def _overlapping(row: bytes, line: bytes) -> int:
    count, place = 0, row.find(line)
    while place >= 0:
        count += 1
        place = row.find(line, place + 1)
    return count
