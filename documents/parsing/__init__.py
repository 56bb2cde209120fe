"""Text in, a tree of frozen values out. Knows nothing of Django, the database or the index.

`parse` is the door; what it gives is described in `tree` and in docs/parse-output.md.
"""

from documents.parsing.parser import parse
from documents.parsing.version import PARSER_VERSION

__all__ = ["PARSER_VERSION", "parse"]
