"""What the search keeps beside its index: dictionaries, searches of readers, queries that found nothing."""

from __future__ import annotations

from search.models.dictionaries import Dictionary, SynonymGroup, Term
from search.models.saved import SavedSearch
from search.models.unanswered import UnansweredQuery

__all__ = ["Dictionary", "SavedSearch", "SynonymGroup", "Term", "UnansweredQuery"]
