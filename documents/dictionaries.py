"""Changes of dictionaries: every one is kept, with what stood there before, and can be taken back.

Holds for all models whose entries are known by one unique column (词, 名称, 噪声行) and made of columns that people
edit. What a change has to set off (a new revision, an index) is the model's own `save` and `delete`.
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import models, transaction

from documents.corrections.acts import going_back
from documents.models import DictionaryChange

State = dict[str, Any]


def state_of(entry: models.Model | None) -> State | None:
    """What people said of an entry, column by column; None where there is none."""
    return {name: getattr(entry, name) for name in _columns(type(entry))} if entry else None


def save(entry: models.Model, *, by: AbstractBaseUser | None, reason: str = "") -> bool:
    """Saves an entry and keeps what that changed; says whether anything did."""
    with transaction.atomic():
        before = state_of(_locked(entry))
        if before == state_of(entry):
            return False
        entry.save()
        _keep(entry, before, state_of(entry), by, reason)
    return True


def delete(entry: models.Model, *, by: AbstractBaseUser | None, reason: str = "") -> None:
    """Deletes an entry, of which its change still tells."""
    with transaction.atomic():
        _keep(entry, state_of(entry), None, by, reason)
        entry.delete()


def put_back(change: DictionaryChange, *, by: AbstractBaseUser | None) -> bool:
    """Makes an entry what it was before a change; says whether that changed anything. Raises ValidationError."""
    model, reason = change.model, going_back(change.made_at)
    key = key_of(model)
    names = [state[key] for state in (change.after, change.before) if state]
    entry = next((found for name in names if (found := model._default_manager.filter(**{key: name}).first())), None)
    if change.before is None:
        if entry is None:
            return False
        if getattr(entry, "shipped", ""):
            raise ValidationError(f"“{entry}”现在随产品提供，不能删去；可以停用。")
        delete(entry, by=by, reason=reason)
        return True
    entry = entry or model()
    for name, value in change.before.items():
        setattr(entry, name, value)
    entry.full_clean()
    return save(entry, by=by, reason=reason)


def key_of(model: type[models.Model]) -> str:
    """The column by which people know an entry."""
    return next(name for name in _columns(model) if getattr(model._meta.get_field(name), "unique", False))


def _columns(model: type[models.Model]) -> list[str]:
    return [column.name for column in model._meta.concrete_fields if column.editable and not column.primary_key]


def _locked(entry: models.Model) -> models.Model | None:
    return type(entry)._default_manager.select_for_update().filter(pk=entry.pk).first() if entry.pk else None


def _keep(
    entry: models.Model, before: State | None, after: State | None, by: AbstractBaseUser | None, reason: str
) -> None:
    DictionaryChange.objects.create(
        dictionary=entry._meta.label_lower, key=str(getattr(entry, key_of(type(entry))))[:200], before=before,
        after=after, reason=reason, made_by_id=by.pk if by else None,
    )  # fmt: skip
