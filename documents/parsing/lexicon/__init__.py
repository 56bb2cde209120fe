"""Data the parser knows beforehand: administrative divisions, agencies and their names in time.

Everything here can be replaced by an argument of `parse`; the packaged data are the default.
"""

from documents.parsing.lexicon.agencies import Body, BodyName, bodies, body_named
from documents.parsing.lexicon.divisions import Division, divisions, provinces

__all__ = ["Body", "BodyName", "Division", "bodies", "body_named", "divisions", "provinces"]
