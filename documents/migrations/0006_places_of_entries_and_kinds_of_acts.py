"""Entries stand where the last import put them, with room between; acts are of a kind, and each one its own batch."""

from __future__ import annotations

import uuid

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import F

ROOM = 1000
REVERTED = {"reverted": True}  # a column that the next migration takes away


def give_places(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    for name in ("Chapter", "Measure"):
        entries = apps.get_model("documents", name)._default_manager
        entries.update(place=F("order"))
        entries.update(order=(F("place") + 1) * ROOM)


def take_places(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    for name in ("Chapter", "Measure"):
        apps.get_model("documents", name)._default_manager.update(order=F("place"))


def give_kinds(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    acts = apps.get_model("documents", "CorrectionAct")._default_manager
    acts.filter(**REVERTED).update(kind="revert")
    for pk in acts.values_list("pk", flat=True):
        acts.filter(pk=pk).update(batch=uuid.uuid4())


def take_kinds(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    acts = apps.get_model("documents", "CorrectionAct")._default_manager
    acts.filter(kind="revert").update(**REVERTED)


class Migration(migrations.Migration):
    dependencies = [("documents", "0005_what_was_done_and_what_to_look_at")]

    operations = [
        migrations.RunPython(give_places, take_places),
        migrations.RunPython(give_kinds, take_kinds),
    ]
