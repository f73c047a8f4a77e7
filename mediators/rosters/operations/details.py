"""The details of somebody known, as a roster says them now."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from mediators import operations as mediators
from mediators.models import Person, User


@transaction.atomic
def update(
    *, person: Person, changes: Mapping[str, Any], at: datetime, actor: User
) -> None:
    """Change what a roster changes of somebody; what it does not name stays.

    :raises NotAnIdNumber: if the identity number is none
    :raises IdNumberTaken: if somebody else has it
    :raises DomainError: what `describe_mediator` refuses
    """
    described = dict(changes)
    if number := described.pop("id_number", None):
        mediators.record_id_number(person=person, number=number, at=at, actor=actor)
    if described:
        mediator = mediators.register_mediator(person=person, at=at, actor=actor)
        mediators.describe_mediator(mediator=mediator, at=at, actor=actor, **described)
