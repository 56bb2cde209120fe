"""The dictionaries in force: those of the database where they were looked at, else those that came with the product.

What an admin changes gives the dictionary a new revision (`search.models.Dictionary`); a process that asks `refresh`
before it searches or indexes notices with one small query. Searching uses new synonyms at once; new terms change how
texts are cut, so the index worker builds the index anew with them while searches go on with the old one.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from search import analysis
from search.models import Dictionary, SynonymGroup, Term
from search.synonyms import Group, Synonyms, names_of_bodies, shipped_groups

_lock = threading.Lock()
_seen: dict[str, int] = {}  # the revision of each dictionary that this process holds
_synonyms: Synonyms | None = None


def synonyms() -> Synonyms:
    """The table in force in this process."""
    global _synonyms  # noqa: PLW0603 - one table a process, replaced as a whole
    if _synonyms is None:
        _synonyms = _table(shipped_groups())
    return _synonyms


def refresh() -> None:
    """Hold what the database holds now. One query where nothing changed, one more for each dictionary that did."""
    global _synonyms  # noqa: PLW0603
    revisions = dict(Dictionary.objects.values_list("name", "revision"))
    if revisions == _seen:
        return
    with _lock:
        if _changed(revisions, Dictionary.Name.TERMS):
            analysis.use_terms(_active_terms() if revisions.get(Dictionary.Name.TERMS) else analysis.shipped_terms())
        if _changed(revisions, Dictionary.Name.SYNONYMS):
            _synonyms = _table(_active_groups() if revisions.get(Dictionary.Name.SYNONYMS) else shipped_groups())
        _seen.clear()
        _seen.update(revisions)


def forget() -> None:
    """Hold nothing, so that the next `refresh` reads everything."""
    global _synonyms  # noqa: PLW0603
    with _lock:
        _synonyms = None
        _seen.clear()


def _changed(revisions: Mapping[str, int], name: str) -> bool:
    return revisions.get(name) != _seen.get(name)


def _active_terms() -> Iterable[str]:
    return Term.objects.filter(active=True).values_list("word", flat=True)


def _active_groups() -> Iterable[Group]:
    rows = SynonymGroup.objects.filter(active=True).order_by("name").values_list("words", "official", "everyday")
    return [Group(_lines(words), _lines(official), everyday) for words, official, everyday in rows]


def _table(groups: Iterable[Group]) -> Synonyms:
    return Synonyms((*groups, *names_of_bodies()))


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line for each in text.splitlines() if (line := each.strip()))


# --- what came with the product → the database ---


@transaction.atomic
def load_shipped() -> None:
    """Bring the shipped entries into the database: what a person changed stays as it is, what is gone goes."""
    terms = {word: {"word": word} for word in analysis.shipped_terms()}
    _load(Term, "word", terms, lambda entry: entry.word)
    groups = {
        group.name: {
            "words": "\n".join(group.words),
            "official": "\n".join(group.official),
            "everyday": group.everyday,
        }
        for group in shipped_groups()
    }
    _load(SynonymGroup, "name", groups, lambda entry: entry.content)


def _load(model: Any, key: str, shipped: Mapping[str, Mapping[str, Any]], content: Any) -> None:
    present = {getattr(entry, key): entry for entry in model.objects.all()}
    new, changed = [], []
    for name, values in shipped.items():
        entry = model(**{key: name, **values})
        entry.shipped = content(entry)
        old = present.pop(name, None)
        if old is None:
            new.append(entry)
        elif old.shipped != entry.shipped:
            if content(old) == old.shipped:
                for field, value in values.items():
                    setattr(old, field, value)
            old.shipped = entry.shipped
            changed.append(old)
    untouched = [entry.pk for entry in present.values() if entry.shipped and content(entry) == entry.shipped]
    gone = model.objects.filter(pk__in=untouched).delete()[0]
    model.objects.bulk_create(new)
    model.objects.bulk_update(changed, ["shipped", *next(iter(shipped.values()), {})])
    if new or changed or gone:
        Dictionary.changed(model.DICTIONARY)
