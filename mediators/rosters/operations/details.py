"""The details of somebody known, as a roster says them now, and as they were before."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from lms.kernel.errors import DomainError
from mediators import operations as mediators
from mediators.models import Mediator, Person, Speciality, User

#: What each detail held before a roster changed it and what after, as JSON can hold it.
Pairs = dict[str, list[Any]]
_OF_MEDIATOR = ("background", "languages")
#: Learned from an identity number where they are not on record.
_LEARNED = ("gender", "born_on")


@transaction.atomic
def update(
    *, person: Person, changes: Mapping[str, Any], at: datetime, actor: User
) -> Pairs:
    """Change what a roster changes of somebody, and return it; the rest stays.

    :raises NotAnIdNumber: if the identity number is none
    :raises IdNumberTaken: if somebody else has it
    :raises DomainError: what `describe_mediator` refuses
    """
    names = {*changes, *(_LEARNED if "id_number" in changes else ())}
    before = _held(person, names)
    described = dict(changes)
    if number := described.pop("id_number", None):
        mediators.record_id_number(person=person, number=number, at=at, actor=actor)
    if described:
        mediator = mediators.register_mediator(person=person, at=at, actor=actor)
        mediators.describe_mediator(mediator=mediator, at=at, actor=actor, **described)
    after = _held(person, names)
    pairs = {name: [before[name], after[name]] for name in sorted(names)}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


def restore(
    *, person: Person, pairs: Pairs, reason: str, at: datetime, actor: User
) -> bool:
    """Give details back what they held before; say no if one was changed since."""
    if _held(person, pairs) != {
        name: after for name, (_before, after) in pairs.items()
    }:
        return False
    before = {name: held for name, (held, _after) in pairs.items()}
    try:
        with transaction.atomic():
            _write(person, before, reason=reason, at=at, actor=actor)
    except DomainError:
        return False
    return True


def _write(
    person: Person, before: dict[str, Any], *, reason: str, at: datetime, actor: User
) -> None:
    if "id_number" in before:  # a roster records one only where there was none
        del before["id_number"]
        mediators.forget_id_number(person=person, reason=reason, at=at, actor=actor)
    if before.get("born_on"):
        before["born_on"] = date.fromisoformat(before["born_on"])
    if "specialities" in before:
        codes = before["specialities"]
        before["specialities"] = list(Speciality.objects.filter(code__in=codes))
    if before:
        mediator = mediators.register_mediator(person=person, at=at, actor=actor)
        mediators.describe_mediator(mediator=mediator, at=at, actor=actor, **before)


def _held(person: Person, names: Iterable[str]) -> dict[str, Any]:
    """Return what is on record under these names; of an identity number, its look-up."""
    person = Person.objects.get(pk=person.pk)
    mediator = Mediator.objects.filter(person=person).first()
    held: dict[str, Any] = {}
    for name in names:
        if name == "specialities":
            codes = (
                mediator.specialities.values_list("code", flat=True) if mediator else []
            )
            held[name] = sorted(codes)
        elif name == "id_number":
            held[name] = person.id_number_lookup
        elif name in _OF_MEDIATOR:
            held[name] = getattr(mediator, name, "")
        else:
            value = getattr(person, name)
            held[name] = value.isoformat() if isinstance(value, date) else value
    return held
