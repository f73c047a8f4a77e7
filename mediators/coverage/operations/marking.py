"""Marks: written in the transaction of the change, so that no recount is ever lost."""

from collections.abc import Collection
from functools import partial

from django.db import transaction

from mediators.coverage.models import Due, Roll
from mediators.coverage.signals import marked
from mediators.models import Organisation, Person

#: From so many divisions on, to count everything is less than to count them.
MANY = 1000


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


def mark_divisions(divisions: Collection[int]) -> None:
    """Have the villages of some divisions looked at anew; of a great many, count all."""
    if len(divisions) > MANY:
        Roll.objects.update(is_stale=True)
        return
    Due.objects.bulk_create(Due(division_id=each) for each in divisions)
    _tell()


def _tell() -> None:
    transaction.on_commit(partial(marked.send, sender=Due), robust=True)
