"""What the search keeps beside its index: the dictionaries that admins edit."""

from __future__ import annotations

from search.models.dictionaries import Dictionary, SynonymGroup, Term

__all__ = ["Dictionary", "SynonymGroup", "Term"]
