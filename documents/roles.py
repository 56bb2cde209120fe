"""Who is responsible for a measure, by role."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from documents.models import Responsibility


@dataclass(frozen=True, slots=True)
class Role:
    """The bodies that bear one role in a measure."""

    key: str  # lead, participant
    name: str
    bodies: list[Responsibility]


def roles(responsibilities: Iterable[Responsibility]) -> list[Role]:
    """Who leads, then who takes part; a role that nobody bears is left out."""
    bodies = list(responsibilities)
    every = [
        Role(role.value, role.label, [body for body in bodies if body.role == role]) for role in Responsibility.Role
    ]
    return [role for role in every if role.bodies]
