from collections.abc import Iterable
from datetime import date, datetime
from typing import TypedDict, Unpack

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from lms.kernel import audit
from lms.kernel.clock import local_day
from lms.kernel.errors import DomainError
from mediators import names
from mediators.identity import EARLIEST_BIRTH
from mediators.models import Distinction, Mediator, Person, Speciality, User
from mediators.operations.accounts import may_act_for
from mediators.operations.posts import ReasonMissing
from mediators.pinyin import spell


class NameMissing(DomainError):
    message = _("Give the name of the person.")


class NotAName(DomainError):
    message = _(
        "A name holds characters, letters and the middle dot ·, no digits and no other "
        "signs. Check “%(name)s”."
    )


class NameTooLong(DomainError):
    message = _("A name has at most %(most)d characters.")


class SamePerson(DomainError):
    message = _("A record cannot be merged into itself.")


class MergedAlready(DomainError):
    message = _("The record of %(name)s was merged into another before.")


class DataErased(DomainError):
    message = _(
        "The personal data of %(name)s were deleted at their request. If they take up a "
        "post again, record them as a new person."
    )


class NoSuchBirthday(DomainError):
    message = _("Check the day of birth: it lies ahead, or before 1900.")


class DifferentPeople(DomainError):
    message = _("Their identity numbers differ: these are two people.")


class ClosesAccount(DomainError):
    message = _(
        "Merging closes the account of the record that goes, and that of %(name)s has "
        "roles beyond your branch or is your own. Let that record stay, or ask whoever "
        "administers both."
    )


class PersonDetails(TypedDict, total=False):
    gender: str
    born_on: date | None
    ethnicity: str
    education: str
    phone: str


@transaction.atomic
def register_person(
    *, name: str, at: datetime, actor: User | None, **details: Unpack[PersonDetails]
) -> Person:
    """Record a human being who is not known yet.

    :raises NameMissing: if the name is blank
    :raises NotAName: if it holds signs that no name holds
    :raises NoSuchBirthday: if the day of birth lies ahead, or before 1900
    """
    name = checked_name(name)
    if born_on := details.get("born_on"):
        check_birthday(born_on, day=local_day(at))
    person = Person.objects.create(
        name=name, recorded_at=at, **details, **spell(name).columns()
    )
    audit.record(
        action="person.registered",
        subject=person,
        actor=actor,
        at=at,
        person=person.uuid,
        values={"name": name, **details},
    )
    return person


def check_open(person: Person) -> None:
    """Refuse a record that nothing more is written on.

    :raises MergedAlready: if it was merged into another
    :raises DataErased: if its personal data were deleted
    """
    if person.merged_into_id:
        raise MergedAlready(name=person.name)
    if person.erased_at is not None:
        raise DataErased(name=person.name)


def check_birthday(born_on: date, *, day: date) -> None:
    """Refuse a day on which nobody who lives was born.

    :raises NoSuchBirthday: if it lies ahead, or before 1900
    """
    if not EARLIEST_BIRTH <= born_on <= day:
        raise NoSuchBirthday


def checked_name(name: str) -> str:
    """Return a name as it is kept.

    :raises NameMissing: if the name is blank
    :raises NotAName: if it holds signs that no name holds
    :raises NameTooLong: if it has more than sixty characters
    """
    name = names.tidy(name)
    if not name:
        raise NameMissing
    if len(name) > names.LONGEST:
        raise NameTooLong(most=names.LONGEST)
    if not names.is_name(name):
        raise NotAName(name=name)
    return name


@transaction.atomic
def register_mediator(  # noqa: PLR0913 -- what a mediator is made of
    *,
    person: Person,
    at: datetime,
    actor: User | None,
    background: str = "",
    languages: str = "",
    specialities: Iterable[Speciality] = (),
    may_be_subsidised: bool = True,
) -> Mediator:
    """Record that a person mediates, or return the mediator they already are.

    :raises MergedAlready: if the record was merged into another
    """
    person = Person.objects.select_for_update().get(pk=person.pk)
    check_open(person)
    if known := Mediator.objects.filter(person=person).first():
        return known

    mediator = Mediator.objects.create(
        person=person,
        background=background,
        languages=languages,
        may_be_subsidised=may_be_subsidised,
        recorded_at=at,
    )
    mediator.specialities.add(*specialities)
    audit.record(
        action="mediator.registered",
        subject=mediator,
        actor=actor,
        at=at,
        person=person.uuid,
        values={"background": background, "languages": languages},
    )
    return mediator


