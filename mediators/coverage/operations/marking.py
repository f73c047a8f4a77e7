"""Marks: written in the transaction of the change, so that no recount is ever lost."""

from functools import partial

from django.db import transaction

from mediators.coverage.models import Due
from mediators.coverage.signals import marked
from mediators.models import Organisation, Person


def mark_person(person: Person | int) -> None:
    """Have a person recounted wherever they hold or held a post.

    Called by whatever changes what a measure says of them, in the same transaction.
    """
    Due.objects.create(person_id=person if isinstance(person, int) else person.pk)
    _tell()


def mark_place(organisation: Organisation, *, whole_branch: bool = False) -> None:
    """Have a place recounted, or everything beneath it too."""
    Due.objects.create(organisation=organisation, whole_branch=whole_branch)
    _tell()


def _tell() -> None:
    transaction.on_commit(partial(marked.send, sender=Due), robust=True)
