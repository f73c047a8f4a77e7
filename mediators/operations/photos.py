"""The photo in a file: kept apart, and shown by a scoped view alone."""

from datetime import datetime
from functools import partial
from uuid import uuid4

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from lms.kernel import audit
from lms.kernel.errors import DomainError
from lms.kernel.storage import private
from mediators.models import Person, User


class NoPhoto(DomainError):
    message = _("No photo of %(name)s is on record.")


def keep_photo(*, person: Person, jpeg: bytes, at: datetime, actor: User) -> Person:
    """Keep what `photos.redrawn` returned as the photo of a person, instead of any other.

    The file is written first: one that nobody names harms nobody.
    """
    name = private().save(f"photos/{uuid4()}.jpg", ContentFile(jpeg))
    return _replace(person, name, action="photo.kept", at=at, actor=actor)


def remove_photo(*, person: Person, at: datetime, actor: User) -> Person:
    """Take a photo out of the file and delete it.

    :raises NoPhoto: if there is none
    """
    return _replace(person, "", action="photo.removed", at=at, actor=actor)


@transaction.atomic
def _replace(
    person: Person, name: str, *, action: str, at: datetime, actor: User
) -> Person:
    person = Person.objects.select_for_update().get(pk=person.pk)
    before = person.photo.name
    if not before and not name:
        raise NoPhoto(name=person.name)
    person.photo.name = name
    person.save(update_fields=["photo"])
    audit.record(
        action=action,
        subject=person,
        actor=actor,
        at=at,
        person=person.uuid,
        values={"photo": None},
    )
    if before:
        transaction.on_commit(partial(private().delete, before), robust=True)
    return person
