"""The parser as it is asked now: with the lines that admins say are part of no document, and by a version of its own,
so that a text read by other patterns is read again when it is imported.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from documents import parsing
from documents.models import NoisePattern
from documents.parsing import tree
from documents.parsing.own_noise import OwnNoise
from documents.parsing.reading import RawText
from documents.parsing.wording import Wording


@dataclass(frozen=True, slots=True)
class Reader:
    patterns: tuple[str, ...] = ()

    @property
    def version(self) -> str:
        """The parser's, and with patterns theirs behind it; 40 characters at most."""
        if not self.patterns:
            return parsing.PARSER_VERSION
        digest = hashlib.sha256("\n".join(self.patterns).encode()).hexdigest()
        return f"{parsing.PARSER_VERSION[:23]}+{digest[:16]}"

    def parse(self, raw: RawText, wording: Wording | None) -> tree.ParsedText:
        own = OwnNoise.of(self.patterns)
        return parsing.parse(raw.text, file=raw.file, sha256=raw.sha256, wording=wording, noise=own)


def in_force() -> Reader:
    """As admins want texts read at this moment. One query."""
    active = NoisePattern.objects.filter(active=True).order_by("pattern")
    return Reader(tuple(active.values_list("pattern", flat=True)))
