"""Asking for what may be refused, and recording who allowed it and who took it back."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from lms.kernel import audit
from lms.kernel.errors import DomainError
from mediators.models import Person, User
from mediators.operations import check_open
from mediators.privacy import queries
from mediators.privacy.models import Consent, ConsentText
from mediators.privacy.operations.photos import drop_photos


class NoConsentText(DomainError):
    message = _(
        "Nobody is asked for this consent yet: the platform administrator first publishes "
        "what it says."
    )


class TextMissing(DomainError):
    message = _("Say what people are asked to allow.")


class ConsentReplaced(DomainError):
    message = _("What is asked for reads otherwise by now. Please read it once more.")


class NotConsented(DomainError):
    message = _("%(name)s has not consented; there is nothing to withdraw.")


class NoteMissing(DomainError):
    message = _("Say which paper shows it, and where that is kept.")


@transaction.atomic
def publish_consent(
    *, purpose: str, text: str, at: datetime, actor: User | None
) -> ConsentText:
    """Publish the next version of what is asked for; who allowed another is asked again.

    :raises TextMissing: if it says nothing
    """
    if not text.strip():
        raise TextMissing
    known = ConsentText.objects.filter(purpose=purpose)
    last = known.aggregate(last=Max("number"))["last"] or 0
    version = ConsentText.objects.create(
        purpose=purpose,
        number=last + 1,
        text=text.strip(),
        published_at=at,
        published_by=actor,
    )
    audit.record(action="consent.published", subject=version, actor=actor, at=at)
    return version


@transaction.atomic
def give_consent(  # noqa: PLR0913 -- what is on record of it
    *,
    person: Person,
    purpose: str,
    number: int,
    by: User,
    at: datetime,
    note: str = "",
) -> Consent:
    """Record that somebody allowed what version `number` says, or return that they did.

    :raises NoConsentText: if nothing is asked for that purpose
    :raises ConsentReplaced: if what they read is no longer what it says
    :raises NoteMissing: if another than themselves records it and names no paper
    """
    person = Person.objects.select_for_update().get(pk=person.pk)
    check_open(person)
    text = queries.consent_text(purpose)
    if text is None:
        raise NoConsentText
    if text.number != number:
        raise ConsentReplaced
    last = queries.last_consent(person, purpose)
    if last is not None and last.is_given and last.text_id == text.pk:
        return last
    return _said(person, text, Consent.Kind.GIVEN, by=by, at=at, note=note)


@transaction.atomic
def withdraw_consent(
    *, person: Person, purpose: str, by: User, at: datetime, note: str = ""
) -> Consent:
    """Record that somebody takes their consent back; what rested on it goes at once.

    :raises NotConsented: if none stands
    :raises NoteMissing: if another than themselves records it and does not say how
    """
    person = Person.objects.select_for_update().get(pk=person.pk)
    last = queries.last_consent(person, purpose)
    if last is None or not last.is_given:
        raise NotConsented(name=person.name)
    kind = Consent.Kind.WITHDRAWN
    said = _said(person, last.text, kind, by=by, at=at, note=note)
    if purpose == ConsentText.Purpose.PHOTO:
        drop_photos(person=person, at=at, actor=by)
    return said


def _said(  # noqa: PLR0913 -- the columns
    person: Person, text: ConsentText, kind: str, *, by: User, at: datetime, note: str
) -> Consent:
    own = queries.is_themselves(person, by)
    if not own and not note.strip():
        raise NoteMissing
    said = Consent.objects.create(
        person=person,
        text=text,
        kind=kind,
        way=Consent.Way.SELF if own else Consent.Way.COUNTER,
        note="" if own else note.strip(),
        by=by,
        at=at,
    )
    audit.record(
        action=f"consent.{kind}", subject=said, actor=by, at=at, person=person.uuid
    )
    return said
