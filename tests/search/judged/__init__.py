"""Queries over the five source texts with the measures that answer them, and how well the search does by them.

`python -m tests.search.judged` prints the table by intent; tests/search/test_judged.py holds it to a floor.
"""
