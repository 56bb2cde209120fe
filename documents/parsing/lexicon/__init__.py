"""Data the parser knows beforehand: administrative divisions, agencies and their names in time.

Everything here can be replaced by an argument of `parse`; the packaged data are the default.
"""

from documents.parsing.lexicon.agencies import Body, BodyName, Kind, bodies, body_named, kinds
from documents.parsing.lexicon.divisions import Division, divisions, provinces

__all__ = ["Body", "BodyName", "Division", "Kind", "bodies", "body_named", "divisions", "kinds", "provinces"]
