"""What admins do to agencies reaches the index of all measures that are found by their names."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from documents.corrections import agencies
from documents.models import Agency, Measure
from search import updates
from tests import factories
from tests.search.test_updates import found

pytestmark = pytest.mark.django_db
Indexed = Callable[[], None]


def _led_by(body: Agency) -> Measure:
    """A measure whose parse says so."""
    said = {"as_written": body.name, "agency": body.pk, "role": "lead", "inherited": False, "spans": []}
    text = f"{body.name}的一项。"
    return factories.measure(text, leads=[body], parsed={"text": text, "kind": "measure", "responsibilities": [said]})


def test_merging_and_parting_agencies_reaches_the_measures_of_both(indexed: Indexed) -> None:
    one, other = factories.agency("湖南省财政厅", names=["省丹顶鹤厅"]), factories.agency("湖南省教育厅")
    entries = [_led_by(body).pk for body in (one, other)]
    indexed()
    agencies.merge(one, other, by=None)
    updates.drain_all()
    assert found("丹顶鹤") == entries
    agencies.part(one, by=None)
    updates.drain_all()
    assert found("丹顶鹤") == entries[:1]
    assert not updates.drift()
