"""The admin pages of the search: its dictionaries."""

from search.admin import dictionaries

__all__ = ["dictionaries"]
