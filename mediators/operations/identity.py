"""The identity number of a person: recorded, revealed for a reason, forgotten."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from lms.kernel import audit, personal
from lms.kernel.clock import local_day
from lms.kernel.errors import DomainError
from lms.kernel.taken import taken
from mediators import identity, queries
from mediators.identity import Doubt, IdNumber
from mediators.models import Person, User
from mediators.operations.people import check_open
from mediators.operations.posts import ReasonMissing


class IdNumberTaken(DomainError):
    message = _(
        "Another record has this identity number already. If both are the same person, "
        "merge them under “Records of one person”. If you do not find the other record, "
        "it is outside your branch: ask the bureau above you to merge them."
    )


class NoIdNumber(DomainError):
    message = _("No identity number of %(name)s is on record.")


@transaction.atomic
def record_id_number(
    *, person: Person, number: str, at: datetime, actor: User | None
) -> list[Doubt]:
    """Seal the identity number of a person, or the corrected one; return the doubts.

    Day of birth and gender are taken from the number where none are on record; where
    they differ, what is on record stays and a doubt says so.

    :raises NotAnIdNumber: if it is none; each subclass says what is wrong
    :raises IdNumberTaken: if another living person has it
    :raises MergedAlready: if the record was merged into another
    """
    day = local_day(at)
    read = identity.read_id_number(number, day=day)
    person = _lock(person)
    others = Person.objects.with_id_number(read.text).exclude(pk=person.pk)
    if others.exists():
        raise IdNumberTaken
    doubts = identity.doubts(read, person, day=day)
    learned = {**_learned(read, person), "id_number_doubts": Doubt.lasting(doubts)}
    for name, value in learned.items():
        setattr(person, name, value)
    person.id_number_lookup = personal.lookup_hash(read.text)
    person.id_number_sealed = personal.encrypt(person.uuid, {"id_number": read.text})
    person.id_number_mask_sealed = personal.encrypt(person.uuid, {"mask": read.masked})
    with taken("id_number_lookup", IdNumberTaken()):
        person.save(update_fields=[*_COLUMNS, *learned])
    # A person has one number: what records merged into this one had was it, or wrong.
    person.merged.exclude(id_number_lookup=None).update(**dict.fromkeys(_COLUMNS))
    # That it changed, and not into what: the log is read by more people than the number.
    learned.pop("id_number_doubts")
    values = {"id_number": None, **learned}
    _record("id_number.recorded", person, at=at, actor=actor, values=values)
    return doubts


@transaction.atomic
def reveal_id_number(
    *, person: Person, reason: str, at: datetime, actor: User | None
) -> str:
    """Return the whole number to somebody who says why, and log that they saw it.

    :raises ReasonMissing: if they do not say why
    :raises NoIdNumber: if none is on record
    :raises PersonErased: if the personal data was erased
    """
    if not reason.strip():
        raise ReasonMissing
    bearer = queries.bearer_of_id_number(person)
    if bearer is None or bearer.id_number_sealed is None:
        raise NoIdNumber(name=person.name)
    number: str = personal.decrypt(bearer.uuid, bytes(bearer.id_number_sealed))[
        "id_number"
    ]
    _record("id_number.revealed", person, at=at, actor=actor, reason=reason.strip())
    return number


@transaction.atomic
def forget_id_number(
    *, person: Person, reason: str, at: datetime, actor: User | None
) -> Person:
    """Delete the number: what it was needed for is over, or it was another's.

    :raises ReasonMissing: if nobody says why
    :raises NoIdNumber: if none is on record
    """
    if not reason.strip():
        raise ReasonMissing
    person = _lock(person)
    bearer = queries.bearer_of_id_number(person)
    if bearer is None:
        raise NoIdNumber(name=person.name)
    for name in _COLUMNS:
        setattr(bearer, name, None)
    bearer.id_number_doubts = ""
    bearer.save(update_fields=[*_COLUMNS, "id_number_doubts"])
    _record(
        "id_number.forgotten",
        person,
        at=at,
        actor=actor,
        values={"id_number": None},
        reason=reason.strip(),
    )
    return person


_COLUMNS = ["id_number_lookup", "id_number_sealed", "id_number_mask_sealed"]


def _learned(read: IdNumber, person: Person) -> dict[str, object]:
    learned: dict[str, object] = {}
    if person.born_on is None:
        learned["born_on"] = read.born_on
    if not person.states_gender:
        learned["gender"] = read.gender.value
    return learned


def _lock(person: Person) -> Person:
    person = Person.objects.select_for_update().get(pk=person.pk)
    check_open(person)
    return person


def _record(  # noqa: PLR0913 -- what an entry is made of
    action: str,
    person: Person,
    *,
    at: datetime,
    actor: User | None,
    values: Mapping[str, object] | None = None,
    reason: str = "",
) -> None:
    audit.record(
        action=action,
        subject=person,
        actor=actor,
        at=at,
        person=person.uuid,
        values=values,
        reason=reason[:500],
    )
