"""The rules in force: those of the lexicon, but for the terms of which an admin said otherwise.

Each process keeps the book of the latest version it has met; a version never changes, so that a new one is all there
is to look for.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime
from functools import cache, lru_cache

from documents.models import ThemeRule, ThemeRulesVersion
from documents.themes.rules import Rule, RuleBook, packaged


@cache
def lexicon() -> str:
    """A digest of the packaged rules."""
    return hashlib.blake2b(repr(packaged()).encode(), digest_size=16).hexdigest()


def book() -> RuleBook:
    """The rules in force, ready for use. One query, and a second where they have changed since it was last asked."""
    version = ThemeRulesVersion.objects.order_by("-pk").values_list("pk", "made_at").first()
    return _book(version)


@lru_cache(maxsize=2)
def _book(version: tuple[int, datetime] | None) -> RuleBook:
    # by its moment too: a number is given again where the transaction that had it was rolled back
    rows = ThemeRulesVersion.objects.get(pk=version[0]).rules if version else ()
    return RuleBook(with_changes(ThemeRule(**row) for row in rows))


def with_changes(changed: Iterable[ThemeRule]) -> list[Rule]:
    """The rules of the lexicon with these in the place of all that it says of the same theme and term."""
    rows = list(changed)
    said = {(row.theme, row.term) for row in rows}
    kept = [rule for rule in packaged() if (rule.theme, rule.term) not in said]
    return kept + [row.rule for row in rows if row.enabled]
