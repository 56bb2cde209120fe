"""Where haystack looks for indexes."""

from search.indexes import MeasureIndex

__all__ = ["MeasureIndex"]
