"""The admin pages of the search: its dictionaries, what was looked for in vain, what readers keep."""

from search.admin import dictionaries, unanswered

__all__ = ["dictionaries", "unanswered"]
