"""How much waits in the queue, for the head of the admin's pages."""

from __future__ import annotations

from django import template

from documents.models import ReviewItem

register = template.Library()


@register.simple_tag
def items_waiting() -> int:
    """One query."""
    return ReviewItem.objects.filter(state=ReviewItem.State.OPEN).count()
