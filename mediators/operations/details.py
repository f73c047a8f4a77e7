"""What is on record about a person and corrected; the log keeps what stood there."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Unpack

from django.db import transaction
from django.utils.formats import date_format

from lms.kernel import audit, personal
from lms.kernel.clock import local_day
from mediators import identity
from mediators.models import Mediator, Person, Post, Speciality, User
from mediators.operations.appointments import NotAdult
from mediators.operations.people import (
    PersonDetails,
    check_birthday,
    check_open,
    checked_name,
)
from mediators.phones import read_phone
from mediators.pinyin import spell


class CorrectedDetails(PersonDetails, total=False):
    name: str


class Description(PersonDetails, total=False):
    background: str
    languages: str
    may_be_subsidised: bool
    specialities: Iterable[Speciality]


@transaction.atomic
def correct_person(
    *,
    person: Person,
    at: datetime,
    actor: User | None,
    **details: Unpack[CorrectedDetails],
) -> list[str]:
    """Correct what is on record about a person; return the fields that changed.

    Only what is given is looked at; where nothing differs, nothing is logged.

    :raises MergedAlready: if the record was merged into another
    :raises NameMissing: if the name is blank
    :raises NotAName: if it holds signs that no name holds
    :raises NotAPhone: if the phone is neither a mobile nor a landline
    :raises NoSuchBirthday: if the day of birth lies ahead, or before 1900
    :raises NotAdult: if they would have been too young for a post they have
    """
    person = Person.objects.select_for_update().get(pk=person.pk)
    check_open(person)
    given = _checked(person, details, day=local_day(at))
    changed = _changed(person, given)
    if not changed:
        return []
    if "name" in changed:
        given |= spell(given["name"]).columns()
        # The account is called as the person is, unless it was given another name.
        accounts = User.objects.filter(person=person.pk, name=person.name)
        accounts.update(name=given["name"])
    for name, value in given.items():
        setattr(person, name, value)
    if person.has_id_number and {"born_on", "gender"} & {*changed}:
        given["id_number_doubts"] = _doubts_of_number(person, day=local_day(at))
        person.id_number_doubts = given["id_number_doubts"]
    person.save(update_fields=list(given))
    audit.record(
        action="person.corrected",
        subject=person,
        actor=actor,
        at=at,
        person=person.uuid,
        values=changed,
    )
    return list(changed)


@transaction.atomic
def describe_mediator(
    *,
    mediator: Mediator,
    at: datetime,
    actor: User | None,
    **description: Unpack[Description],
) -> list[str]:
    """Correct person and mediator at once: what they come from, speak and are good at.

    Returns the fields that changed; raises what `correct_person` raises.
    """
    described: dict[str, Any] = dict(description)
    own = {name: described.pop(name) for name in _OWN if name in described}
    skills = described.pop("specialities", None)
    corrected = correct_person(person=mediator.person, at=at, actor=actor, **described)
    mediator = Mediator.objects.select_for_update().get(pk=mediator.pk)
    changed = _changed(mediator, own)
    for name in changed:
        setattr(mediator, name, own[name])
    mediator.save(update_fields=list(changed))
    if skills is not None:
        changed |= _with_skills(mediator, list(skills))
    if changed:
        audit.record(
            action="mediator.described",
            subject=mediator,
            actor=actor,
            at=at,
            person=mediator.person.uuid,
            values=changed,
        )
    return [*corrected, *changed]


_OWN = ("background", "languages", "may_be_subsidised")


def _checked(person: Person, details: Any, *, day: date) -> dict[str, Any]:
    given = dict(details)
    if "name" in given:
        given["name"] = checked_name(given["name"])
    if "phone" in given:
        given["phone"] = read_phone(given["phone"])
    if given.get("born_on") not in {None, person.born_on}:
        _check_birthday(person, given["born_on"], day=day)
    return given


def _check_birthday(person: Person, born_on: date, *, day: date) -> None:
    check_birthday(born_on, day=day)
    posts = Post.objects.standing().filter(person=person)
    first = posts.order_by("valid_from").values_list("valid_from", flat=True).first()
    if first is not None and identity.age(born_on, on=first) < identity.ADULT:
        raise NotAdult(name=person.name, day=date_format(first))


def _doubts_of_number(person: Person, *, day: date) -> str:
    """Return what in the number does not fit the record, as it is now."""
    sealed = bytes(person.id_number_sealed or b"")
    number: str = personal.decrypt(person.uuid, sealed)["id_number"]
    read = identity.read_id_number(number, day=day)
    return identity.Doubt.lasting(identity.doubts(read, person, day=day))


def _changed(record: Person | Mediator, given: dict[str, Any]) -> dict[str, Any]:
    """Return each field that differs, with what it held and what it holds now."""
    pairs = {name: [getattr(record, name), value] for name, value in given.items()}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


def _with_skills(mediator: Mediator, skills: list[Speciality]) -> dict[str, Any]:
    before = sorted(mediator.specialities.values_list("code", flat=True))
    after = sorted(skill.code for skill in skills)
    if before == after:
        return {}
    mediator.specialities.set(skills)
    return {"specialities": [before, after]}