def log_look(
    *,
    viewer: User,
    address: str,
    filters: list[str],
    person: Person | None,
    at: datetime,
) -> None:
    """Record that somebody was shown a page, or what a page says of `person`.

    What they looked for by name is not kept, only that they looked for something.
    """
    audit.record(
        action="page.viewed",
        subject=person or viewer,
        actor=viewer,
        at=at,
        person=person.uuid if person else None,
        values=dict.fromkeys(filters) if person is None else None,
        reason=address[:500],
    )


@transaction.atomic
def merge_people(
    *, duplicate: Person, into: Person, at: datetime, actor: User | None, reason: str
) -> Person:
    """Say that two records are one human being; no record of either is rewritten.

    `merged_into` always names a living record: what was merged into the duplicate
    before follows it. Where both had an account, the duplicate's is closed.

    :raises SamePerson: if both are the same record
    :raises MergedAlready: if either was merged into another before
    :raises DifferentPeople: if both have identity numbers and they differ
    :raises ClosesAccount: if the account that is closed is not for the actor to close
    """
    if duplicate.pk == into.pk:
        raise SamePerson
    pair = Person.objects.select_for_update().order_by("pk")
    found = {each.pk: each for each in pair.filter(pk__in=[duplicate.pk, into.pk])}
    duplicate, into = found[duplicate.pk], found[into.pk]
    _check_mergeable(duplicate, into)
    closed = duplicate.user if duplicate.user_id and into.user_id else None
    if closed and actor and (closed == actor or not _may_close(closed, actor, at)):
        raise ClosesAccount(name=duplicate.name)

    Person.objects.filter(merged_into=duplicate).update(merged_into=into)
    duplicate.merged_into = into
    duplicate.save(update_fields=["merged_into"])
    if closed:
        _close(closed, duplicate, at=at, actor=actor, reason=reason)
    audit.record(
        action="person.merged",
        subject=duplicate,
        actor=actor,
        at=at,
        person=duplicate.uuid,
        values={"merged_into": [None, str(into.uuid)]},
        reason=reason,
    )
    return into


def _may_close(user: User, actor: User, at: datetime) -> bool:
    return may_act_for(actor, user, today=local_day(at))


def _close(
    user: User, person: Person, *, at: datetime, actor: User | None, reason: str
) -> None:
    User.objects.filter(pk=user.pk).update(is_active=False)
    audit.record(
        action="account.closed",
        subject=user,
        actor=actor,
        at=at,
        person=person.uuid,
        reason=reason,
    )


@transaction.atomic
def tell_apart(
    *, one: Person, other: Person, at: datetime, actor: User | None, reason: str
) -> Distinction:
    """Note that two records that look alike are of two people; once is enough.

    :raises SamePerson: if both are the same record
    :raises ReasonMissing: if it is not said how that is known
    """
    if one.pk == other.pk:
        raise SamePerson
    if not reason.strip():
        raise ReasonMissing
    first, second = sorted([one, other], key=lambda person: person.pk)
    told = {"reason": reason.strip(), "told_by": actor, "told_at": at}
    distinction, is_new = Distinction.objects.get_or_create(
        one=first, other=second, defaults=told
    )
    if is_new:
        audit.record(
            action="person.told_apart",
            subject=second,
            actor=actor,
            at=at,
            person=second.uuid,
            values={"one": str(first.uuid)},
            reason=distinction.reason,
        )
    return distinction


def _check_mergeable(duplicate: Person, into: Person) -> None:
    for each in (duplicate, into):
        if each.merged_into_id:
            raise MergedAlready(name=each.name)
    numbers = {duplicate.id_number_lookup, into.id_number_lookup} - {None}
    if len(numbers) > 1:
        raise DifferentPeople
