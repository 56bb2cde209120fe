"""What the knowledge base holds. All writes of plans, chapters, measures and agencies go through `importing` and
`corrections`, which record the change for the index in the same transaction.

Three kinds of columns stand in a correctable entry (plan, chapter, measure):

- `parsed`: what the parser said, field by field, as JSON. Only an import writes it.
- `Correction` rows: what a person put in its place, field by field. Only a person's act writes or removes them.
- the ordinary columns: the value in force, that is the correction where there is one, else what was parsed. They are
  derived (see `corrections.apply`), and are what pages, search and API read.

Spans are lists of `[start, end)` in code points of `SourceText.text`.
"""

from __future__ import annotations

from documents.models.agencies import Agency, AgencyAct, AgencyName, Province
from documents.models.changes import Correction, CorrectionAct, IndexChange
from documents.models.dictionaries import DictionaryChange, NoisePattern
from documents.models.entries import Chapter, ChapterQuerySet, Measure, MeasureQuerySet
from documents.models.imports import ImportBatch, ImportFile, OriginalFile
from documents.models.parts import Citation, Responsibility, Target
from documents.models.plans import Correctable, Plan, PlanQuerySet
from documents.models.reports import ReaderReport
from documents.models.reviews import ReviewItem
from documents.models.sources import Finding, SourceText
from documents.models.successions import Succession
from documents.models.themes import ThemeRule, ThemeRulesVersion

__all__ = [
    "Agency",
    "AgencyAct",
    "AgencyName",
    "Chapter",
    "ChapterQuerySet",
    "Citation",
    "Correctable",
    "Correction",
    "CorrectionAct",
    "DictionaryChange",
    "Finding",
    "ImportBatch",
    "ImportFile",
    "IndexChange",
    "Measure",
    "MeasureQuerySet",
    "NoisePattern",
    "OriginalFile",
    "Plan",
    "PlanQuerySet",
    "Province",
    "ReaderReport",
    "Responsibility",
    "ReviewItem",
    "SourceText",
    "Succession",
    "Target",
    "ThemeRule",
    "ThemeRulesVersion",
]
