"""The photo in a file: kept apart, shown by a scoped view alone, and only by consent."""

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
from mediators.operations import check_open
from mediators.privacy import queries
from mediators.privacy.models import ConsentText


class NoPhoto(DomainError):
    message = _("No photo of %(name)s is on record.")


class PhotoNeedsConsent(DomainError):
    message = _(
        "A photo is kept only of who consented to it as it now reads. Ask %(name)s first."
    )


def keep_photo(*, person: Person, jpeg: bytes, at: datetime, actor: User) -> Person:
    """Keep what `photos.redrawn` returned as the photo of a person, instead of any other.

    The file is written first: one that nobody names harms nobody.

    :raises PhotoNeedsConsent: if no consent to the text in force stands
    """
    name = private().save(f"photos/{uuid4()}.jpg", ContentFile(jpeg))
    try:
        return _keep(person, name, at=at, actor=actor)
    except PhotoNeedsConsent:
        private().delete(name)
        raise


def remove_photo(*, person: Person, at: datetime, actor: User) -> Person:
    """Delete the photo of a person, under whichever record; the consent stands.

    :raises NoPhoto: if there is none
    """
    with transaction.atomic():
        person = Person.objects.select_for_update().get(pk=person.pk)
        if not queries.holds_photo(person):
            raise NoPhoto(name=person.name)
        drop_photos(person=person, at=at, actor=actor)
        person.refresh_from_db()
        return person


def drop_photos(*, person: Person, at: datetime, actor: User) -> None:
    """Delete the photos on every record of a person; within a transaction."""
    records = queries.records_of(person).exclude(photo="").select_for_update()
    for each in records:
        _replace(each, "", action="photo.removed", at=at, actor=actor)


@transaction.atomic
def _keep(person: Person, name: str, *, at: datetime, actor: User) -> Person:
    person = Person.objects.select_for_update().get(pk=person.pk)
    check_open(person)
    if not queries.allows(person, ConsentText.Purpose.PHOTO):
        raise PhotoNeedsConsent(name=person.name)
    return _replace(person, name, action="photo.kept", at=at, actor=actor)


def _replace(
    person: Person, name: str, *, action: str, at: datetime, actor: User
) -> Person:
    before = person.photo.name
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
