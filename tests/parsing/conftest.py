from pathlib import Path

import pytest

from documents.parsing import parse
from documents.parsing.reading import read_path
from documents.parsing.tree import ParsedText

SOURCES = sorted((Path(__file__).parents[2] / "fixtures" / "sources").glob("*.txt"))


@pytest.fixture(scope="session")
def sources() -> dict[str, tuple[str, ParsedText]]:
    """The five source texts by the first three characters of their names: (text, what it gives)."""
    raws = [read_path(path) for path in SOURCES]
    return {raw.file[:3]: (raw.text, parse(raw.text, file=raw.file, sha256=raw.sha256)) for raw in raws}
